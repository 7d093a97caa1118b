"""WARC 1.1: every snapshot as the response that it was, for replay tools, and how articles were read from them.

    snapshots, in the order of their ids → response · articles whose last snapshot has passed → metadata

Without a filter all snapshots are written, lists and failures, too; with one those of the instalments that it finds.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from http.client import responses
from io import BytesIO
from typing import IO, Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, union_all
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.answers import Filter
from storage.asking.queries import conditions
from storage.export.values import Export
from storage.snapshots import as_document
from storage.standing import BELONGS
from storage.standing import REQUESTED as REQUESTED_KIND
from storage.tables import addresses, articles, documents, readings, revisions
from storage.tables import snapshots as view
from storage.values import Cause, Document
from storage.warc import ABOUT, CODED, ORIGINAL, RECIPE, REQUESTED, SOFTWARE, Made, Origin, Recipe

BATCH: Final = 20
"""Documents in memory at a time."""


def write(export: Export, out: IO[bytes]) -> int:
    """Write the snapshots of an export; returns of how many instalments."""
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(_info(writer, export.made_at))
    wanted = _wanted(export.asked)
    # Closed here, also where the disk is full: left to themselves they end after their connection, and complain of it.
    with closing(_ready(export.connection, wanted)) as ready, closing(_documents(export.connection, wanted)) as rows:
        return _write(writer, export, rows, ready)


def _write(writer: WARCWriter, export: Export, rows: Iterator[Any], ready: Iterator[Any]) -> int:
    due = next(ready, None)
    count = 0
    for row in rows:
        writer.write_record(_response(writer, as_document(row), row.sha256))
        while due is not None and due.last <= row.id:
            recipe, leads = _recipe(export.connection, due.article_id)
            writer.write_record(_metadata(writer, recipe, export.made_at))
            count += leads
            due = next(ready, None)
    return count


# --- what is written ------------------------------------------------------------------------------------------------


def _wanted(asked: Filter) -> ColumnElement[bool] | None:
    """Return which articles are written out, with the copies of those that a filter finds; None: all snapshots."""
    if asked == Filter(copies=asked.copies):
        return None
    a = articles.c
    found = select(a.id).where(*conditions(asked)).order_by(a.dated_on.desc(), a.id.desc()).limit(asked.limit)
    leading = select(func.coalesce(articles.c.copy_of, articles.c.id)).where(articles.c.id.in_(found.scalar_subquery()))
    return or_(a.id.in_(leading.scalar_subquery()), a.copy_of.in_(leading.scalar_subquery()))


def _read_from(wanted: ColumnElement[bool] | None) -> Select[Any]:
    """Return the query of article and snapshot of everything that revisions were read from."""
    r, s = revisions.c, readings.c
    both = union_all(select(r.article_id, r.snapshot_id), select(s.article_id, s.snapshot_id)).subquery()
    query = select(both.c.article_id, both.c.snapshot_id).where(both.c.snapshot_id.is_not(None))
    if wanted is None:
        return query
    return query.where(both.c.article_id.in_(select(articles.c.id).where(wanted).scalar_subquery()))


def _documents(connection: Connection, wanted: ColumnElement[bool] | None) -> Generator[Any]:
    query = select(documents.c.id).order_by(documents.c.id)
    if wanted is not None:
        read = _read_from(wanted).subquery()
        query = query.where(documents.c.id.in_(select(read.c.snapshot_id).scalar_subquery()))
    with connection.execute(query, execution_options={"yield_per": 500}) as result:  # once: what is wanted costs a scan
        for ids in result.scalars().partitions(BATCH):
            yield from connection.execute(select(view).where(view.c.id.in_(ids)).order_by(view.c.id)).all()


def _ready(connection: Connection, wanted: ColumnElement[bool] | None) -> Generator[Any]:
    """Yield articles, each with the last snapshot that it needs, in the order of those."""
    read = _read_from(wanted).subquery()
    last = func.max(read.c.snapshot_id).label("last")
    query = select(read.c.article_id, last).group_by(read.c.article_id).order_by(last, read.c.article_id)
    with connection.execute(query, execution_options={"yield_per": 500}) as result:
        yield from result


# --- how articles were made ------------------------------------------------------------------------------------------


def _recipe(connection: Connection, article_id: int) -> tuple[Recipe, bool]:
    """Return how an article was made, and whether it leads."""
    article = connection.execute(select(articles).where(articles.c.id == article_id)).one()
    r = revisions.c
    made = connection.execute(
        select(revisions).where(r.article_id == article_id, r.cause == Cause.PUBLISHER).order_by(r.number)
    ).all()
    whole = _whole(connection, article_id)
    ids = {each.snapshot_id for each in made} | {snapshot_id for each in whole.values() for _, snapshot_id in each}
    known = _identities(connection, sorted(one for one in ids if one is not None))
    parts, led = (_addresses(connection, article_id, kind) for kind in (BELONGS, REQUESTED_KIND))
    revised = (_made(each, whole.get(each.number, ()), known) for each in made if each.snapshot_id is not None)
    recipe = Recipe(article.series, article.url, article.surface, parts, led, tuple(revised))
    return recipe, article.copy_of is None


def _addresses(connection: Connection, article_id: int, kind: str) -> tuple[str, ...]:
    c = addresses.c
    query = select(c.url).where(c.article_id == article_id, c.kind == kind).order_by(c.key)
    return tuple(connection.scalars(query))


def _whole(connection: Connection, article_id: int) -> dict[int, list[tuple[str, int]]]:
    c = readings.c
    found: dict[int, list[tuple[str, int]]] = {}
    query = select(readings).where(c.article_id == article_id).order_by(c.number, c.position)
    for row in connection.execute(query):
        found.setdefault(row.number, []).append((row.role, row.snapshot_id))
    return found


def _identities(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in connection.execute(select(documents).where(documents.c.id.in_(ids)))}


def _made(revision: Row[Any], whole: Sequence[tuple[str, int]], known: Mapping[int, Row[Any]]) -> Made:
    return Made(
        revision.captured_at.isoformat(),
        _origin(None, known[revision.snapshot_id]),
        tuple(_origin(role, known[snapshot_id]) for role, snapshot_id in whole),
    )


def _origin(role: str | None, row: Row[Any]) -> Origin:
    return Origin(role, row.url, row.requested_url, row.status, row.sha256)


# --- records ---------------------------------------------------------------------------------------------------------


def _info(writer: WARCWriter, at: datetime) -> Any:
    told = {
        "software": f"{SOFTWARE}/1.0",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    record = writer.create_warcinfo_record(None, told)
    record.rec_headers.replace_header("WARC-Date", _instant(at))
    return record


def _response(writer: WARCWriter, document: Document, sha256: str) -> Any:
    name = _name(sha256, document.status, document.url, document.requested_url)
    headers = {"WARC-Date": _instant(document.fetched_at), "WARC-Record-ID": name}
    if document.requested_url and document.requested_url != document.url:
        headers[REQUESTED] = document.requested_url
    reason = responses.get(document.status, "")
    http = StatusAndHeaders(f"{document.status} {reason}".strip(), list(_http(document)), protocol="HTTP/1.1")
    return writer.create_warc_record(
        document.url, "response", payload=BytesIO(document.body), http_headers=http, warc_headers_dict=headers
    )


def _http(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the headers of a body that is not coded any more; those of its coding under another name."""
    size = str(len(document.body))
    for name, value in document.headers.items():
        told = " ".join(value.split())  # a line break would end the header
        if name in CODED and not (name == "content-length" and told == size):
            yield f"{ORIGINAL}{name}".title(), told
        else:
            yield name.title(), told
    if document.headers.get("content-length", size) != size:
        yield "Content-Length", size


def _metadata(writer: WARCWriter, recipe: Recipe, at: datetime) -> Any:
    told = json.dumps(recipe.as_json(), ensure_ascii=False).encode()
    headers = {"WARC-Date": _instant(at)}
    if recipe.made:
        lead = recipe.made[-1].lead
        headers["WARC-Refers-To"] = _name(lead.sha256, lead.status, lead.url, lead.requested_url)
    # Under the page's own address a replay tool would show this in the page's place, being the newest of it.
    return writer.create_warc_record(
        f"{ABOUT}{quote(recipe.series, safe='')}:{quote(recipe.url, safe='')}",
        "metadata",
        payload=BytesIO(told),
        warc_content_type=RECIPE,
        warc_headers_dict=headers,
    )


def _name(sha256: str, status: int, url: str, requested_url: str) -> str:
    """Return the record's name: the same snapshot has the same one in every file."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join((sha256, str(status), url, requested_url)))}>"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
