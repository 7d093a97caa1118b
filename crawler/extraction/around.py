"""What stands around the article's box: headline, date line and lead above it, the editor's line below."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.blocks import SKIPPED, Block, blocks, is_hidden
from crawler.extraction.chrome import is_chrome_element, is_chrome_line, is_file, is_link_line
from crawler.extraction.edges import headline_ends, is_signature
from crawler.extraction.fields import moments
from crawler.extraction.lines import fold_line
from crawler.extraction.titles import same_words
from crawler.extraction.tree import text_of

_FILES = 24
"""Lines of a list of attached files."""
_BAR = 6
"""Lines of a bar of buttons."""
_NEAR = 6
"""Lines below a box among which its text is signed."""
_LONGEST_DATE_LINE = 60
_BRACKETED = re.compile(r"\W{0,2}[(（][^()（）]+[)）]\W{0,2}")
_SIGNED = etree.XPath("//body//text()[contains(., '责任编辑') or contains(., '责编') or contains(., '責任編輯')]/..")


def above(box: _Element, title: str, limit: int = 16) -> tuple[list[Block], bool]:
    """The lines above the box, nearest first, up to the headline and what stands beside it; whether it was met."""
    lines: list[Block] = []
    element = box
    while element is not None and element.tag != "body" and len(lines) < limit:
        for sibling in element.itersiblings(preceding=True):
            lines += _bare(sibling)
            near = _shown(sibling)[::-1][:limit]
            if not near:
                continue
            if is_chrome_element(sibling) and not _heads(near, title):  # a bar of buttons may hold the date line
                below_it = _is_below_headline(sibling, title)
                lines += [block for block in near if len(near) <= _BAR and _is_dated(block, to_the_day=below_it)]
                continue
            lines += near
            if any(headline_ends(near[::-1], title)):
                return lines[:limit], True
            if len(lines) >= limit:
                return lines[:limit], False
        element = element.getparent()
    return lines[:limit], False


def _shown(element: _Element, limit: int | None = None) -> list[Block]:
    """The lines of an element beside the box; none where readers see nothing of it: a script, what is hidden."""
    seen = isinstance(element.tag, str) and element.tag not in SKIPPED and not is_hidden(element)
    return blocks(element, limit=limit) if seen else []


def _heads(lines: list[Block], title: str) -> bool:
    """Whether furniture by its name or kind holds the headline as a heading: the article's header, an <aside> even."""
    return any(block.kind == "heading" and not block.linked and same_words(block.text, title) for block in lines)


def _is_below_headline(element: _Element, title: str) -> bool:
    before = next(element.itersiblings(preceding=True), None)
    return before is not None and isinstance(before.tag, str) and same_words(text_of(before), title)


def _is_dated(block: Block, *, to_the_day: bool) -> bool:
    """Whether a line of a bar is a date line; a day alone may be today's, but for right below the headline."""
    short = len(block.text) <= _LONGEST_DATE_LINE and not block.linked
    return short and any(each.at or to_the_day for each in moments(block.text))


def under_headline(root: _Element, title: str, limit: int = 6) -> list[Block]:
    """The lines below the headline of a page whose text stands nowhere in it: date, source, author."""
    lines = blocks(root)
    at = next((index for index, block in enumerate(lines) if same_words(block.text, title)), len(lines))
    return lines[at + 1 : at + 1 + limit]


def signed_behind(box: _Element) -> list[Block]:
    """The lines right behind the box that say who made the text: paragraphs of it that an editor's box left out.

    In an element of another kind, or below a button or a link, they are paragraphs where they stand in brackets, as no
    fact of a site does.
    """
    signed: list[Block] = []
    right_below = True
    behind = ((element, block) for element in _outermost(box).itersiblings() for block in _shown(element))
    for element, block in islice(behind, _NEAR):
        plain = right_below and element.tag == "p"
        if is_signature(block.text) and (plain or _BRACKETED.fullmatch(block.text)):
            signed.append(block)
            continue
        right_below = False
        if not (is_chrome_line(block.text) or is_link_line(block)):
            break
    return signed


def _outermost(box: _Element) -> _Element:
    """The box, or what holds it and nothing else."""
    around = takewhile(lambda one: len(one) == 1 and one.tag != "body", box.iterancestors())
    *_, outermost = (box, *around)
    return outermost


def files_behind(box: _Element) -> list[Block]:
    """The files attached to a notice, which its template lists right behind the text."""
    following = _following(box)
    links = [] if following is None else list(following.iter("a"))
    if following is None or not links or not all(map(is_file, links)):
        return []
    lines = blocks(following, limit=_FILES + 1)
    return lines if len(lines) <= _FILES else []


def _following(box: _Element) -> _Element | None:
    """The element right behind the box, or behind those that end with it."""
    for element in takewhile(lambda one: one.tag != "body", (box, *box.iterancestors())):
        beside = next((each for each in element.itersiblings() if isinstance(each.tag, str)), None)
        if beside is not None:
            return beside
    return None


def _bare(element: _Element) -> list[Block]:
    """The text that stands behind an element without one of its own around it: a date line right after the headline."""
    text = fold_line(element.tail or "")
    return [Block(text, 0, element, "p")] if text else []


def below(box: _Element, limit: int = 16) -> list[str]:
    """The lines below the box, nearest first."""
    lines: list[str] = []
    element = box
    while element is not None and element.tag != "body" and len(lines) < limit:
        for sibling in element.itersiblings():
            lines += [block.text for block in _shown(sibling, limit)]
            if len(lines) >= limit:
                break
        element = element.getparent()
    return lines[:limit]


def signed(root: _Element) -> list[str]:
    """The lines anywhere on the page that name a responsible editor, for pages that keep theirs far from the text."""
    return [text_of(element) for element in _SIGNED(root)[:5]]
