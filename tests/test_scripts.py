"""Words of papers and sites in traditional characters: read as the same words in simplified ones."""

from __future__ import annotations

import pytest
from support_outline import FIRST, SECOND, body

from crawler.extraction.chrome import is_chrome_line
from storage.outline import outline
from storage.outline.people import people
from storage.scripts import simplified


@pytest.mark.parametrize("label", ["導讀", "編者按", "開欄的話", "核心閱讀", "記者手記"])
def test_a_note_says_so_in_either_script(label: str) -> None:
    for line in (f"{label}：{FIRST}", simplified(f"{label}：{FIRST}")):
        assert [each.role.value for each in outline(body(line, SECOND)).lines] == ["note", "body"]


@pytest.mark.parametrize(
    ("line", "role"),
    [("帶班編委：王寧", "带班编委"), ("製圖：王寧", "制图"), ("版式設計：王寧", "版式设计"), ("出鏡：王寧", "出镜")],
)
def test_a_role_is_one_in_either_script_and_its_name_is_as_printed(line: str, role: str) -> None:
    assert [(person.role, person.name) for person in people(line)] == [(role, "王寧")]


@pytest.mark.parametrize("line", ["點擊查看更多", "責任編輯：王寧", "轉載請註明來源"])
def test_furniture_is_furniture_in_either_script(line: str) -> None:
    assert is_chrome_line(line)
    assert is_chrome_line(simplified(line))


def test_nothing_but_these_characters_is_another() -> None:
    assert simplified("編者按 Ａ１ 乾坤 王寧") == "编者按 Ａ１ 乾坤 王宁"
