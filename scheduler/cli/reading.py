"""An instalment in a terminal as a newspaper reader wants it: page by page, story by story."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from storage import Article, Instalment
from storage.language import clock, date_of, say
from storage.outline import Outline, Page, Section, outline
from storage.values import Extract
from storage.words import named

INDENT = "　　"
"""A printed paragraph begins two characters in."""


def show_outline(console: Console, shape: Outline) -> None:
    """Print the pages and sections of an outline."""
    for page in shape.pages:
        _show_page(console, page)


def _show_page(console: Console, page: Page) -> None:
    if page.label:
        console.print()
        console.print(Rule(Text(page.heading, style="bold cyan"), align="left", style="cyan"))
    for section in page.sections:
        _show_section(console, section)


def _show_section(console: Console, section: Section) -> None:
    console.print()
    if section.organisation:
        printed = section.organisation_printed
        beside = "" if printed in (None, section.organisation) else f"（{printed}）"
        console.print(Text(f"■ {section.organisation}{beside}", style="bold green"))
    for line in section.headline:
        console.print(Text(line.strip(), style="bold"))
    for caption in section.captions:
        console.print(Text(f"［图］{caption.strip()}", style="italic dim"))
    for paragraph in section.body:
        console.print(Text(f"{INDENT}{paragraph.strip()}"))


def show_article(console: Console, article: Article, zone: ZoneInfo) -> None:
    """Print an article whole: what is known of it, then its pages, then where it stands."""
    row = article.row
    if row.copy_of:
        console.print(
            Text(say(f"这是第 {row.copy_of} 号的重复刊载。", f"This is a copy of {row.copy_of}."), style="yellow")
        )
    if article.kicker:
        console.print(Text(article.kicker))
    console.print(Text(row.title, style="bold"))
    if article.subtitle:
        console.print(Text(article.subtitle))
    characters = say(f"{row.characters} 字", f"{row.characters} characters")
    console.print(Text("　".join((*facts(row, zone), characters)), style="dim"))
    if row.gone_at:
        gone = date_of(row.gone_at, zone)
        console.print(Text(say(f"原网页已撤下（{gone}），这里是存下来的文字。", f"Gone since {gone}."), style="red"))
    show_outline(console, outline(article.body, title=row.title))
    console.print()
    _show_addresses(console, article, zone)


def facts(one: Instalment | Extract, zone: ZoneInfo) -> list[str]:
    """Return what is known of a text besides the text, in words."""
    published = clock(one.published_at, zone)
    told = (
        one.source,
        one.printed_on and say(f"{one.printed_on} 见报", f"printed {one.printed_on}"),
        published and say(f"{published} 上网", f"online {published}"),
        one.byline,
        one.editor and say(f"责任编辑 {one.editor}", f"editor {one.editor}"),
    )
    return [each for each in told if each]


def _show_addresses(console: Console, article: Article, zone: ZoneInfo) -> None:
    for address in article.addresses:
        line = Text(f"{named(address.standing)}　{address.url}", style="dim")
        if address.gone_at:
            since = date_of(address.gone_at, zone)
            line.append(say(f"（{since} 起撤下）", f" (gone since {since})"), style="red")
        console.print(line)
    for revision in article.revision_list[1:]:
        told = say(f"第 {revision.number} 稿　{revision.title}", f"revision {revision.number}: {revision.title}")
        console.print(Text(told, style="dim"))
