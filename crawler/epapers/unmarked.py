"""A story's page without any mark of Founder's: read as an article of any site, where it is the one that was named.

Newer skins are templates of the newspaper's own. That such a page holds the story, and not what the site shows in its
place, is told by its headline: the board names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract import ExtractionError, extract
from crawler.sources.base import ReadError
from crawler.sources.continued import is_akin, key_of
from crawler.sources.founder import Story, StoryLink, address, open_page
from crawler.sources.story import author_above, read_story
from storage.values import Document, Extract


def story_of(document: Document, links: Sequence[StoryLink]) -> Story:
    """Return the story at an address that `links` of an issue's boards lead to. Raises ReadError."""
    try:
        return read_story(document)
    except ReadError:
        try:
            read = extract(document)
        except ExtractionError:
            read = None
        if read is None or not any(_is_named(read, link) for link in links):
            raise
    return Story(
        url=address(document.url, document.url) or document.url,
        headline=(read.title,),
        pretitle=(read.kicker,) if read.kicker else (),
        subtitle=(read.subtitle,) if read.subtitle else (),
        author=read.byline or author_above(open_page(document)[1]),
        paragraphs=tuple(read.body.splitlines()),
        images=tuple(each.url for each in read.related if each.kind == "image"),
        on=read.printed_on,
    )


def _is_named(read: Extract, link: StoryLink) -> bool:
    return key_of(read.title) == key_of(link.title) or is_akin(read.title, link.title)
