"""A board's page: the directory of its issue, its own stories, its picture and PDF, the steps to its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element

from crawler.blocks import blocks
from crawler.sources.base import ReadError
from crawler.sources.founder import (
    Area,
    Board,
    BoardLink,
    StoryLink,
    address,
    by_id,
    declared_base,
    folder,
    is_board,
    is_story_address,
    open_page,
    paper_name,
    printed_day,
    read_label,
)
from crawler.sources.rows import hints, list_of, row_of, shown_text
from crawler.titles import page_title
from crawler.tree import selector, squeeze, text_of
from storage.language import say
from storage.values import Document

DIRECTORY_IDS = ("bmdhTable", "bmdh")
DIRECTORY_LINK_ID, DIRECTORY_LINK_CLASS = "pagelink", "rigth_bmdh_href"
LIST_ID, LIST_ROW = "main-ed-articlenav-list", "tr.wzlb_tr"
NUMBER_ID, NAME_ID, CURRENT_ID = "NewsEditionNumber", "NewsEditionName", "currentBM"

_STEP = re.compile(r"转到|[上下]一[篇版期]")
_PICTURE = re.compile(r"(?:_brief|_b|/page\w*)\.(?:jpe?g|png)$", re.I)
_LONGEST_NAME = 30

_Anchors = dict[_Element, str]


def read_board(document: Document) -> Board:
    """Read a board's page of either skin. Raises ReadError when neither directory nor stories are recognised."""
    _, root = open_page(document)
    url = address(document.url, document.url) or document.url
    base = declared_base(root, url)
    anchors = {anchor: target for anchor in root.iter("a") if (target := address(base, anchor.get("href")))}
    boards = _directory(root, _of_issue(anchors, url, is_board), anchors)
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
        areas=areas,
        pdf=_pdf(anchors, url, boards),
        page_image=_page_image(root, base),
        next_board=_step(anchors, "下一版"),
        previous_board=_step(anchors, "上一版"),
        next_issue=_step(anchors, "下一期"),
        previous_issue=_step(anchors, "上一期"),
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
    """Return the anchors of one kind that stay in the issue's folder: another day's or site's are none of this."""
    return {anchor: target for anchor, target in anchors.items() if wanted(target) and folder(target) == folder(url)}


def _directory(root: _Element, anchors: _Anchors, all_anchors: _Anchors) -> tuple[BoardLink, ...]:
    inside = {anchor for table in by_id(root, *DIRECTORY_IDS) for anchor in table.iter("a")}
    found: dict[str, BoardLink] = {}
    for anchor, target in anchors.items():
        known = anchor in inside or _is_directory_link(anchor)
        label, name = read_label(shown_text(anchor), loose=known)
        row = list(row_of(anchor, anchors))
        if known and not label:
            label = _label_beside(row)
        if (known or label) and not _STEP.search(text_of(anchor)):
            pdf = _first_pdf(all_anchors[other] for other in row if other in all_anchors)
            found[target] = _merged(found.get(target), BoardLink(target, label, name, pdf))
    return tuple(found.values())


def _is_directory_link(anchor: _Element) -> bool:
    named = (anchor.get("id") or "").lower() == DIRECTORY_LINK_ID
    return named or DIRECTORY_LINK_CLASS in (anchor.get("class") or "").lower()


def _label_beside(row: list[_Element]) -> str:
    """Return the label that stands in the entry's row beside its link, "" without one."""
    return next((label for element in row if (label := read_label(squeeze(element.text or ""))[0])), "")


def _merged(first: BoardLink | None, again: BoardLink) -> BoardLink:
    if first is None:
        return again
    return BoardLink(first.url, first.label or again.label, first.name or again.name, first.pdf or again.pdf)


def _areas(root: _Element, base: str, url: str) -> tuple[Area, ...]:
    found = ((area.get("coords") or "", address(base, area.get("href"))) for area in root.iter("area"))
    return tuple(
        Area(coords, target) for coords, target in found if is_story_address(target) and folder(target) == folder(url)
    )


def _stories(root: _Element, anchors: _Anchors, areas: tuple[Area, ...]) -> tuple[StoryLink, ...]:
    """Return the board's stories in the order of its list, then those that only an area leads to."""
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
        found[link.url] = _joined(found.get(link.url), link)
    for area in areas:
        found.setdefault(area.url, StoryLink(area.url, ""))
    return tuple(found.values())


def _is_step(anchor: _Element) -> bool:
    return bool(_STEP.search(anchor.get("title") or "") or _STEP.fullmatch(text_of(anchor).strip(" <>[]【】")))


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
        first.tooltip or again.tooltip,
    )


def _pdf(anchors: _Anchors, url: str, boards: tuple[BoardLink, ...]) -> str | None:
    """Return the board's own PDF: its directory entry's, else the first that no entry of another board names."""
    own = next((link.pdf for link in boards if link.url == url), None)
    others = {link.pdf for link in boards if link.url != url}
    return own or _first_pdf(target for target in anchors.values() if target not in others)


def _first_pdf(targets: Iterator[str]) -> str | None:
    return next((target for target in targets if target.lower().endswith(".pdf")), None)


def _page_image(root: _Element, base: str) -> str | None:
    """Return the board's picture: the one with the hot areas, else one that is named as Founder names it."""
    images = [(image, target) for image in root.iter("img") if (target := address(base, image.get("src")))]
    mapped = next((target for image, target in images if image.get("usemap")), None)
    return mapped or next((target for _, target in images if _PICTURE.search(target)), None)


def _step(anchors: _Anchors, words: str) -> str | None:
    """Return where a step link leads; at the ends of an issue it is a script and no address."""
    for anchor, target in anchors.items():
        alts = " ".join(image.get("alt") or "" for image in anchor.iter("img"))
        if is_board(target) and words in f"{text_of(anchor)} {alts} {anchor.get('title') or ''}":
            return target
    return None
