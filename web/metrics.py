"""GET /metrics for Prometheus, and the same as a textfile for one-shot runs: a scrape explains the last run.

Every number is read from the archive when it is asked for; nothing is counted in this process, so that a service, a
cron job and a person at the keyboard are seen alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, generate_latest, write_to_textfile
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from storage import Archive, ArchiveError, Run
from storage.config import Config
from storage.running.health import lease_list, open_complaints
from storage.schedule.due import next_due
from storage.schedule.slots import Slots
from storage.values import Outcome, Verdict
from web.api_words import operation
from web.service import TheService

router = APIRouter()

OUTCOMES = (*(outcome.value for outcome in Outcome), "running")


@router.get(
    "/metrics",
    **operation("给 Prometheus 的指标", "For Prometheus", "存档的现状和最近的运行。"),
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def metrics(service: TheService) -> Response:
    """Return the state of the archive and its last runs."""
    registry = _registry(service.archive, service.config())
    ready = GaugeMetricFamily("xunli_clock_running", "Whether the clock of this service runs.", service.ready())
    registry.register(_Given([ready]))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def write_textfile(path: Path, archive: Archive, config: Config) -> None:
    """Write the same for the node exporter's textfile collector, in one step. Raises OSError."""
    write_to_textfile(str(path), _registry(archive, config))


def _registry(archive: Archive, config: Config) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Given(_collected(archive, config)))
    return registry


class _Given(Collector):
    """Hands over what was collected."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterable[Metric]:
        return self._families


def _collected(archive: Archive, config: Config) -> list[Metric]:
    """Return everything, or only that the database does not answer."""
    up = GaugeMetricFamily("xunli_database_up", "Whether the database answers.", 1)
    try:
        return [up, *_runs(archive, config), *_schedule(archive, config), *_complaints(archive, config)]
    except ArchiveError:
        return [GaugeMetricFamily("xunli_database_up", "Whether the database answers.", 0)]


def _runs(archive: Archive, config: Config) -> Iterator[Metric]:
    last = [run for series in config.series for run in archive.runs(series.name, 1)]
    yield _gauge("last_run_id", "Id of the last run.", last, lambda run: run.id)
    yield _gauge("last_run_start_time_seconds", "When it began.", last, lambda run: _stamp(run.started_at))
    yield _gauge(
        "last_run_end_time_seconds", "When it ended; absent while it goes.", last, lambda run: _stamp(run.ended_at)
    )
    yield _gauge(
        "last_run_due_time_seconds", "The slot it served; absent for others.", last, lambda run: _stamp(run.due_at)
    )
    yield _gauge("last_run_duration_seconds", "How long it took.", last, lambda run: run.seconds)
    yield _gauge("last_run_requests", "Requests it made.", last, lambda run: run.requests)
    yield _gauge("last_run_complaints", "Complaints it found.", last, lambda run: len(run.complaints))
    yield _outcomes(last)
    yield _tallies(last)


def _outcomes(last: list[Run]) -> Metric:
    family = GaugeMetricFamily(
        "xunli_last_run_outcome", "How it ended: 1 for what applies.", labels=("series", "trigger", "outcome")
    )
    for run in last:
        ended = run.outcome.value if run.outcome else "running"
        for outcome in OUTCOMES:
            family.add_metric((run.series, run.trigger.value, outcome), float(outcome == ended))
    return family


def _tallies(last: list[Run]) -> Metric:
    family = GaugeMetricFamily("xunli_last_run_visits", "Its visits by verdict.", labels=("series", "verdict"))
    for run in last:
        for verdict in Verdict:
            family.add_metric((run.series, verdict.value), run.tally.get(verdict, 0))
    return family


def _schedule(archive: Archive, config: Config) -> Iterator[Metric]:
    now = datetime.now(UTC)
    due = GaugeMetricFamily("xunli_next_due_time_seconds", "When the series is due next.", labels=("series",))
    for series in config.series:
        at = next_due(series.schedule, config.zone, now)
        if at is not None:
            due.add_metric((series.name,), at.timestamp())
    yield due
    slots = GaugeMetricFamily("xunli_slots", "Due times by what became of them.", labels=("series", "state"))
    for (series_name, state), number in sorted(Slots(archive.database).counts().items()):
        slots.add_metric((series_name, state.value), number)
    yield slots
    lease = GaugeMetricFamily(
        "xunli_lease_expires_time_seconds", "By when a going run must beat.", labels=("series", "owner")
    )
    for held in lease_list(archive.database):
        lease.add_metric((held.series, held.owner), held.expires_at.timestamp())
    yield lease


def _complaints(archive: Archive, config: Config) -> Iterator[Metric]:
    """Return what is complained of; of a series that is no longer followed no run closes anything."""
    found = [each for each in open_complaints(archive.database) if config.find(each.series)]
    yield GaugeMetricFamily("xunli_open_complaints", "Open complaints of all series that are followed.", len(found))
    since = GaugeMetricFamily(
        "xunli_open_complaint_time_seconds", "Since when it is complained of.", labels=("series", "check", "subject")
    )
    for each in found:
        since.add_metric((each.series, each.check, each.subject), each.opened_at.timestamp())
    yield since


def _gauge(name: str, help_text: str, last: list[Run], value: Callable[[Run], float | None]) -> Metric:
    """Return one number a series, left out where the run has none."""
    family = GaugeMetricFamily(f"xunli_{name}", help_text, labels=("series",))
    for run in last:
        number = value(run)
        if number is not None:
            family.add_metric((run.series,), number)
    return family


def _stamp(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()
