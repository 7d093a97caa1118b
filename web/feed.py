"""GET /feed.atom: new instalments and what their publishers changed later, the newest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Request, Response
from lxml import etree

from storage.asking.reader import Novelty, reading
from storage.language import language, say
from web.absent import series_or_404
from web.api_asking import Name
from web.api_words import operation
from web.refusals import NO_SERIES
from web.service import TheService

router = APIRouter(tags=["feed"])

ATOM: Final = "http://www.w3.org/2005/Atom"
ENTRIES: Final = 50
SUMMARY: Final = 200
"""Characters of a text that an entry shows."""
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@router.get(
    "/feed.atom",
    **operation(
        "新的各期和改动的 Atom 订阅", "Atom feed of new instalments and revisions", "全部系列的，或一个系列的。"
    ),
    response_class=Response,
    responses={200: {"content": {"application/atom+xml": {}}}, 404: NO_SERIES},
)
def feed(request: Request, service: TheService, series: Name = None) -> Response:
    """Return the feed of all series or of one."""
    config = service.config()
    with reading(service.archive) as reader:
        series_or_404(config, reader, series)
        news = reader.news(series, ENTRIES)
    body = _document(str(request.base_url), series, config.title_of(series) if series else None, news)
    return Response(body, media_type="application/atom+xml", headers={"Vary": "Cookie"})


def _document(base: str, series: str | None, title: str | None, news: list[Novelty]) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en" if language() == "en" else "zh-CN")
    address = f"{base}feed.atom" + (f"?series={series}" if series else "")
    _add(root, "id", address)
    _add(root, "title", say(f"巡礼：{title or '全部系列'}", f"xunli: {title or 'all series'}"))
    _add(root, "updated", _stamp(max((one.captured_at for one in news), default=NEVER)))
    _add(_add(root, "author"), "name", "xunli")
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=base)
    for one in news:
        _entry(_add(root, "entry"), base, one)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _entry(entry: etree._Element, base: str, one: Novelty) -> None:
    changed = say(f"［第 {one.number} 稿］", f"[revision {one.number}] ") if one.number > 1 else ""
    # From where it was printed and not from where the archive stands: the entry stays the same when the archive moves.
    _add(entry, "id", uuid5(NAMESPACE_URL, f"{one.url}#{one.number}").urn)
    _add(entry, "title", changed + one.title)
    _add(entry, "updated", _stamp(one.captured_at))
    _add(_add(entry, "author"), "name", one.byline or one.source or "xunli")
    _add(entry, "link", rel="alternate", type="text/html", href=f"{base}instalments/{one.article_id}")
    _add(entry, "link", rel="via", href=one.url)
    cut = "…" if len(one.body) > SUMMARY else ""
    _add(entry, "summary", one.body[:SUMMARY] + cut)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = None if text is None else _NO_XML.sub("", text)
    for key, value in attributes.items():
        made.set(key, _NO_XML.sub("", value))
    return made


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
