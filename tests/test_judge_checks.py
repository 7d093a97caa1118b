"""The judge's checks on findings put together by hand, one case each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.sources import sources_of, unconfirmed
from storage.config import Config
from storage.findings import Attempt, Finding, Findings, Listed, Look, Problem, list_place
from storage.judge import judge, learn
from storage.judge.room import MEGABYTE
from storage.running.history import Disk, History, OpenComplaint, Past
from storage.running.memory import Memory, memory_of
from storage.values import Surface

NOW = datetime(2024, 6, 18, 1, 30, tzinfo=UTC)
SITE = "website http://www.example.cn"
HOME = "http://www.example.cn/"
PLACE = f"{SITE} website"
SEARCH = "search http://s.example.com"
USUAL = frozenset({"published_at", "dated", "source", "editor"})


def look(number: int, layout: str = "cmstop-guanhai", characters: int = 2000, fields: frozenset[str] = USUAL) -> Look:
    return Look(f"{HOME}p/{number}.html", layout, fields, characters, date(2024, 6, 1) + timedelta(days=number % 28))


def read(seen: Look, **outcome: Any) -> Attempt:
    return Attempt(SITE, Surface.WEBSITE, seen.url, look=seen, **outcome)


def lost(number: int, problem: Problem, **outcome: Any) -> Attempt:
    return Attempt(SITE, Surface.WEBSITE, f"{HOME}p/{number}.html", problem=problem, reason="没有", **outcome)


def listed(source: str = SITE, layout: str = "home", links: int = 20, ours: int = 2, **fields: Any) -> Listed:
    return Listed(source, f"{HOME}{source[-3:]}", layout, fields.pop("missed", ()), links, ours, **fields)


def findings(*tries: Attempt, lists: tuple[Listed, ...] = (), **fields: Any) -> Findings:
    found = Findings(**fields)
    for page in lists:
        found.list_read(page)
    for one in tries:
        found.tried(one)
    return found


def usual(*looks: Look, **fields: Any) -> History:
    return history(memory=Memory(looks={PLACE: looks}), **fields)


def history(**fields: Any) -> History:
    return History(NOW, ZoneInfo("Asia/Shanghai"), **fields)


def opened(check: str, subject: str, days: float = 1) -> OpenComplaint:
    return OpenComplaint(check, subject, "…", NOW - timedelta(days=days))


def names(found: Findings, known: History) -> list[str]:
    return [complaint.check for complaint in judge(found, known).complaints]


# --- looks

MANY = tuple(look(number) for number in range(12))


def test_nothing_is_usual_yet_so_nothing_changed() -> None:
    assert names(findings(read(look(1, "meaning", 40, frozenset()))), history()) == []


def test_an_ordinary_article_is_no_change() -> None:
    assert names(findings(read(look(50))), usual(*MANY)) == []


@pytest.mark.parametrize(
    ("gone", "before", "now", "complained"),
    [
        ("dated", 1, 1, True),
        ("source", 2, 1, False),
        ("source", 3, 1, True),
        ("editor", 12, 1, False),  # one piece without an editor is an ordinary piece
        ("editor", 12, 2, True),
        ("editor", 9, 3, False),
    ],
)
def test_fields_that_were_always_there(gone: str, before: int, now: int, complained: bool) -> None:
    here = [read(look(50 + number, fields=USUAL - {gone, "published_at"} if gone == "dated" else USUAL - {gone}))
            for number in range(now)]  # fmt: skip
    assert names(findings(*here), usual(*MANY[:before])) == (["layout_changed"] if complained else [])


def test_a_field_that_was_not_always_there_may_be_missing() -> None:
    mixed = (*MANY[:11], look(11, fields=USUAL - {"source"}))
    assert names(findings(read(look(50, fields=USUAL - {"source"}))), usual(*mixed)) == []


def test_bodies_that_collapse() -> None:
    short = [read(look(50 + number, characters=200)) for number in range(3)]
    assert names(findings(*short), usual(*MANY)) == ["layout_changed"]
    assert names(findings(short[0]), usual(*MANY)) == ["layout_changed"]
    assert names(findings(short[0]), usual(*MANY[:4])) == [], "a short piece of a young series"
    assert names(findings(read(look(50, characters=900))), usual(*MANY)) == [], "shorter, but no stub"
    brief = (*MANY[:11], look(11, characters=300))
    assert names(findings(short[0]), usual(*brief)) == [], "no shorter than they may be"


def test_known_articles_that_lose_half_at_once() -> None:
    shrunk = [read(look(number, characters=800)) for number in range(2)]
    assert names(findings(*shrunk), usual(*MANY)) == ["layout_changed"]
    assert names(findings(shrunk[0]), usual(*MANY)) == [], "one of them is the publisher's doing"
    assert names(findings(shrunk[0], read(look(1))), usual(*MANY)) == []


def test_drift_names_the_selector_and_needs_a_layout_that_was_usual() -> None:
    found = findings(read(look(50, "meaning")), selectors={"cmstop-guanhai": ".article-content"})
    complaints = judge(found, usual(*MANY)).complaints
    assert [(each.check, each.subject) for each in complaints] == [("layout_drift", PLACE)]
    assert ".article-content" in complaints[0].message
    own = tuple(look(number, "listing") for number in range(12))
    given = findings(read(look(50, "meaning")), selectors={"cmstop-guanhai": ".article-content", SITE: ".text"})
    assert ".text" in judge(given, usual(*own)).complaints[0].message, "the source's own selector"
    mixed = tuple(look(number, "meaning" if number % 2 else "cmstop-guanhai") for number in range(12))
    assert names(found, usual(*mixed)) == []
    assert names(found, usual(*MANY[:11], look(11, "meaning"))) == ["layout_drift"], "nearly all of them had it"
    assert names(findings(read(look(50, "meaning")), read(look(51))), usual(*MANY)) == [], "and it still reads others"


def test_a_new_face_shows_in_what_is_fresh() -> None:
    again = [read(look(number)) for number in range(5)]
    assert names(findings(*again, read(look(50, "meaning"), fresh=True)), usual(*MANY)) == ["layout_drift"]


def test_a_list_that_is_only_read_by_meaning() -> None:
    now = listed(layout="meaning", missed=(".pic-summary a",))
    assert names(findings(lists=(now,)), history()) == [], "a site that no selector ever knew"
    known = history(memory=Memory(layouts={list_place(now.start): "home"}))
    complaints = judge(findings(lists=(now,)), known).complaints
    assert [each.check for each in complaints] == ["layout_drift"]
    assert ".pic-summary a" in complaints[0].message


def test_what_lasts_sixty_days_is_the_new_face() -> None:
    found = findings(read(look(50, "meaning"), fresh=True))
    old = usual(*MANY, open=(opened("layout_drift", PLACE, days=61),))
    verdict = judge(found, old)
    assert (verdict.complaints, verdict.lapsed) == ((), {("layout_drift", PLACE)})
    after = learn(found, old, verdict)
    assert names(findings(read(look(51, "meaning"))), replace(old, memory=after, open=())) == []


def test_only_a_change_that_lasted_there_is_a_new_face() -> None:
    """Another complaint, at another place, or of yesterday, says nothing of how the site is."""
    page = listed(layout="meaning", missed=(".pic-summary a",))
    place = list_place(page.start)
    for check, subject, days, complained in (
        ("layout_drift", place, 61, False),
        ("challenge", place, 61, True),
        ("layout_drift", PLACE, 61, True),
        ("layout_drift", place, 1, True),
    ):
        known = history(memory=Memory(layouts={place: "home"}), open=(opened(check, subject, days),))
        assert names(findings(lists=(page,)), known) == (["layout_drift"] if complained else [])
    known = history(memory=Memory(layouts={place: "home"}))
    assert names(findings(lists=(listed(),)), known) == [], "its selector still matches"
    assert names(findings(lists=(listed(layout="meaning"),)), known) == [], "nor was any tried in vain"


def test_nothing_is_learned_of_what_is_complained_of() -> None:
    found, known = findings(read(look(50, "meaning"))), usual(*MANY)
    assert learn(found, known, judge(found, known)).looks[PLACE] == MANY


def test_the_memory_survives_its_keeping() -> None:
    found = findings(read(look(50)), lists=(listed(),))
    memory = learn(found, history(), judge(found, history()))
    assert memory_of(memory.as_json()) == memory
    assert memory_of(None) == Memory()
    assert (memory.named, memory.answered) == ({SITE}, {SITE})


# --- reach


def test_articles_that_fail() -> None:
    fine = [read(look(number)) for number in range(10)]
    assert names(findings(*fine, lost(60, Problem.ARTICLE)), usual(*MANY)) == []
    assert names(findings(*fine[:3], lost(60, Problem.ARTICLE)), usual(*MANY)) == ["error_share"]
    assert names(findings(lost(60, Problem.UNREACHABLE), lists=(listed(),)), history()) == ["error_share"]


def test_one_that_is_missing_is_withdrawn_and_all_at_once_are_not() -> None:
    gone = [lost(number, Problem.MISSING) for number in range(5)]
    assert names(findings(*gone[:4]), history()) == []
    assert names(findings(*gone), history()) == ["error_share"]
    assert names(findings(*gone, read(look(9))), history()) == []
    listed_now = [lost(number, Problem.MISSING, fresh=True) for number in range(2)]
    assert names(findings(*listed_now[:1]), history()) == []
    assert names(findings(*listed_now), history()) == ["error_share"]


def test_a_link_that_leads_home_is_withdrawn_unless_a_list_shows_it_now() -> None:
    assert names(findings(lost(1, Problem.HOME)), history()) == []
    assert names(findings(lost(1, Problem.HOME, fresh=True)), history()) == ["layout_changed"]


def test_a_layout_that_is_lost_on_one_surface_only() -> None:
    detour = lost(60, Problem.LAYOUT, last=False)
    assert names(findings(detour), history()) == ["layout_changed"], "all of this surface"
    assert names(findings(detour, read(look(61))), history()) == [], "another surface had this one"


def test_what_lies_in_a_source_that_is_lost_is_told_by_the_source() -> None:
    article, hidden = lost(60, Problem.ARTICLE), Finding(Problem.LIST, SITE, HOME, "读不到", listed=True)
    assert names(findings(article), history()) == ["error_share"]
    assert names(findings(article, troubles=[hidden]), history()) == ["list_lost"]
    assert names(findings(article, lists=(listed(),), troubles=[hidden]), history()) == ["list_lost", "error_share"]
    assert names(findings(lost(60, Problem.UNREACHABLE), lists=(listed(SEARCH),)), history()) == ["source_silent"]
    assert names(findings(article, *(read(look(number)) for number in range(4))), history()) == [], "a fifth of all"


def test_a_check_for_robots_is_told_once_a_source() -> None:
    def told(*tries: Attempt, **fields: Any) -> list[str]:
        complaints = judge(findings(*tries, **fields), history()).complaints
        return [each.subject for each in complaints if each.check == "challenge"]

    here, saved = lost(1, Problem.CHALLENGE), lost(1, Problem.CHALLENGE, last=False)
    assert told(here, read(look(2))) == [PLACE], "it stands nowhere else"
    assert told(saved, read(look(2))) == [], "another address gave its text"
    assert told(saved, lost(2, Problem.CHALLENGE, last=False)) == [PLACE], "nobody reads this surface any more"
    mobile = replace(here, surface=Surface.MOBILE)
    assert told(here, mobile) == [PLACE]
    lists = [Finding(Problem.CHALLENGE, SITE, HOME, "要求验证", listed=True)]
    assert told(here, mobile, replace(here, source=SEARCH), troubles=lists) == [list_place(HOME), f"{SEARCH} website"]


def test_a_default_source_that_never_answered_is_not_complained_of() -> None:
    series = Config().series[0]
    likely = unconfirmed(series)
    labels = [source.label for source in sources_of(series)]
    assert set(labels) - likely == {labels[0]}
    trouble = [Finding(Problem.UNREACHABLE, label, "http://epaper.example.cn/", "域名解析不了", listed=True)
               for label in likely]  # fmt: skip
    found = findings(lists=(listed(labels[0]),), sources=tuple(labels), unconfirmed=likely, troubles=trouble)
    assert names(found, history()) == []
    once = history(memory=Memory(answered=likely))
    assert set(names(found, once)) == {"source_silent"}


def test_a_paper_may_be_quiet_for_a_holiday() -> None:
    paper = "epaper http://epaper.example.cn"
    found = findings(lists=(listed(), listed(paper, "founder", 0, 0)))
    for days, complained in ((1, False), (4, False), (5, True)):
        known = history(memory=Memory(brought={paper: NOW.date() - timedelta(days=days)}))
        assert names(found, known) == (["source_silent"] if complained else [])
    festival = datetime(2024, 2, 17, 1, tzinfo=UTC)
    quiet = replace(history(memory=Memory(brought={paper: date(2024, 2, 8)})), now=festival)
    assert names(found, quiet) == []


def test_what_a_run_could_not_see_stays_open() -> None:
    standing = (
        opened("unreachable", ""), opened("source_silent", "search http://s.example.cn"), opened("challenge", PLACE),
        opened("layout_drift", list_place(HOME + "oth")), opened("delivery", "json://…"), opened("nothing_found", ""),
    )  # fmt: skip
    known = history(open=standing, instalments=(past(1),))
    verdict = judge(findings(lists=(listed(),), today=False), known)
    assert verdict.unseen == {(each.check, each.subject) for each in standing[1:]}
    assert verdict.lapsed == frozenset()


def test_a_source_that_is_no_longer_configured_is_no_recovery() -> None:
    known = history(open=(opened("source_silent", "search http://s.example.cn"),))
    verdict = judge(findings(lists=(listed(),), sources=(SITE,)), known)
    assert verdict.lapsed == {("source_silent", "search http://s.example.cn")}


# --- what should have come


def past(number: int, copies: int = 1, bears: int | None = None) -> Past:
    seen = NOW - timedelta(days=3 * number + 3)
    return Past(number, f"第 {number} 个", seen.date(), seen, seen, copies, bears)


def test_copies_that_are_found_no_more() -> None:
    before = tuple(past(number) for number in range(3, 9))
    assert names(findings(), history(instalments=(*(past(n, 0) for n in range(3)), *before))) == ["copies_stalled"]
    assert names(findings(), history(instalments=(past(0, 0), past(1, 1), past(2, 0), *before))) == []
    never = tuple(past(number, 0) for number in range(9))
    assert names(findings(), history(instalments=never)) == []


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ((12, 10, 9), ["11"]),
        ((12, None, 10), []),  # the one between bears no number
        ((14, 10), ["11", "12", "13"]),
        ((1, 12, 11), []),  # a new year counts anew
        ((80, 12, 11), []),
        ((12, 10, 11), []),  # printed out of order
        ((None, None), []),
    ],
)
def test_a_number_between_two_others(numbers: tuple[int | None, ...], missing: list[str]) -> None:
    instalments = tuple(past(place, bears=number) for place, number in enumerate(numbers))
    verdict = judge(findings(), history(instalments=instalments))
    assert [each.subject for each in verdict.complaints if each.check == "numbered_gap"] == missing


def test_a_number_that_never_comes_lapses() -> None:
    late = history(
        instalments=(past(11, bears=12), past(12, bears=10)), open=(opened("numbered_gap", "11", days=31),)
    )  # fmt: skip
    verdict = judge(findings(), late)
    assert (verdict.complaints, verdict.lapsed) == ((), {("numbered_gap", "11")})


def missed(*, weeks: int = 0, **fields: Any) -> History:
    """A weekly series of which SITE knows, that was to come out today, or so many weeks ago for the first time."""
    days = [NOW - timedelta(weeks=weeks + number) for number in range(1, 7)]
    weekly = tuple(Past(number, "一期", at.date(), at, at, 1) for number, at in enumerate(days))
    known: dict[str, Any] = {"watched_since": date(2024, 1, 1), "memory": Memory(named=frozenset({SITE}))}
    return history(instalments=weekly, **known | fields)


@pytest.mark.parametrize(
    ("found", "complained"),
    [
        ({}, True),
        ({"today": False}, False),  # a backfill looks at other days
        ({"whole": False}, False),
        ({"troubles": [Finding(Problem.ARTICLE, SITE, HOME, "没有")]}, False),
        ({"troubles": [Finding(Problem.ARTICLE, SEARCH, HOME, "没有")]}, True),  # SITE names the series, and fared well
    ],
)
def test_only_a_run_that_saw_what_came_out_misses_an_instalment(found: dict[str, Any], complained: bool) -> None:
    fine = [read(look(number)) for number in range(9)]
    run = findings(*fine, lists=(listed(newest=date(2024, 6, 16)), listed(links=15), listed(SEARCH, links=3)), **found)
    complaints = [each for each in judge(run, missed()).complaints if each.check == "nothing_found"]
    assert bool(complaints) is complained
    for complaint in complaints:
        assert "2024-06-18（周二）" in complaint.message
        told = (f"{HOME}{SITE[-3:]} 读到 35 条链接，最新一条 2024-06-16", f"{HOME}{SEARCH[-3:]} 读到 3 条链接")
        assert complaint.evidence == ("2024-06-18：最近 6 个周二有 6 个出了", *told)
    before = replace(missed(), watched_since=None)
    assert "nothing_found" not in names(run, before), "the first run of a series misses nothing"


def test_a_source_that_never_named_the_series_sees_for_it_only_where_all_fared_well() -> None:
    nobody, other = missed(memory=Memory()), missed(memory=Memory(named=frozenset({SEARCH})))
    trouble = {"troubles": [Finding(Problem.LIST, SEARCH, HOME, "读不到", listed=True)]}
    run, halting = findings(lists=(listed(),)), findings(lists=(listed(),), **trouble)
    assert [names(run, each) for each in (nobody, other)] == [["nothing_found"], ["nothing_found"]]
    assert [names(halting, each) for each in (nobody, other)] == [["list_lost"], ["list_lost"]]
    assert names(findings(), missed()) == [], "nothing answered"


def test_what_a_list_names_and_nobody_could_read_may_be_the_instalment() -> None:
    fine, lists = [read(look(number)) for number in range(9)], (listed(), listed(SEARCH))

    def after(*tries: Attempt) -> list[str]:
        return names(findings(*fine, *tries, lists=lists), missed(memory=Memory(named=frozenset({SEARCH}))))

    assert after(lost(60, Problem.ARTICLE, fresh=True)) == []
    assert after(lost(60, Problem.ARTICLE)) == ["nothing_found"], "an old one, read again"
    assert after(lost(60, Problem.ARTICLE, fresh=True, last=False), read(look(60), fresh=True)) == ["nothing_found"]


def test_a_day_that_was_missed_is_over_lapses_or_is_not_seen() -> None:
    standing = {"open": (opened("nothing_found", ""),)}
    came, silent = missed(weeks=-1, **standing), missed(weeks=9, **standing)
    run, blind = findings(lists=(listed(),)), findings(lists=(listed(),), whole=False)
    fates = [(verdict.unseen, verdict.lapsed) for verdict in (judge(run, came), judge(blind, came), judge(run, silent))]
    key = frozenset({("nothing_found", "")})
    assert fates == [(frozenset(), frozenset()), (key, frozenset()), (frozenset(), key)]
    assert judge(run, history(**standing)).lapsed == key, "its instalments were all dropped"


def test_room_on_the_disk() -> None:
    for free, used, complained in ((50, 1, True), (500, 1, False), (500, 6000, True)):
        disk = Disk("/srv/xunli", free * MEGABYTE, used * MEGABYTE)
        assert names(findings(), history(disk=disk)) == (["disk_space"] if complained else [])


def test_a_board_that_is_not_recognised_is_its_sources_affair() -> None:
    paper = "epaper http://epaper.example.cn"
    board = Finding(Problem.LAYOUT, paper, "http://epaper.example.cn/html/2024-06/18/node_1.htm", "认不出版面")
    complaints = judge(findings(read(look(50)), troubles=[board]), usual(*MANY)).complaints
    assert [(each.check, each.subject) for each in complaints] == [("layout_changed", paper)]
    known = usual(*MANY, open=(opened("layout_changed", paper),))
    assert judge(findings(read(look(50))), known).unseen == {("layout_changed", paper)}
    assert judge(findings(read(look(50)), answers={paper}), known).unseen == frozenset()


def test_only_a_paper_that_ever_had_an_issue_says_that_there_is_none() -> None:
    known, found = missed(), findings(lists=(listed(),))
    found.no_issue(PAPER, NOW.date())
    assert names(found, known) == ["source_silent", "nothing_found"]
    found.answers.add("epaper http://epaper.example.cn")
    assert names(found, known) == []


# --- a newspaper without its home page and without issues

PAPER = "epaper http://epaper.example.cn"


def unprinted(**fields: Any) -> Findings:
    found = findings(lists=(listed(),), **fields)
    found.no_issue(PAPER, NOW.date())
    return found


def test_a_paper_that_never_showed_anything_is_complained_of_at_once() -> None:
    [complaint] = judge(unprinted(), history()).complaints
    assert (complaint.check, complaint.subject) == ("source_silent", PAPER)
    assert "base_url" in complaint.message


def test_one_that_showed_issues_may_rest_a_few_days() -> None:
    def after(days: int) -> list[str]:
        since = NOW.date() - timedelta(days=days)
        return names(unprinted(), history(memory=Memory(brought={PAPER: since}, answered=frozenset({PAPER}))))

    assert after(2) == []
    assert after(20) == ["source_silent"]


def test_a_paper_that_answers_or_is_only_likely_is_not_complained_of() -> None:
    assert names(unprinted(unconfirmed=frozenset({PAPER})), history()) == []
    answering = unprinted()
    answering.answers.add(PAPER)
    assert names(answering, history()) == []
