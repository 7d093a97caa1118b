"""The seed instalment against its outline as an editor wrote it down: everything, one test per field."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from storage.outline import Outline, outline
from storage.outline.values import Role

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get("XUNLI_SHARED", HERE.parents[2] / "shared"))
SEED = SHARED / "fixtures" / "seed" / "guanhai-mobile-2021-10-26.txt"
EXPECTED: dict[str, Any] = json.loads((HERE.parent / "data" / "seed-outline.json").read_text(encoding="utf-8"))


def printed(wide: bool) -> tuple[str, str]:
    """Title and body of the seed: what stands between the title and the editor line, one paragraph a line."""
    if not SEED.exists():
        pytest.skip("the shared seed text is not beside this checkout")
    lines = [line for line in SEED.read_text(encoding="utf-8").split("\n") if line.strip()]
    first = next(n for n, line in enumerate(lines) if line.startswith(EXPECTED["title_starts"]))
    last = next(n for n, line in enumerate(lines) if line.startswith("责任编辑"))
    body = "\n".join(lines[first + 1 : last])
    return lines[first], body.translate(str.maketrans(",():!", "，（）：！")) if wide else body


@pytest.fixture(params=[False, True], ids=["half-width", "full-width"])
def wide(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def seed(wide: bool) -> Outline:
    title, body = printed(wide)
    return outline(body, title=title)


def narrow(text: str) -> str:
    return text.translate(str.maketrans("，（）：！", ",():!"))


def per_section(value: str) -> list[Any]:
    return [section[value] for page in EXPECTED["pages"] for section in page["sections"]]


def sections(seed: Outline) -> list[Any]:
    return [section for page in seed.pages for section in page.sections]


def test_pages_stand_in_order_with_their_labels(seed: Outline) -> None:
    assert [page.label for page in seed.pages] == [page["label"] for page in EXPECTED["pages"]]


def test_every_marker_belongs_to_its_page(seed: Outline) -> None:
    assert [page.marker for page in seed.pages] == [page["marker"] for page in EXPECTED["pages"]]


def test_every_page_holds_its_sections(seed: Outline) -> None:
    assert [len(page.sections) for page in seed.pages] == [len(page["sections"]) for page in EXPECTED["pages"]]


def test_organisations(seed: Outline) -> None:
    assert [section.organisation for section in sections(seed)] == per_section("organisation")


def test_organisations_as_printed(seed: Outline) -> None:
    assert [section.organisation_printed for section in sections(seed)] == per_section("organisation_printed")


def test_headlines(seed: Outline) -> None:
    assert [[narrow(line) for line in section.headline] for section in sections(seed)] == per_section("headline")


def test_captions(seed: Outline) -> None:
    assert [[narrow(line) for line in section.captions] for section in sections(seed)] == per_section("captions")


def test_bodies(seed: Outline) -> None:
    starts = [[narrow(paragraph)[:4] for paragraph in section.body] for section in sections(seed)]
    assert starts == per_section("body_starts")


def test_lines_of_sections(seed: Outline) -> None:
    assert [list(section.lines) for section in sections(seed)] == per_section("lines")


def test_people(seed: Outline) -> None:
    assert [{"name": person.name, "role": person.role} for person in seed.people] == EXPECTED["people"]


def test_byline(seed: Outline) -> None:
    assert seed.byline == EXPECTED["byline"]


def test_printed_on(seed: Outline) -> None:
    assert str(seed.printed_on) == EXPECTED["printed_on"]


def test_series_facts(seed: Outline) -> None:
    assert (seed.number, seed.kicker) == (EXPECTED["number"], EXPECTED["kicker"])


def test_the_lines_are_the_body_again(seed: Outline, wide: bool) -> None:
    assert "\n".join(line.text for line in seed.lines) == printed(wide)[1]
    assert not [line for line in seed.lines if line.section is None and line.role is not Role.MARKER]
