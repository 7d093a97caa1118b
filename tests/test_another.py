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


def test_a_number_that_was_given_out_again_takes_no_text_away(paper: Newspaper, database: str) -> None:
    """First suspected, then gone; what stands there now is told, and what stood there stays to be read."""
    piece = paper.print_instalment(DAY)
    config = config_of(paper, database, {"gone_after": {"confirmations": 2, "days": 0}})
    crawl(config)
    weather = (
        "<p>气象台今天早晨发布预报：受冷空气影响，明天白天到夜间本市多云转阴，北风五到六级，阵风七级，最低气温零下二度。</p>"
        "<p>海上风浪较大，渔船请留在港内避风；高速公路早晨有雾，司机要减速慢行。周末天气转晴，适合到公园里走走。</p>"
    )
    shown = (
        "<html><head><title>今日天气晴转多云</title></head><body><h1>今日天气晴转多云</h1><div class='article-infos'>"
        f"<span class='date'>2021-12-05 08:30</span></div><div class='article-content'>{weather}</div></body></html>"
    )
    paper.say(f"*{path(piece)}", shown.encode())
    for verdict in (Verdict.SUSPECTED, Verdict.GONE):
        run = crawl(config, Wishes(recheck=True))
        seen = visit_of(config, run, desktop(paper, piece))
        assert (seen.verdict, "另一篇：今日天气晴转多云" in seen.reason) == (verdict, True)
    (one,) = instalments(config)
    assert (one.title, one.revisions, one.gone_at is not None) == (piece.title, 1, True)
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert_sound(config)
