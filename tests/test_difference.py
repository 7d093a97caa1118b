"""What changed between two texts, readable for Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_databases import prose, reading

from scheduler.cli import main
from scheduler.cli.common import APP
from storage.answers import Revision
from storage.archive import open_archive
from storage.asking.difference import (
    LONG,
    Change,
    Paragraph,
    as_html,
    as_rows,
    compare_lines,
    compare_revisions,
    compare_texts,
    plain,
    shown,
)
from storage.values import Cause

WORDS = st.text(alphabet="改革巡礼财政局今年以来，。12\n", max_size=120)


def side(paragraphs: tuple[Paragraph, ...], left_out: Change) -> str:
    kept = [
        "".join(piece.text for piece in one.pieces if piece.change is not left_out)
        for one in paragraphs
        if one.change is not left_out
    ]
    return "\n".join(kept)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_a_difference(old: str, new: str) -> None:
    paragraphs = compare_texts(old, new)
    assert side(paragraphs, Change.ADDED) == old
    assert side(paragraphs, Change.REMOVED) == new
    assert [one.old for one in paragraphs if one.old] == list(range(1, old.count("\n") + 2 if old else 1))
    assert [one.new for one in paragraphs if one.new] == list(range(1, new.count("\n") + 2 if new else 1))


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {one.change for one in compare_texts(text, text)} <= {Change.SAME}


def test_a_corrected_figure_is_all_that_is_marked() -> None:
    old = "市财政局今年压减一般性支出3.5亿元，办成了二十件实事。"
    [one] = compare_texts(old, old.replace("3.5", "8.2"))
    assert one.change is Change.EDITED
    assert plain(one) == "~ 市财政局今年压减一般性支出[-3.5-]{+8.2+}亿元，办成了二十件实事。"


def test_an_inserted_paragraph_leaves_its_neighbours_alone() -> None:
    old = prose(1, 5)
    lines = old.split("\n")
    changes = [one.change for one in compare_texts(old, "\n".join([*lines[:2], "新加的一段话。", *lines[2:]]))]
    assert changes == ["same", "same", "added", "same", "same", "same"]


def test_what_went_comes_before_what_came() -> None:
    paragraphs = compare_texts("李四\n同一段话", "王小明\n同一段话")
    assert [each.change for each in paragraphs] == [Change.REMOVED, Change.ADDED, Change.SAME]


def test_a_long_paragraph_is_compared_sentence_by_sentence_and_then_closer() -> None:
    old = "".join(f"第{number}句说的是第{number * 7}件事。" for number in range(400))
    assert len(old) > LONG
    pieces = compare_lines(old, old.replace("第300句", "第三百句"))
    assert [piece.change for piece in pieces] == ["same", "removed", "added", "same"]
    assert (pieces[1].text, pieces[2].text) == ("300", "三百")


def test_a_name_is_all_that_is_marked_in_a_list_of_names_without_a_stop() -> None:
    old = "、".join(f"{'赵钱孙李周吴郑王'[number % 8]}{chr(0x4E00 + 7 * number)}明" for number in range(900))
    at = [names[0] for names in (old.split("、")[200:201], old.split("、")[700:701])]
    pieces = compare_lines(old, old.replace(at[0], f"冯{at[0][1]}明").replace(at[1], f"陈{at[1][1]}明"))
    assert [piece.text for piece in pieces if piece.change is Change.ADDED] == ["冯", "陈"]


def test_a_long_text_that_was_written_anew_is_not_compared_each_with_each() -> None:
    old, new = ("\n".join(chr(first + 2 * number) * 2 for number in range(2500)) for first in (0x4E00, 0x4E01))
    began = process_time()
    assert {one.change for one in compare_texts(old, new)} == {Change.REMOVED, Change.ADDED}
    assert process_time() - began < 1.2  # 0.2 s here; each with each takes 2


def test_what_is_far_from_a_change_is_left_out() -> None:
    old = prose(1, 9)
    view = list(shown(compare_texts(old, old.replace("第5段", "第五段"))))
    assert [each if isinstance(each, int) else each.change.value for each in view] == [3, "same", "edited", "same", 3]


def test_html_is_escaped_and_marked() -> None:
    assert as_html(compare_texts("甲<b>乙丙丁戊己庚", "甲<b>乙丙丁戊己辛")) == (
        '<p class="edited">甲&lt;b&gt;乙丙丁戊己<del>庚</del><ins>辛</ins></p>'
    )


def test_rows_are_plain_values() -> None:
    rows = as_rows(compare_texts("一段话在这里", "一段话在这里\n又一段"))
    assert json.loads(json.dumps(rows)) == rows
    assert rows[1] == {"change": "added", "old": None, "new": 2, "pieces": [{"change": "added", "text": "又一段"}]}


def test_revisions_are_compared_field_by_field() -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    old = Revision(1, 1, "题目", "正文一段。", None, "乙", at, Cause.PUBLISHER, None, "1")
    new = Revision(1, 2, "题目　", "正文二段。", "记者 甲", "乙", at, Cause.PUBLISHER, None, "1")
    assert [change.field for change in compare_revisions(old, new)] == ["body", "byline"]


def run(arguments: list[str]) -> object:
    """Run a command as the console script does; returns the exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


@pytest.fixture
def revised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The id of an article of three revisions, in the archive that the commands of this test read."""
    APP.__dict__.pop("config", None)  # is read once a process
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    monkeypatch.setenv("XUNLI_DATABASE", url)
    monkeypatch.chdir(tmp_path)
    at = datetime(2024, 3, 5, tzinfo=UTC)
    with open_archive(url) as archive:
        archive.upgrade()
        for day, body in enumerate([prose(1), prose(1).replace("第2段", "第二段"), prose(1)]):
            [recorded] = archive.record_many(
                None, "qingdao-reform", [reading("http://w.cn/1", body, at=at + timedelta(days=day))]
            )
    assert recorded.article_id
    yield recorded.article_id
    APP.__dict__.pop("config", None)


def test_the_command_shows_the_last_change_or_those_that_are_named(
    revised: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", str(revised)]) == 0
    assert "第[-二-]{+2+}段" in capsys.readouterr().out
    assert run(["diff", str(revised), "--from", "1", "--to", "2", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["field"], row["from"], row["to"], row["change"]) for row in rows] == [
        ("body", 1, 2, change) for change in ("same", "edited", "same", "same")
    ]
    assert run(["diff", str(revised), "--from", "1", "--to", "3"]) == 0
    assert "没有读得出的差别" in capsys.readouterr().out
    assert run(["diff", str(revised), "--from", "3"]) == 0
    assert "两边是同一稿" in capsys.readouterr().out
    assert run(["diff", str(revised), "--html"]) == 0
    assert "<del>二</del><ins>2</ins>" in capsys.readouterr().out


def test_in_a_terminal_a_sign_stands_beside_its_paragraph(
    revised: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # what stands behind the pipe shows colours like a terminal
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["diff", str(revised)]) == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    [edited] = [line for line in lines if line.startswith("~")]
    assert len(edited.strip()) > 10
    assert all(len(line) <= 40 for line in lines if "→" not in line)


@pytest.mark.parametrize(
    "asked", [["--from", "9"], ["--to", "9"], ["--from", "0"], ["--to", "0"], ["--json", "--html"]]
)
def test_what_cannot_be_shown_is_one_sentence(
    revised: int, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", str(revised), *asked]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


def test_an_id_that_was_dropped_says_so(revised: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drop", str(revised)]) == 0
    for command in ("show", "diff", "drop"):
        capsys.readouterr()
        assert run([command, str(revised)]) == 2
        assert f"xunli drop {revised} --undo" in capsys.readouterr().err


def test_an_unknown_id_is_exit_two(revised: int) -> None:
    assert run(["diff", str(revised + 1)]) == 2
