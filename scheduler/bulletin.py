"""What the news of a run says: the archive's rows of that run as messages.

run → instalments new, revised, gone · complaints opened or escalated · recoveries → Message
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.notify import messages
from scheduler.notify.digest import MOST_APART
from scheduler.notify.values import About, Message, Piece
from scheduler.notify.wording import piece_of
from storage import Archive, Article, Run
from storage.addresses import served_at
from storage.complaints import Standing
from storage.config import Config
from storage.language import plural, say
from storage.newsroom import Results
from storage.outline import outline

ANYWHERE = ("0.0.0.0", "::", "")


def about(config: Config, series: str) -> About:
    """Return what all messages about a series share."""
    return About(series, config.title_of(series), _reader(config), config.zone)


def of_results(archive: Archive, shared: About, results: Results) -> Iterator[Message]:
    """Yield the messages about instalments that a run brought."""
    for article in _articles(archive, results.new):
        yield messages.new_instalment(shared, _piece(article, len(results.new)))
    for article in _articles(archive, results.revised):
        was, now = article.revision_list[-2:]
        piece = _piece(article, len(results.revised))
        yield messages.revised_instalment(shared, piece, now.number, (was.title, was.body), (now.title, now.body))
    for article in _articles(archive, results.gone):
        if article.row.gone_at is not None:
            urls = [address.url for address in article.addresses if address.own]
            yield messages.gone_instalment(shared, _piece(article, len(results.gone)), article.row.gone_at, urls)


def of_complaint(shared: About, standing: Standing, now: datetime) -> Message:
    """Return the message of a complaint that was opened, or that lasts: then with how long."""
    days = (now - standing.opened_at).days
    lasting = say(f"（已持续 {days} 天）", f" (for {plural(days, 'day', 'days')})") if standing.level and days else ""
    sentence = f"{standing.message}{lasting}"
    return messages.complaint(shared, standing.check, sentence, standing.evidence, standing.opened_at)


def of_recoveries(shared: About, run: Run) -> Iterator[Message]:
    """Yield the messages of what a run saw to be over."""
    for row in run.recovered:
        since = datetime.fromisoformat(row["since"])
        yield messages.recovery(shared, row["check"], row["message"], since, run.ended_at or run.heartbeat_at)


def of_recovery(shared: About, standing: Standing, now: datetime) -> Message:
    """Return the message of one complaint that is over."""
    return messages.recovery(shared, standing.check, standing.message, standing.opened_at, now)


def _articles(archive: Archive, ids: Sequence[int]) -> Iterator[Article]:
    found = (archive.article(article_id) for article_id in ids)
    return (article for article in found if article is not None)


def _piece(article: Article, among: int) -> Piece:
    """Return how a message introduces an instalment; of many, which arrive as one list, the title is enough."""
    row = article.row
    if among > MOST_APART:
        return Piece(row.id, row.title, row.printed_on)
    piece = piece_of(row.id, row.title, outline(article.body, title=row.title))
    return replace(piece, printed_on=row.printed_on or piece.printed_on)


def _reader(config: Config) -> str | None:
    """Return the reader's address as people reach it, None where the service takes any free port."""
    service = config.service
    if not service.port:
        return None
    host = socket.getfqdn() if service.host in ANYWHERE else service.host
    return served_at(host, service.port)
