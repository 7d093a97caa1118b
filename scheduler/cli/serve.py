"""`xunli serve` and `xunli run-due`: the background service, and one pass of it for cron and systemd timers.

Neither imports what crawls: a service that waits for tomorrow is to be small.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from crawler import logs
from scheduler.children import Child
from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.exitcodes import ExitCode
from scheduler.settings import Settings
from storage import Archive, open_archive
from storage.addresses import served_at
from storage.asking.rows import run_row
from storage.config import Config
from storage.language import say
from storage.osreasons import os_reason


def serve(
    host: Annotated[
        str | None, typer.Option(metavar="HOST", help=say("监听的地址", "the address to listen on"))
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help=say("端口；0 为任选一个空闲的", "0: any free one"))
    ] = None,
    json_rows: Annotated[
        bool, typer.Option("--json", help=say("地址写成一行 JSON", "its address as one JSON row"))
    ] = False,
) -> None:
    """Run the service until SIGTERM or SIGINT."""
    from scheduler.service import Service

    logs.set_up()
    with closing(Settings(APP.config_path)) as settings:
        service = settings.current.service
        listening = _listen(host or service.host, service.port if port is None else port, bool(service.token))
        with listening, _writer(settings) as archive, _reader(settings) as reader:
            _tell(listening, json_rows)
            asyncio.run(Service(settings, archive, reader, listening).run())


def run_due(
    textfile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=say("把 Prometheus 指标写进这个文件", "write metrics for Prometheus there")),
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每次运行一行 JSON", "one JSON row a run"))] = False,
) -> None:
    """Run what is due, say how each run ended, and end with the exit code of the worst."""
    from scheduler.once import run_due as run

    logs.set_up()
    with closing(Settings(APP.config_path)) as settings, _writer(settings) as archive:
        ended = asyncio.run(run(settings, archive))
        if textfile is not None:
            _write_textfile(textfile, archive, settings)
    _tell_ended(ended, settings.current, json_rows)
    raise typer.Exit(max(map(_code, ended), default=ExitCode.DONE))


def _tell_ended(ended: list[Child], config: Config, json_rows: bool) -> None:
    runs = [child.run for child in ended if child.run is not None]
    if json_rows:
        print_rows(run_row(run, config.zone) for run in runs)
        return
    from scheduler.cli.telling import tell_run  # rich's tables: not for a service that waits

    for run in runs:
        tell_run(out(), run, config.title_of(run.series))
    if not ended:
        out().print(say("没有到期的系列", "no series is due"))


def _code(child: Child) -> int:
    """Return the exit code of a run's process; one that a signal ended has none of its own."""
    code = child.code or 0
    return code if code >= 0 else ExitCode.BUG


def _write_textfile(path: Path, archive: Archive, settings: Settings) -> None:
    from web.metrics import write_textfile

    try:
        write_textfile(path, archive, settings.current)
    except OSError as error:
        fail(say(f"写不了 {path}：{os_reason(error)}。", f"{path} cannot be written: {os_reason(error)}."))


def _writer(settings: Settings) -> Archive:
    archive = open_archive(settings.current.database)
    archive.upgrade()
    return archive


def _reader(settings: Settings) -> Archive:
    return open_archive(settings.current.database, read_only=True)


def _listen(host: str, port: int, guarded: bool) -> socket.socket:
    """Return a socket that listens, or fail with one sentence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        fail(say(f"没有 {host} 这个地址：{reason}。", f"There is no address {host}: {reason}."))
    if not guarded and not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback:
        fail(
            say(
                f"要监听 {host}，请先设置 service.token（或环境变量 XUNLI_TOKEN）；没有令牌只能监听 127.0.0.1。",
                f"To listen on {host} set service.token (or $XUNLI_TOKEN); without one only 127.0.0.1 is allowed.",
            )
        )
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        fail(_cannot_listen(host, port, error))
    return listening


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return say(
            f"{host} 的端口 {port} 已被占用：请换一个 --port，或停掉占用它的程序。",
            f"Port {port} of {host} is in use: name another --port or stop the program that holds it.",
        )
    return say(f"不能监听 {host}:{port}：{os_reason(error)}。", f"Cannot listen on {host}:{port}: {os_reason(error)}.")


def _tell(listening: socket.socket, json_rows: bool) -> None:
    address = served_at(*listening.getsockname()[:2])
    if json_rows:
        print_rows([{"url": address}])
        return
    out().print(say(f"巡礼在 {address} 上，Ctrl-C 停止", f"xunli is at {address}; Ctrl-C ends it"))
