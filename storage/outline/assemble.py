"""Puts the outline together from pages, sections and the people that their lines name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from storage.outline.cities import city_of
from storage.outline.folding import fold
from storage.outline.kinds import Look, look
from storage.outline.names import bracketed_names, lone_names, pen_name
from storage.outline.numbers import names_number, series_number
from storage.outline.organisations import SIGNS, Organisation, normalise_organisation
from storage.outline.pages import Board, find_boards
from storage.outline.people import WRITERS, credits, is_unnamed, people, photo_credit
from storage.outline.sections import Draft, read_sections
from storage.outline.values import BODY_ROLES, HEADLINE_ROLES, Line, Outline, Page, Role, Section
from storage.values import Person

_SERIES = re.compile(
    r"系列|专题报道|专栏|特别报道|特别策划|巡礼|特刊|连续报道|[“\"《][^”\"》]{2,16}[”\"》]\s*(?:之|[①-⑳])"
)
_PROSE = frozenset({Role.BODY, Role.NOTE, Role.SUBHEAD})
_COUNTED = HEADLINE_ROLES | {Role.BODY, Role.NOTE}
_CREDITED = frozenset({Role.BYLINE, Role.EDITOR, Role.MARKER})
_NOBODY = ("记者", "通讯员")
_AUTHORS = frozenset(WRITERS.split("|")) - {"整理"} | {"文", "文/图"}


@lru_cache(maxsize=4)  # the extractor asks for it, and then whoever keeps what was extracted
def outline(body: str, *, title: str = "", city: str | None = None) -> Outline:
    """The outline of a body, one paragraph a line; `title` is asked for the instalment's number and city only.

    `city` is the newspaper's, added to organisations that leave it out; None takes what the text says. Any text
    gives an outline: without markers one page without label, without headlines one section, for blank text one page
    without sections.
    """
    texts = body.split("\n")
    looks = [look(text) for text in texts]
    boards = find_boards(texts, [each.kind for each in looks])
    marked = any(board.marker for board in boards)
    drafts = [_drafts(board, texts, looks, marked=marked) for board in boards]
    city = city or _city(boards, drafts, title)
    pages = tuple(_page(board, sections, texts, city) for board, sections in zip(boards, drafts, strict=True))
    lines = _lines(texts, boards, drafts)
    kicker = _kicker(lines)
    credited = list(_credit_texts(lines))
    printed_on = next((board.marker.printed_on for board in boards if board.marker and board.marker.printed_on), None)
    return Outline(
        pages,
        lines,
        _people(credited),
        _byline(credited),
        printed_on,
        series_number(title, kicker, _counted(lines)),
        kicker,
    )


def _city(boards: Sequence[Board], drafts: Sequence[Sequence[Draft]], title: str) -> str:
    papers = (board.marker.paper for board in boards if board.marker and board.marker.paper)
    offices = (draft.organisation.printed for page in drafts for draft in page if draft.organisation)
    return city_of(papers, offices, title)


def _drafts(board: Board, texts: list[str], looks: list[Look], *, marked: bool) -> list[Draft]:
    found: list[Draft] = []
    page: Organisation | None = None
    for stretch in board.stretches:
        found += read_sections(texts, looks, stretch, page, marked=marked)
        page = found[-1].organisation if found else None
    return found


def _page(board: Board, drafts: Sequence[Draft], texts: list[str], city: str) -> Page:
    marker = board.marker
    sections = tuple(_section(draft, texts, city) for draft in drafts)
    mark = board.marks[0] + 1 if board.marks else None
    return Page(marker.label if marker else None, marker.name if marker else None, mark, sections)


def _section(draft: Draft, texts: list[str], city: str) -> Section:
    def spoken(wanted: frozenset[Role]) -> tuple[str, ...]:
        return tuple(texts[n].strip() for n, role in draft.roles if role in wanted)

    printed = draft.organisation.printed if draft.organisation else None
    return Section(
        organisation=normalise_organisation(printed, city) if printed else None,
        organisation_printed=printed,
        headline=spoken(HEADLINE_ROLES),
        body=spoken(BODY_ROLES),
        captions=spoken(frozenset({Role.CAPTION})),
        lines=(draft.roles[0][0] + 1, draft.roles[-1][0] + 1),
    )


def _lines(texts: list[str], boards: list[Board], drafts: list[list[Draft]]) -> tuple[Line, ...]:
    places: dict[int, tuple[Role, int, int | None]] = {}
    for page, (board, sections) in enumerate(zip(boards, drafts, strict=True)):
        places.update(dict.fromkeys(board.marks, (Role.MARKER, page, None)))
        for number, draft in enumerate(sections):
            first, last = draft.roles[0][0], draft.roles[-1][0]
            places.update(dict.fromkeys(range(first, last + 1), (Role.BLANK, page, number)))
            places.update({n: (role, page, number) for n, role in draft.roles})
    lines, page = [], 0
    for n, text in enumerate(texts):
        role, page, section = places.get(n, (Role.BLANK, page, None))
        lines.append(Line(n + 1, text, role, page, section))
    return tuple(lines)


def _credit_texts(lines: Sequence[Line]) -> Iterator[tuple[Role, str]]:
    """The stretches of a body that name people: credit lines whole, of paragraphs only the bracketed credits."""
    for line in lines:
        if line.role is Role.CAPTION:
            yield line.role, photo_credit(line.text)
        elif line.role in _CREDITED:
            yield line.role, line.text.strip()
        elif line.role in _PROSE:
            yield from ((Role.BYLINE, credit) for credit in credits(line.text))


def _people(credited: Sequence[tuple[Role, str]]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(person for role, text in credited for person in _named(role, text)))


def _named(role: Role, text: str) -> tuple[Person, ...]:
    """Whom a credit names; a byline of names alone names authors."""
    found = people(text)
    if found or role is not Role.BYLINE:
        return found
    names = lone_names(text) or bracketed_names(f"({fold(text).strip('()')})") or [pen_name(text) or ""]
    return tuple(Person(name, "作者") for name in names if name)


def _byline(credited: Sequence[tuple[Role, str]]) -> str | None:
    """The first credit that names an author, else the first that signs without a name (本报评论员), as printed."""
    bylines = [text for role, text in credited if role is Role.BYLINE]
    signed = next((_bare(text) for text in bylines if _names_author(text)), None)
    unnamed = (_bare(text) for text in bylines if is_unnamed(text))
    return signed or next((text for text in unnamed if not text.endswith(_NOBODY)), None)


def _names_author(text: str) -> bool:
    named = _named(Role.BYLINE, text)
    return any("记者" in each.role or "通讯员" in each.role or each.role in _AUTHORS for each in named)


def _bare(text: str) -> str:
    text = text.lstrip(SIGNS).strip()
    pairs = {"(": ")", "（": "）", "[": "]", "【": "】", "［": "］"}
    return text[1:-1].strip() if pairs.get(text[:1]) == text[-1:] else text


def _kicker(lines: Sequence[Line]) -> str | None:
    """The first headline line that names a series (“…”专题报道, 系列报道之七, …巡礼)."""
    heads = (line.text.strip() for line in lines if line.role in HEADLINE_ROLES)
    return next(
        (text for text in heads if _SERIES.search(text) or (names_number(text) and _SERIES.search(fold(text)))), None
    )


def _counted(lines: Sequence[Line]) -> str:
    """What may give the instalment's number: all but markers, tables and numbered sub-heads."""
    return "\n".join(line.text for line in lines if line.role in _COUNTED)
