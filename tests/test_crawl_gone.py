"""What a site takes away, and what only seems so: misses count where the site answered; texts that never rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import (
    assert_sound,
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    paper,
    rows,
    squeezed,
    tally,
    text_of,
    visit_of,
)

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from storage.config import Config
from storage.decide import RESTLESS
from storage.values import CHINA, Outcome, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
PRINTED = datetime(2021, 11, 2, 2, 0, tzinfo=UTC)
AT_ONCE = {"gone_after": {"confirmations": 1, "days": 0}}
AGAIN = Wishes(recheck=True)


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY)


@pytest.fixture
def config(paper: Newspaper, database: str, piece: Piece) -> Config:
    """A configuration that takes one miss for a withdrawal, and an archive that holds the piece."""
    paper.print_news(DAY)
    made = config_of(paper, database, crawl=AT_ONCE)
    crawl(made)
    return made


OUTAGES: dict[str, Callable[[Newspaper], object]] = {
    "404 everywhere": lambda paper: paper.fail("*", status=404),
    "404 for articles, no front page": lambda paper: (paper.fail("/p/*", status=404), paper.fail("/", status=502)),
    "a notice everywhere": lambda paper: paper.say("*", "<title>提示</title><p>您访问的内容不存在</p>".encode()),
    "articles sent home, where nobody answers": lambda paper: (paper.redirect("/p/*", "/"), paper.hang_up("/")),
    "a challenge on the front page": lambda paper: (paper.fail("/p/*", status=410), paper.challenge("/")),
}


@pytest.mark.slow
@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_of_the_site_marks_nothing(paper: Newspaper, config: Config, piece: Piece, outage: str) -> None:
    OUTAGES[outage](paper)
    run = crawl(config, AGAIN)
    assert {"gone", "suspected"} & tally(run).keys() == set()
    assert visit_of(config, run, desktop(paper, piece)).verdict is Verdict.FAILED
    assert rows(config, "SELECT 1 FROM addresses WHERE misses > 0 OR gone_at IS NOT NULL") == []
    assert instalments(config)[0].gone_at is None
    paper.heal()
    assert tally(crawl(config, AGAIN))["unchanged"] == 1


def test_an_address_asked_for_alone_is_told_gone_by_its_front_page(
    paper: Newspaper, config: Config, piece: Piece
) -> None:
    paper.withdraw(piece.id)
    asked = Wishes(urls=(desktop(paper, piece),))
    paper.fail("/", status=503)
    assert "gone" not in tally(crawl(config, asked))
    paper.heal()
    run = crawl(config, asked)
    assert tally(run)["gone"] == 1
    assert visit_of(config, run, paper.website + "/").verdict is Verdict.INDEX


def test_a_body_that_collapsed_is_suspected_and_its_text_stays(paper: Newspaper, config: Config, piece: Piece) -> None:
    paper.correct(piece.id, body=["该文章正在调整，请稍后再看，给您带来的不便敬请谅解。"])
    run = crawl(config, AGAIN)
    seen = visit_of(config, run, desktop(paper, piece))
    assert seen.verdict is Verdict.GONE
    assert "正文只剩" in seen.reason
    [kept] = instalments(config)
    assert (kept.revisions, kept.gone_at is None) == (1, False)
    assert squeezed(body(config, kept.title)) == text_of(piece)
    assert_sound(config)


def test_a_return_is_recorded(paper: Newspaper, config: Config, piece: Piece) -> None:
    paper.withdraw(piece.id)
    assert tally(crawl(config, AGAIN))["gone"] == 1
    since = instalments(config)[0].gone_at
    assert since is not None
    paper.restore(piece.id)
    run = crawl(config, AGAIN)
    seen = visit_of(config, run, desktop(paper, piece))
    assert (seen.verdict, instalments(config)[0].gone_at) == (Verdict.UNCHANGED, None)
    assert f"撤下后又恢复（{since.astimezone(CHINA).date()}" in seen.reason


@pytest.mark.slow
def test_a_text_that_never_rests_is_capped_and_complained_of(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database)
    days = iter((0, 1, 2, 4, 8, 16))  # its schedule

    for number in range(RESTLESS):
        paper.correct(piece.id, replacing=("。", f"。现在是{number}点整。"))
        assert crawl(config, at=PRINTED + timedelta(days=next(days))).outcome is Outcome.DONE
    paper.correct(piece.id, title="青岛改革巡礼：又换了")
    run = crawl(config, at=PRINTED + timedelta(days=next(days)))
    assert run.outcome is Outcome.COMPLAINTS
    [complaint] = run.complaints
    assert (complaint["check"], complaint["evidence"][0].split(" ")[0]) == ("restless_text", desktop(paper, piece))
    assert instalments(config)[0].revisions == RESTLESS
    paper.correct(piece.id, title=instalments(config)[0].title)
    calm = crawl(config, AGAIN, at=PRINTED + timedelta(days=17))
    assert (calm.complaints, [each["check"] for each in calm.recovered]) == ((), ["restless_text"])
