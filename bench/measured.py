"""Runs one command and tells on stdout what it cost: `python -m bench.measured COMMAND…` prints one JSON object.

The processor time is that of the command and of everything that it started, however deep: Linux hands orphans to this
process, whose only purpose is to outlive them all. Elsewhere what a command leaves behind is not counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, in seconds: by the clock until it ended, of all processors until all it started ended."""

    wall: float
    cpu: float


def cost(command: list[str], given: str) -> Cost:
    """Run a command in a process tree of its own, with `given` on its stdin. Raises CalledProcessError."""
    measuring = [sys.executable, "-m", "bench.measured", *command]
    ran = subprocess.run(measuring, input=given, check=True, stdout=subprocess.PIPE, text=True)
    return Cost(**json.loads(ran.stdout))


def main() -> int:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    code = subprocess.run(sys.argv[1:], check=False, stdout=sys.stderr).returncode
    wall = time.perf_counter() - started
    _outlive()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime}))
    return code


def _outlive() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


if __name__ == "__main__":
    sys.exit(main())
