"""Markdown: a document of all instalments one after the other, or one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from storage.answers import Article
from storage.export.text import as_text
from storage.export.values import Export
from storage.language import say
from storage.outline import Section, outline


def write(export: Export, out: IO[bytes]) -> int:
    """Write one document, the oldest instalment first, with a rule between two of them."""
    with as_text(out) as text:
        count = 0
        for article in export.articles(oldest_first=True):
            text.write("\n\n---\n\n" if count else "")
            text.write(as_markdown(article))
            count += 1
        text.write("\n" if count else "")
        return count


def as_markdown(article: Article) -> str:
    """Return the instalment: title, what is known of it, pages, stories."""
    return "\n\n".join(_blocks(article))


def _blocks(article: Article) -> Iterator[str]:
    row = article.row
    if article.kicker:
        yield _escaped(article.kicker)
    yield f"# {_escaped(row.title)}"
    if article.subtitle:
        yield _escaped(article.subtitle)
    facts = [
        say(f"见报：{row.printed_on}", f"printed: {row.printed_on}") if row.printed_on else "",
        row.source or "",
        row.byline or "",
        say(f"责任编辑：{row.editor}", f"editor: {row.editor}") if row.editor else "",
    ]
    yield " · ".join(_escaped(fact) for fact in facts if fact)
    yield f"<{row.url}>"
    for page in outline(article.body, title=row.title).pages:
        if page.label:
            yield f"## {page.label}" + (f" {_escaped(page.name)}" if page.name else "")
        for section in page.sections:
            yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    if section.organisation:
        yield f"### {_escaped(section.organisation)}"
    if section.headline:
        yield "  \n".join(f"**{_escaped(line.strip())}**" for line in section.headline)
    for caption in section.captions:
        yield f"*{_escaped(caption.strip())}*"
    for paragraph in section.body:
        yield _escaped(paragraph.strip())


def _escaped(text: str) -> str:
    """Escape what Markdown would read as markup."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return text
