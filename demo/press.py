"""The methods that print, correct and withdraw."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from demo import prose, scenario
from demo.instalments import Written, written
from demo.model import EVERYWHERE, Line, Page, Piece, Section, Text
from demo.state import FIRST_DAY, IDS_A_DAY, ZONE, State

MENTION = "本报“青岛改革巡礼”专栏日前也曾关注这一话题。"
VIDEO_EVERY, BROKEN_EVERY = 37, 23


class Press:
    """Turns texts into pieces. Every method may be called while the newspaper serves."""

    _lock: threading.RLock
    state: State
    seed: int

    def _refresh(self) -> None:
        raise NotImplementedError

    def _put(self, piece: Piece) -> Piece:
        with self._lock:
            self.state.pieces[piece.id] = piece
            self._refresh()
        return piece

    def print_piece(
        self,
        text: Text,
        on: date,
        at: time | datetime | None = None,
        kind: str = "news",
        surfaces: Collection[str] = EVERYWHERE,
        named: str = "title",
        parts: int = 1,
        video: bool = False,
    ) -> Piece:
        """`on` is the printed date; `at` when the site puts it up, local time, null for a plausible one."""
        with self._lock:
            number = self.state.free_id(on)
            stamp = self.state.clock_of(number, on) if at is None else at
            when = stamp if isinstance(stamp, datetime) else datetime.combine(on, stamp)
            piece = Piece(
                number,
                text,
                on,
                when if when.tzinfo else when.replace(tzinfo=ZONE),
                kind,
                frozenset(surfaces),
                named,
                parts,
                video,
            )
            return self._put(piece)

    def print_instalment(
        self,
        on: date,
        at: time | datetime | None = None,
        text: Text | None = None,
        named: str = "title",
        surfaces: Collection[str] = EVERYWHERE,
        parts: int = 1,
        video: bool = False,
        number: int | None = None,
    ) -> Piece:
        """Prints an instalment, written by the grammar unless a text is given.

        `named` says where the series' name stands: title, kicker or board; `number` puts 之N into the title.
        """
        with self._lock:
            told = text or prose.instalment(self.seed * 1_000_000 + self.state.free_id(on), named, number)
        return self.print_piece(told, on, at, "instalment", surfaces, named, parts, video)

    def print_news(
        self,
        on: date,
        at: time | datetime | None = None,
        text: Text | None = None,
        title: str | None = None,
        mentions: str | None = None,
        surfaces: Collection[str] = EVERYWHERE,
    ) -> Piece:
        """Prints an ordinary piece; `mentions` adds a last paragraph of those words, which makes it none."""
        with self._lock:
            told = text or prose.news(self.seed * 1_000_000 + self.state.free_id(on))
        told = replace(told, title=title or told.title)
        if mentions:
            more = Page(None, (Section((Line("paragraph", mentions),)),))
            told = replace(told, pages=(*told.pages, more))
        return self.print_piece(told, on, at, "news", surfaces)

    def print_many(self, count: int, kind: str = "news", since: date = FIRST_DAY) -> list[Piece]:
        """Prints distinct pieces quickly, as many a day as the site has."""
        with self._lock:
            told = self.print_instalment if kind == "instalment" else self.print_news
            return [told(since + timedelta(days=number // IDS_A_DAY)) for number in range(count)]

    def print_written(self, one: Written) -> Piece:
        """Prints one of the demo's written instalments on its own day."""
        return self.print_instalment(one.on, one.at, one.text, one.named, parts=one.parts)

    def print_demo(self, news: int = 220) -> list[Piece]:
        """Prints the written instalments and ordinary news of the same weeks, decoys among it; gives the former."""
        printed = [self.print_written(one) for one in written()]
        days = (printed[-1].printed_on - printed[0].printed_on).days + 1
        for number in range(news):
            mention = MENTION if number % 11 == 5 else None
            piece = self.print_news(FIRST_DAY + timedelta(days=number * days // news), mentions=mention)
            if number % VIDEO_EVERY == 7 or number % BROKEN_EVERY == 9:
                self._put(replace(piece, video=number % VIDEO_EVERY == 7, parts=1 if number % VIDEO_EVERY == 7 else 2))
        return printed

    def print_years(
        self, since: date, until: date, alone: Sequence[frozenset[str]] = scenario.ALONE, news_a_day: int = 1
    ) -> list[Piece]:
        """Prints a long run of the series: see `scenario`. Gives the instalments, each with its surfaces and naming.

        Ordinary news, every eleventh with a mention of the series, stands on each day.
        """
        printed = [
            self.print_instalment(day, surfaces=surfaces, named=named)
            for day, surfaces, named in scenario.plan(since, until, alone)
        ]
        for place, day in enumerate(scenario.days(since, until)):
            for _ in range(news_a_day):
                self.print_news(day, mentions=MENTION if place % 11 == 5 else None)
        return printed

    def correct(
        self,
        number: int,
        title: str | None = None,
        body: Collection[str] | None = None,
        replacing: tuple[str, str] | None = None,
        editor: str | None = None,
        everywhere: bool = False,
    ) -> Piece:
        """Changes a printed piece: its title, its whole body (paragraphs), one wording in all lines, or its editor.

        The paper and the reprints keep what they had, unless `everywhere` is set.
        """
        with self._lock:
            piece = self.state.pieces[number]
            text = replace(piece.text, title=title or piece.text.title, editor=editor or piece.text.editor)
            if body is not None:
                text = replace(text, pages=(Page(None, (Section(tuple(Line("paragraph", one) for one in body)),)),))
            if replacing is not None:
                text = replace(text, pages=tuple(reworded(page, *replacing) for page in text.pages))
            return self._put(replace(piece, text=text, first_text=None if everywhere else piece.as_printed.text))

    def withdraw(self, number: int, how: str = "404") -> Piece:
        """Off the website and the mobile site: 404, 410, notice (200, 内容不存在) or home (redirect)."""
        if how not in ("404", "410", "notice", "home"):
            raise ValueError(f"没有撤稿方式 {how}，可用：404、410、notice、home")
        with self._lock:
            return self._put(replace(self.state.pieces[number], gone=how))

    def restore(self, number: int) -> Piece:
        with self._lock:
            return self._put(replace(self.state.pieces[number], gone=None))

    def back_date(self, number: int, to: date) -> Piece:
        """Gives a piece that stands already an earlier (or later) day; the time of day stays."""
        with self._lock:
            piece = self.state.pieces[number]
            return self._put(
                replace(piece, printed_on=to, published_at=datetime.combine(to, piece.published_at.timetz()))
            )

    def move(self, number: int, surfaces: Collection[str]) -> Piece:
        """Says anew where a piece stands."""
        with self._lock:
            return self._put(replace(self.state.pieces[number], surfaces=frozenset(surfaces)))


def reworded(page: Page, old: str, new: str) -> Page:
    sections = (
        Section(tuple(Line(line.role, line.text.replace(old, new)) for line in section.lines))
        for section in page.sections
    )
    return replace(page, sections=tuple(sections))
