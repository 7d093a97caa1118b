"""Reading one instalment after the other: what stands beside it, what stands first on a page, and what is printed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support_browser import Browser
from support_crawl import NOBODY, config_of
from support_hostile import SERIES, reading
from support_web import Site, site
from test_web_browser import CHROMIUM, opened, served
from test_web_pages import database_with_copy

from storage import open_archive
from web.pages_instalment import LONGEST

__all__ = ["database_with_copy", "opened", "served"]
seen = pytest.mark.skipif(CHROMIUM is None, reason="no browser: apt-get update && apt-get install -y chromium")


def test_every_instalment_leads_to_the_one_before_and_the_one_after(served: Site) -> None:
    newest_first = [row["id"] for row in served.get("/api/instalments?limit=200").json]
    at, walked = newest_first[-1], []
    while at is not None:
        tree = served.get(f"/instalments/{at}").tree
        before = tree.xpath("string(//nav//a[@rel='prev']/@href)")
        assert before == (f"/instalments/{walked[-1]}" if walked else "")
        walked.append(at)
        after = tree.xpath("string(//nav//a[@rel='next']/@href)")
        at = int(after.rpartition("/")[2]) if after else None
    assert walked == newest_first[::-1]


def test_a_copy_stands_in_no_order(database_with_copy: Site) -> None:
    [copy] = [row["id"] for row in database_with_copy.get("/api/instalments?copies=true").json if row["copy_of"]]
    assert database_with_copy.get(f"/instalments/{copy}").tree.xpath("//nav//a[@rel]") == []


@pytest.mark.slow
def test_contents_are_of_more_than_one_story(served: Site) -> None:
    for row in served.get("/api/instalments?limit=200").json:
        told = served.get(f"/instalments/{row['id']}").texts("//nav[@class='contents']//a")
        assert len(told) != 1
        assert all(len(one) <= LONGEST for one in told)


def test_the_newest_stand_before_the_calendar(served: Site) -> None:
    assert served.get("/").texts("//main//h2")[-2:] == ["最新各期", "2021 年的覆盖日历"]


def test_a_calendar_has_the_months_of_which_something_can_be_known(served: Site) -> None:
    today = datetime.now(served.config.zone)
    months = served.get(f"/?year={today.year}").texts("//table[@class='month']/caption")
    assert months[-1:] == [f"{today.month} 月"]
    assert "没有这个系列" in served.get("/?year=2999").texts("//main//section")[-1]


@pytest.mark.slow
@seen
def test_contents_wait_for_a_tap_where_they_would_stand_before_the_text(served: Site, opened: Browser) -> None:
    bundle = max(served.get("/api/instalments").json, key=lambda row: row["sections"])["id"]
    for width, is_open in ((360, False), (1280, True)):
        opened.show(f"{served.url}/instalments/{bundle}", width, "light")
        assert opened.ask("document.querySelector('.contents details').open") is is_open
        if not is_open:
            opened.ask("document.querySelector('.contents summary').click()")
            assert opened.ask("document.querySelector('.contents a').offsetHeight > 0")


@pytest.mark.slow
@seen
def test_a_day_can_be_hit_with_a_finger(served: Site, opened: Browser) -> None:
    for width in (320, 360, 412, 768, 1280):
        opened.show(served.url + "/", width, "light")
        sizes = opened.ask(
            "[...document.querySelectorAll('a.day')].map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
        )
        assert all(side >= 24 for size in sizes for side in size)  # WCAG 2.2, 2.5.8


@seen
def test_what_is_printed_is_the_text_on_the_whole_sheet(served: Site, opened: Browser) -> None:
    bundle = max(served.get("/api/instalments").json, key=lambda row: row["sections"])["id"]
    opened.show(f"{served.url}/instalments/{bundle}", 1280, "light")
    opened.as_printed()
    hidden = "[...document.querySelectorAll('header.bar, footer, .contents, .beside')].every(e => !e.offsetParent)"
    assert opened.ask(hidden)
    width = opened.ask("document.querySelector('.paper').offsetWidth / document.body.offsetWidth")
    assert width > 0.9
    assert opened.ask("document.querySelector('#citation').offsetHeight > 0")
    assert opened.ask("getComputedStyle(document.querySelector('h1')).color") == "rgb(29, 28, 26)"  # paper is white


@seen
@pytest.mark.parametrize(("path", "chooser"), [("/instalments/1/diff?from=1&to=1", "form.asking"), ("/runs", ".start")])
def test_what_can_only_be_chosen_on_a_screen_is_not_printed(
    served: Site, opened: Browser, path: str, chooser: str
) -> None:
    opened.show(served.url + path, 1280, "light")
    opened.as_printed()
    assert opened.ask(f"[...document.querySelectorAll('main {chooser}, button')].every(e => !e.offsetParent)")


@seen
def test_forced_colours_leave_bars_and_days_to_be_told_apart(served: Site, opened: Browser) -> None:
    opened.show(f"{served.url}/chart", 1280, "light")
    opened.with_forced_colours()
    fill = "getComputedStyle(document.querySelector('.chart svg')).fill"
    assert opened.ask(fill) == opened.ask("getComputedStyle(document.body).color")
    opened.show(f"{served.url}/", 1280, "light")
    opened.with_forced_colours()
    of = "getComputedStyle(document.querySelector('.legend .day.{}')).forcedColorAdjust"
    assert [opened.ask(of.format(verdict)) for verdict in ("missing", "not_checked")] == ["none", "auto"]


@pytest.mark.slow
@seen
@pytest.mark.parametrize(
    "path", ["/", "/instalments", "/instalments/12", "/search?q=%E6%94%B9%E9%9D%A9", "/runs", "/runs/1"]
)
def test_a_reader_may_set_letters_three_times_as_large(served: Site, opened: Browser, path: str) -> None:
    opened.show(served.url + path, 360, "light")
    for size in ("200%", "300%"):
        opened.ask(f"document.documentElement.style.fontSize = '{size}'")
        assert opened.ask(
            "[...document.querySelectorAll('.bar nav a')].every(one => one.getClientRects().length === 1)"
        )
        assert opened.ask("document.documentElement.scrollWidth") <= 360


def test_two_tables_are_told_apart(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'archive.db'}"
    table = "项目 | 2020年 | 2021年\n泊位 | 190 | 240\n收入 | 3 | 4"
    with open_archive(database) as archive:
        archive.upgrade()
        at = datetime(2021, 11, 2, tzinfo=UTC)
        body = f"停车的账目公布了，市民可以逐项查看。\n{table}\n去年的账目也在网上，一共三十一处。\n{table}"
        archive.record_many(None, SERIES, [reading(1, body, at, b"<p></p>")])
    with site(config_of(None, database, source=[{"kind": "website", "base_url": NOBODY}])) as running:
        labels = running.get("/instalments/1").tree.xpath("//div[@class='scroll']/@aria-label")
    assert labels == ["表格 1", "表格 2"]


@seen
def test_a_long_cell_makes_no_tall_row_on_a_phone(served: Site, opened: Browser) -> None:
    [parking] = [row["id"] for row in served.get("/api/instalments?limit=200").json if "一张表" in row["title"]]
    opened.show(f"{served.url}/instalments/{parking}", 360, "light")
    opened.ask("document.querySelector('.printed td:last-child').textContent = '含路内、路外与立体泊位，不含小区内的'")
    row, line = (
        opened.ask(f"parseFloat(getComputedStyle(document.querySelector('.printed {what}')).{name})")
        for what, name in (("tr", "height"), ("td", "lineHeight"))
    )
    assert row < 3 * line
    assert opened.ask("document.documentElement.scrollWidth") <= 360
