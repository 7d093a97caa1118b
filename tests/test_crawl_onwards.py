"""Pages that only lead on: they are followed on the hosts of the sources, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from support_crawl import config_of, crawl, database, desktop, mobile, paper, path, titles, visit_of, website

from demo import Newspaper, Piece
from storage.values import Outcome, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY)


LEADING_ON = {
    "meta": '<html><head><meta http-equiv="refresh" content="0;url={to}"></head><body></body></html>',
    "quoted": """<META HTTP-EQUIV='Refresh' CONTENT='3; URL="{to}"'><p>正在跳转，<a href="{to}">点这里</a></p>""",
    "href": "<html><script>window.location.href = '{to}';</script></html>",
    "replace": '<html><body><script>location.replace("{to}")</script></body></html>',
}


@pytest.mark.parametrize("how", LEADING_ON)
def test_a_page_that_only_leads_on_is_followed(paper: Newspaper, database: str, piece: Piece, how: str) -> None:
    paper.say("/start", LEADING_ON[how].format(to="/").encode())
    paper.say(desktop(paper, piece), LEADING_ON[how].format(to=f"//{mobile(paper, piece)[7:]}#top").encode())
    config = config_of(paper, database, source=[website(paper, lists=["/start"])])
    run = crawl(config)
    assert titles(config) == [piece.title]
    assert visit_of(config, run, f"{paper.website}/start").verdict is Verdict.INDEX
    assert visit_of(config, run, desktop(paper, piece)).verdict is Verdict.NEW
    assert run.outcome is Outcome.DONE


@pytest.mark.parametrize(
    "page", [
        '<meta http-equiv="refresh" content="0">', '<meta http-equiv="refresh" content="300;url=/p/1.html">',
        '<noscript><meta http-equiv="refresh" content="0;url=/p/1.html"></noscript>',
        '<script>document.cookie="a=1";location.href="/p/1.html"</script>',
        '<script>if(/Mobile/.test(navigator.userAgent))location="/p/1.html"</script>',
        '<meta http-equiv="refresh" content="0;url=http://[/p/1.html">',
        f'<meta http-equiv="refresh" content="0;url=/p/1.html"><p>{"这里有话要说。" * 20}</p>',
    ],
)  # fmt: skip
def test_a_page_that_does_more_than_lead_on_is_taken_for_itself(
    paper: Newspaper, database: str, piece: Piece, page: str
) -> None:
    paper.say(path(piece), page.encode())
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert paper.requests_to("/p/1.html") == 0
    assert visit_of(config, run, desktop(paper, piece)).status == 200


def test_a_page_that_leads_to_another_host_is_not_followed(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.say(path(piece), LEADING_ON["meta"].format(to=f"{paper.elsewhere}{path(piece)}").encode())
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert paper.requests_to(paper.elsewhere) == 0
    assert "不是任何来源" in visit_of(config, run, desktop(paper, piece)).reason


def test_pages_that_lead_to_each_other_are_read_once_each(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.say(path(piece), LEADING_ON["meta"].format(to="/back").encode())
    paper.say("/back", LEADING_ON["replace"].format(to=path(piece)).encode())
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert (paper.requests_to(path(piece)), paper.requests_to("/back")) == (1, 1)
    assert visit_of(config, run, desktop(paper, piece)).verdict is Verdict.FAILED


def test_pages_that_lead_on_for_ever_are_given_up(paper: Newspaper, database: str, piece: Piece) -> None:
    for number in range(20):
        here = f"{path(piece)}{f'?{number}' if number else ''}"
        paper.say(here, LEADING_ON["href"].format(to=f"{path(piece)}?{number + 1}").encode())
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert "没有到头" in visit_of(config, run, desktop(paper, piece)).reason
    assert paper.requests_to(path(piece)) == 6
