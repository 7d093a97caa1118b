"""What every command shares: the configuration, the archive, the two ways of printing, the ways to fail."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from scheduler.exitcodes import ExitCode
from storage import Archive, open_archive
from storage.asking.rows import json_line
from storage.config import Config, SeriesConfig
from storage.configfile import load_config
from storage.errors import NotCreated
from storage.language import listed, say

_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Failure(Exception):
    """A command cannot go on: one sentence for the person, and the exit code."""

    def __init__(self, message: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class App:
    """The composition root: reads the configuration and opens the archive, each once and only when asked for."""

    config_path: Path | None = None

    @cached_property
    def config(self) -> Config:
        """The configuration; raises ConfigError."""
        return load_config(self.config_path, os.environ)

    def series(self, name: str | None) -> SeriesConfig:
        """Return the series of that name, or the only one there is; raises Failure."""
        if name is None:
            if len(self.config.series) == 1:
                return self.config.series[0]
            fail(say(f"有几个系列，请写明是哪一个：{self._names()}。", f"Name one of the series: {self._names()}."))
        found = self.config.find(name)
        if found is None:
            fail(
                say(
                    f"没有叫 {name} 的系列，配置里有：{self._names()}。",
                    f"No series {name}; there are: {self._names()}.",
                )
            )
        return found

    def kept_series(self, name: str) -> str:
        """Return a name that is followed, or that the archive has something of: what was kept can be asked for.

        Raises Failure.
        """
        if self.config.find(name) is None and name not in (kept := self._unfollowed()):
            names = listed([*(series.name for series in self.config.series), *kept])
            fail(say(f"没有叫 {name} 的系列，有：{names}。", f"No series {name}; there are: {names}."))
        return name

    def _unfollowed(self) -> list[str]:
        from storage.asking.reader import reading  # what a search needs: only a name that nobody follows asks for it

        try:
            with self.reader() as archive, reading(archive) as reader:
                return reader.unfollowed(self.config)
        except NotCreated:
            return []

    def reader(self) -> Archive:
        """Open the archive to ask it. Raises ArchiveError, also when there is none yet."""
        return open_archive(self.config.database, read_only=True)

    def writer(self) -> Archive:
        """Open the archive to write, created and upgraded as needed. Raises ArchiveError."""
        archive = open_archive(self.config.database)
        archive.upgrade()
        return archive

    def _names(self) -> str:
        return listed(series.name for series in self.config.series)


APP = App()
"""The one of this process; `main` sets its configuration path before a command runs."""


def fail(message: str, code: ExitCode = ExitCode.USAGE) -> NoReturn:
    """End the command with one sentence."""
    raise Failure(message, code)


def check_address(url: str) -> None:
    """End the command where what was given as an address is none."""
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not named:
        fail(say(f"{url} 不是完整的网址，要以 http:// 或 https:// 开头。", f"{url} is no http(s) address."))


class _Told(Console):
    """A console for words from anywhere: what is printed may look like something, and moves and turns nothing."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        for each in super().render(renderable, options):
            yield each if each.control else Segment(harmless(each.text), each.style)


def harmless(text: str) -> str:
    """Return a text without the characters that a terminal obeys: a page, a header, an address may hold some."""
    return _OBEYED.sub("", text)


def out() -> Console:
    """Return the console of what was asked for. What is printed may come from a page: `[/b]` in it is no markup.

    Lines are not broken: a terminal does that, and what is copied from it stays an address or a command. Tables are as
    wide as the terminal, where there is none as $COLUMNS, else 80.
    """
    return _Told(highlight=False, markup=False, emoji=False, soft_wrap=True)


def err() -> Console:
    """Return the console of logs and progress."""
    return _Told(stderr=True, highlight=False, markup=False, emoji=False)


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print JSON Lines on stdout, and nothing else."""
    for row in rows:
        sys.stdout.write(_spelt(json_line(row)) + "\n")
    sys.stdout.flush()


def _spelt(line: str) -> str:
    """Return a line of JSON in characters that stdout has: what it lacks JSON can escape, and nothing is lost."""
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(json.loads(line))
    return line
