"""Every instalment of the local newspaper, in every template: the text and its outline against the truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest

from crawler.extract import extract
from demo import Newspaper, Piece, edition
from storage.outline import outline
from storage.values import Document, Extract

DESIGNS = ("cmstop", "renamed", "nmgnews", "yili")
CELLS = " | "


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with edition() as newspaper:
        yield newspaper


@pytest.fixture(
    scope="module", params=[*(f"website {design}" for design in DESIGNS), "mobile cmstop", "dailyqd cmstop"]
)
def read(request: pytest.FixtureRequest, paper: Newspaper) -> list[tuple[Piece, Extract]]:
    surface, design = request.param.split()
    paper.redesign(design)
    whole = [piece for piece in paper.instalments() if piece.parts == 1 and (surface != "website" or not piece.video)]
    return [(piece, _read(_address(paper, surface, piece))) for piece in whole if surface in piece.surfaces]


def _address(paper: Newspaper, surface: str, piece: Piece) -> str:
    if surface == "dailyqd":
        return f"{paper.dailyqd}/guanhai/{piece.id}_1.html"
    return f"{getattr(paper, surface)}/p/{piece.id}.html"


def _read(url: str) -> Extract:
    with urlopen(url) as response:
        return extract(Document(url, 200, {}, response.read(), datetime.now(UTC)))


def test_there_is_enough_to_read(read: list[tuple[Piece, Extract]]) -> None:
    assert len(read) >= 11


@pytest.mark.parametrize("field", ["title", "byline", "editor", "source"])
def test_field(read: list[tuple[Piece, Extract]], field: str) -> None:
    assert [getattr(each, field) for _, each in read] == [getattr(piece.truth, field) for piece, _ in read]


def test_kicker(read: list[tuple[Piece, Extract]]) -> None:
    # The reprint leaves kickers out.
    reprint = read[0][1].layout == "dailyqd-2020"
    assert [each.kicker for _, each in read] == [None if reprint else piece.truth.kicker for piece, _ in read]


def test_printed_date(read: list[tuple[Piece, Extract]]) -> None:
    assert [each.printed_on for _, each in read] == [piece.truth.printed_on for piece, _ in read]


def test_published_to_the_minute(read: list[tuple[Piece, Extract]]) -> None:
    assert [each.published_at for _, each in read] == [piece.truth.published_at.astimezone(UTC) for piece, _ in read]


def test_every_line_in_order_and_no_chrome(read: list[tuple[Piece, Extract]]) -> None:
    for piece, each in read:
        assert each.body.split("\n") == [line.replace("\t", CELLS) for line in piece.truth.body]


def test_everyone_with_their_role(read: list[tuple[Piece, Extract]]) -> None:
    for piece, each in read:
        wanted = {(person.name, person.role) for person in piece.truth.people} | {(piece.truth.editor, "责任编辑")}
        assert {(person.name, person.role) for person in each.people} == wanted


def test_every_section_on_its_page_under_its_organisation(read: list[tuple[Piece, Extract]]) -> None:
    for piece, each in read:
        shape = outline(each.body, title=each.title)
        found = [
            (page.label, [(story.organisation, story.headline, story.captions, story.body) for story in page.sections])
            for page in shape.pages
        ]
        wanted = [
            (
                page.label,
                [(story.organisation, story.headline, story.captions, _cells(story.body)) for story in page.sections],
            )
            for page in piece.truth.pages
        ]
        assert found == wanted


def _cells(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.replace("\t", CELLS) for line in lines)
