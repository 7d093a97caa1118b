"""A board's page: the directory of its issue, its own stories, its picture and PDF, the step to the next one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml.etree import _Element

from crawler.extraction.blocks import blocks
from crawler.extraction.titles import page_title
from crawler.extraction.tree import selector, squeeze, text_of
from crawler.sources.base import ReadError
from crawler.sources.founder import (
    Area,
    Board,
    BoardLink,
    StoryLink,
    address,
    by_id,
    declared_base,
    is_board,
    is_of_issue,
    is_story_address,
    open_page,
    paper_name,
    printed_day,
    read_label,
)
from crawler.sources.rows import column_of, hints, list_of, row_of, shown_text
from storage.language import say
from storage.values import Document

DIRECTORY_IDS = ("bmdhTable", "bmdh")
DIRECTORY_LINK_ID, DIRECTORY_LINK_CLASS = "pagelink", "rigth_bmdh_href"
LIST_ID, LIST_ROW = "main-ed-articlenav-list", "tr.wzlb_tr"
NUMBER_ID, NAME_ID, CURRENT_ID = "NewsEditionNumber", "NewsEditionName", "currentBM"

_STEP = re.compile(r"^[\W\d]*(?:转到)?(?:本版的?)?[上下前后]一?[篇版期](?:面|次|报道|文章)?[\W\d]*$")
"""A link to a neighbour; in an old skin's symbol font the arrows are digits."""
_NEXT_BOARD = re.compile(r"^[\W\d]*(?:转到)?[下后]一?版")
_MENU = re.compile(r"^\W*(?:版面|标题)(?:标题)?(?:概览|导航|目录|列表)|^\W*(?:返回|回到)")
_PICTURE = re.compile(r"(?:_brief|_b|/page\w*)\.(?:jpe?g|png)$", re.I)
_PDF = re.compile(r"[^\s'\"(),;=]+\.pdf\b", re.I)
_LONGEST_NAME = 30

_Anchors = dict[_Element, str]


def read_board(document: Document) -> Board:
    """Read a board's page of either skin. Raises ReadError when neither directory nor stories are recognised."""
    _, root = open_page(document)
    url = address(document.url, document.url) or document.url
    base = declared_base(root, url)
    anchors = {anchor: target for anchor in root.iter("a") if (target := address(base, anchor.get("href")))}
    boards = _directory(root, _of_issue({**anchors, **_options(root, base)}, url, is_board), base)
    areas = _areas(root, base, url)
    stories = _stories(root, _of_issue(anchors, url, is_story_address), areas)
    label, name = _current(root, url, boards)
    if not boards and not (stories and label):
        raise ReadError(
            document.url,
            say(
                "认不出电子报的版面：没有版面目录，也没有文章列表；网站可能改版了",
                "no e-paper board is recognised here, neither its directory nor its stories; the site may have changed",
            ),
        )
    return Board(
        url=url,
        on=printed_day(root, url),
        label=label,
        name=name,
        boards=boards,
        stories=stories,
        pdf=_pdf(anchors, url, boards),
        page_image=_page_image(root, base),
        next_board=_next_board(anchors),
        paper=paper_name(page_title(root), *(image.get("alt") or "" for image in root.iter("img"))),
    )


def current_label(root: _Element) -> tuple[str, str]:
    """Return label and name of the board that a page says it is, ("", "") where it does not."""
    number = next((text_of(element) for element in by_id(root, NUMBER_ID)), "")
    name = next((text_of(element) for element in by_id(root, NAME_ID)), "")
    label, found = read_label(number if "版" in number else f"第{number}版")
    if number and label:
        return label, name or found
    for line in _lines_outside_links(root):
        label, found = read_label(line)
        if label and len(found) <= _LONGEST_NAME:
            return label, found
    return "", ""


def _lines_outside_links(root: _Element) -> Iterator[str]:
    yield from (text_of(element) for element in by_id(root, CURRENT_ID))
    yield from (block.text for block in blocks(root) if block.link_share < 0.5)


def _current(root: _Element, url: str, boards: tuple[BoardLink, ...]) -> tuple[str, str]:
    entry = next((link for link in boards if link.url == url), None)
    if entry and entry.label and entry.name:
        return entry.label, entry.name
    label, name = current_label(root)
    return (entry.label or label, entry.name or name) if entry else (label, name)


def _of_issue(anchors: _Anchors, url: str, wanted: Callable[[str], bool]) -> _Anchors:
    """Return the anchors of one kind that stay in the issue: another day's or site's are none of this."""
    return {anchor: target for anchor, target in anchors.items() if wanted(target) and is_of_issue(target, url)}


def _options(root: _Element, base: str) -> _Anchors:
    """Return the choices of a list that is unfolded: a script goes to what is chosen."""
    return {option: target for option in root.iter("option") if (target := address(base, option.get("value")))}


def _directory(root: _Element, anchors: _Anchors, base: str) -> tuple[BoardLink, ...]:
    inside = {anchor for table in by_id(root, *DIRECTORY_IDS) for anchor in table.iter("a")}
    found: dict[str, BoardLink] = {}
    for anchor, target in anchors.items():
        known = anchor in inside or _is_directory_link(anchor)
        row = list(row_of(anchor, anchors))
        # What is chosen from is a list: there A01 要闻 says enough, and a day is of another list.
        plain = read_label(shown_text(anchor), loose=anchor.tag == "option")
        label, name = _entry(shown_text(anchor), row) if known else plain
        if (known or label) and not _STEP.search(text_of(anchor)) and not _MENU.search(text_of(anchor)):
            pdf = next(_pdfs(row, base), None)
            found[target] = _merged(found.get(target), BoardLink(target, label, name, pdf))
    return tuple(found.values())


def _is_directory_link(anchor: _Element) -> bool:
    named = (anchor.get("id") or "").lower() == DIRECTORY_LINK_ID
    return named or DIRECTORY_LINK_CLASS in (anchor.get("class") or "").lower()


def _entry(shown: str, row: list[_Element]) -> tuple[str, str]:
    """Return label and name of a directory's entry: a full label in the link or beside it comes before `3·15特刊`."""
    label, name = read_label(shown)
    if label:
        return label, name
    beside = _label_beside(row)
    return (beside, shown) if beside else read_label(shown, loose=True)


def _label_beside(row: list[_Element]) -> str:
    """Return the label that stands in the entry's row beside its link, "" without one."""
    return next((label for element in row if (label := read_label(squeeze(element.text or ""))[0])), "")


def _merged(first: BoardLink | None, again: BoardLink) -> BoardLink:
    if first is None:
        return again
    return BoardLink(first.url, first.label or again.label, first.name or again.name, first.pdf or again.pdf)


def _areas(root: _Element, base: str, url: str) -> tuple[Area, ...]:
    found = ((area, address(base, area.get("href"))) for area in root.iter("area"))
    return tuple(
        Area(target, squeeze(area.get("title") or area.get("alt") or ""))
        for area, target in found
        if is_story_address(target) and is_of_issue(target, url)
    )


def _stories(root: _Element, anchors: _Anchors, areas: tuple[Area, ...]) -> tuple[StoryLink, ...]:
    """Return the board's stories in the order of its list, then those that only an area leads to.

    What the list does not say of a story, its area or any other link to it may: a title that is cut short, a 引题.
    """
    anchors = {anchor: target for anchor, target in anchors.items() if not _is_step(anchor)}
    marked = {
        anchor
        for box in (*by_id(root, LIST_ID), *selector(LIST_ROW)(root))
        for anchor in box.iter("a")
        if anchor in anchors
    }
    listed = [anchor for anchor in anchors if anchor in marked] or list_of(anchors, {area.url for area in areas})
    found: dict[str, StoryLink] = {}
    for anchor in listed:
        link = _story(anchor, anchors)
        link = replace(link, pretitle=f"{column_of(anchor, anchors)} {link.pretitle}".strip())
        found[link.url] = _joined(found.get(link.url), link)
    for area in areas:
        found[area.url] = _joined(found.get(area.url), StoryLink(area.url, "", tooltip=area.words))
    told = set(listed)
    for anchor, url in anchors.items():
        if url in found and anchor not in told:
            found[url] = _joined(found[url], _story(anchor, anchors))
    return tuple(found.values())


def _is_step(anchor: _Element) -> bool:
    return any(map(_STEP.search, _step_words(anchor)))


def _story(anchor: _Element, anchors: _Anchors) -> StoryLink:
    tooltip = squeeze(anchor.get("title") or "")
    shown = shown_text(anchor) or squeeze(" ".join(image.get("alt") or "" for image in anchor.iter("img")))
    cut = shown.rstrip("….")
    title = tooltip if cut != shown and tooltip.startswith(cut) else shown
    return StoryLink(anchors[anchor], title, *hints(row_of(anchor, anchors)), tooltip)


def _joined(first: StoryLink | None, again: StoryLink) -> StoryLink:
    if first is None:
        return again
    return StoryLink(
        first.url,
        first.title or again.title,
        first.pretitle or again.pretitle,
        first.subtitle or again.subtitle,
        first.tooltip if again.tooltip in first.tooltip else f"{first.tooltip} {again.tooltip}".strip(),
    )


def _pdf(anchors: _Anchors, url: str, boards: tuple[BoardLink, ...]) -> str | None:
    """Return the board's own PDF: its directory entry's, else the first that no entry of another board names."""
    own = next((link.pdf for link in boards if link.url == url), None)
    others = {link.pdf for link in boards if link.url != url}
    linked = (target for target in anchors.values() if target.lower().endswith(".pdf"))
    return own or next((target for target in linked if target not in others), None)


def _pdfs(row: list[_Element], base: str) -> Iterator[str]:
    """Yield the PDFs that an entry names: linked, or in whichever attribute a script reads."""
    for element in row:
        told = " ".join(value for value in element.attrib.values() if ".pdf" in value.lower())
        yield from (target for found in _PDF.findall(told) if (target := address(base, found)))


def _page_image(root: _Element, base: str) -> str | None:
    """Return the board's picture: the one with the hot areas, else one that is named as Founder names it."""
    images = [(image, target) for image in root.iter("img") if (target := address(base, image.get("src")))]
    mapped = next((target for image, target in images if image.get("usemap")), None)
    return mapped or next((target for _, target in images if _PICTURE.search(target)), None)


def _next_board(anchors: _Anchors) -> str | None:
    """Return where the link to the next board leads, by any name of it; at an issue's end it is a script."""
    boards = ((anchor, target) for anchor, target in anchors.items() if is_board(target))
    return next((target for anchor, target in boards if any(map(_NEXT_BOARD.search, _step_words(anchor)))), None)


def _step_words(anchor: _Element) -> tuple[str, ...]:
    alts = (image.get("alt") or image.get("title") or "" for image in anchor.iter("img"))
    return (text_of(anchor), anchor.get("title") or "", *alts)
