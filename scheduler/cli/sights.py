"""What `xunli probe` saw, as a JSON row and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from crawler.probing.sight import belongs
from crawler.probing.sighted import Kind, Seen, Sight
from scheduler.cli.common import out
from scheduler.cli.reading import show_outline
from storage.asking.rows import Row, extract_row
from storage.language import clock, listed, plural, say
from storage.outline import outline
from storage.sourceconfig import ListingSource
from storage.values import Extract

KINDS = {
    Kind.LIST: ("列表页", "a list"),
    Kind.TOPIC: ("专题页：自己列表里的每一条都算", "a topic page: every link of its own list belongs"),
    Kind.SEARCH: ("搜索结果", "search results"),
    Kind.ARTICLE: ("文章", "an article"),
    Kind.EPAPER: ("电子报首页", "an e-paper's home page"),
    Kind.BOARD: ("电子报的一个版", "a board of an e-paper"),
    Kind.STORY: ("电子报的一篇", "a story of an e-paper"),
    Kind.CHALLENGE: ("验证页", "a check for robots"),
    Kind.ERROR: ("没有给出页面", "no page"),
    Kind.UNKNOWN: ("认不出", "not recognised"),
}
_SHOWN = 12
"""Links without the words that are listed unless all are asked for."""


def sight_row(sight: Sight, zone: ZoneInfo) -> Row:
    """Return everything that was seen as one JSON row."""
    return {
        "url": sight.document.url,
        "requested_url": sight.document.requested_url,
        "status": sight.document.status,
        "kind": sight.kind.value,
        "error": sight.reason or None,
        "series": sight.series.name,
        "source": sight.source,
        "layout": sight.layout or None,
        "missed": list(sight.missed),
        "names": list(sight.names),
        "total": sight.total,
        "next": sight.next_url,
        "links": [_link_row(seen) for seen in sight.links],
        "selectors": [{"css": each.css, "links": len(each.links), "matched": each.matched} for each in sight.proposals],
        "boards": [
            {"url": board.url, "label": board.label, "name": board.name, "pdf": board.pdf}
            for board in (sight.board.boards if sight.board else ())
        ],
        "article": None if sight.extract is None else _article_row(sight, sight.extract, zone),
    }


def _link_row(seen: Seen) -> Row:
    link = seen.link
    told = {"url": link.url, "text": link.text, "title": link.title, "date": link.published_on}
    return {**told, "follow": seen.follow, "words": seen.words, "reason": seen.reason}


def _article_row(sight: Sight, found: Extract, zone: ZoneInfo) -> Row:
    return extract_row(found, zone) | {
        "verdict": belongs(sight),
        "next_part": found.next_part,
        "full_text_at": found.full_text_at,
    }


def tell_sight(sight: Sight, zone: ZoneInfo, given: ListingSource | None, *, every: bool) -> None:
    """Print what was seen for eyes; `given` are the selectors that were tried on a list."""
    console = out()
    _tell_page(console, sight)
    if sight.extract is not None:
        _tell_article(console, sight, sight.extract, zone)
    if sight.board is not None:
        _tell_boards(console, sight)
    _tell_links(console, sight, every=every)
    if sight.kind in (Kind.LIST, Kind.TOPIC, Kind.UNKNOWN):
        _tell_selectors(console, sight, given)


def _tell_page(console: Console, sight: Sight) -> None:
    document = sight.document
    kind = document.headers.get("content-type", "").split(";")[0]
    facts = [str(document.status), kind, f"{len(document.body) / 1024:.0f} KB"]
    console.print(Text(document.url, style="bold").append(f"　{' · '.join(filter(None, facts))}", style="dim"))
    told = Text(say(*KINDS[sight.kind]), style="bold green" if not sight.reason else "bold red")
    if sight.reason:
        told.append(f"{say('：', ': ')}{sight.reason}")
    if sight.layout:
        told.append(say(f"　版式 {sight.layout}", f"  layout {sight.layout}"), style="dim")
    console.print(told)
    for line in _facts(sight):
        console.print(Text(line))


def _facts(sight: Sight) -> Iterator[str]:
    title = sight.series.title
    yield (
        say(f"来源：{sight.source}（{title}）", f"source: {sight.source} ({title})")
        if sight.source
        else say(
            f"来源：没有一个在这个站点上，按「{title}」的字样来认",
            f"source: none is on this host; the words of {title} count",
        )
    )
    if sight.missed and sight.kind is not Kind.TOPIC:
        missed = listed(sight.missed)
        yield say(f"已知的版式没有认出来：{missed}", f"known layouts found nothing: {missed}")
    if sight.total is not None:
        yield say(f"页上说共有 {sight.total} 条", f"the page counts {sight.total}")
    if sight.kind in (Kind.LIST, Kind.TOPIC, Kind.SEARCH, Kind.BOARD):
        nothing = say("没有", "none")
        name = say("下一版", "next board") if sight.kind is Kind.BOARD else say("下一页", "next page")
        yield f"{name}{say('：', ': ')}{sight.next_url or nothing}"


def _tell_article(console: Console, sight: Sight, found: Extract, zone: ZoneInfo) -> None:
    console.print()
    console.print(Text(found.title, style="bold"))
    day = found.printed_on or found.published_on
    facts = (
        (say("引题", "kicker"), found.kicker),
        (say("见报", "printed"), found.printed_on),
        (say("上网", "online"), clock(found.published_at, zone)),
        (say("来源", "source"), found.source),
        (say("作者", "byline"), found.byline),
        (say("编辑", "editor"), found.editor),
        (say("下一页", "next part"), found.next_part),
        (say("全文接口", "full text"), found.full_text_at),
    )
    for name, value in facts:
        if value:
            console.print(Text(f"{name}{say('：', ': ')}{value}", style="dim"))
    if day is None:
        console.print(Text(say("没有读到日期", "no date was found"), style="yellow"))
    console.print(Text(belongs(sight)))
    show_outline(console, outline(found.body, title=found.title))


def _tell_boards(console: Console, sight: Sight) -> None:
    boards = sight.board.boards if sight.board else ()
    console.print(
        say(f"\n版面目录（{len(boards)} 个版）：", f"\nDirectory ({plural(len(boards), 'board', 'boards')}):")
    )
    for board in boards:
        here = sight.board is not None and board.url == sight.board.url
        console.print(
            Text(f"  {board.label}　{board.name}", style="bold" if here else "").append(f"　{board.url}", "dim")
        )


def _tell_links(console: Console, sight: Sight, *, every: bool) -> None:
    if not sight.links:
        return
    ours = [seen for seen in sight.links if seen.words is not None or seen.follow]
    others = [seen for seen in sight.links if seen not in ours]
    heading = say(f"链接 {len(sight.links)} 条", f"{plural(len(sight.links), 'link', 'links')}")
    if sight.kind is Kind.ARTICLE:
        heading = say(
            f"通往本系列别的文章 {len(sight.links)} 条",
            f"{plural(len(sight.links), 'link', 'links')} to others of the series",
        )
    console.print(Text(f"\n{heading}{say('：', ':')}"))
    shown = [*ours, *(others if every else others[:_SHOWN])]
    for seen in shown:
        _tell_link(console, seen)
    if len(shown) < len(sight.links):
        more = len(sight.links) - len(shown)
        console.print(
            Text(say(f"  另有 {more} 条不相干的，--all 全列", f"  {more} more without the words: --all"), "dim")
        )


def _tell_link(console: Console, seen: Seen) -> None:
    mark, style = ("✓", "green") if seen.follow else ("✗", "yellow" if seen.words else "dim")
    link = seen.link
    line = Text(f"  {mark} ", style=style).append(str(link.published_on or "          "), style="dim")
    line.append(f"　{link.title if len(link.title) > len(link.text) else link.text}", style="" if seen.words else "dim")
    console.print(line.append(f"　{seen.reason}", style=style))
    if seen.follow or seen.words:
        console.print(Text(f"      {link.url}", style="dim"))


def _tell_selectors(console: Console, sight: Sight, given: ListingSource | None) -> None:
    works = sight.kind is not Kind.UNKNOWN
    if sight.proposals and not (given and works):
        console.print(say("\n可以用作 link 的选择器：", "\nSelectors for link:"))
        for each in sight.proposals:
            count = say(f"{len(each.links)} 条", f"{plural(len(each.links), 'link', 'links')}")
            ours = say(f"，{each.matched} 条有系列的字样", f", {each.matched} with the words") if each.matched else ""
            console.print(Text(f"  {each.css}", style="cyan").append(f"　{count}{ours}", style="dim"))
    css = given.link if given else sight.proposals[0].css if sight.proposals else None
    if css is not None and works and (sight.source is None or given is not None):
        console.print(say("\n写进 xunli.toml 的这个系列下面：", "\nFor xunli.toml, below its series:"))
        console.print(Text("\n".join(_toml(sight.document.url, css, given)), style="cyan"))


def _toml(url: str, css: str, given: ListingSource | None) -> Iterator[str]:
    yield "  [[series.source]]"
    yield '  kind = "listing"'
    yield f"  urls = [{json.dumps(url)}]"
    yield f"  link = {json.dumps(css)}"
    for name in ("title", "date", "next", "body", "remove"):
        if given is not None and (value := getattr(given, name)) is not None:
            yield f"  {name} = {json.dumps(value, ensure_ascii=False)}"
