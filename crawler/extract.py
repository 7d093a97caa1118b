"""What a document says: the only room that calls trafilatura.

bytes → text → tree → layout or meaning → box → printed lines ⇄ trafilatura → what the page says of it (describing)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby

from lxml import etree, html
from lxml.etree import _Element
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from crawler.extraction.around import above, files_behind, signed_behind, under_headline
from crawler.extraction.blocks import Block, blocks
from crawler.extraction.body import Reading, read_box, with_lead
from crawler.extraction.box import find_box
from crawler.extraction.chrome import is_attached, is_chrome_line, is_credit
from crawler.extraction.describing import described, is_dated
from crawler.extraction.found import LEAST_PROSE, Found, ListingRules, key
from crawler.extraction.founder import refuse_board, with_headlines
from crawler.extraction.fulltext import BOX, is_call, page_of
from crawler.extraction.headings import is_sentence, tells
from crawler.extraction.layouts import Layout, candidates
from crawler.extraction.outlets import is_date_line
from crawler.extraction.pagekind import refuse_data, refuse_endless, refuse_unless_article, refuse_unreadable
from crawler.extraction.parts import join_parts
from crawler.extraction.refusals import ExtractionError, LayoutChanged, NotAnArticle
from crawler.extraction.states import Stated, stated
from crawler.extraction.titles import headline, same_words
from crawler.extraction.tree import Page, metas, parse, selector, text_of
from crawler.extraction.unfolding import unfold
from crawler.extraction.unscripted import told_facts, unscripted
from crawler.version import EXTRACTOR
from storage.encoding import decode
from storage.language import say
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

LEAST_TOLD = 150.0
"""Weight from which what a page tells without scripts is an article, and no request to switch them on."""

_SETTINGS = Extractor(fast=True, comments=False, output_format="python")
_SETTINGS.min_extracted_size = 1  # a short Chinese article is no reason to look for another one


def extract(document: Document, *, rules: ListingRules | None = None) -> Extract:
    """What `document` says. Pure; raises `LayoutChanged` or `NotAnArticle`, both `ExtractionError`, nothing else."""
    refuse_unreadable(document)
    text = decode(document.body, document.headers).text
    rules = rules or ListingRules()
    if is_call(document.url):
        text, rules = page_of(text) or "", replace(rules, body=f"#{BOX}")
    refuse_data(document, text)
    root = parse(text)
    if root is None:
        raise NotAnArticle(document.url, say("页面是空的，没有任何内容", "the page is empty"), "empty")
    refuse_endless(document, root)
    unfold(root)
    page, facts = Page(root), metas(root)
    refuse_board(document, root)
    found = _find(page, facts, rules)
    if found is None or found.weight < LEAST_PROSE:
        article = stated(root)
        more = told_facts(root, article) | facts
        if (unseen := _unscripted(page, more, article)) is not None:
            found, facts = unseen, more
    if found is None or found.weight < LEAST_PROSE:
        refuse_unless_article(document, root, found.weight if found else 0.0)
    else:
        shown = partial(is_dated, page, facts, found)
        refuse_unless_article(document, root, found.weight, found.layout.name, shown)
    if found is None or not found.is_enough:
        title = headline(page, facts, rules.title or "") or " ".join(map(text_of, root.iter("h1")))
        raise LayoutChanged(
            document.url,
            say(
                "页面里没有认得出的正文，版式可能已经改变",
                "no article is recognised on the page; its layout may have changed",
            ),
            title,
        )
    told = described(document, page, facts, found, rules)
    return with_headlines(document, told) if found.layout.epaper else told


def _find(page: Page, facts: dict[str, str], rules: ListingRules) -> Found | None:
    """The article by the source's own selectors, by a known layout, or by meaning."""
    if rules.body and (box := _heaviest(page.select(rules.body))) is not None:
        layout = Layout(
            "listing", (), box=rules.body, title=rules.title or "", date=rules.date or "", remove=rules.remove or ""
        )
        return _read(page, facts, layout, box)
    for layout in candidates(page):
        box = _heaviest(page.select(layout.box))
        if box is not None and (found := _read(page, facts, layout, box)).weight >= LEAST_PROSE:
            return found
    return _by_meaning(page, facts, rules)


def _unscripted(page: Page, facts: dict[str, str], article: Stated | None) -> Found | None:
    """The article of a page that shows it by scripts, where it is told without them."""
    for kind, box in unscripted(page.root, article):
        found = _read(page, facts, Layout(kind, (), box=""), box)
        if found.weight >= LEAST_TOLD:
            return found
    return None


def _heaviest(elements: Iterator[_Element]) -> _Element | None:
    found = list(elements)
    return found[0] if len(found) == 1 else max(found, key=lambda element: len(text_of(element)), default=None)


def _by_meaning(page: Page, facts: dict[str, str], rules: ListingRules) -> Found | None:
    body = page.root.find("body")
    whole = page.root if body is None else body
    lines = blocks(whole)
    title = headline(page, facts, rules.title or "")
    box = find_box(whole, lines, _place(lines, title))
    layout = Layout("meaning", (), box="", title=rules.title or "", date=rules.date or "", remove=rules.remove or "")
    return None if box is None else _read(page, facts, layout, box)


def _place(lines: Sequence[Block], title: str) -> int | None:
    """Where among the lines the headline stands: as a heading rather than as a list's entry of the same words.

    Where no line shows it, the line with date and source is as good: it stands below the headline. One that all
    sentences stand above is no headline: a page may say it once more to share it.
    """
    places = [index for index, block in enumerate(lines) if same_words(block.text, title)]
    headings = [index for index in places if lines[index].kind == "heading"]
    place = next(chain(headings, places, _date_lines(lines)), None)
    if place is not None and not any(map(tells, lines[place + 1 :])) and any(map(tells, lines[:place])):
        return None
    return place


def _date_lines(lines: Sequence[Block]) -> Iterator[int]:
    for index, block in enumerate(lines):
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        if block.link_share < 0.3 and is_date_line(block.text, below):
            yield index


def _read(page: Page, facts: dict[str, str], layout: Layout, box: _Element) -> Found:
    title = headline(page, facts, layout.title)
    remove = list(selector(layout.remove)(box)) if layout.remove else []
    reading = read_box(box, title, remove)
    near, titled = _around(page, box, title)
    behind = files_behind(box) or signed_behind(box)
    reading = replace(reading, lines=(*_captions(page, layout, box), *reading.lines, *behind))
    if titled and layout.name != "listing":
        reading = with_lead(reading, near, title)
    return Found(layout, box, title, _reconciled(reading), tuple(near))


def _around(page: Page, box: _Element, title: str) -> tuple[list[Block], bool]:
    """The lines above a box; where the page does not show its text, those below the headline that it shows."""
    if box.getroottree().getroot() is page.root:
        return above(box, title)
    return under_headline(page.root, title), False


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
    lines = tuple(block for block in reading.lines if not _is_doubtful(block) or key(block.text) in kept)
    return replace(reading, lines=lines)


def _is_doubtful(block: Block) -> bool:
    printed = is_sentence(block.text) or is_credit(block.text) or is_attached(block)
    return block.link_share > 0.2 and not printed


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
    return key(getattr(read, "text", None) or "")


def _add_linked(article: _Element, lines: Iterable[Block]) -> None:
    for block in lines:
        paragraph = etree.SubElement(article, "p")
        etree.SubElement(paragraph, "a", href="#").text = block.text[: block.linked]
        paragraph[0].tail = block.text[block.linked :]
