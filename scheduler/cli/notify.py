"""`xunli notify --test`: one message through every configured channel."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.text import Text

from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.exitcodes import ExitCode
from storage.language import say


def notify(
    test: Annotated[bool, typer.Option("--test", help=say("给每个渠道发一条测试通知", "send a test message"))] = False,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每个渠道一行 JSON", "one JSON row a channel"))] = False,
    rest: Annotated[str | None, typer.Option(hidden=True, metavar="SERIES")] = None,
) -> None:
    """Send a test message through every channel and say what became of it.

    `rest` is the service's: it tells what runs of a series brought whose processes died before they could.
    """
    if rest is not None:
        _tell_rest(rest)
        return
    if not test:
        fail(say("请写 --test：给每个渠道发一条测试通知。", "Write --test: a message goes through every channel."))
    if not APP.config.notify:
        fail(say("配置里没有 [[notify]]，没有渠道可试。", "There is no [[notify]] in the configuration."))

    from scheduler.notify.deliver import deliver
    from scheduler.notify.messages import trial
    from scheduler.notify.values import About

    sent = deliver([trial(About("", "", None, APP.config.zone))], APP.config.notify, os.environ)
    if json_rows:
        print_rows({"channel": one.channel, "ok": one.ok, "attempts": one.attempts, "error": one.error} for one in sent)
    else:
        for one in sent:
            told = (
                say("送到了", "delivered") if one.ok else say(f"没有送到：{one.error}", f"not delivered: {one.error}")
            )
            out().print(Text(f"{one.channel}　{told}", style="green" if one.ok else "red"))
    if not all(one.ok for one in sent):
        raise typer.Exit(ExitCode.COMPLAINTS)


def _tell_rest(series: str) -> None:
    from crawler import logs
    from scheduler.news import tell_rest

    logs.set_up()
    with APP.writer() as archive:
        tell_rest(APP.config, archive, series)
