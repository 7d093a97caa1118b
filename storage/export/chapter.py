"""One instalment as a chapter of a book: XHTML in the newspaper's own order, and its lines of the contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from storage.answers import Article, Revision
from storage.citation import gbt7714
from storage.language import clock, date_of
from storage.outline import Page, Section, outline
from storage.values import Cause

LONGEST: Final = 40
"""Characters by which contents name a story that has neither department nor headline."""

_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CAUSES: Final = {Cause.PUBLISHER: "报社改动", Cause.EXTRACTOR: "抽取规则改进，报上文字未变"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. `anchor` is a place inside of the chapter; "" the chapter itself."""

    anchor: str
    told: str
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """What stands between the head and the foot of a chapter's document, and its contents."""

    title: str
    body: str
    entry: Entry


def chapter(article: Article, zone: ZoneInfo) -> Chapter:
    """Return an instalment as a chapter."""
    row = article.row
    pages = outline(article.body, title=row.title).pages
    blocks = [
        *_head(article, zone),
        *(block for number, page in enumerate(pages, 1) for block in _page(number, page)),
        *_revisions(article.revision_list, zone),
        '<section class="source"><h2>出处</h2>',
        _p(gbt7714(article, zone), "citation"),
        f'<p class="address"><a href="{xml(row.url)}">{xml(row.url)}</a></p>' if _is_web(row.url) else _p(row.url),
        "</section>",
    ]
    told = f"{row.dated_on.isoformat()}　{_line(row.title)}"
    return Chapter(_line(row.title), "\n".join(blocks), Entry("", told, tuple(_entries(pages))))


def xml(text: str) -> str:
    """Return a text as XML has it, without what XML has no way to write."""
    return escape(_NOT_IN_XML.sub("", text))


def _is_web(url: str) -> bool:
    return bool(re.fullmatch(r"https?://[!-~]+", url)) and not re.search(r"[\\^`{|}<>\"\s]|%(?![0-9A-Fa-f]{2})", url)


def _head(article: Article, zone: ZoneInfo) -> Iterator[str]:
    row = article.row
    if article.kicker:
        yield _p(article.kicker, "kicker")
    yield f"<h1>{xml(_line(row.title))}</h1>"
    if article.subtitle:
        yield _p(article.subtitle, "subtitle")
    published = clock(row.published_at, zone)
    facts = (
        row.source,
        row.printed_on and f"{row.printed_on.isoformat()} 见报",
        published and f"{published} 上网",
        row.byline,
        row.editor and f"责任编辑 {row.editor}",
    )
    yield _p("　".join(fact for fact in facts if fact) or row.dated_on.isoformat(), "facts")
    if row.gone_at:
        yield _p(f"原网页已撤下（{date_of(row.gone_at, zone)}），这里是存下来的文字。", "gone")


def _page(number: int, page: Page) -> Iterator[str]:
    yield f'<section class="page" id="p{number}">'
    if page.label:
        yield f"<h2>{xml(page.heading)}</h2>"
    for position, section in enumerate(page.sections, 1):
        yield f'<section class="story" id="p{number}-{position}">'
        yield from _story(section, "h3" if page.label else "h2")
        yield "</section>"
    yield "</section>"


def _story(section: Section, heading: str) -> Iterator[str]:
    if section.organisation:
        yield f"<{heading}>{xml(_line(section.organisation))}</{heading}>"
    if section.headline:
        lines = "<br/>".join(xml(_line(line)) for line in section.headline)
        yield f'<p class="headline">{lines}</p>'
    yield from (_p(caption, "caption") for caption in section.captions)
    yield from (_p(paragraph) for paragraph in section.body if paragraph.strip())


def _revisions(revisions: tuple[Revision, ...], zone: ZoneInfo) -> Iterator[str]:
    if len(revisions) < 2:
        return
    yield '<section class="revisions"><h2>修订</h2><ol>'
    for each in revisions:
        why = "初次收录" if each.number == 1 else _CAUSES[each.cause]
        yield f"<li>{xml(f'{clock(each.captured_at, zone)}　{why}　{_line(each.title)}')}</li>"
    yield "</ol></section>"


def _entries(pages: tuple[Page, ...]) -> Iterator[Entry]:
    """Yield the pages with their stories below; stories of no page stand for themselves."""
    for number, page in enumerate(pages, 1):
        stories = tuple(
            Entry(f"p{number}-{position}", told)
            for position, section in enumerate(page.sections, 1)
            if (told := _told(section, alone=len(page.sections) == 1))
        )
        if page.label:
            yield Entry(f"p{number}", page.heading, stories)
        else:
            yield from stories


def _told(section: Section, *, alone: bool) -> str:
    """Return how contents name a story: department and headline, else, if it has neighbours, how it begins; or ""."""
    headline = " ".join(_line(line) for line in section.headline)
    named = "　".join(part for part in (section.organisation, headline) if part)
    return named if named or alone else _line(next(iter((*section.captions, *section.body)), ""))[:LONGEST]


def _line(text: str) -> str:
    return " ".join(_NOT_IN_XML.sub("", text).split())


def _p(text: str, name: str = "") -> str:
    return f'<p class="{name}">{xml(text.strip())}</p>' if name else f"<p>{xml(text.strip())}</p>"
