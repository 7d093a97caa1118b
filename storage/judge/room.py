"""The check of the room that is left for the archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from storage.findings import Findings
from storage.judge.values import Check, Complaint, Fate
from storage.language import say
from storage.running.history import History, OpenComplaint

LEAST: Final = 100 * 1024 * 1024
"""Bytes that a few weeks of a series take."""
SHARE: Final = 0.1
"""Room beside the file, as a share of it: its write-ahead log and a migration need that."""
MEGABYTE: Final = 1024 * 1024


def disk_space(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of a disk that is almost full."""
    disk = history.disk
    if disk is None or disk.free >= max(LEAST, SHARE * disk.used):
        return
    free, used = disk.free // MEGABYTE, disk.used // MEGABYTE
    message = say(f"磁盘快满了：只剩 {free} MB", f"the disk is almost full: {free} MB are left")
    told = say(f"{disk.folder}，数据库 {used} MB", f"{disk.folder}, the database has {used} MB")
    yield Complaint("disk_space", message, (told,))


def _has_room(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return Fate.OVER


DISK_SPACE = Check("disk_space", disk_space, _has_room)
