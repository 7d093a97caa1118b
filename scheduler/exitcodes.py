"""What a process of ours ends with: other people's scripts go by it, and so does what starts our crawls."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of design 5.2."""

    DONE = 0
    BUG = 1
    USAGE = 2
    COMPLAINTS = 3
    UNREACHABLE = 4
    BUSY = 5
    INTERRUPTED = 130
    """As of every program that a signal ends."""
