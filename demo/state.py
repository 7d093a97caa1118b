"""What stands in the newspaper at this moment, as its pages see it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from demo.model import Piece

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, FIRST_ID, IDS_A_DAY = date(2021, 10, 26), 155_000, 175
SURFACES = ("website", "mobile", "epaper", "search", "dailyqd", "qingdaonews", "portal", "classic", "elsewhere")


def first_id_of(on: date) -> int:
    """The site numbers about 175 contents a day; late October 2021 stood near 155,000."""
    return FIRST_ID + (on - FIRST_DAY).days * IDS_A_DAY


@dataclass
class State:
    """The pieces and the settings that pages depend on. Whoever changes something calls `changed()` afterwards.

    design       name of the template in use, see `designs`
    bare_mobile  whether mobile pages show neither time nor source
    lists        honest, loop (the last list page leads back), endless (ever new pages), empty, home (no lists)
    remember     how many entries the website's lists hold; null keeps all
    issueless    days on which the e-paper has no issue
    """

    urls: Mapping[str, str]
    pieces: dict[int, Piece] = field(default_factory=dict)
    design: str = "cmstop"
    bare_mobile: bool = False
    lists: str = "honest"
    remember: int | None = None
    page_size: int = 20
    search_layout: str = "default"
    issueless: set[date] = field(default_factory=set)
    issues_from: date | None = None
    issues_until: date | None = None
    closed: set[str] = field(default_factory=set)
    _newest: list[Piece] | None = None
    _instalments: list[Piece] | None = None

    def changed(self) -> None:
        self._newest = self._instalments = None

    def free_id(self, on: date) -> int:
        number = first_id_of(on)
        while number in self.pieces:
            number += 1
        return number

    def clock_of(self, number: int, on: date) -> datetime:
        """A piece's place in its day's numbers says when it went up: 06:00 and four minutes for each number."""
        place = (number - first_id_of(on)) % 240
        return datetime.combine(on, time(6, 0), ZONE) + timedelta(minutes=4 * place)

    def everything(self) -> list[Piece]:
        """All pieces, withdrawn ones included, newest first."""
        return sorted(self.pieces.values(), key=lambda piece: (piece.published_at, piece.id), reverse=True)

    def newest(self) -> list[Piece]:
        """Everything that was not withdrawn, newest first."""
        if self._newest is None:
            self._newest = [piece for piece in self.everything() if piece.gone is None]
        return self._newest

    def instalments(self) -> list[Piece]:
        """The series in the order of its days, oldest first."""
        if self._instalments is None:
            self._instalments = [piece for piece in reversed(self.newest()) if piece.kind == "instalment"]
        return self._instalments

    def listed(self) -> list[Piece]:
        return [piece for piece in self.newest()[: self.remember] if "lists" in piece.surfaces]

    def at(self, number: int, surface: str) -> Piece | None:
        """The piece of this number where it stands on the surface, withdrawn ones included."""
        piece = self.pieces.get(number)
        return piece if piece is not None and surface in piece.surfaces else None

    def earlier_instalments(self, piece: Piece, count: int, surface: str = "website") -> list[Piece]:
        """The instalments before this piece's time that stand on the surface, nearest first."""
        place = bisect_left(self.instalments(), piece.published_at, key=lambda one: one.published_at)
        before = (self.instalments()[at] for at in range(place - 1, -1, -1))
        return list(islice((one for one in before if surface in one.surfaces and one.id != piece.id), count))

    def url(self, piece: Piece, surface: str = "website") -> str:
        tail = "_1.html" if surface == "dailyqd" else ".html"
        folder = "guanhai" if surface == "dailyqd" else "p"
        return f"{self.urls[surface]}/{folder}/{piece.id}{tail}"
