"""Which process holds a lease, told so that another one can see beyond doubt that it is gone.

A host's name and a process's number do not do: containers may share the name and count for themselves, numbers are
given out again. So the boot of the kernel, the space in which it counts and the moment of the process's start belong
to it. Where one of them is not told (no Linux, another machine or container), nothing is known and the lease stands.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_STATE, _BEGAN = 0, 19
"""Places of a process's state and start in /proc/N/stat, counted behind its name."""


def lifeline() -> str | None:
    """Name this process to others of its machine, None where the system does not tell."""
    try:
        # A /proc of another space than ours counts otherwise.
        if str(Path("/proc/self").readlink()) != str(os.getpid()):
            return None
        began = _stat(os.getpid())[_BEGAN]
        return f"{_BOOT.read_text().strip()} {Path('/proc/self/ns/pid').readlink()} {os.getpid()} {began}"
    except (OSError, IndexError):
        return None


def is_gone(line: str | None) -> bool:
    """Say whether the process that named itself so has ended; False also where that cannot be known."""
    own = lifeline()
    if line is None or own is None or line.split()[:2] != own.split()[:2]:
        return False
    number, began = line.split()[2:]
    try:
        os.kill(int(number), 0)
        stat = _stat(int(number))
    except ProcessLookupError:
        return True
    except OSError:  # it is there and somebody else's, or went just now
        return False
    return stat[_STATE] in "ZX" or stat[_BEGAN] != began


def _stat(number: int) -> list[str]:
    return Path(f"/proc/{number}/stat").read_text(errors="replace").rpartition(")")[2].split()
