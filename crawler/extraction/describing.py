"""What the page says of the article that was found on it: title, time, source, byline, editor, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice, pairwise, takewhile
from urllib.parse import urljoin

from lxml.etree import _Element

from crawler.extraction.around import below, signed
from crawler.extraction.blocks import blocks
from crawler.extraction.bylines import author_beside, byline_of, people_of
from crawler.extraction.chrome import is_chrome_line, is_label_line, is_tail_heading
from crawler.extraction.fields import (
    META_DATES,
    Moment,
    first_editor,
    first_moment,
    issue_date,
    moments,
    printed_date,
    without_changes,
)
from crawler.extraction.found import Found, ListingRules
from crawler.extraction.founder import marked
from crawler.extraction.fulltext import call_for
from crawler.extraction.kickers import kicker_above, shown_at, subtitle_below
from crawler.extraction.layouts import Layout
from crawler.extraction.leads import leads_of
from crawler.extraction.outlets import (
    META_SOURCES,
    account_above,
    bare_source,
    clean_source,
    is_date_line,
    issuer,
    labelled_source,
    source_beside,
    unlabelled_source,
)
from crawler.extraction.parts import next_part, part_number
from crawler.extraction.titles import page_title, same_words, without_part, wording
from crawler.extraction.tree import Page, text_of
from crawler.extraction.unscripted import TOLD_AUTHOR, machine_dates
from crawler.extraction.writers import author_above, told_author, wire_reporter
from crawler.extraction.years import with_year
from crawler.version import EXTRACTOR
from storage.outline import outline, people
from storage.values import Document, Extract

_NEAR_HEADLINE = 6
_LONGEST_DATE = 40
_LONGEST_FACTS = 90
"""Characters of a line that has author, outlet, counters and moment beside one another."""
_COLOPHON = 12
"""Lines below a text among which the site says whence it came."""
_NAMES_SOURCE = re.compile(r"^\W*(?:版权声明\W*)?(?:本文|文章|稿件|信息|新闻)?(?:来源|來源|稿源)\s*[:：丨|]")
_DATED = re.compile(r"(?:最后|首次|最近)?(?:编辑|发布|发表|更新|编写)(?:于|时间\s*[:：]|日期\s*[:：])\s*\d{4}")
"""A date below a text, which says that it is the text's."""
_TIMED = re.compile(r"^\W{0,2}(?:19|20)\d\d\D{1,2}\d{1,2}\D{1,2}\d{1,2}\D{1,3}\d{1,2}:\d\d\W{0,3}[\u4e00-\u9fff]{0,6}$")
_REPORTED = re.compile(r"(?:报道|報導|报导|報道|电|電|讯|訊)\W{0,2}$")
_OPENING = 3
"""Lines of a text among which that one is; a caption may come first."""
_BARS = " |｜_-–—"
_LONGEST_NAME = 16
"""Characters of a site's name in its pages' titles, behind a bar; what is longer is a channel's path."""
_RIGHT_BELOW = 2
"""Lines below a text of which one may be its time, where no label says so."""
_PUT_UP = re.compile(r"(?:发布|发文|公开|公布|印发)(?:日期|时间)\s*[:：|\s]{0,6}(?=(?:19|20)\d\d)")
"""What an authority's record of a document, above its headline, calls the day when it was published."""
_LONGEST_RECORD = 200
_PATH = re.compile(r"[>＞»›]")
_LONGEST_PATH = 80
_DAY_IN_ADDRESS = re.compile(r"/(20\d\d)[-/]?(\d\d)[-/]?(\d\d)/")
_FIRST_LINES = 80
"""Lines of a page among which such a record is looked for."""


def is_dated(page: Page, facts: dict[str, str], found: Found) -> bool:
    """Whether a date stands with the article that was found."""
    return _moment(_zone(page, found), facts) is not None


def _zone(page: Page, found: Found) -> list[str]:
    """The lines at the headline in which date and source are looked for."""
    own = [text_of(element) for element in page.select(found.layout.date)] if found.layout.date else []
    dated = [line for line in below(found.box, 6) if len(line) <= _LONGEST_DATE and _DATED.match(line)]
    return [*own[:3], *(block.text for block in found.above), *found.reading.aside, *dated]


def described(document: Document, page: Page, facts: dict[str, str], found: Found, rules: ListingRules) -> Extract:
    lines = [block.text for block in found.reading.lines]
    shown = shown_at(page, found.title)
    before = [block.text for block in found.above]
    layout = found.layout
    zone = _zone(page, found)
    moment = _to_the_minute(_moment(zone, facts), page, with_year(zone, page.root, document.url))
    moment = moment or _recorded(page) or _at_the_ends(found, lines) or _addressed(page, document.url)
    editor = found.reading.editor or first_editor([*below(found.box), *before]) or first_editor(signed(page.root))
    body = "\n".join(lines)
    shape = outline(body, title=found.title)
    byline = _byline(page, layout, lines, zone) or shape.byline or _unsigned(found, facts, zone)
    printed_on = shape.printed_on or printed_date(lines) or (_issue_day(page, zone) if layout.epaper else None)
    if printed_on is None and moment is not None:
        printed_on = moment.on  # the date line's, where neither a marker nor the e-paper says it
    part = part_number(document.url)
    following = next_part(page, document.url, rules.next)
    return Extract(
        url=document.url,
        title=without_part(found.title, part if part > 1 or following else None) or found.title,
        body=body,
        kicker=_set_apart(page, layout, layout.kicker, "article-pretitle")
        or kicker_above(shown, found.title)
        or shape.kicker,
        subtitle=_set_apart(page, layout, layout.subtitle, "article-subtitle") or subtitle_below(shown),
        printed_on=printed_on,
        published_at=moment.at if moment else None,
        published_on=moment.on if moment else None,
        source=_source(page, found, zone, facts),
        byline=byline,
        editor=editor,
        people=tuple(dict.fromkeys((*shape.people, *people_of(byline, editor)))),
        canonical_url=_canonical(page.root, document.url),
        next_part=following,
        layout=layout.name,
        extractor=EXTRACTOR,
        full_text_at=call_for(page.root, document.url) if part == 1 and following else None,
        leads=leads_of(page.root, document.url),
    )


def _set_apart(page: Page, layout: Layout, css: str, mark: str) -> str | None:
    """What the layout keeps beside the headline: by its selector, in an e-paper by the paper's own marks."""
    element = page.first(css) if css else None
    if element is not None:
        return text_of(element)
    return marked(page.root, mark) if layout.epaper else None


def _moment(zone: list[str], facts: dict[str, str]) -> Moment | None:
    """The time shown at the headline, the metas' where that has no time of day; the last change where that is all."""
    dated = [line for line in zone if len(line) <= 120]
    shown = first_moment(map(without_changes, dated))
    if shown and shown.at:
        return shown
    return first_moment(facts[name] for name in META_DATES if name in facts) or shown or first_moment(dated)


def _recorded(page: Page) -> Moment | None:
    """The day that an authority's record of a document gives, a table above the headline; else the path's to the page.

    首页 > 评论 > 正文 2024-07-01 10:10: only where it has a time of day, which no head line's date of today has.
    """
    rows = list(blocks(page.root, limit=_FIRST_LINES))
    records = (_PUT_UP.search(row.text) for row in rows if not row.linked and len(row.text) <= _LONGEST_RECORD)
    put_up = first_moment(record.string[record.end() :] for record in records if record)
    paths = (row.text for row in rows if len(row.text) <= _LONGEST_PATH and _PATH.search(row.text))
    return put_up or next((moment for path in paths for moment in moments(path) if moment.at), None)


def _addressed(page: Page, url: str) -> Moment | None:
    """The day of the page's own address, where its head shows it, too: an e-paper's issue."""
    day = _DAY_IN_ADDRESS.search(url)
    named = "-".join(day.groups()) if day else ""
    rows = (row.text for row in blocks(page.root, limit=_FIRST_LINES) if named and len(row.text) <= _LONGEST_RECORD)
    return next((Moment(each.on, None) for row in rows for each in moments(row) if str(each.on) == named), None)


def _at_the_ends(found: Found, lines: list[str]) -> Moment | None:
    """The time in a line of its own right below a text, or the day in the reporter's line with which it opens.

    For a page that nothing else dates.
    """
    right_below = below(found.box, _RIGHT_BELOW)[:_RIGHT_BELOW]
    behind = (line for line in right_below if _TIMED.match(line) or is_date_line(line))
    opening = (line for line in lines[:_OPENING] if len(line) <= _LONGEST_DATE and _REPORTED.search(line))
    return first_moment(behind) or first_moment(opening)


def _to_the_minute(moment: Moment | None, page: Page, yearless: Moment | None) -> Moment | None:
    """The moment that the page tells machines, or shows without its year, where it shows none or only the day of it."""
    if moment is not None and moment.at is not None:
        return moment
    told = filter(None, (first_moment(machine_dates(page.root)), yearless))
    agreeing = [each for each in told if moment is None or each.on == moment.on]
    return next((each for each in agreeing if each.at is not None), next(iter(agreeing), moment))


def _source(page: Page, article: Found, zone: list[str], facts: dict[str, str]) -> str | None:
    """The outlet named at the headline, else in the page's metas, else in a colophon below the text."""
    if shown := _shown_source(page, article.layout, article.title, zone):
        return shown
    meta = (clean_source(facts.get(name, "")) for name in META_SOURCES)
    told = next(filter(None, chain(meta, map(issuer, zone))), None) or _source_below(article.box)
    opening = [block.text for block in article.reading.lines[:_OPENING]]
    return told or _own_name(page, article.title, [*zone[:_NEAR_HEADLINE], *opening])


def _own_name(page: Page, title: str, lines: list[str]) -> str | None:
    """The site's own name, with which its page's title ends, where a line has it beside a date: 2024-07-01 某某星空."""
    claim = page_title(page.root)
    name = claim.removeprefix(title).strip(_BARS) if title and claim.startswith(title) else ""
    dated = (line for line in lines if len(line) <= _LONGEST_DATE and first_moment([line]))
    own = 2 <= len(wording(name)) <= _LONGEST_NAME and any(wording(name) in wording(line) for line in dated)
    return clean_source(name) if own else None


def _source_below(box: _Element) -> str | None:
    told = (line for line in _colophon(box) if _NAMES_SOURCE.match(line) or is_date_line(line))
    return next(filter(None, map(labelled_source, told)), None)


def _colophon(box: _Element) -> Iterator[str]:
    """The lines below a text, down to the heading of a list."""
    return takewhile(lambda line: "评论" in line or not is_tail_heading(line), below(box, _COLOPHON))


def _shown_source(page: Page, layout: Layout, title: str, zone: list[str]) -> str | None:
    element = page.first(layout.source) if layout.source else None
    own = [text_of(element)] if element is not None else []
    for line in own:
        if found := labelled_source(line) or clean_source(line):
            return found
    for read in (labelled_source, unlabelled_source):
        for line in zone:
            if found := read(line):
                return found
    for line, label in pairwise(zone):  # what stands above the text comes nearest first
        if found := source_beside(line, label):
            return found
    near = zone[:_NEAR_HEADLINE]
    accounts = (account_above(line, name) for line, name in pairwise(near) if not same_words(name, title))
    if found := next(filter(None, accounts), None):
        return found
    if first_moment(near):
        return next((found for line in near if (found := bare_source(line))), None)
    return None


def _byline(page: Page, layout: Layout, lines: list[str], zone: list[str]) -> str | None:
    element = page.first(layout.author) if layout.author else None
    if element is not None:
        return text_of(element)
    near = [line for line in zone if len(line) <= 60]
    beside = author_beside(line for line in zone if len(line) <= _LONGEST_FACTS)
    found = byline_of(lines) or byline_of(near)
    return beside if found is None or (beside and not people(found)) else found


def _unsigned(found: Found, facts: dict[str, str], zone: list[str]) -> str | None:
    """Who wrote a text that nobody signs: as a wire's opening words have it, else the data that the page hands over.

    Else the names that stand alone between headline and date line, or the author in the line that closes the page.
    """
    opening = [block.text for block in found.reading.lines[:_OPENING]]
    told = wire_reporter(opening) or told_author(facts.get(TOLD_AUTHOR, ""))
    return told or author_above(zone, found.title) or author_beside(_signed_below(found.box))


def _signed_below(box: _Element) -> list[str]:
    """The first lines below a text but for those of who edited and checked it, and for buttons."""
    told = (line for line in _colophon(box) if "者" in line or not (is_chrome_line(line) or is_label_line(line)))
    return list(islice(told, _RIGHT_BELOW))


def _issue_day(page: Page, zone: list[str]) -> date | None:
    """The day of an e-paper's issue, at the headline or anywhere on the page."""
    return next((day for line in [*zone, text_of(page.root)] if (day := issue_date(line))), None)


def _canonical(root: _Element, url: str) -> str | None:
    link = root.find(".//link[@rel='canonical']")
    href = (link.get("href") or "").strip() if link is not None else ""
    try:
        return urljoin(url, href) if href else None
    except ValueError:
        return None
