"""The values of the news: what is said, and what became of saying it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Kind = Literal["new", "revised", "gone", "complaint", "recovery", "test"]


@dataclass(frozen=True, slots=True)
class About:
    """What the messages of one run share.

    series, title  the series' key and its title as printed; both empty where a message concerns the whole service
    base           address of the reader, as people reach it; None where there is none, then messages carry no link
    zone           the zone that times are shown in
    """

    series: str
    title: str
    base: str | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Piece:
    """An instalment as a message introduces it.

    printed_on   None where the document does not say
    pages        labels in printed order (特1版), each once
    departments  organisations inside in printed order, each once
    first        first sentence of its first paragraph; empty where there is no paragraph
    """

    id: int
    title: str
    printed_on: date | None = None
    pages: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One piece of news. `subject` is one line, `text` plain paragraphs, one a line; `link` None where there is none.

    Kind `test` goes to every channel, whatever series and kinds the channel is for.
    """

    kind: Kind
    series: str
    series_title: str
    subject: str
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message on one channel.

    channel       the channel's URL, masked: it never holds a secret
    told          the messages that it told: one, or those that were joined into one
    attempts      how often it was tried; 0 where the channel cannot be used or its queue never moved
    error         one sentence, None when it arrived; never holds a secret
    delivered_at  when the service took it, aware, in UTC; None when it did not
    """

    channel: str
    told: tuple[Message, ...]
    ok: bool
    attempts: int
    error: str | None
    delivered_at: datetime | None
