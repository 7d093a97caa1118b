"""What is asked for again because an earlier run failed to read it: what was known of it then still counts."""

from __future__ import annotations

from datetime import date

from support_crawl import (
    assert_sound,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    mobile,
    paper,
    rows,
    tally,
    visit_of,
)
from support_databases import database_url, postgres_server

from crawler.following.wishes import Wishes
from demo import Newspaper
from storage.values import Verdict

__all__ = ["database", "database_url", "paper", "postgres_server"]

DAY = date(2021, 11, 2)
EMPTY = '<html><body><ul class="article-list"><li><h3><a href="/p/1.html">今天没有别的</a></h3></li></ul></body></html>'


def test_the_day_that_a_list_printed_is_kept_until_the_article_is_read(paper: Newspaper, database_url: str) -> None:
    undated = paper.print_news(DAY, title="改革巡礼：码头边的一间屋子")
    paper.bare_mobile()
    paper.fail(desktop(paper, undated), status=404)
    paper.fail(mobile(paper, undated), status=500)
    config = config_of(paper, database_url, {"timeout": 60})
    assert tally(crawl(config))["failed"] >= 1
    paper.heal()
    paper.fail(desktop(paper, undated), status=404)
    paper.bare_mobile()
    paper.say(f"{paper.website}/", EMPTY.encode())
    assert tally(crawl(config))["new"] == 1
    [kept] = instalments(config)
    assert (kept.printed_on, kept.published_at, kept.dated_on) == (None, None, DAY)
    assert_sound(config)


def test_what_a_person_asked_for_must_still_prove_itself_when_it_answers(paper: Newspaper, database: str) -> None:
    news = paper.print_news(DAY, title="码头边的一间屋子")
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    paper.fail(desktop(paper, news), status=404)
    crawl(config, Wishes(urls=(desktop(paper, news),)))
    assert rows(config, "SELECT url FROM owed") != []
    paper.heal()
    run = crawl(config)
    assert visit_of(config, run, desktop(paper, news)).verdict is Verdict.FILTERED
    assert instalments(config) == []
