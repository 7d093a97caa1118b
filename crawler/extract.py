"""What a document says: the only room that calls trafilatura.

bytes → text → tree → layout or meaning → box → printed lines ⇄ trafilatura → title, time, source, byline, editor
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urljoin

from lxml import etree, html
from lxml.etree import _Element
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from crawler.around import above, below, signed
from crawler.blocks import Block, blocks
from crawler.body import Reading, read_box, with_lead
from crawler.box import find_box
from crawler.chrome import is_chrome_line
from crawler.fields import (
    META_DATES,
    META_SOURCES,
    Moment,
    byline_of,
    clean_source,
    first_editor,
    first_moment,
    issue_date,
    labelled_source,
    people_of,
    printed_date,
    unlabelled_source,
)
from crawler.founder import marked, refuse_board, with_headlines
from crawler.fulltext import BOX, call_for, is_call, page_of
from crawler.headings import is_sentence
from crawler.kickers import kicker_above, shown_at, subtitle_below
from crawler.layouts import Layout, candidates
from crawler.leads import leads_of
from crawler.pagekind import refuse_unless_article, refuse_unreadable
from crawler.parts import join_parts, next_part, part_number
from crawler.refusals import ExtractionError, LayoutChanged, NotAnArticle
from crawler.titles import headline, same_words, without_part
from crawler.tree import Page, metas, parse, selector, text_of
from crawler.unscripted import machine_dates, told_facts, unscripted
from crawler.version import EXTRACTOR
from storage.encoding import decode
from storage.language import say
from storage.outline import outline
from storage.values import Document, Extract

__all__ = [
    "EXTRACTOR",
    "ExtractionError",
    "LayoutChanged",
    "ListingRules",
    "NotAnArticle",
    "extract",
    "join_parts",
]

LEAST_PROSE = 30.0
"""Weight of prose (see `Block.prose`) under which a page holds no article."""

LEAST_TOLD = 150.0
"""Weight from which what a page tells without scripts is an article, and no request to switch them on."""


@dataclass(frozen=True, slots=True)
class ListingRules:
    """Optional CSS selectors of a `listing` source, each going before what the extractor would find itself."""

    title: str | None = None
    date: str | None = None
    body: str | None = None
    remove: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the article is on the page, by which layout, and what its box says."""

    layout: Layout
    box: _Element
    title: str
    reading: Reading
    above: tuple[Block, ...]


_SETTINGS = Extractor(fast=True, comments=False, output_format="python")
_SETTINGS.min_extracted_size = 1  # a short Chinese article is no reason to look for another one


def extract(document: Document, *, rules: ListingRules | None = None) -> Extract:
    """What `document` says. Pure; raises `LayoutChanged` or `NotAnArticle`, both `ExtractionError`, nothing else."""
    refuse_unreadable(document)
    text = decode(document.body, document.headers).text
    rules = rules or ListingRules()
    if is_call(document.url):
        text, rules = page_of(text) or "", replace(rules, body=f"#{BOX}")
    root = parse(text)
    if root is None:
        raise NotAnArticle(document.url, say("页面是空的，没有任何内容", "the page is empty"), "empty")
    page, facts = Page(root), metas(root)
    refuse_board(document, root)
    found = _find(page, facts, rules)
    if _weight(found) < LEAST_PROSE and (told := _unscripted(page, told_facts(root) | facts)) is not None:
        found, facts = told, told_facts(root) | facts
    refuse_unless_article(document, root, _weight(found), lambda: _dated_layout(page, facts, found))
    if found is None or _weight(found) < LEAST_PROSE or _is_headline_alone(found):
        title = headline(page, facts, rules.title or "") or " ".join(map(text_of, root.iter("h1")))
        raise LayoutChanged(
            document.url,
            say(
                "页面里没有认得出的正文，版式可能已经改变",
                "no article is recognised on the page; its layout may have changed",
            ),
            title,
        )
    described = _described(document, page, facts, found, rules)
    return with_headlines(document, described) if found.layout.epaper else described


def _is_headline_alone(found: _Found) -> bool:
    """Whether all that was found is the headline: it is no body, however long it is."""
    title = _key(found.title)
    lines = found.reading.lines
    return all(block.kind == "heading" and (not title or _key(block.text) in title) for block in lines)


def _weight(found: _Found | None) -> float:
    return sum(block.prose for block in found.reading.lines) if found else 0.0


def _dated_layout(page: Page, facts: dict[str, str], found: _Found | None) -> str | None:
    """The layout of the article that was found, None where no date stands with it."""
    if found is None or _weight(found) < LEAST_PROSE or _moment(_zone(page, found), facts) is None:
        return None
    return found.layout.name


def _zone(page: Page, found: _Found) -> list[str]:
    """The lines at the headline in which date and source are looked for."""
    own = [text_of(element) for element in page.select(found.layout.date)] if found.layout.date else []
    return [*own[:3], *(block.text for block in found.above), *found.reading.aside]


def _find(page: Page, facts: dict[str, str], rules: ListingRules) -> _Found | None:
    """The article by the source's own selectors, by a known layout, or by meaning."""
    if rules.body and (box := _heaviest(page.select(rules.body))) is not None:
        layout = Layout(
            "listing", (), box=rules.body, title=rules.title or "", date=rules.date or "", remove=rules.remove or ""
        )
        return _read(page, facts, layout, box)
    for layout in candidates(page):
        box = _heaviest(page.select(layout.box))
        if box is not None and _weight(found := _read(page, facts, layout, box)) >= LEAST_PROSE:
            return found
    return _by_meaning(page, facts, rules)


def _unscripted(page: Page, facts: dict[str, str]) -> _Found | None:
    """The article of a page that shows it by scripts, where it is told without them."""
    for kind, box in unscripted(page.root):
        found = _read(page, facts, Layout(kind, (), box=""), box)
        if _weight(found) >= LEAST_TOLD:
            return found
    return None


def _heaviest(elements: Iterator[_Element]) -> _Element | None:
    found = list(elements)
    return found[0] if len(found) == 1 else max(found, key=lambda element: len(text_of(element)), default=None)


def _by_meaning(page: Page, facts: dict[str, str], rules: ListingRules) -> _Found | None:
    body = page.root.find("body")
    whole = page.root if body is None else body
    lines = blocks(whole)
    title = headline(page, facts, rules.title or "")
    box = find_box(whole, lines, _place(lines, title))
    layout = Layout("meaning", (), box="", title=rules.title or "", date=rules.date or "", remove=rules.remove or "")
    return None if box is None else _read(page, facts, layout, box)


def _place(lines: Sequence[Block], title: str) -> int | None:
    """Where among the lines the headline stands: as a heading rather than as a list's entry of the same words."""
    places = [index for index, block in enumerate(lines) if same_words(block.text, title)]
    headings = [index for index in places if lines[index].kind == "heading"]
    return next(iter([*headings, *places]), None)


def _read(page: Page, facts: dict[str, str], layout: Layout, box: _Element) -> _Found:
    title = headline(page, facts, layout.title)
    remove = list(selector(layout.remove)(box)) if layout.remove else []
    reading = read_box(box, title, remove)
    near, titled = above(box, title)
    reading = replace(reading, lines=(*_captions(page, layout, box), *reading.lines))
    if titled and layout.name != "listing":
        reading = with_lead(reading, near)
    return _Found(layout, box, title, _reconciled(reading), tuple(near))


def _captions(page: Page, layout: Layout, box: _Element) -> list[Block]:
    """Captions that the layout keeps outside the box: printed above the story."""
    held = page.select(layout.captions) if layout.captions else iter(())
    outside = next((element for element in held if box not in element.iterancestors()), None)
    return [] if outside is None else [block for block in blocks(outside) if not is_chrome_line(block.text)]


def _reconciled(reading: Reading) -> Reading:
    """Our lines against trafilatura's: a line partly made of links stays only where trafilatura keeps it."""
    if not reading.lines:
        return reading
    kept = _trafilatura(reading.lines)
    lines = tuple(block for block in reading.lines if not _is_doubtful(block) or _key(block.text) in kept)
    return replace(reading, lines=lines)


def _is_doubtful(block: Block) -> bool:
    return block.link_share > 0.2 and not is_sentence(block.text)


def _trafilatura(lines: Sequence[Block]) -> str:
    """trafilatura's reading of the box: the lines handed over flat, so that depth and caches cost nothing.

    Lines without a link, which are not in question, make one paragraph with their neighbours: time goes by elements.
    """
    page = html.Element("html")
    article = etree.SubElement(etree.SubElement(page, "body"), "article")
    for linked, together in groupby(lines, key=lambda block: block.linked > 0):
        if linked:
            _add_linked(article, together)
        else:
            etree.SubElement(article, "p").text = " ".join(block.text for block in together)
    read = bare_extraction(page, options=_SETTINGS)
    return _key(getattr(read, "text", None) or "")


def _add_linked(article: _Element, lines: Iterable[Block]) -> None:
    for block in lines:
        paragraph = etree.SubElement(article, "p")
        etree.SubElement(paragraph, "a", href="#").text = block.text[: block.linked]
        paragraph[0].tail = block.text[block.linked :]


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _described(document: Document, page: Page, facts: dict[str, str], found: _Found, rules: ListingRules) -> Extract:
    lines = [block.text for block in found.reading.lines]
    shown = shown_at(page, found.title)
    before = [block.text for block in found.above]
    layout = found.layout
    zone = _zone(page, found)
    moment = _to_the_minute(_moment(zone, facts), page)
    editor = found.reading.editor or first_editor([*below(found.box), *before]) or first_editor(signed(page.root))
    body = "\n".join(lines)
    shape = outline(body, title=found.title)
    byline = _byline(page, layout, lines, zone) or shape.byline
    printed_on = shape.printed_on or printed_date(lines)
    if printed_on is None and layout.epaper:
        printed_on = next((day for line in [*zone, text_of(page.root)] if (day := issue_date(line))), None)
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
        source=_source(page, layout, zone, facts),
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
    """The time shown at the headline; the page's metas where that has no time of day."""
    shown = first_moment(line for line in zone if len(line) <= 120)
    if shown and shown.at:
        return shown
    return first_moment(facts[name] for name in META_DATES if name in facts) or shown


def _to_the_minute(moment: Moment | None, page: Page) -> Moment | None:
    """The moment that the page tells machines, where it shows none, or the same day without a time (3小时前)."""
    if moment is not None and moment.at is not None:
        return moment
    told = first_moment(machine_dates(page.root))
    return told if told is not None and (moment is None or told.on == moment.on) else moment


def _source(page: Page, layout: Layout, zone: list[str], facts: dict[str, str]) -> str | None:
    element = page.first(layout.source) if layout.source else None
    own = [text_of(element)] if element is not None else []
    for line in own:
        if found := labelled_source(line) or clean_source(line):
            return found
    for read in (labelled_source, unlabelled_source):
        for line in zone:
            if found := read(line):
                return found
    return next((found for name in META_SOURCES if (found := clean_source(facts.get(name, "")))), None)


def _byline(page: Page, layout: Layout, lines: list[str], zone: list[str]) -> str | None:
    element = page.first(layout.author) if layout.author else None
    if element is not None:
        return text_of(element)
    return byline_of(lines) or byline_of(line for line in zone if len(line) <= 60)


def _canonical(root: _Element, url: str) -> str | None:
    link = root.find(".//link[@rel='canonical']")
    href = (link.get("href") or "").strip() if link is not None else ""
    try:
        return urljoin(url, href) if href else None
    except ValueError:
        return None
