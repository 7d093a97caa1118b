"""Full text from outside: the command line, and SQL in Datasette."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support_crawl import Told, tell
from support_databases import prose, reading

from storage import open_archive

__all__ = ["tell"]

ROOT = Path(__file__).resolve().parents[1]
BODY = f"""青岛日报2021年10月26日特2版
市财政局
统筹资金保障项目
{prose(3)}
优化营商环境是第一件事，营商环境没有最好。"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "archive.db"
    with open_archive(f"sqlite:///{path}") as archive:
        archive.upgrade()
        told = reading("http://w.cn/1", BODY, title="开篇", printed_on=date(2021, 10, 26))
        archive.record_many(None, "qingdao-reform", [told])
    return path


@pytest.fixture
def search(file: Path, tell: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """`xunli search` in that archive."""
    monkeypatch.setenv("XUNLI_DATABASE", f"sqlite:///{file}")
    return partial(tell, "--lang", "en", "search")


def test_rows_on_the_command_line(search: Callable[..., Told]) -> None:
    told = search("营商环境", "org:财政局", "-人事", "--json")
    assert told.code == 0, told.err
    (row,) = (json.loads(line) for line in told.out.splitlines())
    assert {name: row[name] for name in ("id", "title", "section", "page", "organisation", "printed_on")} == {
        "id": 1, "title": "开篇", "section": 1, "page": "特2版", "organisation": "青岛市财政局",
        "printed_on": "2021-10-26",
    }  # fmt: skip
    assert row["snippet"].count("[[营商环境]]") == 2


def test_nothing_found_is_no_error_and_a_bad_query_is_one(search: Callable[..., Told]) -> None:
    nothing = search("没有这样的话", "--json")
    assert (nothing.code, nothing.out) == (0, "")
    wrong = search('"营商', "--json")
    assert (wrong.code, wrong.out, len(wrong.err.splitlines())) == (2, "", 1)


def test_counts_on_the_command_line(search: Callable[..., Told]) -> None:
    told = json.loads(search("营商环境", "--facets", "--json").out)
    assert told["total"] == 1
    assert told["organisation"] == [{"value": "青岛市财政局", "sections": 1}]
    assert told["month"] == [{"value": "2021-10", "sections": 1}]


def test_full_text_is_found_by_sql_in_datasette(file: Path) -> None:
    (query,) = re.findall(
        r"```sql fulltext\n(.*?)```", (ROOT / "docs" / "schema.md").read_text(encoding="utf-8"), re.DOTALL
    )

    from datasette.app import Datasette  # not on top: every test process collects this file, and this is dear

    async def asked() -> Any:
        served = Datasette([str(file)])
        answer = await served.client.get("/archive.json", params={"sql": query.rstrip().rstrip(";"), "_shape": "array"})
        return answer.json()

    (row,) = asyncio.run(asked())
    assert row["page"] == "特2版"
    assert "营商环境" in row["found"]
