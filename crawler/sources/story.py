"""A story's page: headline stack, author, text, captions and pictures, by whichever marks of Founder it carries.

The marks overlap and each skin has some of them: machine comments around every part, `founder-` tags, the rows of the
story's table, an XML comment with the facts in older pages. For each part the most exact mark that is there decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from lxml.etree import _Element

from crawler.extraction.blocks import HEADINGS, blocks
from crawler.extraction.tree import parse, selector, squeeze, text_of
from crawler.sources.base import ReadError
from crawler.sources.board import current_label
from crawler.sources.founder import Story, address, by_id, declared_base, open_page, printed_day
from storage.language import say
from storage.outline.folding import fold
from storage.values import Document

STORY_TABLE = "table.wz"
TITLE_CELL, SIDE_CELL = "font01", "font02"
TITLE_TAG, AUTHOR_TAG, BODY_TAG = "founder-title", "founder-author", "founder-content"
TITLE_IDS, AUTHOR_IDS, BODY_IDS, PICTURES_ID = ("NewsArticleTitle",), ("NewsArticleAuthor",), ("ozoom",), "newspic"
SHARED_TITLE = "p.BSHARE_TEXT"
NAMED_TITLE_ID, SIDE_IDS = "Title", {"pretitle": "PreTitle", "subtitle": "SubTitle"}
PLAIN_BOX, PLAIN_TEXT = ".dzb_dy_box", ".dzb_dy_box span.px12"
"""A skin whose stories carry no mark of Founder (site-facts 5.3): its box, and the text in it."""

_NPM = re.compile(r"<!--\s*<?(?P<close>/?)npm:article-(?P<part>[a-z-]+)>?\s*-->", re.I)
_FACTS = re.compile(r"<!--\s*enpproperty\b(?P<facts>.*?)/?enpproperty\s*-->", re.I | re.S)
_FACT = re.compile(r"<(?P<name>[a-z]+)>(?P<value>[^<]*)</(?P=name)>", re.I)
_ENP_BODY = re.compile(r"<!--\s*(?P<close>/?)enpcontent\s*-->", re.I)
_DECOR = re.compile(r"tplimg|checkbox|spacer|blank\.|icon|logo|(?:^|/)(?:pdf|d1?)\.gif|\.gif$", re.I)
_AUTHOR_LABEL = re.compile(r"^\s*作\s*者\s*[:：]\s*")
_ISSUE_LINE = re.compile(
    r"(?P<author>.*?)\s*《[^》]{2,20}》\s*[(（]\s*(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s*第?\s*\w{1,6}\s*版\s*[)）]\s*"
)
"""The line below the headline of a newer skin: its author, and the issue that the story stands in."""
_PICTURE_BY = re.compile(r"^\s*作者\s*[:：]\s*[(（][^()（）]{0,20}[)）]\s*")
_LONGEST_ISSUE_LINE = 120
_ADVERT = re.compile(
    r"\W*(?:公益|商业|形象|分类|遗失|招聘|拍卖|整版|专版)?广告\W*(?:专版|[一二三四五六七八九十\d]*)\W*"
)
_NOTICE = re.compile(r"\W*本报(?:信息|启事|广告部?|讯息|声明)\W*")
_MASTHEAD = re.compile(
    r"\W*(?:报头|报眼|刊头|版权(?:信息|声明)?|[一-鿿]{2,10}(?:日报|晚报|早报|晨报|时报|都市报)社?)\W*"
)
_UNTITLED = re.compile(r"\W*(?:无标题|无题|图片|标题|)\W*")


@dataclass(frozen=True, slots=True)
class _Page:
    """A story's page with its marks: `npm` and `facts` map a part's name to what stands in it."""

    root: _Element
    npm: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str]
    enclosed: str


def read_story(document: Document) -> Story:
    """Read a story's page. Raises ReadError when it carries none of Founder's marks."""
    text, root = open_page(document)
    page = _Page(root, _npm_parts(text), _facts(text), _between(_ENP_BODY, text))
    if not _is_marked(page):
        raise ReadError(
            document.url,
            say(
                "认不出电子报的文章：没有标题、正文的任何标记；网站可能改版了",
                "no e-paper story is recognised here, no mark of its title or text; the site may have changed",
            ),
        )
    base = declared_base(root, document.url)
    headline, author = _headline(page), _author(page)
    above, below = _side(page, "pretitle", "introtitle"), _side(page, "subtitle", "subtitle")
    return Story(
        url=address(document.url, document.url) or document.url,
        headline=headline,
        pretitle=above,
        subtitle=below,
        author=author,
        paragraphs=_without_stack(_paragraphs(page), (*above, *headline, " ".join(headline), *below)),
        captions=_captions(page),
        images=_images(page, base),
        on=printed_day(root, document.url),
        board_label=current_label(root)[0],
    )


def not_a_story(title: str, text: str) -> str | None:
    """Return why what a board lists is no story, None where it is one: adverts, notices, the masthead, empty frames."""
    line = fold(title)
    if _ADVERT.fullmatch(line):
        return say("广告", "an advertisement")
    if _NOTICE.fullmatch(line):
        return say("本报信息", "a notice of the paper's own")
    if _MASTHEAD.fullmatch(line):
        return say("报头", "the paper's masthead")
    if _UNTITLED.fullmatch(line) and not text.strip():
        return say("既无标题也无正文", "neither title nor text")
    return None


def is_story(title: str, text: str) -> bool:
    """Tell whether what a board lists is a story."""
    return not_a_story(title, text) is None


def _is_marked(page: _Page) -> bool:
    tagged = next(page.root.iter(TITLE_TAG, BODY_TAG), None) is not None
    named = next(by_id(page.root, *TITLE_IDS, *BODY_IDS, *SIDE_IDS.values()), None) is not None
    return bool(page.npm or page.facts or page.enclosed or tagged or named or selector(PLAIN_BOX)(page.root))


def _npm_parts(text: str) -> dict[str, tuple[str, ...]]:
    """Return what stands between each pair of machine comments, by the part's name; a part may stand there twice."""
    found: dict[str, list[str]] = defaultdict(list)
    opened: dict[str, int] = {}
    for match in _NPM.finditer(text):
        part = match["part"].lower()
        if not match["close"]:
            opened[part] = match.end()
        elif part in opened:
            found[part].append(text[opened.pop(part) : match.start()])
    return {part: tuple(pieces) for part, pieces in found.items()}


def _facts(text: str) -> dict[str, str]:
    match = _FACTS.search(text)
    return {fact["name"].lower(): fact["value"] for fact in _FACT.finditer(match["facts"])} if match else {}


def _between(mark: re.Pattern[str], text: str) -> str:
    """Return what stands between the first opening mark and the last closing one, "" without a pair."""
    marks = list(mark.finditer(text))
    start = next((match.end() for match in marks if not match["close"]), None)
    end = next((match.start() for match in reversed(marks) if match["close"]), None)
    return text[start:end] if start is not None and end is not None and start < end else ""


def _lines(html: str) -> tuple[str, ...]:
    root = parse(f"<div>{html}</div>") if html.strip() else None
    return () if root is None else _lines_of(root)


def _lines_of(element: _Element) -> tuple[str, ...]:
    pictures = frozenset(by_id(element, PICTURES_ID)) - {element}
    return tuple(block.text for block in blocks(element, pictures))


def _headline(page: _Page) -> tuple[str, ...]:
    """Return the first headline that is no masthead: on some pages the paper's own name comes first."""
    return next((lines for lines in _headlines(page) if lines and not _MASTHEAD.fullmatch(fold(" ".join(lines)))), ())


def _headlines(page: _Page) -> Iterator[tuple[str, ...]]:
    yield from map(_lines, page.npm.get("title", ()))
    inside = [tag for table in selector(STORY_TABLE)(page.root) for tag in table.iter(TITLE_TAG)]
    yield from map(_lines_of, (*inside, *page.root.iter(TITLE_TAG)))
    yield from map(_lines_of, (cell for row in _table_rows(page) for cell in row if _has_class(cell, TITLE_CELL)))
    yield _lines(page.facts.get("title", ""))
    yield from map(_lines_of, (*by_id(page.root, *TITLE_IDS), *selector(SHARED_TITLE)(page.root)))
    yield from map(_lines_of, by_id(page.root, NAMED_TITLE_ID))
    yield from map(_lines_of, _heading_stack(page)[1])


def _heading_stack(page: _Page) -> tuple[list[_Element], list[_Element], list[_Element]]:
    """Return what stands above the first headline that is no masthead, that headline, and what stands below it.

    Headings that follow each other are one stack; the highest of them is the title, whatever its level is.
    """
    for heading in page.root.iter("h1", "h2"):
        if (text := fold(text_of(heading))) and not _MASTHEAD.fullmatch(text):
            stack = [*reversed(_headings_beside(heading.itersiblings(preceding=True))), heading]
            stack += _headings_beside(heading.itersiblings())
            at = stack.index(min(stack, key=lambda one: str(one.tag)))
            return stack[:at], stack[at : at + 1], stack[at + 1 :]
    return [], [], []


def _headings_beside(siblings: Iterator[_Element]) -> list[_Element]:
    elements = (sibling for sibling in siblings if isinstance(sibling.tag, str) and sibling.tag != "br")
    return list(takewhile(lambda sibling: sibling.tag in HEADINGS and sibling.find(".//a") is None, elements))


def _side(page: _Page, part: str, fact: str) -> tuple[str, ...]:
    """Return the lines of pre- or sub-title, from the first kind of mark that the page has for it."""
    if (
        part in page.npm or "title" in page.npm
    ):  # comments around the title are around all parts: what has none is absent
        return _first_lines(map(_lines, page.npm.get(part, ())))
    if fact in page.facts:
        return _lines(page.facts[fact])
    marked = (*page.root.iter(fact, f"founder-{part}"), *by_id(page.root, SIDE_IDS[part]))
    return (
        _first_lines(map(_lines_of, marked))
        or _side_of_table(page, before=part == "pretitle")
        or _side_of_headings(page, before=part == "pretitle")
    )


def _side_of_table(page: _Page, *, before: bool) -> tuple[str, ...]:
    """Return the side title of the story's table: the row above the title's or the row below it."""
    seen_title = False
    for row in _table_rows(page):
        for cell in row:
            seen_title = seen_title or _has_class(cell, TITLE_CELL)
            is_author = next(cell.iter(AUTHOR_TAG), None) is not None
            is_side = _has_class(cell, SIDE_CELL) and not is_author and seen_title is not before
            if is_side and (lines := _lines_of(cell)):
                return lines
    return ()


def _side_of_headings(page: _Page, *, before: bool) -> tuple[str, ...]:
    """Return the headings around the title's own, where nothing but a heading is the title."""
    above, title, below = _heading_stack(page)
    if not title or _lines_of(title[0]) != _headline(page):
        return ()
    return tuple(line for heading in (above if before else below) for line in _lines_of(heading))


def _table_rows(page: _Page) -> Iterator[list[_Element]]:
    for table in selector(STORY_TABLE)(page.root):
        for row in table.iter("tr"):
            yield [cell for cell in row if cell.tag == "td"]


def _has_class(element: _Element, name: str) -> bool:
    return name in (element.get("class") or "").lower().split()


def _author(page: _Page) -> str:
    if "author" in page.npm:
        lines = _first_lines(map(_lines, page.npm["author"]))
    else:
        shown = (*page.root.iter(AUTHOR_TAG), *by_id(page.root, *AUTHOR_IDS))
        told = _first_lines(map(_lines_of, shown)) or _lines(page.facts.get("author", ""))
        lines = told or (author_above(page.root),)
    return _AUTHOR_LABEL.sub("", " ".join(lines)).strip()


def author_above(root: _Element) -> str:
    """Return the author words of the line that names the issue below the headline, "" without such a line."""
    lines = (squeeze(block.text) for block in blocks(root) if len(block.text) <= _LONGEST_ISSUE_LINE)
    return next((match["author"] for line in lines if (match := _ISSUE_LINE.fullmatch(line))), "")


def _paragraphs(page: _Page) -> tuple[str, ...]:
    boxes = list(by_id(page.root, *BODY_IDS))
    inside = [tag for box in boxes for tag in box.iter(BODY_TAG)]
    return (
        _first_lines(map(_lines, page.npm.get("content", ())))
        or _first_lines(map(_lines_of, (*inside, *page.root.iter(BODY_TAG))))
        or _lines(page.enclosed)
        or _first_lines(map(_lines_of, (*boxes, *selector(PLAIN_TEXT)(page.root), *selector(PLAIN_BOX)(page.root))))
    )


def _without_stack(paragraphs: tuple[str, ...], stack: tuple[str, ...]) -> tuple[str, ...]:
    """Return the text without the headlines that some skins print again at its beginning."""
    return tuple(dropwhile(lambda line: line in stack, paragraphs))


def _captions(page: _Page) -> tuple[str, ...]:
    marked = [line for html in page.npm.get("pic-text", ()) for line in _lines(html)]
    shown = [line for box in by_id(page.root, PICTURES_ID) for line in _lines_of(box)]
    kept = (_PICTURE_BY.sub("", line).strip() for line in marked or shown)
    return tuple(dict.fromkeys(line for line in kept if line))


def _images(page: _Page, base: str) -> tuple[str, ...]:
    """Return the addresses of the story's pictures: those of its picture table and its text, not the skin's."""
    boxes = [root for html in page.npm.get("pic", ()) if (root := parse(f"<div>{html}</div>")) is not None]
    boxes += [*by_id(page.root, PICTURES_ID, *BODY_IDS), *page.root.iter(BODY_TAG), *selector(PLAIN_BOX)(page.root)]
    sources = (address(base, image.get("src")) for box in boxes for image in box.iter("img"))
    return tuple(dict.fromkeys(source for source in sources if source and not _DECOR.search(source)))


def _first_lines(candidates: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((lines for lines in candidates if lines), ())
