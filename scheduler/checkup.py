"""The checks of `xunli doctor` that ask no newspaper: configuration, archive, disk, channels, clocks, the schedule."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from scheduler.notify.channels import validate
from scheduler.overdue import punctuality
from storage import Archive, open_archive
from storage.asking.reader import reading
from storage.config import Config, CrawlConfig
from storage.engine import file_of
from storage.errors import ArchiveError, NotCreated
from storage.judge.room import LEAST, MEGABYTE
from storage.language import counted, listed, plural, say

SKEW: Final = timedelta(minutes=5)
"""How far our clock and a server's may differ: what falls due, and what Retry-After means, goes by ours."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it looked at, in one word; `ok` is None where there is only something to know."""

    name: str
    label: str
    ok: bool | None
    detail: str


def local_checks(config: Config, path: Path | None) -> Iterator[Check]:
    """Yield what can be found without a network."""
    yield _configuration(config, path)
    yield from _archive(config)
    yield from _disk(config)
    yield _channels(config)


def unfollowed(archive: Archive, config: Config) -> list[str]:
    """Return the series that the archive has something of and the configuration does not name."""
    with reading(archive) as reader:
        return reader.unfollowed(config)


def unfollowed_words(names: Iterable[str]) -> str:
    """Say what has become of them: a name that was changed begins a new series beside the old one."""
    told = listed(names)
    return say(
        f"存档里的 {told} 不在配置里，不再跟踪；若是改了 name，请改回去，否则同样的文章会再存一遍",
        f"{told}: in the archive and not in the configuration, so not followed; if that is a changed `name`, change it "
        "back, or the same articles are kept a second time",
    )


def clock_check(server_times: Iterable[datetime], now: datetime) -> Check | None:
    """Return how our clock stands to the servers', None where none of them says the time."""
    skews = sorted(now - at for at in server_times)
    if not skews:
        return None
    skew = skews[len(skews) // 2]
    seconds = round(abs(skew).total_seconds())
    ahead = skew > timedelta(0)
    if abs(skew) <= SKEW:
        return Check("clock", say("时钟", "clock"), True, say(f"和网站差 {seconds} 秒", f"{seconds} s off the sites'"))
    told = say(
        f"本机比网站{'快' if ahead else '慢'} {seconds} 秒，请对时",
        f"{seconds} s {'ahead of' if ahead else 'behind'} the sites; set it",
    )
    return Check("clock", say("时钟", "clock"), False, told)


def _configuration(config: Config, path: Path | None) -> Check:
    where = str(path) if path else say("没有文件，按内置的来", "no file, the built-in one")
    sources = sum(len(series.source) for series in config.series)
    told = say(
        f"{where}：{len(config.series)} 个系列，{sources} 个来源",
        f"{where}: {len(config.series)} series, {plural(sources, 'source', 'sources')}",
    )
    label = say("配置", "configuration")
    if config.crawl.user_agent == CrawlConfig().user_agent:
        hint = say("；请把 crawl.user_agent 改成能联系到您的", "; put your contact into crawl.user_agent")
        return Check("configuration", label, None, told + hint)
    return Check("configuration", label, True, told)


def _archive(config: Config) -> Iterator[Check]:
    label = say("档案", "archive")
    try:
        with open_archive(config.database, read_only=True) as archive:
            counts = archive.counts()
            told = counted(counts.instalments, "期", "instalment", "instalments")
            yield Check("archive", label, True, f"{archive.database.where}　{told}")
            if left := unfollowed(archive, config):
                yield Check("unfollowed", say("系列", "series"), None, unfollowed_words(left))
            for series in config.series:
                if (kept := punctuality(archive, series, config)) is not None:
                    yield Check("schedule", say("定时", "schedule"), not kept.missed, kept.told(config))
    except NotCreated:
        yield Check("archive", label, None, say("还没有，第一次抓取时建立", "none yet; the first crawl makes it"))
    except ArchiveError as error:
        yield Check("archive", label, False, str(error))


def _disk(config: Config) -> Iterator[Check]:
    try:
        path = file_of(config.database)
    except ArchiveError:  # no address of a database: the check of the archive has told it
        return
    if path is None:
        return
    folder = path.absolute().parent
    label = say("磁盘", "disk")
    if not folder.is_dir():
        yield Check("disk", label, False, say(f"没有 {folder} 这个目录", f"there is no folder {folder}"))
        return
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        yield Check("disk", label, False, say(f"{folder} 不能写", f"{folder} cannot be written"))
        return
    room = say(f"{folder} 剩 {free // MEGABYTE} MB", f"{free // MEGABYTE} MB left at {folder}")
    yield Check("disk", label, free >= LEAST, room)


def _channels(config: Config) -> Check:
    label = say("通知", "channels")
    wrong = validate(config.notify, os.environ)
    if wrong:
        return Check("channels", label, False, wrong[0].rstrip("。."))
    if not config.notify:
        return Check("channels", label, None, say("没有配置渠道，出了问题没人知道", "none: nobody is told of trouble"))
    told = say(
        f"{len(config.notify)} 个，用 xunli notify --test 试发", f"{len(config.notify)}; try xunli notify --test"
    )
    return Check("channels", label, True, told)
