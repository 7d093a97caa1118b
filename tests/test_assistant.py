"""The archive for an assistant: a real process on its stdin and stdout, asked by the protocol's own client."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError  # on top, though dear: it keeps the stderr that it is imported under
from mcp.client.stdio import StdioServerParameters
from support_crawl import NOBODY, Told, command, environment, settings, tell, write_config
from support_databases import MORNING, archive, clock, database_url, postgres_server, prose
from support_export import SERIES, record

from storage import Archive
from storage.values import Person

__all__ = ["archive", "clock", "database_url", "postgres_server", "tell"]

BODY = """\
海湾日报2022年3月8日特1版
市财政局
把钱花在刀口上
今年的预算压缩了一成半，省下的都给了学校和卫生院，营商环境也好了。
市民政局
一顿午饭里的改革题
社区食堂开到第三年，老人说饭菜一直热着，账也一直公开着。"""


@pytest.fixture
def folder(archive: Archive, database_url: str, tmp_path: Path) -> Path:
    """A folder with a configuration whose archive holds three instalments, one of them revised."""
    first = {"title": "开栏", "printed_on": date(2022, 3, 8), "people": (Person("王宁", "记者"),), "source": "海湾日报"}
    record(archive, 1, body=BODY, **first)
    record(archive, 1, body=BODY.replace("第三年", "第四年"), at=MORNING + timedelta(hours=1), **first)
    record(archive, 2, printed_on=date(2022, 3, 9), body=prose(2, 400))
    record(archive, 3, printed_on=date(2022, 3, 10))
    write_config(tmp_path, settings(None, database_url, source=[{"kind": "website", "base_url": NOBODY}]))
    return tmp_path


def asking(folder: Path, ask: Callable[[Client], Awaitable[None]]) -> None:
    """Start the server, ask it, and hang up."""
    program, *arguments = command("mcp")

    async def run() -> None:
        parameters = StdioServerParameters(command=program, args=arguments, cwd=folder, env=environment())
        async with Client(parameters) as client:
            await ask(client)

    anyio.run(run)


async def answer(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


async def refusal(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return "".join(part.text for part in result.content if part.type == "text")


def test_an_assistant_finds_reads_and_cites(folder: Path) -> None:
    async def ask(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in tools)
        [series] = (await answer(client, "list_series"))["series"]
        assert (series["series"], series["instalments"], series["first_day"]) == (SERIES, 3, "2022-03-08")

        found = await answer(client, "search", query="营商 org:财政局", count=True)
        [hit] = found["hits"]
        assert "[[营商]]环境" in hit["snippet"]
        assert (hit["page"], hit["organisation"]) == ("特1版", "青岛市财政局")
        assert found["counts"]["organisations"] == {"青岛市财政局": 1}
        read = await answer(client, "read_instalment", id=hit["id"], section=hit["section"])
        assert "== 特1版 ==" in read["text"]
        assert "今年的预算压缩了一成半，省下的都给了学校和卫生院，营商环境也好了。" in read["text"]
        assert "社区食堂" not in read["text"]
        assert read["citation"] == "王宁. 开栏[N]. 海湾日报, 2022-03-08(特1)."
        [cited] = (await answer(client, "cite", ids=[hit["id"]]))["citations"]
        assert cited["citation"] == read["citation"]
        [cited] = (await answer(client, "cite", ids=[hit["id"]], bibtex=True))["citations"]
        assert cited["citation"].startswith("@article{")
        changed = await answer(client, "compare_revisions", id=hit["id"])
        assert [one["number"] for one in changed["revisions"]] == [1, 2]
        assert "[-三-]{+四+}" in changed["changes"][0]["text"]
        [ledger] = (await answer(client, "coverage", from_day="2022-03-07", to_day="2022-03-08"))["series"]
        assert ledger["counts"] == {"not_checked": 1, "captured": 1}
        resource = await client.read_resource(f"instalment://{hit['id']}")
        assert "社区食堂" in resource.contents[0].text  # type: ignore[union-attr]

    asking(folder, ask)


@pytest.mark.slow
def test_long_answers_come_in_parts(folder: Path) -> None:
    async def ask(client: Client) -> None:
        first = await answer(client, "list_instalments", limit=2)
        second = await answer(client, "list_instalments", limit=2, after=first["next"])
        ids = [row["id"] for row in first["instalments"] + second["instalments"]]
        assert (len(set(ids)), first["total"], "next" in second) == (3, 3, False)
        long, text, offset = first["instalments"][1]["id"], "", 0
        while True:
            part = await answer(client, "read_instalment", id=long, offset=offset, characters=5000)
            assert len(part["text"]) <= 5000
            text += part["text"]
            if "next_offset" not in part:
                break
            offset = part["next_offset"]
        assert len(text) == part["text_characters"] > 10_000
        assert prose(2, 400).splitlines()[-1] in text

    asking(folder, ask)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_question_is_one_clear_error(folder: Path) -> None:
    async def ask(client: Client) -> None:
        assert (await answer(client, "coverage", to_day="0001-01-01"))["series"][0]["to"] == "0001-01-01"
        assert "999" in await refusal(client, "read_instalment", id=999)
        assert "第 9 篇" in await refusal(client, "read_instalment", id=1, section=9)
        assert "nobodys" in await refusal(client, "search", query="改革", series="nobodys")
        assert "999" in await refusal(client, "cite", ids=[1, 999])
        assert "第 1 到第 2 稿" in await refusal(client, "compare_revisions", id=1, newer=7)
        assert "400" in await refusal(client, "coverage", from_day="1990-01-01", to_day="2022-01-01")
        assert "x-1" in await refusal(client, "list_instalments", after="x-1")
        backwards = {"from_day": "2022-03-09", "to_day": "2022-03-08"}
        for tool, more in (("list_instalments", {}), ("coverage", {}), ("search", {"query": "改革"})):
            assert "from_day 2022-03-09 晚于 to_day 2022-03-08，请对调。" in await refusal(
                client, tool, **more, **backwards
            )
        asked = "改革 from:2022-03-09 to:2022-03-08"
        assert "from 2022-03-09 晚于 to 2022-03-08" in await refusal(client, "search", query=asked)
        for wrong in ({"limit": 1000}, {"from_day": "yesterday"}, {"limit": 0}, {"byline": "甲\0"}, {"page": "1\0"}):
            assert await refusal(client, "list_instalments", **wrong)
        with pytest.raises(MCPError, match="999"):
            await client.read_resource("instalment://999")
        assert (await answer(client, "list_instalments"))["total"] == 3

    asking(folder, ask)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_never_writes_and_says_nothing_else_on_stdout(folder: Path) -> None:
    file = folder / "archive.db"
    before = file.read_bytes()
    requests = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
            "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
            "params": {"name": "read_instalment", "arguments": {"id": 9}}},
    ]  # fmt: skip
    sent = "not json\n" + "".join(json.dumps(one) + "\n" for one in requests)
    process = subprocess.Popen(
        command("mcp"), cwd=folder, env=environment(), text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    process.stdin.write(sent)
    process.stdin.flush()
    answers: dict[int, Any] = {}
    while not answers.keys() >= {1, 2}:
        told = json.loads(process.stdout.readline())
        answers[told.get("id")] = told
    rest, _ = process.communicate()
    assert process.returncode == 0
    assert all(json.loads(line) for line in rest.splitlines())
    assert "instalment" in answers[1]["result"]["instructions"]
    assert answers[2]["result"]["isError"]
    assert file.read_bytes() == before


@pytest.mark.slow
def test_without_an_archive_it_says_what_to_do(tmp_path: Path, tell: Callable[..., Told]) -> None:
    write_config(
        tmp_path, settings(None, f"sqlite:///{tmp_path}/none.db", source=[{"kind": "website", "base_url": NOBODY}])
    )

    async def ask(client: Client) -> None:
        assert "xunli crawl" in await refusal(client, "list_series")

    asking(tmp_path, ask)
    assert not (tmp_path / "none.db").exists()
    wrong = tell("mcp", "--config", "absent.toml")
    assert (wrong.code, wrong.out) == (2, "")
