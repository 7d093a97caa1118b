"""A number that a site gives to another article."""

from __future__ import annotations

from datetime import date

from support_crawl import (
    assert_sound,
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    mobile,
    paper,
    path,
    squeezed,
    text_of,
    visit_of,
)

from crawler.following.wishes import Wishes
from demo import Newspaper
from storage.values import Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
PROSE = (
    "<p>气象台今天早晨发布预报：受冷空气影响，明天白天到夜间本市多云转阴，北风五到六级，阵风七级，最低气温零下二度。</p>"
    "<p>海上风浪较大，渔船请留在港内避风；高速公路早晨有雾，司机要减速慢行。周末天气转晴，适合到公园里走走。</p>"
    "<p>园林部门说，各处的菊花正当时，早上九点以前和下午四点以后人少，停车也容易些；山上的红叶还要再等一个星期。"
    "带孩子上山请走石阶，不要在草丛里生火；下山的末班车是傍晚六点，错过了可以走南门，坐晚一点的公共汽车回城里去。</p>"
)
WEATHER = (
    "<html><head><title>今日天气晴转多云</title></head><body><h1>今日天气晴转多云</h1><div class='article-infos'>"
    f"<span class='date'>2021-12-05 08:30</span></div><div class='article-content'>{PROSE}</div></body></html>"
).encode()
"""What stands at a number that was an instalment's."""


def test_a_number_that_was_given_out_again_takes_no_text_away(paper: Newspaper, database: str) -> None:
    """First suspected, then gone; what stands there now is told, and what stood there stays to be read."""
    piece = paper.print_instalment(DAY)
    config = config_of(paper, database, {"gone_after": {"confirmations": 2, "days": 0}})
    crawl(config)
    paper.say(f"*{path(piece)}", WEATHER)
    for verdict in (Verdict.SUSPECTED, Verdict.GONE):
        run = crawl(config, Wishes(recheck=True))
        seen = visit_of(config, run, desktop(paper, piece))
        assert (seen.verdict, "另一篇：今日天气晴转多云" in seen.reason) == (verdict, True)
    (one,) = instalments(config)
    assert (one.title, one.revisions, one.gone_at is not None) == (piece.title, 1, True)
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert_sound(config)


def test_nor_does_it_bring_another_text_in_where_its_first_address_fails(paper: Newspaper, database: str) -> None:
    """The phone's page has the number, too: what stands there is no instalment because one stood at the desktop's."""
    piece = paper.print_instalment(DAY)
    config = config_of(paper, database, {"gone_after": {"confirmations": 2, "days": 0}})
    crawl(config)
    paper.say(mobile(paper, piece), WEATHER)
    paper.fail(desktop(paper, piece))
    assert visit_of(config, crawl(config, Wishes(recheck=True)), desktop(paper, piece)).verdict is Verdict.FAILED
    paper.heal(desktop(paper, piece))
    paper.withdraw(piece.id)
    assert visit_of(config, crawl(config, Wishes(recheck=True)), desktop(paper, piece)).verdict is Verdict.SUSPECTED
    (one,) = instalments(config)
    assert (one.title, one.gone_at) == (piece.title, None)
    assert_sound(config)
