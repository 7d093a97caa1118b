"""`/snapshots/ID`: a kept document as it was, in a sandbox, with where it came from; `/raw` its very bytes."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Request, Response
from lxml.etree import ParserError

from storage.asking.reader import reading
from storage.encoding import decode
from storage.language import say
from storage.snapshots import Kept
from storage.values import Document
from web.neutral import POLICY, neutral
from web.pages_shell import GUARDS, page
from web.service import TheService

router = APIRouter(include_in_schema=False)
Id = Annotated[int, Path(ge=1, lt=2**63)]

LONGEST: Final = 3_000_000
"""Bytes of a document that is still shown; a longer one can be had as a file."""
FRAMED: Final = {"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN", "X-DNS-Prefetch-Control": "off"}
SHOWING: Final = {"Content-Security-Policy": GUARDS["Content-Security-Policy"] + "; frame-src 'self'"}
_MARKUP: Final = re.compile(rb"<(?:!doctype|html|head|body|title|meta|div|p|h1|table)\b", re.I)
_TEXT: Final = re.compile(r"text/|application/(?:[a-z.+-]*(?:json|xml)|javascript)|$")


@router.get("/snapshots/{snapshot_id}")
def show_snapshot(request: Request, service: TheService, snapshot_id: Id) -> Response:
    """Show where a document came from, and the document in a frame where it can be shown."""
    with reading(service.archive) as reader:
        kept = reader.snapshot(snapshot_id)
        if kept is None:
            raise HTTPException(404, _unknown(snapshot_id))
        document = reader.document(snapshot_id) if _is_text(kept) else None
        read = reader.read_from(snapshot_id)
    shown = document is not None and not _is_binary(document)
    answer = page(
        request, "snapshot.html", kept=kept, read=read, shown=shown, headers=sorted(kept.headers.items()),
        charset=decode(document.body, document.headers).encoding if document and shown else None,
    )  # fmt: skip
    answer.headers.update(SHOWING)
    return answer


@router.get("/snapshots/{snapshot_id}/view")
def view_snapshot(service: TheService, snapshot_id: Id) -> Response:
    """Return a document to be shown in a sandbox: a page made harmless, anything else as plain text."""
    with reading(service.archive) as reader:
        kept = reader.snapshot(snapshot_id)
        document = reader.document(snapshot_id) if kept and _is_text(kept) else None
    if document is None or _is_binary(document):
        raise HTTPException(404, _unknown(snapshot_id))
    text = decode(document.body, document.headers).text
    if _MARKUP.search(document.body[:4096]) or "html" in document.headers.get("content-type", ""):
        try:
            return Response(neutral(text, document.url), media_type="text/html", headers=FRAMED)
        except ParserError:  # nothing in it is markup
            pass
    return Response(text.encode("utf-8", "replace"), media_type="text/plain", headers=FRAMED)


@router.get("/snapshots/{snapshot_id}/raw")
def send_snapshot(service: TheService, snapshot_id: Id) -> Response:
    """Return the very bytes as a file to be kept, whatever they are."""
    with reading(service.archive) as reader:
        document = reader.document(snapshot_id)
    if document is None:
        raise HTTPException(404, _unknown(snapshot_id))
    name = f'attachment; filename="snapshot-{snapshot_id}{_ending(document)}"'
    headers = {"Content-Disposition": name, "Content-Security-Policy": POLICY}
    return Response(document.body, media_type="application/octet-stream", headers=headers)


def _unknown(snapshot_id: int) -> str:
    return say(f"没有编号为 {snapshot_id} 的快照可看。", f"There is no snapshot {snapshot_id} to be shown.")


def _is_text(kept: Kept) -> bool:
    declared = kept.headers.get("content-type", "").lower()
    return 0 < kept.size <= LONGEST and _TEXT.match(declared) is not None


def _is_binary(document: Document) -> bool:
    """Tell whether bytes are no text: after decoding nothing readable is left of what is full of faults or zeroes."""
    start = document.body[:2048]
    text = decode(start, document.headers).text
    return start.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or (
        text.count("\ufffd") > len(text) / 10
    )


def _ending(document: Document) -> str:
    declared = document.headers.get("content-type", "")
    kinds = {"html": ".html", "json": ".json", "xml": ".xml", "pdf": ".pdf", "text/plain": ".txt"}
    return next((ending for kind, ending in kinds.items() if kind in declared), ".bin")
