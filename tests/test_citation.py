"""Citations: GB/T 7714—2015, and BibTeX."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support_databases import archive, clock, database_url, postgres_server, prose
from support_export import ZONE, exported, record

from storage import Archive
from storage.citation import gbt7714
from storage.values import Person

__all__ = ["archive", "clock", "database_url", "postgres_server"]

REPORTER, OTHER, THIRD, FOURTH = (Person(name, "记者") for name in ("王宁", "李明", "赵一", "钱二"))
PRINTED = {"printed_on": date(2021, 10, 26), "source": "海湾日报", "title": "改革巡礼"}
ON_SPECIAL = f"海湾日报2021年10月26日特1版\n{prose(1)}"


def cited(archive: Archive, **fields: Any) -> str:
    made = archive.article(record(archive, 1, **{**PRINTED, **fields}))
    assert made is not None
    return gbt7714(made, ZONE)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({}, "改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"body": ON_SPECIAL}, "改革巡礼[N]. 海湾日报, 2021-10-26(特1)."),
        ({"people": (REPORTER,)}, "王宁. 改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"people": (REPORTER, OTHER, THIRD)}, "王宁, 李明, 赵一. 改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"people": (REPORTER, OTHER, THIRD, FOURTH)}, "王宁, 李明, 赵一, 等. 改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"people": (Person("周三", "摄影"), REPORTER, Person("吴四", "责任编辑"), Person("王宁", "摄影记者"))},
         "王宁. 改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"byline": "（本报评论员）"}, "本报评论员. 改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"byline": "海湾市发展和改革委员会"}, "海湾市发展和改革委员会. 改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"byline": "海湾日报/观潮新闻记者"}, "改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"title": "“改革”[一]：问《账本》？"}, "“改革”[一]：问《账本》？[N]. 海湾日报, 2021-10-26."),
        ({"title": "改革巡礼\n  第一期"}, "改革巡礼 第一期[N]. 海湾日报, 2021-10-26."),
        ({"source": "海湾日报社/观潮新闻"}, "改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"source": "海湾日报（观潮新闻）"}, "改革巡礼[N]. 海湾日报, 2021-10-26."),
        ({"source": None}, "改革巡礼[N]. 2021-10-26."),
        ({"source": None, "body": ON_SPECIAL}, "改革巡礼[N]. 海湾日报, 2021-10-26(特1)."),
        ({"printed_on": None, "published_at": datetime(2021, 10, 25, 17, 0, tzinfo=UTC), "people": (REPORTER,)},
         "王宁. 改革巡礼[N/OL]. 海湾日报, 2021-10-26[2024-03-05]. http://www.example.cn/p/1.html."),
    ],
)  # fmt: skip
def test_a_newspaper_is_cited_as_the_standard_wants(archive: Archive, fields: dict[str, Any], citation: str) -> None:
    assert cited(archive, **fields) == citation


def test_a_list_of_citations(archive: Archive) -> None:
    record(archive, 1, **PRINTED)
    record(archive, 2, **{**PRINTED, "printed_on": date(2021, 10, 27), "title": "改革巡礼二"})
    assert exported(archive, "gbt7714").decode().splitlines() == [
        "改革巡礼二[N]. 海湾日报, 2021-10-27.",
        "改革巡礼[N]. 海湾日报, 2021-10-26.",
    ]


# --- BibTeX ----------------------------------------------------------------------------------------------------------


def entries(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX as its program does: an entry is what its braces hold, a value what the value's braces hold."""
    found: dict[str, dict[str, str]] = {}
    for entry in re.finditer(r"@(\w+)\{([^\s,{}\"#%'()=~\\]+),", text):
        assert entry[1] == "article"
        assert entry[2] not in found
        inside = text[entry.end() : closing(text, entry.start() + len(entry[1]) + 1)]
        fields: dict[str, str] = {}
        while name := re.match(r"\s*([a-z]+) = (?=\{)", inside):
            end = closing(inside, name.end())
            fields[name[1]] = inside[name.end() + 1 : end]
            assert inside[end + 1] == ","
            inside = inside[end + 2 :]
        assert not inside.strip(), inside
        found[entry[2]] = fields
    return found


def closing(text: str, start: int) -> int:
    """Return where the brace that opens at `start` closes; a backslash does not hide one from BibTeX."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at
    raise AssertionError("a brace stays open")


def test_bibtex_is_well_formed_whatever_was_printed(archive: Archive) -> None:
    hard = r"50%的{账}本: a_b & c#1 $2 ~ ^ \begin} {{ “改”"
    people = (REPORTER, Person("Ann and Bob", "作者"))
    first = record(archive, 1, **{**PRINTED, "title": hard, "people": people, "body": ON_SPECIAL})
    second = record(archive, 2, title="改革巡礼二", body=prose(2))
    found = entries(exported(archive, "bibtex").decode())
    assert list(found) == [f"reform-20240305-{second}", f"reform-20211026-{first}"]
    one = found[f"reform-20211026-{first}"]
    assert one["author"] == "{王宁} and {Ann and Bob}"
    assert one["title"] == (
        r"{50\%的{\textbraceleft}账{\textbraceright}本: a\_b \& c\#1 \$2 {\textasciitilde} {\textasciicircum} "
        r"{\textbackslash}begin{\textbraceright} {\textbraceleft}{\textbraceleft} “改”}"
    )
    assert (one["journal"], one["date"], one["pages"]) == ("海湾日报", "2021-10-26", "特1")
    assert "author" not in found[f"reform-20240305-{second}"]
