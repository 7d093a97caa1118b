"""Parquet: what `show --json` tells, in typed columns; days are dates, times instants in the configured zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from storage.answers import Article
from storage.citation import gbt7714
from storage.export.values import Export
from storage.rows import article_row

GROUP_ROWS: Final = 2_000
GROUP_CHARACTERS: Final = 4_000_000
"""A row group ends at so many rows, or texts of so many characters: what is in memory at once."""

Row = Mapping[str, Any]


def schema(zone: ZoneInfo) -> pa.Schema:
    """Return the columns: those of `show`, then the day that the archive dates it by, and its citation."""
    moment, text = pa.timestamp("ms", tz=zone.key), pa.string()
    section = _struct(
        organisation=text, organisation_printed=text, headline=pa.list_(text), body=text, captions=pa.list_(text),
        lines=pa.list_(pa.int32()),
    )  # fmt: skip
    columns = {
        "id": pa.int64(), "series": text, "title": text, "url": text, "surface": text, "printed_on": pa.date32(),
        "published_at": moment, "source": text, "byline": text, "editor": text, "characters": pa.int32(),
        "sections": pa.int32(), "copies": pa.int32(), "revisions": pa.int32(), "gone_at": moment,
        "first_seen_at": moment, "last_seen_at": moment, "copy_of": pa.int64(), "relation": text,
        "body": text, "kicker": text, "subtitle": text, "number": pa.int32(),
        "people": pa.list_(_struct(name=text, role=text)),
        "pages": pa.list_(_struct(label=text, name=text, sections=pa.list_(section))),
        "addresses": pa.list_(_struct(url=text, surface=text, relation=text, similarity=pa.float64(), gone_at=moment)),
        "revision_list": pa.list_(_struct(number=pa.int32(), captured_at=moment, cause=text, title=text)),
        "links": pa.list_(_struct(kind=text, url=text)),
        "dated_on": pa.date32(), "citation": text,
    }  # fmt: skip
    return pa.schema(list(columns.items()))


def write(export: Export, out: IO[bytes]) -> int:
    """Write a file of row groups, compressed with zstd."""
    columns, count = schema(export.zone), 0
    with pq.ParquetWriter(out, columns, compression="zstd") as file:
        for group in _groups(export.articles()):
            rows = [_typed(_row(article, export.zone), pa.struct(list(columns))) for article in group]
            file.write_table(pa.Table.from_pylist(rows, schema=columns), row_group_size=len(rows))
            count += len(rows)
    return count


def _groups(articles: Iterator[Article]) -> Iterator[list[Article]]:
    group: list[Article] = []
    characters = 0
    for article in articles:
        group.append(article)
        characters += article.row.characters
        if len(group) == GROUP_ROWS or characters >= GROUP_CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _row(article: Article, zone: ZoneInfo) -> Row:
    row = article_row(article, zone)
    return row | {"dated_on": article.row.dated_on.isoformat(), "citation": gbt7714(article, zone)}


def _typed(value: Any, type_: pa.DataType) -> Any:
    """Return a value of a JSON row as its column's type has it: the rows' dates and times are text."""
    if value is None:
        return None
    if pa.types.is_struct(type_):
        return {field.name: _typed(value[field.name], field.type) for field in type_}
    if pa.types.is_list(type_):
        return [_typed(each, type_.value_type) for each in value]
    if pa.types.is_timestamp(type_):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if pa.types.is_date(type_) else value


def _struct(**fields: pa.DataType) -> pa.DataType:
    return pa.struct(list(fields.items()))
