"""Reading an article again from the documents that it was read from. Pure but for `reread`, which asks the archive.

held → its documents → one page | the parts of a long article | an issue's boards and stories → extract → compare
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from crawler.epapers.issue import Issue
from crawler.extract import extract, join_parts
from crawler.extraction.foresight import sober
from crawler.extraction.fulltext import is_call
from crawler.extraction.parts import is_whole
from crawler.extraction.refusals import ExtractionError
from crawler.sources import rules_at
from crawler.sources.base import ReadError
from storage.config import SeriesConfig
from storage.engine import Database
from storage.language import say
from storage.outline import outline
from storage.readings import Role
from storage.reextraction import held as archive
from storage.reextraction.held import Held
from storage.reextraction.reextractions import Slice
from storage.reextraction.rereading import Left, Reread, Tally, compare
from storage.values import Document, Extract

Read = Sequence[tuple[Role | None, Document]]


class Unreadable(Exception):
    """An article cannot be read again; its words are the reason."""


def reread(
    database: Database,
    series: SeriesConfig,
    one: Slice,
    crashed: Collection[int] = (),
    at: Callable[[int], None] = lambda _: None,
) -> tuple[list[Reread], Tally]:
    """Read the articles of a slice again: those that read otherwise now, and a tally that does not count them yet.

    `crashed` are articles at which a process died before; `at` is told the id of each article before it is read.
    """
    changed: list[Reread] = []
    tally = Tally()
    with database.reading() as connection:
        for held in archive.held(connection, one.series, one.first_id, one.last_id):
            tally.articles += 1
            at(held.id)
            try:
                _refuse(held, crashed)
                found = read_again(series, archive.documents(connection, held), len(held.origins))
            except Unreadable as reason:
                tally.left.append(Left(held.id, held.article.url, str(reason)))
                continue
            reread_ = compare(held, found, outline(found.body, title=found.title))
            changed += [reread_] if reread_ else []
    return changed, tally


def _refuse(held: Held, crashed: Collection[int]) -> None:
    if held.id in crashed:
        raise Unreadable(say("读它的快照时进程崩溃了", "the process crashed on its snapshot"))
    if not held.whole:
        raise Unreadable(
            say(
                "由几份文档拼成，当时没有记下是哪几份；用 crawl --recheck 重读一次就会记下",
                "joined from several documents that were not noted; crawl --recheck notes them",
            )
        )
    if not held.origins:
        raise Unreadable(say("没有快照", "it has no snapshot"))


def read_again(series: SeriesConfig, read: Read, wanted: int) -> Extract:
    """Return what the documents that an article was read from say now. Raises Unreadable."""
    if len(read) < wanted:
        raise Unreadable(say("它的快照不全了", "some of its snapshots are missing"))
    try:
        if read[0][0] is Role.BOARD:
            return _assembled(series, [(role, document) for role, document in read if role is not None])
        return _joined(series, [document for _, document in read])
    except ExtractionError as error:
        raise Unreadable(error.sentence) from error
    except ReadError as error:
        raise Unreadable(error.message) from error


def _assembled(series: SeriesConfig, read: Sequence[tuple[Role, Document]]) -> Extract:
    text = Issue.again(series, read).text()
    if text is None:
        raise Unreadable(say("这一期里没有认出本系列的文字", "no text of the series is recognised in this issue"))
    return text.extract


def _joined(series: SeriesConfig, read: Sequence[Document]) -> Extract:
    """Join the parts of a long article as a crawl does, as far as they are kept; what was joined before must be met."""
    rules = rules_at(series, read[0].requested_url or read[0].url)
    parts = [sober(extract(read[0], rules=rules), read[0])]
    left = {document.requested_url or document.url: document for document in read[1:]}
    while (following := _following(parts, left)) is not None:
        parts.append(extract(left.pop(following), rules=rules))
    if left:
        raise Unreadable(
            say(f"认不出 {next(iter(left))} 是它的下一页了", f"{next(iter(left))} is not recognised as a part of it")
        )
    if len(parts) == 2 and is_call(parts[1].url) and not is_whole(*parts):
        raise Unreadable(say("全文里没有第一页的文字", "the whole text lacks the first page"))
    return join_parts(parts)


def _following(parts: Sequence[Extract], left: Mapping[str, Document]) -> str | None:
    """Return the address to be read next: the call for the whole text where it was asked, else the next page."""
    call = next((url for url in left if is_call(url)), None) if len(parts) == 1 else None
    following = parts[-1].next_part
    return call or (following if following in left else None)
