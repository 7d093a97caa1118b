"""How a day's pieces stand on the printed boards: instalments on the pages they name, news and filler around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from demo import prose
from demo.model import SERIES, Line, Page, Piece, Section, Text
from demo.state import State

EPOCH = date(2005, 1, 1)
ORDINARY = {1: "要闻", 2: "本市新闻", 3: "综合新闻", 4: "民生", 5: "经济", 6: "国内国际", 8: "文体"}
BOARDS_A_DAY, STORIES_A_DAY, FILLERS = 24, 400, 2
ADVERTISEMENT, NOTICE = (
    ("广告", "青岛海洋之星酒店新装开业，热线电话八八六六。"),
    ("本报信息", "本报广告、发行热线及投稿邮箱，详见中缝。"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """One story on a board; `lines` are its body, captions stand apart, `piece` is the website's number or null.

    `key` counts the stories of all days; it is 0 until the issue is made up.
    """

    title: tuple[str, ...]
    lines: tuple[Line, ...]
    captions: tuple[str, ...] = ()
    pretitle: str = ""
    subtitle: str = ""
    author: str = ""
    piece: int | None = None
    key: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """One board. `node` is its place in the day, `label` as printed (01, 特1), `key` counts all days' boards."""

    node: int
    label: str
    name: str
    key: int
    stories: tuple[Story, ...]

    @property
    def printed(self) -> str:
        return f"{self.label}版" if self.label.startswith("特") else f"第{self.label}版"


def label_of(page: Page) -> str:
    """Board label of a web page's newspaper page; a text that names none stands on the third."""
    name = (page.label or "3版").removesuffix("版")
    return name if name.startswith("特") else f"{int(name):02d}"


def pretitle_of(piece: Piece, section: Section, special: bool) -> str:
    named = piece.text.kicker or SERIES
    needed = piece.named == "kicker" or not special
    return "·".join(part for part in (named if needed else "", section.organisation_printed or "") if part)


def draft_of(piece: Piece, section: Section, special: bool, leads: bool) -> Story:
    """An instalment's story. The first one on an ordinary board bears the instalment's title."""
    dashes = tuple(line for line in section.headline if line.startswith("——"))
    heads = tuple(line for line in section.headline if line not in dashes)
    whole = leads and not special
    title = (piece.title,) if whole or not heads else heads
    subtitle = " ".join((*(heads if title != heads else ()), *dashes))
    return Story(
        title=title,
        lines=tuple(line for line in section.lines if line.role in ("paragraph", "subhead", "table")),
        captions=section.captions,
        pretitle=pretitle_of(piece, section, special) if piece.named != "title" or not whole else "",
        subtitle=subtitle,
        author=" ".join(section.of("byline")),
        piece=piece.id,
    )


def drafts_of_news(text: Text, number: int | None = None) -> Story:
    lines = tuple(line for section in text.sections for line in section.lines)
    return Story((text.title,), lines, author=text.byline or "", piece=number)


def plain(title: str, *told: str) -> Story:
    return Story((title,), tuple(Line("paragraph", text) for text in told))


def fillers(on: date) -> dict[str, list[Story]]:
    """What an ordinary day prints: two stories a board, an advertisement, a notice, one story continued overleaf."""
    labels = [f"{number:02d}" for number in ORDINARY]
    told = {
        label: [drafts_of_news(prose.news(on.toordinal() * 100 + place * FILLERS + one)) for one in range(FILLERS)]
        for place, label in enumerate(labels)
    }
    long = prose.news(on.toordinal() * 100 + 99)
    texts = [line.text for line in long.sections[0].lines]
    told["01"].append(plain(long.title, *texts[:2], "（下转第二版）"))
    told["02"].append(plain(long.title, "（上接第一版）" + texts[2], *texts[3:]))
    told["04"].append(plain(*ADVERTISEMENT))
    told["06"].append(plain(*NOTICE))
    return told


def board_name(label: str, special: list[Piece]) -> str:
    if not label.startswith("特"):
        return ORDINARY.get(int(label), "专版")
    return "特别报道" if special and all(piece.named == "kicker" for piece in special) else SERIES


def arranged(on: date, pieces: list[Piece]) -> dict[str, tuple[str, list[Story]]]:
    told, carriers = fillers(on), dict[str, list[Piece]]()
    for piece in pieces:
        if piece.kind != "instalment":
            told["02"].append(drafts_of_news(piece.text, piece.id))
            continue
        for first, page in enumerate(piece.text.pages):
            label = label_of(page)
            carriers.setdefault(label, []).append(piece)
            special = label.startswith("特")
            drafts = [draft_of(piece, one, special, not first and not place) for place, one in enumerate(page.sections)]
            told[label] = [*drafts, *told.get(label, [])]
    order = sorted(told, key=lambda label: (label.startswith("特"), label))
    return {label: (board_name(label, carriers.get(label, [])), told[label]) for label in order}


@lru_cache(maxsize=64)
def composed(on: date, pieces: tuple[Piece, ...]) -> tuple[Board, ...]:
    days, boards, key = (on - EPOCH).days, list[Board](), (on - EPOCH).days * STORIES_A_DAY
    for node, (label, (name, drafts)) in enumerate(arranged(on, list(pieces)).items(), start=1):
        stories = tuple(replace(one, key=key + place) for place, one in enumerate(drafts))
        key += len(stories)
        boards.append(Board(node, label, name, days * BOARDS_A_DAY + node, stories))
    return tuple(boards)


def has_issue(state: State, on: date) -> bool:
    printed = [piece.printed_on for piece in state.pieces.values()]
    if not printed or on in state.issueless:
        return False
    return (state.issues_from or min(printed)) <= on <= (state.issues_until or max(printed))


def issue(state: State, on: date) -> tuple[Board, ...] | None:
    """The boards of a day's issue; null where the paper did not appear."""
    if not has_issue(state, on):
        return None
    pieces = (
        piece.as_printed for piece in state.pieces.values() if piece.printed_on == on and "epaper" in piece.surfaces
    )
    return composed(on, tuple(sorted(pieces, key=lambda piece: piece.id)))


def latest(state: State) -> date | None:
    """The day of the newest issue."""
    day = state.issues_until or max((piece.printed_on for piece in state.pieces.values()), default=None)
    while day is not None and not has_issue(state, day):
        day = day - timedelta(days=1) if day > EPOCH else None
    return day


ISSUE_PATH = re.compile(r"/html/(\d{4})-(\d\d)/(\d\d)/(node|content)_(\d+)(?:_(\d+))?\.htm")


def day_of(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
