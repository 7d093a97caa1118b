"""A live check of one source, for `doctor`: a list and an article of it, or an issue, a board and a story.

    ask → answer → list → links → article → text → date; it ends at the first step that fails

What it asks for is a handful of pages at the run's own pace; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice

from crawler.answers import answer_of
from crawler.documents import list_trouble
from crawler.epapers.unmarked import story_of
from crawler.extract import ExtractionError, NotAnArticle, extract
from crawler.following.topics import matched_links
from crawler.probing.examined import Examined, Step
from crawler.probing.reach import way_to
from crawler.probing.visiting import Unanswered, Visitor
from crawler.sources.base import Ask, Index, ListSource, ReadError, Source
from crawler.sources.board import read_board
from crawler.sources.epaper import FRONTS, Epaper
from crawler.sources.founder import Board, StoryLink
from crawler.sources.search import Search
from crawler.sources.story import is_story
from storage.addresses import stands_on
from storage.config import SeriesConfig
from storage.findings import Problem
from storage.language import say
from storage.values import Document, Link

TRIES = 3
"""Articles that are tried before a source counts as one without: a film or a withdrawn piece may stand first."""
DAYS_BACK = 4
"""Days whose issue is tried where the e-paper has no home page."""


class _Stop(Exception):
    """A step failed; it is noted."""


async def examine(visitor: Visitor, series: SeriesConfig, source: Source, today: date, *, likely: bool) -> Examined:
    """Return how far a source can be read now."""
    found = Examined(source.label, likely)
    with suppress(_Stop):
        await _way(source.asks()[0].url, found)
        if isinstance(source, Epaper):
            await _epaper(visitor, source, today, found)
        elif isinstance(source, ListSource):
            for ask in source.asks():
                await _list(visitor, series, source, ask, found)
    return found


async def _list(visitor: Visitor, series: SeriesConfig, source: ListSource, ask: Ask, found: Examined) -> None:
    document = await _page(visitor, ask.url, found)
    step = Step.RESULTS if isinstance(source, Search) else Step.LIST
    try:
        index = source.read_index(document, ask)
    except ReadError as error:
        problem, reason = list_trouble(document, error.message)
        raise _fail(found, Step.CHALLENGE if problem is Problem.CHALLENGE else step, ask.url, reason) from error
    total = "" if index.total is None else say(f"，共 {index.total} 条", f", {index.total} in all")
    layout = say(f"版式 {index.layout}{total}", f"layout {index.layout}{total}")
    found.well(step, ask.url, layout)
    ours = [link for link, matched in matched_links(series, index) if not matched.excluded]
    counted = say(
        f"{len(index.links)} 条，{len(ours)} 条有系列的字样", f"{len(index.links)}, {len(ours)} with the series' words"
    )
    found.well(Step.LINK, ask.url, counted)
    await _articles(visitor, source, _candidates(visitor, index, ours), found)


def _candidates(visitor: Visitor, index: Index, ours: Sequence[Link]) -> list[str]:
    """Return the articles to try: of the series first, on hosts that may be asked."""
    urls = dict.fromkeys(link.url for link in (*ours, *index.links))
    allowed = [url for url in urls if stands_on(url, visitor.hosts)]
    return list(islice(allowed, TRIES))


async def _articles(visitor: Visitor, source: Source, urls: Sequence[str], found: Examined) -> None:
    """Read one article of a list; it fails where none of those tried gives a text."""
    reasons: list[tuple[str, str]] = []
    for url in urls:
        for address in (url, *source.fallbacks(url)):
            reason = await _article(visitor, source, address, found)
            if reason is None:
                return
            reasons.append((address, reason))
    if reasons:
        raise _fail(found, Step.ARTICLE, *reasons[0])


async def _article(visitor: Visitor, source: Source, url: str, found: Examined) -> str | None:
    """Return why an address gives no text, None where it does."""
    document = await visitor.get(url)
    if isinstance(document, Unanswered):
        return document.reason
    if document.status != 200:
        return answer_of(document).reason
    try:
        read = extract(document, rules=source.rules)
    except NotAnArticle as error:
        if error.kind == "challenge":
            raise _fail(found, Step.CHALLENGE, url, error.sentence) from error
        return error.sentence
    except ExtractionError as error:
        return error.sentence
    found.well(
        Step.ARTICLE, url, say(f"{len(read.body)} 字：{read.title}", f"{len(read.body)} characters: {read.title}")
    )
    day = read.printed_on or read.published_on
    if day is None:
        raise _fail(
            found, Step.DATE, url, say("读不出日期，请给出 date 选择器", "no date is found; give a date selector")
        )
    found.well(Step.DATE, url, str(day))
    return None


# --- e-papers


async def _epaper(visitor: Visitor, source: Epaper, today: date, found: Examined) -> None:
    document, front = await _front(visitor, source, today, found)
    board = _board(document, found, Step.DIRECTORY)
    named = say(f"{board.on}，{len(board.boards)} 个版", f"{board.on}, {len(board.boards)} boards")
    if not board.boards:
        raise _fail(found, Step.DIRECTORY, front, say("版面目录里一个版也没有", "the directory holds no board"))
    found.well(Step.DIRECTORY, front, named)
    told = _told(board)
    for other in islice((each for each in board.boards if each.url != board.url), TRIES):
        if told:
            break
        told = _told(_board(await _page(visitor, other.url, found), found, Step.BOARD))
    if not told:
        raise _fail(found, Step.BOARD, front, say("版面上认不出一篇稿件", "no story is recognised on the boards"))
    found.well(Step.BOARD, front, say(f"{len(told)} 篇", f"{len(told)} stories"))
    await _story(visitor, told[0], found)


def _told(board: Board) -> list[StoryLink]:
    return [story for story in board.stories if story.title and is_story(story.title, story.title)]


async def _front(visitor: Visitor, source: Epaper, today: date, found: Examined) -> tuple[Document, str]:
    """Return the first board of the newest issue: as the home page says, else of the last days."""
    home = source.home
    reason = ""
    for url in (home, source.folder):
        answer = await visitor.get(url)
        if isinstance(answer, Unanswered) and (answer.unreachable or answer.ours):
            raise _unanswered(answer, found)
        if isinstance(answer, Unanswered):
            told = answer.reason
        else:
            told = _heard(answer, found) or _newest(source, answer, found)
        reason = reason or told
        if found.checks and found.checks[-1].step is Step.HOME:
            front = found.checks[-1].detail
            return await _page(visitor, front, found), front
    days = (today - timedelta(days=back) for back in range(DAYS_BACK))
    for url in (source.issue_url(day, front) for day in days for front in FRONTS):
        issue = await visitor.get(url)
        if isinstance(issue, Document) and issue.status == 200:
            found.well(Step.HOME, url, say(f"{reason}，按日期找到", f"{reason}; found by date"))
            return issue, url
    raise _fail(found, Step.HOME, home, reason)


def _heard(document: Document, found: Examined) -> str:
    """Note that a host answered; return what is wrong with the answer's status, "" where nothing is."""
    found.answered = True
    found.server_at = found.server_at or _clock_of(document)
    return "" if document.status == 200 else answer_of(document).reason


def _newest(source: Epaper, document: Document, found: Examined) -> str:
    """Note where a home page leads; return why it leads nowhere, "" where it leads somewhere."""
    try:
        found.well(Step.HOME, document.url, source.newest(document)[0])
    except ReadError as error:
        problem, reason = list_trouble(document, error.message)
        if problem is Problem.CHALLENGE:
            raise _fail(found, Step.CHALLENGE, document.url, reason) from error
        return error.message
    return ""


def _board(document: Document, found: Examined, step: Step) -> Board:
    try:
        return read_board(document)
    except ReadError as error:
        problem, reason = list_trouble(document, error.message)
        raise _fail(found, Step.CHALLENGE if problem is Problem.CHALLENGE else step, document.url, reason) from error


async def _story(visitor: Visitor, link: StoryLink, found: Examined) -> None:
    document = await _page(visitor, link.url, found)
    try:
        story = story_of(document, [link])
    except ReadError as error:
        raise _fail(found, Step.STORY, link.url, error.message) from error
    length = sum(map(len, story.paragraphs))
    found.well(Step.STORY, link.url, say(f"{length} 字：{story.title}", f"{length} characters: {story.title}"))


# --- what every page has in common


async def _page(visitor: Visitor, url: str, found: Examined) -> Document:
    """Return a page that must be there."""
    answer = await visitor.get(url)
    if isinstance(answer, Unanswered):
        raise _unanswered(answer, found)
    if wrong := _heard(answer, found):
        raise _fail(found, Step.HTTP, url, wrong)
    if not any(check.step is Step.HTTP for check in found.checks):
        found.well(Step.HTTP, url, str(answer.status))
    return answer


def _unanswered(answer: Unanswered, found: Examined) -> _Stop:
    found.answered = found.answered or answer.ours
    return _fail(found, Step.ROBOTS if answer.robots else Step.HTTP, answer.url, answer.reason)


async def _way(url: str, found: Examined) -> None:
    """Go to the host, so far as nothing is asked of it."""
    found.checks += await way_to(url)
    if found.failed is not None:
        raise _Stop


def _fail(found: Examined, step: Step, url: str, reason: str) -> _Stop:
    """Note a step that fails; what is returned ends the check."""
    found.broken(step, url, reason)
    return _Stop()


def _clock_of(document: Document) -> datetime | None:
    with suppress(ValueError, TypeError):
        at = parsedate_to_datetime(document.headers.get("date", ""))
        return at if at.tzinfo else None
    return None
