"""docs/schema.md: its columns are there and its queries run, each on the database that it names."""

from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import inspect, text
from support_databases import MORNING, archive, clock, database_url, postgres_server, reading

from storage import Archive, Run
from storage.values import Outcome, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "schema.md").read_text(encoding="utf-8")


BODY = """\
海湾日报2021年11月12日5版
市公安局交警支队
九千个车位是怎么挤出来的
停车费去了哪里，市民有疑问，支队把账目按季公布了出来，欠着的也写明。
市财政局
收来的钱单独记账
净收益的六成用于老旧小区，三成用于道闸，余下的一成留着修灯。"""


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """An archive in which every query of the document finds something."""
    url, day = "http://www.example.cn/p/1.html", {"title": "改革巡礼", "printed_on": date(2021, 11, 12)}
    run = archive.begin_run("qingdao-reform")
    assert isinstance(run, Run)
    archive.record_many(run.id, "qingdao-reform", [reading(url, BODY, **day)])
    archive.visit(run.id, "http://www.example.cn/p/2.html", Verdict.FILTERED, "title")
    archive.end_run(run.id, Outcome.DONE)
    archive.record_many(None, "qingdao-reform", [reading(url, BODY + "更正。", at=MORNING + timedelta(hours=1), **day)])
    return archive


def queries(backend: str) -> list[str]:
    return re.findall(rf"```sql {backend}\n(.*?)```", TEXT, re.DOTALL)


def test_the_queries_find_what_they_ask_for(filled: Archive) -> None:
    asked = queries("sqlite" if filled.database.is_sqlite else "postgresql")
    assert len(asked) >= 3
    with filled.database.reading() as connection:
        for query in asked:
            assert connection.execute(text(query.replace(":", "\\:"))).all(), query


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_file_opens_in_datasette(filled: Archive) -> None:
    path = filled.database.path
    assert path

    from datasette.app import Datasette  # not on top: every test process collects this file, and this is dear

    async def ask() -> None:
        datasette = Datasette([str(path)])

        async def found(page: str) -> list[dict[str, Any]]:
            answer = await datasette.client.get(f"/{path.stem}{page}")
            assert answer.status_code == 200, answer.text
            return list(answer.json()["rows"])

        assert (await datasette.client.get("/")).status_code == 200
        # Datasette (0.65) has no way to link to the bytes in a row of a view, so they are left out.
        assert (await datasette.client.get(f"/{path.stem}/snapshots?_nocol=body")).status_code == 200
        for table in ("instalments", "sections", "revisions", "documents", "runs", "visits", "coverage", "links"):
            assert (await datasette.client.get(f"/{path.stem}/{table}")).status_code == 200
            rows = await found(f"/{table}.json?_shape=objects")
            assert rows or table == "links", table
        [passage] = await found("/passages.json?_shape=objects&text__contains=停车费&_facet=page")
        assert passage["page"] == "5版"
        for query in queries("sqlite"):
            assert await found(f".json?_shape=objects&sql={quote(query)}"), query

    asyncio.run(ask())


def test_the_python_example_runs(filled: Archive, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    [example] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(example.replace("sqlite:///xunli.db", database_url), "docs/schema.md", "exec"), {})
    told = capsys.readouterr().out
    assert "改革巡礼[N]. 海湾日报, 2021-11-12(5)." in told
    assert "5版 青岛市公安局交警支队 九千个车位是怎么挤出来的" in told
    assert "[[停车]]" in told


@pytest.mark.parametrize(
    "row",
    re.findall(r"^\| `(\w+)`(?: \(view\))? \| [^|]*?`((?:\w+, )+\w+)`", TEXT, re.MULTILINE),
    ids=lambda row: row[0],
)
def test_the_columns_are_there(archive: Archive, row: tuple[str, str]) -> None:
    table, columns = row
    there = {column["name"] for column in inspect(archive.database.engine).get_columns(table)}
    assert set(columns.split(", ")) <= there
