"""The news at a run's end: what it brought is written, delivered, logged, and tried again where it did not arrive.

    run's row ended → bulletin (messages) → with what is still pending → deliver → log → a complaint of who fails

A delivery that fails never fails the run: it becomes a complaint that the other channels tell, and the next run sends
the news again. Apprise is imported only where there is a channel and something to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import structlog

from scheduler import bulletin
from scheduler.notify.digest import digest
from scheduler.notify.values import About, Delivery, Kind, Message
from storage import Archive, ArchiveError, Run
from storage.complaints import Standing
from storage.config import Config
from storage.judge import Complaint
from storage.language import say
from storage.newsroom import Sent

if TYPE_CHECKING:
    from scheduler.notify.deliver import Pace

CHECK = "delivery"

log = structlog.get_logger()


def tell(
    config: Config, archive: Archive, run: Run, environ: Mapping[str, str] = os.environ, pace: Pace | None = None
) -> list[Sent]:
    """Tell people what an ended run brought, after the runs before it whose processes died before they could tell.

    Returns what was sent or tried. Raises nothing of the archive's or ours.
    """
    try:
        before = [each for each in archive.news.untold(run.series) if each.id < run.id]
        return [sent for each in (*before, run) for sent in _told(config, archive, each, environ, pace)]
    except ArchiveError as error:
        log.warning("news.failed", run=run.id, error=str(error))
        return []


def tell_rest(config: Config, archive: Archive, series: str) -> None:
    """Tell the news of a series' runs that could not tell it themselves. Raises nothing of the archive's or ours."""
    try:
        untold = archive.news.untold(series)
    except ArchiveError as error:
        log.warning("news.failed", series=series, error=str(error))
    else:
        if untold:
            tell(config, archive, untold[-1])


def _told(config: Config, archive: Archive, run: Run, environ: Mapping[str, str], pace: Pace | None) -> list[Sent]:
    sent = _Desk(config, archive, run, environ, pace).work() if config.notify else []
    archive.news.was_told(run)
    return sent


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What the `number`th channel is to get: news of this run, and what did not arrive before."""

    number: int
    name: str
    items: tuple[Sent, ...]

    @property
    def is_fresh(self) -> bool:
        """Whether nothing of it was tried before."""
        return all(item.id is None for item in self.items)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The news of one run."""

    config: Config
    archive: Archive
    run: Run
    environ: Mapping[str, str]
    pace: Pace | None

    def work(self) -> list[Sent]:
        shared = bulletin.about(self.config, self.run.series)
        told = [each for each in self.archive.news.standing(self.run.series) if each.is_news and each.check != CHECK]
        sent = self._send(list(self._messages(shared, told)), self.archive.news.pending(self.run.series))
        self.archive.news.tell(told)
        return [*sent, *self._about_delivery(shared, sent)]

    def _messages(self, shared: About, told: Sequence[Standing]) -> Iterator[Message]:
        yield from bulletin.of_results(self.archive, shared, self.archive.news.results(self.run))
        yield from (bulletin.of_complaint(shared, each, self.archive.now()) for each in told)
        yield from bulletin.of_recoveries(shared, self.run)

    def _send(self, messages: Sequence[Message], pending: Sequence[Sent], without: Sequence[str] = ()) -> list[Sent]:
        """Deliver messages and what is pending to every channel that is not left out; log what became of it."""
        if not messages and not pending:
            return []
        parcels = [parcel for parcel in self._parcels(messages, pending) if parcel.items and parcel.name not in without]
        sent = self._deliver([parcel for parcel in parcels if parcel.is_fresh], digest(messages))
        for parcel in parcels:
            if not parcel.is_fresh:
                sent += self._deliver([parcel], [_message(item) for item in parcel.items])
        self.archive.news.log(sent)
        return sent

    def _parcels(self, messages: Sequence[Message], pending: Sequence[Sent]) -> Iterator[_Parcel]:
        from scheduler.notify.channels import named
        from scheduler.notify.deliver import wants

        left, channels = list(pending), self.config.notify
        for number, (name, channel) in enumerate(zip(named(channels), channels, strict=True), start=1):
            late = [item for item in left if item.channel == name and wants(channel, _message(item))]
            left = [item for item in left if item not in late]
            fresh = digest([message for message in messages if wants(channel, message)])
            items = (*late, *(_unsent(self.run.id, name, message) for message in fresh))
            yield _Parcel(number, name, items)

    def _deliver(self, parcels: Sequence[_Parcel], messages: Sequence[Message]) -> list[Sent]:
        """Deliver parcels at once: each holds those of the messages that its channel wants."""
        from scheduler.notify.deliver import deliver

        only = [parcel.number for parcel in parcels]
        done = deliver(messages, self.config.notify, self.environ, self.pace, only)
        became = {(each.channel, message): each for each in done for message in each.told}
        return [_outcome(item, became[item.channel, _message(item)]) for parcel in parcels for item in parcel.items]

    def _about_delivery(self, shared: About, sent: Sequence[Sent]) -> list[Sent]:
        """Complain of channels that failed, to those that work; settle the complaints of those that work again."""
        failed = {item.channel: item for item in sent if not item.ok}
        for item in failed.values():
            message = say(f"通知没有送到：{item.channel}", f"news could not be delivered: {item.channel}")
            complaint = Complaint(CHECK, message, (item.error or "",), item.channel)
            self.archive.news.complain(self.run, complaint)
        standing = [each for each in self.archive.news.standing(self.run.series) if each.check == CHECK]
        over = [each for each in standing if self._is_over(each, sent, failed)]
        for each in over:
            self.archive.news.settle(self.run, each)
        news = [each for each in standing if each.subject in failed and each.is_news]
        messages = [bulletin.of_complaint(shared, each, self.archive.now()) for each in news]
        messages += [bulletin.of_recovery(shared, each, self.archive.now()) for each in over]
        told = self._send(messages, (), without=list(failed))
        self.archive.news.tell(news if any(item.ok for item in told) else [])
        return told

    def _is_over(self, standing: Standing, sent: Sequence[Sent], failed: Mapping[str, Sent]) -> bool:
        """Tell whether a channel works again, or is no longer configured."""
        from scheduler.notify.channels import named

        configured = standing.subject in named(self.config.notify)
        works = standing.subject not in failed and any(item.channel == standing.subject for item in sent)
        return works or not configured


def _outcome(item: Sent, delivery: Delivery) -> Sent:
    """Return an item with what became of it."""
    return replace(
        item,
        ok=delivery.ok,
        attempts=item.attempts + delivery.attempts,
        error=delivery.error,
        delivered_at=delivery.delivered_at,
    )


def _unsent(run_id: int, channel: str, message: Message) -> Sent:
    return Sent(
        run_id=run_id, series=message.series, series_title=message.series_title, kind=message.kind, channel=channel,
        subject=message.subject, text=message.text, link=message.link, ok=False, attempts=0, error=None,
        delivered_at=None,
    )  # fmt: skip


def _message(item: Sent) -> Message:
    return Message(cast(Kind, item.kind), item.series, item.series_title, item.subject, item.text, item.link)
