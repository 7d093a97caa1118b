"""What `bench.fulltext` measures: times of many alike operations, and all of one database as people read it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from bench.fulltext_rows import STORIES


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of many alike operations; `cpu` is this process' own time, the 95th percentile, too.

    On a machine that others use the clock tells of their work as well. `mean` has in it what is done now and then.
    """

    p50: float
    p95: float
    p99: float
    mean: float
    cpu: float
    number: int


@dataclass(slots=True)
class Measured:
    """What was measured on one database.

    built     sections a second by a rebuild of passages and index
    megabytes name of a part → its size
    searches  contender, kind and length of the query → times of the top 20
    writes    sections in the archive → times of indexing one article of ten sections, its commit included
    """

    database: str
    sections: int
    size: int
    built: float = 0.0
    megabytes: dict[str, float] = field(default_factory=dict)
    searches: dict[str, dict[str, Times]] = field(default_factory=dict)
    writes: dict[int, Times] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def times(seconds: Sequence[tuple[float, float]]) -> Times:
    """Return the percentiles of measured seconds, by the clock and of the processor."""
    by_clock, of_cpu = (sorted(second * 1000 for second in column) for column in zip(*seconds, strict=True))

    def at(share: float, ordered: Sequence[float]) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2)

    mean = round(sum(by_clock) / len(by_clock), 2)
    return Times(at(0.5, by_clock), at(0.95, by_clock), at(0.99, by_clock), mean, at(0.95, of_cpu), len(by_clock))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Do something once; return the seconds by the clock and of this process."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def show(measured: Measured, console: Console) -> None:
    """Print what was measured on one database."""
    console.print(
        f"{measured.database}, {measured.sections:,} sections of {measured.size} characters:"
        f" built {measured.built:,.0f} sections/s; MB {measured.megabytes}"
    )
    for number, cost in measured.writes.items():
        console.print(
            f"indexing an article of {STORIES} sections among {number:,}:"
            f" p50 {cost.p50} p95 {cost.p95} mean {cost.mean} ms, processor {cost.cpu}"
        )
    for remark in measured.remarks:
        console.print(remark)
    table = Table(title="top 20, milliseconds: p50 / p95 / p99, p95 of the processor", title_justify="left")
    table.add_column("query")
    for name in measured.searches:
        table.add_column(name, justify="right")
    for kind in dict.fromkeys(kind for each in measured.searches.values() for kind in each):
        cells = [each.get(kind) for each in measured.searches.values()]
        table.add_row(kind, *(f"{cell.p50} / {cell.p95} / {cell.p99}, {cell.cpu}" if cell else "–" for cell in cells))
    console.print(table)
