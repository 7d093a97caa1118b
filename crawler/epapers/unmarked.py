"""A story's page that Founder's marks do not tell all of: read as an article of any site, by what its board says.

Newer skins are templates of the newspaper's own: some bear no mark, others mark the text alone. That a page without any
holds the story, and not what the site shows in its place, is told by its headline: the board names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.etree import _Element

from crawler.extract import ExtractionError, extract
from crawler.extraction.blocks import blocks
from crawler.extraction.kickers import kicker_above, shown_at, subtitle_below
from crawler.extraction.tree import Page
from crawler.sources.base import ReadError
from crawler.sources.continued import OWN_WORDS, is_akin, key_of
from crawler.sources.founder import Story, StoryLink, address, open_page
from crawler.sources.story import author_above, read_story
from storage.values import Document, Extract


def story_of(document: Document, links: Sequence[StoryLink]) -> Story:
    """Return the story at an address that `links` of an issue's boards lead to. Raises ReadError."""
    try:
        story = read_story(document)
    except ReadError:
        if (read := _article(document, links)) is None:
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
    return story if story.headline else _with_headline(story, document, links)


def _with_headline(story: Story, document: Document, links: Sequence[StoryLink]) -> Story:
    """Return a story whose text alone is marked with the headline that its page shows and its board names."""
    read = _article(document, links)
    if read is None:
        return story
    return replace(
        story,
        headline=(read.title,),
        pretitle=story.pretitle or ((read.kicker,) if read.kicker else ()),
        subtitle=story.subtitle or ((read.subtitle,) if read.subtitle else ()),
        author=story.author or read.byline or "",
    )


def _article(document: Document, links: Sequence[StoryLink]) -> Extract | None:
    """Return what a page says as an article of any site under the headline that a board names, None without it."""
    try:
        read = extract(document)
    except ExtractionError:
        return None
    if any(_is_named(read.title, link) for link in links):
        return read
    root = open_page(document)[1]
    title = max(_named_lines(root, links), key=len, default=None)  # the page's own is the newspaper's on all its pages
    if title is None:
        return None
    shown = shown_at(Page(root), title)
    return replace(read, title=title, kicker=kicker_above(shown, title), subtitle=subtitle_below(shown))


def _named_lines(root: _Element, links: Sequence[StoryLink]) -> Iterator[str]:
    """Yield the lines of a page, none of its links, that are a headline as a board names it."""
    lines = [line.text for line in blocks(root) if not line.linked]
    return (line for line in lines if any(_is_headline(line, link) for link in links))


def _is_headline(line: str, link: StoryLink) -> bool:
    """Tell whether a line is a link's title, or the end of what a hot area says: a 引题 comes before the title."""
    if any(_are_same(line, words) for words in _told(link)):
        return True
    return len(key_of(line)) >= OWN_WORDS and not link.title and key_of(link.tooltip).endswith(key_of(line))


def _is_named(title: str, link: StoryLink) -> bool:
    return any(_are_same(title, words) or is_akin(title, words) for words in _told(link))


def _told(link: StoryLink) -> list[str]:
    return [words for words in (link.title, link.tooltip) if words]


def _are_same(line: str, words: str) -> bool:
    """Tell whether two headlines are the same one; of a mere 上接第1版 by its words."""
    key = key_of(words)
    return key == key_of(line) if key else words == line
