"""From the article's box to its printed lines: furniture inside the box off, everything printed kept in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, takewhile

from lxml.etree import _Element

from crawler.extraction.blocks import BLOCKS, Block, blocks, is_hidden
from crawler.extraction.cards import cards, is_in_machine_made
from crawler.extraction.chrome import (
    folded,
    is_chrome_line,
    is_label_line,
    is_link_line,
    is_mood,
    is_tail_heading,
    is_vague_name,
    plain,
)
from crawler.extraction.declared import is_disclaimer
from crawler.extraction.edges import (
    is_document_number,
    is_lead,
    is_reported_by,
    is_signature,
    repeats,
    told,
    trimmed_edges,
)
from crawler.extraction.fields import editor_of, first_editor, is_responsible, without_editor
from crawler.extraction.headings import heads_comments, heads_list, is_sentence
from crawler.extraction.lines import MOMENT_ALONE
from crawler.extraction.pictures import without_echoes
from crawler.extraction.teasers import is_furniture, is_listing
from crawler.extraction.titles import wording
from crawler.extraction.tree import text_of

INNER_FURNITURE_SHARE = 0.3
"""An element inside the box that is named as furniture stays when it holds more of the box's prose than this."""

ARTICLE = 60.0
"""Prose from which something may have been the article already."""

_AROUND_LISTS = frozenset(("section", "aside", "div", "dl", "dd"))
_BESIDE_LIST = 4
"""Lines that may stand with a list of teasers in a box of their own."""
_TEASED = 3
"""Lines below a teaser among which the next link of its list stands."""
_TEXT = 3
"""Sentences in a row that no list of links holds."""
_LONGEST_CREDITS = 60
"""Characters of a last line that says who made the text, the editor among them: it is printed, and names him."""
_EDITOR_UNNAMED = re.compile(r"\W*(?:责任编辑|責任編輯|责编|責編)\W*")
"""Where the editor would be named: a site's template closes the text with it, name or no name."""
_LEAST_MOODS = 3
"""Moods one after the other; fewer may be cries of the text: 支持！"""
_FLOWING = frozenset(
    ("p", "span", "strong", "b", "font", "em", "h1", "h2", "h3", "h4", "td", "tr", "tbody", "table", "a", "i", "center")
)
# Without such an element no other line changes; without another, what stands beside it is one line.
_LINES_OF_THEIR_OWN = BLOCKS - {"tr"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The printed lines of a box; `aside` are lines left out that may name the editor, the source or the time."""

    lines: tuple[Block, ...]
    aside: tuple[str, ...]
    editor: str | None


def read_box(box: _Element, title: str, remove: Sequence[_Element] = ()) -> Reading:
    """The printed lines of `box`, the headline not repeated."""
    whole = blocks(box)
    pruned = frozenset(remove) | _furniture(box, whole)
    found = _without(box, whole, pruned)
    aside = [block.text for element in pruned if not is_hidden(element) for block in blocks(element)][:40]
    editor = first_editor(aside)
    body = _cut_lists(found)
    taken = set(map(id, body))
    aside += [block.text for block in found if id(block) not in taken][:40]
    inner, moods = _inner(body), _moods(body)
    kept: list[Block] = []
    signed: list[str] = []
    for index, block in enumerate(map(_without_button, body)):
        if name := editor_of(block.text):
            signed.append(block.text)
            editor = editor or name
            block.text = without_editor(block.text)
        if not block.text or index in moods or is_link_line(block) or _is_furniture(block.text, index in inner):
            aside.append(block.text)
        else:
            kept.append(block)
    text = trimmed_edges(kept, title, aside)
    if _is_below_furniture(text, whole):
        aside.append(text.pop().text)
    lines = without_echoes(text, title)
    responsible = first_editor(filter(is_responsible, (*signed, *aside)))
    last = (line.text for line in lines[-1:] if len(line.text) <= _LONGEST_CREDITS and not is_sentence(line.text))
    return Reading(tuple(lines), tuple(aside), responsible or editor or first_editor(aside) or first_editor(last))


def _without_button(block: Block) -> Block:
    """A line without the button at its end, the only link in it: 返回某网，查看更多."""
    if not block.linked:
        return block
    label = next((text for link in block.node.iter("a") if len(text := text_of(link)) >= block.linked), "")
    line = block.text.removesuffix(label).rstrip()
    if line == block.text or not wording(line) or not is_chrome_line(label):
        return block
    return Block(line, 0, block.node, block.kind)


def _inner(body: Sequence[Block]) -> range:
    """The places between the first and the last paragraph, where a label is a heading."""
    prose = [index for index, block in enumerate(body) if block.prose >= ARTICLE and not is_chrome_line(block.text)]
    return range(prose[0], prose[-1]) if prose else range(0)


def _moods(body: Sequence[Block]) -> frozenset[int]:
    """The places of readers' moods, each in a line of its own as forums' portals set them: 路过, 雷人, 握手."""
    runs = (list(run) for moody, run in groupby(range(len(body)), lambda at: is_mood(body[at].text)) if moody)
    return frozenset(chain.from_iterable(run for run in runs if len(run) >= _LEAST_MOODS))


def _is_furniture(text: str, between: bool) -> bool:
    return is_chrome_line(text) or (not between and is_label_line(text))


def _is_below_furniture(kept: Sequence[Block], whole: Sequence[Block]) -> bool:
    """Whether a text's last line is a disclaimer, and something of the site's stands between the text and it.

    Right below its last paragraph one that calls itself 免责声明 may have come with the text; there it stays.
    """
    if len(kept) < 2 or not is_disclaimer(plain(kept[-1].text)):
        return False
    places = {(block.node, block.text): place for place, block in enumerate(whole)}
    last, before = (places.get((block.node, block.text)) for block in (kept[-1], kept[-2]))
    return last is not None and before is not None and last - before > 1


def _without(box: _Element, whole: list[Block], pruned: frozenset[_Element]) -> list[Block]:
    """The lines of a box but for those of some elements inside."""
    inner = pruned - {box}
    if any(element.tag not in _LINES_OF_THEIR_OWN for element in inner):
        return blocks(box, inner)
    inside = {part for element in inner for part in element.iter()}
    return [block for block in whole if block.node not in inside] if inside else whole


def _furniture(box: _Element, lines: Sequence[Block]) -> frozenset[_Element]:
    """Elements inside the box that are furniture by name or by being a list of teasers."""
    suspects = [
        element
        for element in box.iterdescendants()
        if isinstance(element.tag, str) and element.tag not in _FLOWING and is_furniture(element)
    ]
    suspects += cards(box, lines)
    if not suspects:
        return frozenset()
    most = INNER_FURNITURE_SHARE * _weight(lines)
    taken = [element for element in suspects if _weight(blocks(element)) <= most and not _is_printed_box(element)]
    taken = [_with_heading(element, box) for element in taken]
    return frozenset((*taken, *(heading for element in taken if (heading := _heading_of(element)) is not None)))


def _is_printed_box(element: _Element) -> bool:
    """Whether an element of a vague name holds prose and nothing else: no link, no control, no words of the site."""
    if not is_vague_name(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    lines = blocks(element)
    plain = not any(line.linked or is_chrome_line(line.text) or is_tail_heading(line.text) for line in lines)
    return plain and any(is_sentence(line.text) for line in lines) and next(element.iter("input", "form"), None) is None


def _with_heading(element: _Element, box: _Element) -> _Element:
    """The element around a list of teasers that holds its heading and nothing else."""
    parent = element.getparent()
    if not is_listing(element) or parent is None or parent is box or parent.tag not in _AROUND_LISTS:
        return element
    inside = set(element.iter())
    beside = [line for line in blocks(parent) if line.node not in inside]
    small = len(beside) <= _BESIDE_LIST and not any(is_sentence(line.text) or line.prose >= ARTICLE for line in beside)
    return parent if small else element


def _heading_of(element: _Element) -> _Element | None:
    """The heading right above a list of teasers, which goes with it."""
    before = element.getprevious()
    if before is None or not isinstance(before.tag, str) or (before.tail or "").strip():
        return None
    return before if is_tail_heading(text_of(before)) else None


def _weight(lines: Sequence[Block]) -> float:
    return sum(block.prose for block in lines)


def _cut_lists(found: list[Block]) -> list[Block]:
    """The blocks without lists of other things: from such a heading to the end, or to the next prose."""
    kept: list[Block] = []
    before, left = 0.0, _weight(found)
    inside = False
    for index, block in enumerate(found):
        left -= block.prose
        ends = before >= ARTICLE and _ends_article(found, index, left <= 0.35 * before)
        inside = not _resumes(found, index) if inside else before > 0 and heads_list(found, index)
        if ends or (inside and left <= 0.5 * before):
            behind = takewhile(lambda line: is_signature(line.text), found[index + 1 :])
            return [*kept, block, *behind] if editor_of(block.text) else kept
        if not inside:
            kept.append(block)
            before += block.prose
    return kept


def _ends_article(found: Sequence[Block], index: int, mostly_over: bool) -> bool:
    """Whether a line closes the article: readers' words begin, or the editor signs and furniture or little follows."""
    text = found[index].text
    if heads_comments(found, index):
        return True
    if len(text) > 40 or not (editor_of(text) or _EDITOR_UNNAMED.fullmatch(folded(text))):
        return False
    following = (block.text for block in found[index + 1 : index + 6])
    return mostly_over or any(is_tail_heading(line) or is_chrome_line(line) for line in following)


def _resumes(found: Sequence[Block], index: int) -> bool:
    """Whether a line is prose again after a list of links: no teaser below one, and none that more links follow.

    Three sentences without a link are a text wherever they stand: below a link a teaser has one.
    """
    block = found[index]
    if block.link_share >= 0.3 or not is_sentence(block.text):
        return False
    if len(block.text) >= 40 and not any(
        map(is_link_line, (found[index - 1], *found[index + 1 : index + 1 + _TEASED]))
    ):
        return True
    following = found[index : index + _TEXT]
    return len(following) == _TEXT and all(map(_is_of_a_text, following))


def _is_of_a_text(block: Block) -> bool:
    return not block.linked and is_sentence(block.text) and not is_chrome_line(block.text)


def _is_caption(block: Block) -> bool:
    """Whether a line stands under the picture above a text, in whatever element of its figure."""
    if block.link_share >= 0.2 or is_chrome_line(block.text):
        return False
    figure = next(block.node.iterancestors("figure"), None)
    return not _is_account(figure) if figure is not None else block.kind == "caption"


def _is_account(figure: _Element) -> bool:
    """Whether a figure shows whose text it is: a face with a name and the moment when it was put up."""
    return any(MOMENT_ALONE.fullmatch(line.text) for line in blocks(figure))


def with_lead(reading: Reading, above: Sequence[Block], title: str) -> Reading:
    """The reading with lead and caption that stand between headline and box, unless they repeat the text.

    `above` are the lines above the box, nearest first, headline included.
    """
    untitled = [block for block in above if wording(block.text) not in wording(title)]
    leads = [block for block in untitled[:1] if block.node.tag == "p" and is_reported_by(block)]
    leads += [
        block
        for block in untitled
        if (is_lead(block) and not is_in_machine_made(block.node))
        or _is_caption(block)
        or is_document_number(block.text)
    ]
    if not leads:
        return reading
    text = wording("".join(block.text for block in reading.lines))
    leads = [block for block in leads if not repeats(told(block.text), text)]
    return replace(reading, lines=(*reversed(leads), *reading.lines)) if leads else reading
