"""Telling systemd how the service fares: one datagram to the socket it names. Without systemd nothing happens."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping


class Systemd:
    """The service manager, where there is one (`Type=notify` or `notify-reload`, with or without a watchdog)."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.watchdog_seconds = _watchdog_seconds(environ)

    def ready(self, status: str) -> None:
        """The service works, after a start or a reload."""
        self._send(f"READY=1\nSTATUS={status}")

    def reloading(self) -> None:
        """The configuration is being read again."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        """The service is about to end."""
        self._send("STOPPING=1")

    def alive(self) -> None:
        """The service has just looked at its slots."""
        self._send("WATCHDOG=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            try:
                channel.sendto(message.encode(), self._address)
            except OSError:  # the manager is gone: there is nobody to tell
                return


def _watchdog_seconds(environ: Mapping[str, str]) -> float | None:
    """Return within how many seconds the manager wants to hear of us, None where it does not mind."""
    microseconds, pid = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    if not microseconds.isdigit() or (pid and pid != str(os.getpid())):
        return None
    return int(microseconds) / 1e6
