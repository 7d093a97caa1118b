"""Sends messages through every channel that wants them, in rounds.

    round: each channel sends what waits, until something fails that passes → pause → next round, longer pause …

A channel that is down costs the others one attempt a round, and everybody waits the same pause together.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scheduler.notify.bots import Refusal
from scheduler.notify.channels import ChannelError, expanded, named, open_channel, send
from scheduler.notify.digest import Bundle, bundles
from scheduler.notify.values import Delivery, Message
from storage.config import NotifyConfig
from storage.language import say


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """How patiently to deliver; all times in seconds.

    pauses   before the second, third … round; together over a minute, because group bots count messages a minute
    timeout  for one message on one channel
    limit    for the whole delivery; when it is over no further round begins
    """

    pauses: tuple[float, ...] = (2, 15, 45)
    timeout: float = 20
    limit: float = 240
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now


def deliver(
    messages: Sequence[Message],
    channels: Sequence[NotifyConfig],
    environ: Mapping[str, str] = os.environ,
    pace: Pace | None = None,
    only: Collection[int] | None = None,
) -> list[Delivery]:
    """Send each message through each channel that wants it; return what became of it, channel by channel.

    `only` are the numbers, counted from 1, of those that are to send; None: all of them.
    More than a few messages of one series and kind arrive as one. Nothing is raised for a channel that fails or
    cannot be used: its deliveries say so.
    """
    pace = pace or Pace()
    ends = pace.monotonic() + pace.limit
    queues = [
        _Queue(number, name, channel, environ, pace, ends)
        for number, (name, channel) in enumerate(zip(named(channels), channels, strict=True), start=1)
        if only is None or number in only
    ]
    for queue in queues:
        queue.take(messages)
    for pause in (0.0, *pace.pauses):
        if not any(queue.waiting for queue in queues) or pace.monotonic() + pause > ends:
            break
        if pause:
            pace.sleep(pause)
        for queue in queues:
            queue.move()
    return [delivery for queue in queues for delivery in queue.close()]


def wants(channel: NotifyConfig, message: Message) -> bool:
    """Return whether the channel is for this message; a test is for every channel."""
    if message.kind == "test":
        return True
    return message.kind in channel.kinds and ("*" in channel.series or message.series in channel.series)


@dataclass(slots=True)
class _Queue:
    """What waits for one channel. `tries` counts those of the first in line, `last` is what stopped it."""

    number: int
    name: str
    channel: NotifyConfig
    environ: Mapping[str, str]
    pace: Pace
    ends: float
    waiting: deque[Bundle] = field(default_factory=deque)
    done: list[Delivery] = field(default_factory=list)
    tries: int = 0
    last: Refusal | None = None

    def take(self, messages: Sequence[Message]) -> None:
        self.waiting.extend(bundles([message for message in messages if wants(self.channel, message)]))

    def move(self) -> None:
        """Send until the queue is empty, or something fails that passes, or the time is over."""
        if not self.waiting:
            return
        try:
            service = open_channel(self.number, self.channel, self.environ)
        except ChannelError as error:
            self._give_up(Refusal(str(error), passing=False))
            return
        url = expanded(self.channel.url, self.environ)
        while self.waiting:
            self.tries += 1
            self.last = send(service, self.waiting[0].message, url, self.pace.timeout)
            if self.last and self.last.passing:
                return
            self._settle(self.last)
            if self.pace.monotonic() > self.ends:
                return

    def close(self) -> list[Delivery]:
        """Return every delivery; what still waits is given up."""
        late = Refusal(say("时间用完了，还没有发。", "The time was over before it was sent."), passing=True)
        self._give_up(self.last or late)
        return self.done

    def _give_up(self, why: Refusal) -> None:
        while self.waiting:
            self._settle(why)

    def _settle(self, refusal: Refusal | None) -> None:
        self.done.append(
            Delivery(
                channel=self.name,
                told=self.waiting.popleft().told,
                ok=refusal is None,
                attempts=self.tries,
                error=refusal.sentence if refusal else None,
                delivered_at=self.pace.now() if refusal is None else None,
            )
        )
        self.tries = 0
