"""Issues of an e-paper that show another day than the one that was asked for: none, or one with a clock on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from support_crawl import SERIES, config_of, crawl, database
from support_databases import database_url, postgres_server
from support_sockets import HTML, Sockets, answer

from crawler.following.wishes import Wishes
from storage import Run, open_archive
from storage.config import Config
from storage.ledger.coverage import Coverage

__all__ = ["database", "database_url", "postgres_server"]

FIRST, TODAY = date(2024, 3, 4), date(2024, 3, 8)
NOON = datetime(2024, 3, 8, 4, tzinfo=UTC)
DAYS = [FIRST + timedelta(days=count) for count in range((TODAY - FIRST).days + 1)]


class Epaper:
    """An e-paper on bare sockets, one board a day: `shows` is the date that a day's board bears at a moment."""

    def __init__(self, server: Sockets) -> None:
        self.server = server
        self.shows: Callable[[date], date] = lambda day: day
        self.prints: Callable[[date], date | None] = lambda day: day
        """Whose issue the server gives for a day, None for a 404."""
        for day in DAYS:
            server.says[f"/html/{day:%Y-%m}/{day:%d}/node_1.htm"] = lambda _, day=day: self._board(day)
        server.says["/paperindex.htm"] = lambda _: answer(
            f'<meta http-equiv="refresh" content="0; url=html/{TODAY:%Y-%m}/{TODAY:%d}/node_1.htm">'.encode(), HTML
        )

    def _board(self, day: date) -> bytes:
        of = self.prints(day)
        if of is None:
            return answer(b"", status=404)
        shown = self.shows(day) if of == day else of
        return answer(
            f"""<html><head><title>海湾日报</title></head><body><div>{shown:%Y年%m月%d日} 星期一 出版</div>
            <table id="bmdhTable"><tr><td><a id="pageLink" href="node_1.htm">第01版：要闻</a></td></tr></table>
            <div id="main-ed-articlenav-list"><table><tr><td><a href="content_1.htm">{of:%d}日的天气与菜价</a></td></tr>
            </table></div></body></html>""".encode(),
            HTML,
        )

    def look(self, database: str, at: datetime = NOON, wishes: Wishes | None = None) -> Run:
        return crawl(self.config(database), wishes or Wishes(since=FIRST, until=TODAY), at)

    def config(self, database: str) -> Config:
        source: list[dict[str, Any]] = [{"kind": "epaper", "base_url": self.server.base}]
        return config_of(None, database, source=source)

    def verdicts(self, database: str) -> list[str]:
        with open_archive(database, read_only=True) as archive:
            return [day.verdict.value for day in archive.agenda.ledger(SERIES, FIRST, TODAY)]


@pytest.fixture
def epaper() -> Iterator[Epaper]:
    with Sockets() as server:
        yield Epaper(server)


def clock(_: date) -> date:
    return TODAY


def test_a_clock_in_place_of_the_date_is_complained_of_and_proves_nothing(epaper: Epaper, database: str) -> None:
    epaper.shows = clock
    run = epaper.look(database)
    [complaint] = run.complaints
    assert complaint["check"] == "misdated"
    assert "4 期" in complaint["message"]
    assert all(str(TODAY) in line for line in complaint["evidence"])
    assert {line.split(" ")[0] for line in complaint["evidence"]} == {
        f"{epaper.server.base}/html/{day:%Y-%m}/{day:%d}/node_1.htm" for day in DAYS[:-1]
    }
    assert epaper.verdicts(database) == [Coverage.FAILED] * 4 + [Coverage.NOTHING_PRINTED]


def test_a_day_between_two_read_issues_is_not_proved_empty_by_a_clock(epaper: Epaper, database_url: str) -> None:
    """Each issue was read on its day, when a clock is right; one day was missed."""
    epaper.shows = lambda day: TODAY if day == DAYS[-2] else day
    run = epaper.look(database_url)
    assert [complaint["check"] for complaint in run.complaints] == ["misdated"]
    assert epaper.verdicts(database_url)[-2:] == [Coverage.FAILED, Coverage.NOTHING_PRINTED]


def test_a_server_that_gives_the_newest_issue_for_a_day_without_one_is_believed(epaper: Epaper, database: str) -> None:
    epaper.prints = lambda day: TODAY if day in DAYS[1:3] else day
    assert epaper.look(database).complaints == ()
    assert epaper.verdicts(database) == [Coverage.NOTHING_PRINTED] * 5


def test_an_issue_that_the_home_page_names_and_that_shows_another_day_has_failed(epaper: Epaper, database: str) -> None:
    """Asked a minute after midnight, when the newest issue is yesterday's and the clock has gone on."""
    epaper.shows = lambda day: day + timedelta(days=1)
    run = epaper.look(database, NOON + timedelta(hours=13), Wishes())
    assert [complaint["check"] for complaint in run.complaints] == ["misdated"]
    assert epaper.verdicts(database)[-1] == Coverage.FAILED


def test_a_complaint_of_dates_is_over_once_an_earlier_issue_shows_its_own_day(epaper: Epaper, database: str) -> None:
    epaper.shows = clock
    epaper.look(database)
    epaper.shows = lambda day: day
    well = epaper.look(database, NOON + timedelta(days=1), Wishes())
    assert [each["check"] for each in well.recovered] == ["misdated"]
    assert well.complaints == ()
    assert epaper.verdicts(database) == [Coverage.NOTHING_PRINTED] * 5


def test_a_look_at_the_day_itself_does_not_end_it_because_a_clock_is_right_then(epaper: Epaper, database: str) -> None:
    epaper.shows = clock
    epaper.look(database)
    epaper.prints = lambda day: day if day == TODAY else None
    assert epaper.look(database, NOON, Wishes(since=TODAY, until=TODAY)).recovered == ()
