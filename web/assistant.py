"""The archive for an assistant: an MCP server whose tools only read. `xunli mcp` runs it over stdio.

What goes out is bounded: rows a page, characters a text, days a ledger; each answer says where to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from storage import Archive, ArchiveError, Article, Filter
from storage.asking.difference import Change, compare_revisions, plain
from storage.asking.paging import cursor, read_cursor
from storage.asking.pair import NoRevision, chosen
from storage.asking.reader import Reader, reading
from storage.asking.rows import instalment_row, moment
from storage.citation import gbt7714
from storage.config import Config
from storage.export.bibtex import entry
from storage.export.plain import as_text
from storage.fulltext import BadQuery, Order, facets, parse, search
from storage.language import listed, say
from web.absent import no_article
from web.api_asking import series_of
from web.assistant_rows import Row, hit_row, in_order, ledger_row, series_row
from web.assistant_words import (
    FACETS,
    INSTRUCTIONS,
    PARAGRAPH,
    ROWS,
    After,
    Begin,
    Characters,
    From,
    Id,
    Ids,
    Limit,
    Number,
    Offset,
    Page,
    Part,
    Section,
    Series,
    To,
    Words,
)  # fmt: skip


def server(archive: Archive, config: Callable[[], Config]) -> MCPServer[Any]:
    """Return the server of an archive that is open read-only; it may be created or upgraded while the server runs."""
    made: MCPServer[Any] = MCPServer(
        "xunli", title="巡礼 xunli", instructions=INSTRUCTIONS, version=version("xunli"), log_level="WARNING"
    )
    tools = Tools(archive, config)
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for title, tool in tools.all().items():
        made.add_tool(tool, title=title, annotations=reads)
    made.resource(
        "instalment://{id}", title="一期原文 / an instalment", mime_type="text/plain",
        description="一期的全文，按版和篇；id 是期号。 / The whole text of an instalment by its id.",
    )(tools.text)  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class Tools:
    """What an assistant may ask; a wrong question raises ToolError with one sentence."""

    archive: Archive
    config: Callable[[], Config]

    def all(self) -> Mapping[str, Callable[..., Any]]:
        """Return the tools by their titles."""
        return {
            "全文检索 / search": self.search,
            "各期列表 / list": self.list_instalments,
            "读一期 / read": self.read_instalment,
            "著录 / cite": self.cite,
            "稿次对比 / compare": self.compare_revisions,
            "逐日台账 / coverage": self.coverage,
            "有哪些系列 / series": self.list_series,
        }

    def list_series(self) -> Row:
        """列出存档里的系列：名称、期数、起止日期。
        List the series that the archive holds: name, title, number of instalments, first and last day."""
        config = self.config()
        with self._reader() as reader:
            return {"series": [series_row(config, reader, name) for name in series_of(config, reader)]}

    def search(
        self,
        query: Words,
        series: Series = None,
        from_day: From = None,
        to_day: To = None,
        page: Page = None,
        organisation: Part = None,
        byline: Part = None,
        newest_first: Annotated[bool, Field(description="按日期排 / by date in place of rank")] = False,
        count: Annotated[bool, Field(description="另计各部门、年月、版、人有多少 / add counts by facet")] = False,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Row:
        """全文检索，一行是一篇（section）：命中处用 [[ ]] 标出。任何字词都查得到，与逐字查找的结果一致。
        Full-text search, a row a section with hits marked [[ ]]; exact for any query of one character or more.
        `id` and `section` of a row are what read_instalment takes."""
        in_order(from_day, to_day)
        asked = Filter(series, from_day, to_day, page, organisation, byline)
        with self._reader() as reader:
            self._known(reader, series)
            try:
                wanted = parse(query, asked)
            except BadQuery as error:
                raise ToolError(str(error)) from error
            in_order(wanted.from_, wanted.to, ("from", "to"))
            order = Order.DATE if newest_first else Order.RANK
            found = search(reader.connection, wanted, order, limit=limit, offset=offset)
            answer: Row = {"hits": [hit_row(hit) for hit in found.rows]}
            if found.more:
                answer["next_offset"] = offset + limit
            if count:
                counted = facets(reader.connection, wanted)
                kinds = ("organisations", "years", "months", "pages", "people")
                answer["total"] = counted.told
                answer["counts"] = {kind: dict(getattr(counted, kind)[:FACETS]) for kind in kinds}
        return answer

    def list_instalments(
        self,
        series: Series = None,
        from_day: From = None,
        to_day: To = None,
        page: Page = None,
        organisation: Part = None,
        byline: Part = None,
        limit: Limit = 20,
        after: After = None,
    ) -> Row:
        """列出各期，新的在前；可按系列、日期、版、部门、作者筛选。next 是下一页的 after。
        List instalments, the newest first, by series, day, newspaper page, department or author; `next` is the next
        page's `after`. Rows carry no text: use read_instalment."""
        in_order(from_day, to_day)
        try:
            place = read_cursor(after) if after else None
        except ValueError as error:
            raise ToolError(say(f"after {after} 不是 next 给出的值。", f"after {after} is no `next`.")) from error
        asked = Filter(series, from_day, to_day, page, organisation, byline, limit=limit + 1, after=place)
        with self._reader() as reader:
            self._known(reader, series)
            found, total = reader.instalments(asked), reader.count(asked)
        zone = self.config().zone
        answer: Row = {"total": total, "instalments": [instalment_row(one, zone) for one in found[:limit]]}
        return answer | ({"next": cursor(found[limit - 1])} if len(found) > limit else {})

    def read_instalment(
        self,
        id: Id,
        section: Section = None,
        offset: Begin = 0,
        characters: Characters = 8_000,
    ) -> Row:
        """读一期原文，逐字如报上所印：按版（== ==）和篇（[1] 部门、标题、正文）排列；长的分段读。
        Read an instalment verbatim, by newspaper page (== ==) and section ([1] department, headline, text). Long ones
        come in parts: `next_offset` is the next part's `offset`."""
        article = self._article(id)
        text = as_text(article, section)
        if section and not text:
            raise ToolError(say(f"第 {id} 号没有第 {section} 篇。", f"Article {id} has no section {section}."))
        part = text[offset : offset + characters]
        zone = self.config().zone
        facts = instalment_row(article.row, zone) | {"kicker": article.kicker, "subtitle": article.subtitle}
        answer = facts | {"citation": gbt7714(article, zone), "text": part, "text_characters": len(text)}
        return answer | ({"next_offset": offset + len(part)} if offset + len(part) < len(text) else {})

    def cite(
        self,
        ids: Ids,
        bibtex: Annotated[bool, Field(description="BibTeX 而不是 GB/T 7714 / BibTeX instead")] = False,
    ) -> Row:
        """按 GB/T 7714—2015 著录各期（或给 BibTeX），照原样使用。
        Cite instalments as GB/T 7714—2015 wants newspapers cited, or as BibTeX; use the text as it is."""
        zone = self.config().zone
        told = entry if bibtex else gbt7714
        return {"citations": [{"id": one, "citation": told(self._article(one), zone)} for one in ids]}

    def compare_revisions(
        self,
        id: Id,
        older: Number = None,
        newer: Number = None,
    ) -> Row:
        """一期的各稿，以及两稿之间改了什么（默认最后两稿），逐段列出改动。
        The revisions of an instalment and what changed between two of them, by default the last two."""
        zone, revisions = self.config().zone, self._article(id).revision_list
        try:
            old, new = chosen(revisions, older, newer)
        except NoRevision as error:
            raise ToolError(str(error)) from error
        changed = [
            {"field": change.field, "text": plain(one)[:PARAGRAPH]}
            for change in compare_revisions(old, new)
            for one in change.paragraphs
            if one.change is not Change.SAME
        ]
        told = [
            {"number": one.number, "captured_at": moment(one.captured_at, zone), "cause": one.cause, "title": one.title}
            for one in revisions[-ROWS:]
        ]
        answer: Row = {"id": id, "revisions": told, "from": old.number, "to": new.number, "changes": changed[:ROWS]}
        return answer | ({"more_changes": len(changed) - ROWS} if len(changed) > ROWS else {})

    def coverage(self, series: Series = None, from_day: From = None, to_day: To = None) -> Row:
        """逐日台账：哪天存下了、没有刊登、刊登了但没有（missing）、没查成、没查过，凭什么。默认最近一年，最多 400 天。
        The ledger day by day: captured, nothing_printed, missing, failed, not_checked, with evidence for the days that
        are not captured; by default the last year that the archive knows, 400 days at most."""
        in_order(from_day, to_day)
        with self._reader() as reader:
            self._known(reader, series)
            names = [series] if series else series_of(self.config(), reader)
            return {"series": [ledger_row(reader, name, from_day, to_day) for name in names]}

    def text(self, id: str) -> str:
        """Return the whole text of an instalment, for the resource of its address."""
        if not id.isascii() or not id.isdigit() or len(id) > 18:
            raise ResourceNotFoundError(no_article(id))
        with self._reader() as reader:
            article = reader.article(int(id))
        if article is None:
            raise ResourceNotFoundError(no_article(id))
        return f"{gbt7714(article, self.config().zone)}\n\n{as_text(article)}"

    def _article(self, id_: int) -> Article:
        with self._reader() as reader:
            article = reader.article(id_)
        if article is None:
            raise ToolError(no_article(id_))
        return article

    def _known(self, reader: Reader, series: str | None) -> None:
        names = series_of(self.config(), reader)
        if series is not None and series not in names:
            told = listed(names)
            raise ToolError(say(f"没有叫 {series} 的系列，有：{told}。", f"No series {series}; there are: {told}."))

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        try:
            with reading(self.archive) as reader:
                yield reader
        except ArchiveError as error:
            raise ToolError(str(error)) from error
