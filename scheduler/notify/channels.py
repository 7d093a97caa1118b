"""From a `[[notify]]` entry to something that sends: names from the environment, masking, Apprise's answer in words."""

# Apprise's classes are annotated in part only.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

from apprise import Apprise, NotifyBase, NotifyFormat, NotifyType

from scheduler.notify.bots import PASSING_STATUS, GroupBot, Refusal, register
from scheduler.notify.values import Kind, Message
from storage.config import NotifyConfig
from storage.language import say

SHORTEST_SECRET = 4

_NAME = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<plain>[A-Za-z_][A-Za-z0-9_]*)|(?P<dollar>\$))")
_STATUS = re.compile(r"error=(\d{3})\b")
_TYPES: Mapping[Kind, NotifyType] = {
    "gone": NotifyType.WARNING,
    "complaint": NotifyType.WARNING,
    "recovery": NotifyType.SUCCESS,
}


class ChannelError(Exception):
    """A channel cannot be used; the message is one sentence that names it and holds no secret."""


def validate(channels: Sequence[NotifyConfig], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return one sentence for each channel that cannot be used; empty when all can. Nothing is sent."""
    problems = []
    for number, channel in enumerate(channels, start=1):
        try:
            open_channel(number, channel, environ)
        except ChannelError as error:
            problems.append(str(error))
    return problems


def open_channel(number: int, channel: NotifyConfig, environ: Mapping[str, str]) -> NotifyBase:
    """Return the Apprise service of the `number`th channel, counted from 1. Raises ChannelError."""
    url = masked(channel.url)
    where = say(f"notify[{number}].url（{url}）", f"notify[{number}].url ({url})")
    missing = [name for name in names(channel.url) if not environ.get(name, "").strip()]
    if missing:
        raise ChannelError(
            say(
                f"{where}：环境变量 ${missing[0]} 没有设置，请先给出它的值。",
                f"{where}: ${missing[0]} is not set in the environment; set it first.",
            )
        )
    url = expanded(channel.url, environ)
    manager = register()
    service = Apprise.instantiate(url)
    if service is None:
        raise ChannelError(f"{where}{_unusable(url, manager.schemas(include_disabled=False))}")
    return service


def names(url: str) -> list[str]:
    """Return the names of the environment that the URL uses, in its order."""
    return [found["braced"] or found["plain"] for found in _NAME.finditer(url) if not found["dollar"]]


def expanded(url: str, environ: Mapping[str, str]) -> str:
    """Return the URL with its `$NAME`s filled in; `$$` is a dollar. Raises KeyError for an absent name.

    A name that is the whole URL, or all that follows `://`, is taken as it stands; in a smaller part it is
    percent-encoded, so that a password may hold any character.
    """

    def value(found: re.Match[str]) -> str:
        if found["dollar"]:
            return "$"
        text = environ[found["braced"] or found["plain"]].strip()
        whole = found.end() == len(url) and (found.start() == 0 or url[: found.start()].endswith("://"))
        return text if whole else quote(text, safe=":")

    return _NAME.sub(value, url)


def masked(url: str) -> str:
    """Return the URL as it may be shown: schema, host where one is named, `$NAME`s; no secret."""
    if _NAME.fullmatch(url):
        return url
    schema, found, rest = url.partition("://")
    if not found or not re.fullmatch(r"[A-Za-z0-9]+", schema):
        return "…"
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    shown = _shown_host(schema.lower(), authority, rest) or _ends(authority)
    return f"{schema}://{shown}{'/…' if rest[len(authority) :].strip('/') else ''}"


def named(channels: Sequence[NotifyConfig]) -> list[str]:
    """Return what each channel is called: its URL, masked, with a number from the second of that look on.

    Channels of one host differ in what is masked, and each has news and complaints of its own.
    """
    shown = [masked(channel.url) for channel in channels]
    counts = [shown[: place + 1].count(name) for place, name in enumerate(shown)]
    return [f"{name} ({count})" if count > 1 else name for name, count in zip(shown, counts, strict=True)]


def send(service: NotifyBase, message: Message, url: str, timeout: float) -> Refusal | None:
    """Send one message; return why it was not taken, None when it was. `timeout` is in seconds.

    `url` is the channel's own, expanded: no part of it gets into the sentence.
    """
    sender = Apprise()
    sender.add(service)
    text = "\n".join(part for part in (message.text, message.link) if part)
    result = sender.notify(
        body=text or message.subject,
        title=message.subject,
        notify_type=_TYPES.get(message.kind, NotifyType.INFO),
        body_format=NotifyFormat.TEXT,
        timeout=timeout,
    )
    if result:
        return None
    if isinstance(service, GroupBot) and service.refusal:
        return Refusal(scrubbed(service.refusal.sentence, url), service.refusal.passing)
    told = [entry.message for entry in result.logs() if entry.level in ("WARNING", "ERROR", "CRITICAL")]
    return _from_log(told, url)


def scrubbed(text: str, url: str) -> str:
    """Return the text without any part of the URL that its masked form does not show."""
    parts = {part for piece in re.split(r"[:/@?&=,;]+", url) for part in (piece, unquote(piece))}
    shown = masked(url)
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SHORTEST_SECRET and part not in shown:
            text = text.replace(part, "…")
    return text


def _from_log(told: Sequence[str], url: str) -> Refusal:
    """Return what Apprise's own plugins leave behind of a failure: a line of their log."""
    if not told:
        return Refusal(say("没有送到，原因不明。", "It was not delivered, for an unknown reason."), passing=True)
    status = next((int(found.group(1)) for line in told if (found := _STATUS.search(line))), None)
    passing = status is None or status in PASSING_STATUS or status >= 500
    return Refusal(scrubbed(told[0], url), passing)


def _unusable(url: str, schemas: Sequence[str]) -> str:
    schema = url.partition("://")[0].lower()
    if schema not in schemas:
        return say(
            "：没有这种通知通道，请对照 Apprise 支持的服务检查开头的写法。",
            ": there is no such channel; compare how it begins with the services that Apprise knows.",
        )
    return say(
        "：写法不对，请对照 Apprise 这项服务的说明检查。",
        ": it is not written as this service of Apprise needs it; compare its description.",
    )


def _shown_host(schema: str, authority: str, rest: str) -> str | None:
    """Return host and port where the schema always has a host there; elsewhere the place may hold a token."""
    host = authority.rpartition("@")[2]
    broken_by_a_password = "@" in rest[len(authority) :].partition("?")[0]
    if broken_by_a_password or not re.fullmatch(r"[\w.$-]+(:\d+)?", host, re.ASCII):
        return None
    manager = register()
    known = schema in manager
    templates = manager[schema].templates if known else ()
    always = schema in ("http", "https") or (known and all("{host}" in one or "{domain}" in one for one in templates))
    return host if always else None


def _ends(token: str) -> str:
    """Return first and last character of a token long enough to stay secret, `$NAME` whole."""
    if _NAME.fullmatch(token):
        return token
    secret = token.rpartition("@")[2]
    return f"{secret[0]}…{secret[-1]}" if len(secret) >= 12 and "$" not in secret else "…"
