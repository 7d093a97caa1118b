"""An instalment as plain text for a reader that quotes: every printed line as it stands, stories numbered."""

from __future__ import annotations

from collections.abc import Iterator

from storage.answers import Article
from storage.outline import Section, outline


def as_text(article: Article, section: int | None = None) -> str:
    """Return the pages and sections of an article; of one section only, "" where there is no such one.

    Sections are numbered through the article as `sections.position`.
    """
    number, blocks = 0, []
    for page in outline(article.body, title=article.row.title).pages:
        heading = f"== {page.heading} ==" if page.heading else ""
        for story in page.sections:
            number += 1
            if section in (None, number):
                blocks += [heading] if heading else []
                blocks.append("\n".join(_story(number, story)))
                heading = ""
    return "\n\n".join(blocks)


def _story(number: int, story: Section) -> Iterator[str]:
    yield f"[{number}] {story.organisation or ''}".rstrip()
    yield from (line.strip() for line in story.headline)
    yield from (f"［图］{caption.strip()}" for caption in story.captions)
    yield from (paragraph.strip() for paragraph in story.body if paragraph.strip())
