"""docs/schema.md: its columns are there and its queries run, each on the database that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from support_databases import archive, clock, database_url, postgres_server, prose, reading

from storage import Archive

__all__ = ["archive", "clock", "database_url", "postgres_server"]

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "schema.md").read_text(encoding="utf-8")


def test_the_queries_run(archive: Archive) -> None:
    archive.record_many(None, "qingdao-reform", [reading("http://www.example.cn/p/1.html", prose(1))])
    backend = "sqlite" if archive.database.is_sqlite else "postgresql"
    queries = re.findall(rf"```sql {backend}\n(.*?)```", TEXT, re.DOTALL)
    assert len(queries) == 3
    with archive.database.reading() as connection:
        found = [connection.execute(text(query)).all() for query in queries]
    assert found[0][0].instalments == 1


@pytest.mark.parametrize(
    "row",
    re.findall(r"^\| `(\w+)`(?: \(view\))? \| [^|]*?`((?:\w+, )+\w+)`", TEXT, re.MULTILINE),
    ids=lambda row: row[0],
)
def test_the_columns_are_there(archive: Archive, row: tuple[str, str]) -> None:
    table, columns = row
    there = {column["name"] for column in inspect(archive.database.engine).get_columns(table)}
    assert set(columns.split(", ")) <= there
