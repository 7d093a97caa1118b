"""What the web is told by the service around it, and how an endpoint comes by it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from storage import Archive
from storage.config import Config


@dataclass(frozen=True, slots=True)
class Started:
    """The run that answers a request for one; `new` is false where it was going already."""

    run_id: int
    new: bool


class NotStarted(Exception):
    """A run that was asked for could not begin; the message is one sentence."""


Start = Callable[[str, date | None, date | None], Awaitable[Started]]
"""Starts a run of a series, with the window of a backfill; raises NotStarted."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the web is told by the service around it.

    archive  open read-only
    config   the configuration as it is now; it may change while the service runs
    start    starts a run; None where nothing may be started
    ready    whether the clock runs
    """

    archive: Archive
    config: Callable[[], Config]
    start: Start | None = None
    ready: Callable[[], bool] = lambda: True


def service_of(request: Request) -> Service:
    """Return what the service told us."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(service_of)]
"""The service as a parameter of an endpoint."""
