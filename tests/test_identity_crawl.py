"""Once each, over real HTTP: every surface in any order, a month of corrections, a withdrawal and a return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support_crawl import (
    Told,
    assert_sound,
    config_of,
    crawl,
    desktop,
    instalments,
    json_lines,
    mobile,
    paper,
    rows,
    settings,
    tell,
    visit_of,
    website,
    write_config,
)
from support_databases import database_url, postgres_server

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from storage import open_archive
from storage.answers import Filter
from storage.values import Relation, Verdict

__all__ = ["database_url", "paper", "postgres_server", "tell"]

pytestmark = pytest.mark.slow  # a run for every few addresses, in every order, on both databases

DAY = date(2021, 11, 2)
PRINTED = datetime(2021, 11, 2, 2, 0, tzinfo=UTC)


def sources(paper: Newspaper) -> list[dict[str, Any]]:
    return [
        website(paper),
        {"kind": "epaper", "base_url": paper.epaper},
        {"kind": "listing", "urls": [f"{paper.dailyqd}/news/node_3118.htm"], "link": "li a"},
        {"kind": "listing", "urls": [f"{paper.qingdaonews}/qingdao/"], "link": "ul.newsList a"},
    ]


def epaper_day(day: date) -> Wishes:
    return Wishes(since=day, until=day)


def everywhere(paper: Newspaper, pieces: Sequence[Piece]) -> list[str | date]:
    """The addresses of all pieces on website, mobile page and two reprints, and the days of their e-paper."""
    found: list[str | date] = []
    for piece in pieces:
        city = f"{paper.qingdaonews}/qingdao/{piece.printed_on:%Y-%m/%d}/content_{22_000_000 + piece.id}.htm"
        found += [desktop(paper, piece), mobile(paper, piece), f"{paper.dailyqd}/guanhai/{piece.id}_1.html", city]
        found.append(piece.printed_on)
    return found


Groups = dict[str, set[tuple[str, str, float | None]]]


def groups(url: str, series: str) -> Groups:
    """Every instalment's leading address with the address, relation and similarity of all that stands under it."""
    with open_archive(url, read_only=True) as archive:
        told: Groups = {}
        for row in archive.instalments(Filter(series=series)):
            found = archive.article(row.id)
            assert found is not None
            told[row.url] = {(each.url, each.relation or "lead", each.similarity) for each in found.addresses}
        return told


def arrive(paper: Newspaper, database_url: str, series: str, order: Sequence[str | date], dice: Random) -> None:
    """Read addresses and issues in an order, a few in each run."""
    waiting = list(order)
    whole = config_of(paper, database_url, name=series, source=sources(paper))
    printed = config_of(paper, database_url, name=series, source=[sources(paper)[1]])
    while waiting:
        if isinstance(first := waiting.pop(0), date):
            crawl(printed, epaper_day(first))
            continue
        urls = [first]
        while waiting and isinstance(waiting[0], str) and dice.random() < 0.6:
            urls.append(str(waiting.pop(0)))
        crawl(whole, Wishes(urls=tuple(urls)))


def test_three_surfaces_and_two_reprints_in_five_orders_of_arrival(paper: Newspaper, database_url: str) -> None:
    pieces = [paper.print_instalment(DAY + timedelta(days=7 * number)) for number in range(2)]
    paper.print_many(15, since=DAY)
    found: list[Groups] = []
    for seed in range(5):
        dice = Random(seed)
        order = everywhere(paper, pieces)
        dice.shuffle(order)
        arrive(paper, database_url, f"s{seed}", order, dice)
        found.append(groups(database_url, f"s{seed}"))
    assert all(each == found[0] for each in found)
    assert found[0].keys() == {desktop(paper, piece) for piece in pieces}
    for piece in pieces:
        relations = {url: relation for url, relation, _ in found[0][desktop(paper, piece)]}
        assert relations[desktop(paper, piece)] == "lead"
        assert relations[mobile(paper, piece)] in {"same", "near"}
        assert relations[f"{paper.dailyqd}/guanhai/{piece.id}_1.html"] in {"same", "near"}
        stories = {url for url, relation in relations.items() if url.startswith(paper.epaper) and relation == "part"}
        assert len(stories) >= 1
    assert_sound(config_of(paper, database_url))


def test_the_epapers_stories_become_parts_of_the_website_s_bundle_months_later(
    paper: Newspaper, database_url: str, tmp_path: Path, tell: Callable[..., Told]
) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(15, since=DAY)
    printed = config_of(paper, database_url, source=[sources(paper)[1]])
    crawl(printed, epaper_day(DAY), at=PRINTED)
    [first] = instalments(printed)
    assert first.url.startswith(paper.epaper)
    config = config_of(paper, database_url, source=sources(paper))
    crawl(config, Wishes(urls=(desktop(paper, piece),)), at=PRINTED + timedelta(days=120))
    [leading] = instalments(config)
    assert (leading.url, leading.copies, leading.first_seen_at) == (desktop(paper, piece), 1, first.first_seen_at)
    told = groups(database_url, "reform")[leading.url]
    assert {relation for url, relation, _ in told if "content_" in url} == {Relation.PART}
    # The id that was cited while the e-paper led answers, and says where it went.
    file = write_config(tmp_path, settings(paper, database_url, source=sources(paper)))
    shown = tell("--config", file, "show", str(first.id))
    assert (shown.code, str(leading.id) in shown.out) == (0, True)
    [row] = json_lines(tell("--config", file, "show", str(first.id), "--json").out)
    assert (row["id"], row["copy_of"]) == (first.id, leading.id)
    assert next(each["relation"] for each in row["addresses"]) == "lead"
    assert row["addresses"][0]["url"] == leading.url


def test_a_month_with_corrections_a_withdrawal_and_a_return(
    paper: Newspaper, database_url: str, tmp_path: Path, tell: Callable[..., Told]
) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(15, since=DAY)
    after = {"gone_after": {"confirmations": 2, "days": 3}}
    config = config_of(paper, database_url, crawl=after)
    daily = Wishes(recheck=True)
    verdicts: dict[int, str] = {}
    gone: dict[int, datetime | None] = {}
    for day in range(31):
        match day:
            case 3:
                paper.correct(piece.id, replacing=("。", "。据介绍，"))
            case 9:
                paper.correct(piece.id, title="青岛改革巡礼：换了题目")
            case 12:
                paper.fail("*", status=404)
            case 13:
                paper.heal()
            case 20:
                paper.correct(piece.id, editor="王小明")
            case 22:
                paper.withdraw(piece.id, "notice")
            case 28:
                paper.restore(piece.id)
        run = crawl(config, daily, at=PRINTED + timedelta(days=day))
        verdicts[day] = str(visit_of(config, run, desktop(paper, piece)).verdict)
        gone[day] = instalments(config)[0].gone_at
    revised = {day for day, verdict in verdicts.items() if verdict == Verdict.REVISED}
    assert revised == {3, 9, 20}
    assert [day for day, verdict in verdicts.items() if verdict == Verdict.SUSPECTED] == [22, 23, 24]
    assert [day for day, verdict in verdicts.items() if verdict == Verdict.GONE] == [25, 26, 27]
    assert (verdicts[12], verdicts[28]) == (Verdict.FAILED, Verdict.UNCHANGED)
    since = PRINTED + timedelta(days=25)
    assert {day: at for day, at in gone.items() if at} == dict.fromkeys((25, 26, 27), since)
    history = rows(config, "SELECT number, cause, title, editor FROM revisions ORDER BY number")
    assert [(row.number, row.cause) for row in history] == [(number, "publisher") for number in range(1, 5)]
    assert [row.title == "青岛改革巡礼：换了题目" for row in history] == [False, False, True, True]
    assert [row.editor == "王小明" for row in history] == [False, False, False, True]
    assert_sound(config)


def test_corrections_are_found_by_the_schedule_alone(paper: Newspaper, database_url: str) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(15, since=DAY)
    config = config_of(paper, database_url)
    for day in range(31):
        if day in (3, 9, 20):
            paper.correct(piece.id, title=f"青岛改革巡礼：第{day}天的题目")
        crawl(config, at=PRINTED + timedelta(days=day))
    history = rows(config, "SELECT title FROM revisions ORDER BY number")
    assert [row.title for row in history] == [piece.title, *(f"青岛改革巡礼：第{day}天的题目" for day in (3, 9, 20))]


def test_list_and_show_say_since_when_it_is_gone(
    paper: Newspaper, database_url: str, tmp_path: Path, tell: Callable[..., Told]
) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(15, since=DAY)
    values = settings(paper, database_url, {"gone_after": {"confirmations": 1, "days": 0}})
    config = config_of(paper, database_url, {"gone_after": {"confirmations": 1, "days": 0}})
    crawl(config, at=PRINTED)
    paper.withdraw(piece.id, "410")
    crawl(config, Wishes(recheck=True), at=PRINTED + timedelta(days=5))
    file = write_config(tmp_path, values)
    assert "2021-11-07起撤下" in "".join(tell("--config", file, "list").out.split())  # wrapped in its column
    shown = tell("--config", file, "show", "1").out
    assert "2021-11-07" in shown
    assert piece.lines[-1].text[:10] in shown
