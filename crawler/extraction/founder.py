"""What a page of a Founder digital paper tells the extractor: a story its headlines, a board that it is none.

The machine comments around each piece of a story, its tags and its facts say what the page's title and its first
heading do not: those may be the newspaper's name.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.refusals import NotAnArticle
from crawler.extraction.tree import squeeze, text_of
from crawler.sources.board import DIRECTORY_IDS, DIRECTORY_LINK_ID
from crawler.sources.founder import by_id, is_board, is_story_address
from crawler.sources.story import BODY_IDS, BODY_TAG, read_story
from storage.language import say
from storage.values import Document, Extract


def with_headlines(document: Document, extract: Extract) -> Extract:
    """Return what a story's page says with the headlines that its own marks give."""
    story = read_story(document)
    return replace(
        extract,
        title=story.title or extract.title,
        kicker=" ".join(story.pretitle) or extract.kicker,
        subtitle=" ".join(story.subtitle) or extract.subtitle,
    )


def refuse_board(document: Document, root: _Element) -> None:
    """Raises `NotAnArticle` where the page is a board: a directory or a picture with hot areas, and no story.

    A story's page may show its board's beside the story.
    """
    if next(root.iter(BODY_TAG), None) is not None or next(by_id(root, *BODY_IDS), None) is not None:
        return
    directory = next(by_id(root, *DIRECTORY_IDS, DIRECTORY_LINK_ID), None) is not None
    areas = any(is_story_address(f"/{area.get('href')}") for area in root.iter("area"))
    if (directory and is_board(document.url)) or (areas and not is_story_address(document.url)):
        raise NotAnArticle(
            document.url,
            say(
                "这是电子报的一个版面，只有目录，没有文章", "this is a board of an e-paper: a directory and no article"
            ),
            "index",
        )


def marked(root: _Element, name: str) -> str | None:
    """The text between `<!--<npm:NAME>-->` and its closing comment, None where it is absent or empty."""
    for comment in root.iter(etree.Comment):
        if f"<npm:{name}>" in (comment.text or ""):
            return squeeze("".join(_between(comment))) or None
    return None


def _between(comment: _Element) -> list[str]:
    parts = [comment.tail or ""]
    for sibling in comment.itersiblings():
        if sibling.tag is etree.Comment and "</npm:" in (sibling.text or ""):
            break
        parts.append(text_of(sibling) if isinstance(sibling.tag, str) else "")
        parts.append(sibling.tail or "")
    return parts
