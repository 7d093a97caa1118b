"""The stories of one stretch of a page: kinds of lines in, roles and section starts out.

    looks → tables and lists settled → a reader goes down the lines with one open section → sections

The reader keeps two organisations: the page's (its organisation line, or the one in its headline `胶州:为……`) and the
open section's. A headline stack under a paragraph starts a story of the page's organisation; a sub-head with a colon
(`上合示范区:`) under such a headline speaks for its own story only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from storage.outline.beside import beside, offices_sign, stacks
from storage.outline.captions import Shows, shows, tells
from storage.outline.kinds import HEADS, Kind, Look, is_afterword
from storage.outline.organisations import Organisation, read_organisation
from storage.outline.pages import Stretch
from storage.outline.settling import settled
from storage.outline.signatures import read_signatures
from storage.outline.values import HEADLINE_ROLES, Role

_LONGEST_SUBHEAD, _LONGEST_LABEL = 2, 8
_DASH = "—―- \u3000\xa0"
_PLAIN = {
    Kind.TABLE: Role.TABLE,
    Kind.BYLINE: Role.BYLINE,
    Kind.EDITOR: Role.EDITOR,
    Kind.SOURCE: Role.SOURCE,
    Kind.SUBHEAD: Role.SUBHEAD,
    Kind.JUMP: Role.CONTINUATION,
    Kind.PICTURE: Role.CAPTION,
}


@dataclass(slots=True)
class Draft:
    """A section being read: its organisation and its lines' roles, by line index; `held` is the roles it has so far."""

    organisation: Organisation | None
    roles: list[tuple[int, Role]] = field(default_factory=list)
    held: set[Role] = field(default_factory=set)

    def add(self, n: int, role: Role) -> None:
        self.roles.append((n, role))
        self.held.add(role)

    @property
    def filled(self) -> bool:
        """Whether it has text, so that a headline line behind it cannot belong to its stack."""
        return bool(self.held - _HEADING)

    @property
    def last(self) -> Role | None:
        return self.roles[-1][1] if self.roles else None


def read_sections(
    lines: list[str], looks: list[Look], stretch: Stretch, page: Organisation | None, *, marked: bool
) -> list[Draft]:
    """The stories of a stretch of lines, every line that is not blank in exactly one of them.

    `page` is the organisation that an earlier stretch of the same page left open; `marked` says that the text has
    pages.
    """
    places = [n for n in range(stretch.start, stretch.end) if looks[n].kind is not Kind.BLANK]
    if not places:
        return []
    kinds = settled(lines, looks, places, marked=marked)
    return _Reader(lines, looks, kinds, places, page, marked=marked).read()


_TEXT = frozenset({Role.BODY, Role.SUBHEAD, Role.TABLE})
_INTRODUCTION = frozenset({Role.NOTE, Role.BODY})
_HEADING = HEADLINE_ROLES | {Role.ORGANISATION, Role.CAPTION}


class _Reader:
    """Goes down the lines of one stretch with one open section."""

    def __init__(
        self, lines: list[str], looks: list[Look], kinds: dict[int, Kind], places: list[int],
        page: Organisation | None, *, marked: bool,
    ) -> None:  # fmt: skip
        self.lines, self.looks, self.kinds, self.places, self.page = lines, looks, kinds, places, page
        self.drafts: list[Draft] = []
        self.marked = marked
        row = [kinds[n] for n in places]
        self.above, self.below = beside(row), beside(row[::-1])[::-1]
        self.stacks = stacks(row)
        self.signed = read_signatures(row, [lines[n] for n in places])
        self.offices, self.signing = row.count(Kind.ORGANISATION), offices_sign(row)
        self.told = False
        self.structured = marked or any(kind in HEADS for kind in kinds.values())
        self.alone = not marked and Kind.ORGANISATION not in kinds.values()

    def read(self) -> list[Draft]:
        for position, n in enumerate(self.places):
            self._take(position, n)
            if self.kinds[n] is not Kind.SENTENCE:
                last = self.drafts[-1].last  # what stands below a sub-head or a label is its text
                self.told = last is Role.SUBHEAD or (last is Role.NOTE and len(self.lines[n].strip()) <= _LONGEST_LABEL)
        return self.drafts

    def _take(self, position: int, n: int) -> None:
        kind = self.kinds[n]
        if kind is Kind.PARAGRAPH:
            self._add(n, Role.BODY)
        elif kind is Kind.ORGANISATION:
            self._organisation(position, n)
        elif kind is Kind.SHORT and self._is_inner_head(position):
            self._add(n, Role.SUBHEAD)
        elif kind in {Kind.SHORT, Kind.KICKER}:
            self._headline(n, Role.KICKER if kind is Kind.KICKER else Role.HEADLINE)
        elif kind is Kind.DASH:
            self._dash(position, n)
        elif kind is Kind.EXCLAIMED and self._among_heads(position):
            self._headline(n, Role.HEADLINE)
        elif kind is Kind.SENTENCE and self._is_caption(position, n):
            self._add(n, Role.CAPTION)
        elif kind is Kind.NOTE:
            self._note(n)
        else:
            self._add(n, _PLAIN.get(kind, Role.BODY))

    def _add(self, n: int, role: Role) -> None:
        if not self.drafts:
            self.drafts.append(Draft(self.page))
        self.drafts[-1].add(n, role)

    def _start(self, n: int, role: Role, organisation: Organisation | None) -> None:
        self.drafts.append(Draft(organisation))
        self._add(n, role)

    def _organisation(self, position: int, n: int) -> None:
        named = self.looks[n].organisation
        if named and self._is_attributed(position, named):
            self.drafts[-1].organisation = named
            self._add(n, Role.ORGANISATION)
        elif named is None or self._is_headline(position, named):
            self._headline(n, Role.HEADLINE)
        elif named.headed:
            self._headed(position, n, named)
        elif self._is_joint(named):
            self._join(n, named)
        else:
            if not self._is_subhead(named):
                self.page = named
            self._start(n, Role.ORGANISATION, named)

    def _is_headline(self, position: int, named: Organisation) -> bool:
        """What only may be an organisation goes on with the headline above it; an office (科技局) below a page's own
        headline opens its story, where one has a headline of its own.
        """
        opened = self.drafts[-1] if self.drafts else None
        if named.sure or opened is None or opened.last not in HEADLINE_ROLES | {Role.ORGANISATION}:
            return False
        return named.place or opened.organisation is not None or self._kind_at(position + 1) is not Kind.SHORT

    def _is_attributed(self, position: int, named: Organisation) -> bool:
        """`（市财政局）` between a headline and its text says whose story it is, and so does an office without brackets
        where all of the stretch stand so.
        """
        held = self.drafts[-1].held if self.drafts else set()
        return (
            (named.under or (self.signing and named.sure and not named.headed))
            and bool(held)
            and held <= HEADLINE_ROLES
            and self._kind_at(position + 1) not in HEADS
        )

    def _is_joint(self, named: Organisation) -> bool:
        """Two offices in two lines, one under the other, tell one story."""
        above = self.drafts[-1] if self.drafts else None
        if above is None or above.held != {Role.ORGANISATION} or above.organisation is None:
            return False
        return not (named.place or named.colon or above.organisation.place or above.organisation.colon)

    def _join(self, n: int, named: Organisation) -> None:
        above = self.drafts[-1]
        if above.organisation is not None:
            self.page = above.organisation = replace(named, printed=f"{above.organisation.printed}、{named.printed}")
        self._add(n, Role.ORGANISATION)

    def _is_subhead(self, named: Organisation) -> bool:
        """`上合示范区:` on a district's page speaks for its own story only."""
        page = self.page
        return named.colon and page is not None and not page.colon and (page.headed or page.place)

    def _headed(self, position: int, n: int, named: Organisation) -> None:
        """Organisation and headline in one line: a 引题 in front of it belongs to it, and so does a headline line that
        no other organisation could share. It speaks for the page; where somebody signs below it, for that story only.
        """
        if position not in self.signed.heads:
            self.page = named
        held = self.drafts[-1].held if self.drafts else set()
        if held == {Role.KICKER} or (held == {Role.HEADLINE} and self.offices == 1):
            self.drafts[-1].organisation = named
            self._add(n, Role.HEADLINE)
        else:
            self._start(n, Role.HEADLINE, named)

    def _headline(self, n: int, role: Role) -> None:
        """On the open stack, as long as neither text, a picture nor a 破折号 line has closed it; else a new story's."""
        opened = self.drafts[-1] if self.drafts else None
        if opened and not opened.filled and opened.last in {Role.ORGANISATION, Role.KICKER, Role.HEADLINE}:
            self._add(n, role)
        else:
            self._start(n, role, self.page)

    def _is_inner_head(self, position: int) -> bool:
        """Whether a short line is a sub-head within the open story instead of the next one's headline.

        A department tells one story under its name, a district or a page several; a text without pages and
        organisations is one story. On a page without an organisation parallel lines part one story.
        """
        opened = self.drafts[-1] if self.drafts else None
        if opened is None or not opened.filled:
            return False
        if position in self.signed.inner:
            return True
        if self.page is None:
            signed_once = position in self.signed.heads and len(self.signed.heads) == self.stacks[position]
            alone = self.alone and not (signed_once and opened.held == _INTRODUCTION)
            return alone or position in self.signed.parallel
        short = self.stacks[position] <= _LONGEST_SUBHEAD
        return short and not self.page.place and bool(opened.held & HEADLINE_ROLES)

    def _dash(self, position: int, n: int) -> None:
        """Under its headline, or on top of all: the title above it does not stand in the body. Two are a list's."""
        opened = self.drafts[-1] if self.drafts else None
        on_stack = opened is not None and not opened.filled and opened.last in HEADLINE_ROLES
        on_top = (opened is None or opened.held == {Role.NOTE}) and self._kind_at(position + 1) is not Kind.DASH
        self._add(n, Role.SUBTITLE if on_stack or on_top else Role.BODY)
        named = read_organisation(self.lines[n].strip(_DASH)) if on_stack else None
        if opened and named and named.sure and opened.organisation is None:
            opened.organisation = named  # ——市财政局 under a headline

    def _note(self, n: int) -> None:
        """编者按 and 开栏的话: under an open headline they are its, behind a story they stand before the next; 编后 is
        the last word of its own.
        """
        opened = self.drafts[-1].held if self.drafts else set()
        if opened & _TEXT and opened - {Role.NOTE, Role.BODY} and not is_afterword(self.lines[n]):
            self._start(n, Role.NOTE, self.page)
        else:
            self._add(n, Role.NOTE)

    def _kind_at(self, position: int) -> Kind | None:
        return self.kinds[self.places[position]] if 0 <= position < len(self.places) else None

    def _among_heads(self, position: int) -> bool:
        """An exclamation is a headline on or above other headline lines, or on top of the stretch; alone it is text."""
        before, after = self._kind_at(position - 1), self._kind_at(position + 1)
        return before in HEADS or (after in HEADS and self._kind_at(position + 1) is not Kind.ORGANISATION)

    def _is_caption(self, position: int, n: int) -> bool:
        """Between headline lines, or under a headline or between paragraphs where its words show a picture."""
        line, before, after = self.lines[n], self.above[position], self.below[position]
        shown = shows(line)
        if shown is Shows.PHOTO or not self.structured:
            return shown is Shows.PHOTO
        above = before in HEADS | {Kind.PICTURE, Kind.NOTE} or (before is None and (self.marked or after in HEADS))
        above = above and not self.told and not tells(line)
        if above and (after in HEADS or after is Kind.PICTURE):
            return True
        return shown >= (Shows.DOING if above else Shows.THING if self.told else Shows.PEOPLE)
