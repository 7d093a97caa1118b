"""Parquet: what `show --json` tells, in typed columns; days are dates, times instants in the configured zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from storage.answers import Article
from storage.asking.rows import article_row
from storage.citation import gbt7714
from storage.export.values import Export

GROUP_ROWS: Final = 2_000
GROUP_BYTES: Final = 8 << 20
"""A row group ends at so many rows, or at so many bytes as Arrow holds them: what is in memory at once."""

BATCH: Final = 50
"""Rows that are Python's values at a time: so a row takes many times what Arrow takes for it."""

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
        for group in _groups(_batches(export, columns)):
            file.write_table(group, row_group_size=group.num_rows)
            count += group.num_rows
    return count


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(each.num_rows for each in group) >= GROUP_ROWS or sum(each.nbytes for each in group) >= GROUP_BYTES:
            yield pa.Table.from_batches(group)
            group.clear()
    if group:
        yield pa.Table.from_batches(group)


def _batches(export: Export, columns: pa.Schema) -> Iterator[pa.RecordBatch]:
    type_, articles = pa.struct(list(columns)), export.articles()
    while rows := [_typed(_row(article, export.zone), type_) for article in islice(articles, BATCH)]:
        yield pa.RecordBatch.from_pylist(rows, schema=columns)


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
