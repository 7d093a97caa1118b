"""Recall and precision of "the same text again": planted copies among true neighbours, found as the archive finds them.

python -m bench identity [--articles N] [--planted N] [--first N] [--url URL] [--json]

Every planted copy comes in as a reading like any other, before its original as often as after; found is what ends up
in its original's group. Neighbours and copies are those of `bench.planted`.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from bench.planted import KINDS, TURNS, neighbour, sort_of
from storage.answers import Filter
from storage.archive import Archive, open_archive
from storage.readings import Reading
from storage.values import Document, Extract, Surface

AT = datetime(2024, 3, 5, tzinfo=UTC)
BATCH = 100


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one kind of planted copy. Recall 0 to 1."""

    kind: str
    planted: int
    found: int

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """What an article cost while the archive grew to a size: seconds by the clock and of the processor, statements."""

    articles: int
    seconds: float
    cpu: float
    statements: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One evaluation. `false` counts, by sort of neighbour, the articles in a group that is not theirs."""

    articles: int
    rows: tuple[Row, ...]
    pairs: int
    false: dict[str, int]
    steps: tuple[Step, ...]

    @property
    def precision(self) -> float:
        return 1 - sum(self.false.values()) / self.pairs if self.pairs else 1.0

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON's values."""
        return asdict(self) | {"precision": self.precision}


def read(name: str, body: str, surface: Surface = Surface.WEBSITE) -> Reading:
    url = f"http://{surface}.example.cn/{name}"
    return Reading(Document(url, 200, {}, body.encode(), AT, url), Extract(url, "题目", body), surface)


def corpus(articles: int, planted: int, first: int = 0) -> Iterator[tuple[int, Reading]]:
    """Yield readings with the number of the original that each belongs to, shuffled; `first` gives other texts."""
    plain: list[tuple[int, Reading]] = []
    names = list(KINDS)
    for seed in range(first, first + articles):
        body = neighbour(seed)
        plain.append((seed, read(f"{seed}", body)))
        if seed - first < planted * len(names):
            kind = seed // len(TURNS) % len(names)  # so that every kind is made of every sort
            copy = KINDS[names[kind]](body, Random(f"copy {seed}"))
            plain.append((seed, read(f"{seed}?copy={kind}", copy, Surface.REPRINT)))
    Random(articles).shuffle(plain)
    yield from plain


def measure(articles: int, planted: int, url: str | None = None, first: int = 0) -> Measured:
    """Plant copies among neighbours, put all into an archive, and count what came together."""
    with (
        tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder,
        open_archive(url or f"sqlite:///{Path(folder) / 'archive.db'}") as archive,
    ):
        archive.upgrade()
        readings = list(corpus(articles, planted, first))
        steps = _put(archive, [reading for _, reading in readings])
        return _judged(archive, readings, articles, steps)


def _put(archive: Archive, readings: Sequence[Reading]) -> tuple[Step, ...]:
    asked: list[object] = []
    event.listen(archive.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    steps: list[Step] = []
    done, size = 0, min(1000, len(readings))
    while done < len(readings):
        upto = min(size, len(readings))
        asked.clear()
        began, busy = time.perf_counter(), time.process_time()
        for start in range(done, upto, BATCH):
            archive.record_many(None, "bench", readings[start : min(start + BATCH, upto)])
        number = upto - done
        spent = time.perf_counter() - began, time.process_time() - busy
        steps.append(Step(upto, spent[0] / number, spent[1] / number, len(asked) / number))
        done, size = upto, size * 10 if size < 10_000 else size + 30_000
    return tuple(steps)


def _judged(
    archive: Archive, readings: Sequence[tuple[int, Reading]], articles: int, steps: tuple[Step, ...]
) -> Measured:
    belongs = {reading.document.url: number for number, reading in readings}
    stored = list(archive.instalments(Filter(series="bench", copies=True)))
    leads = {row.id: row.url for row in stored}
    group = {row.url: leads[row.copy_of or row.id] for row in stored}
    original = {number: url for url, number in belongs.items() if "copy=" not in url}
    planted, found = Counter[int](), Counter[int]()
    for url, number in belongs.items():
        if "copy=" in url:
            kind = int(url.rsplit("=", 1)[1])
            planted[kind] += 1
            found[kind] += group[url] == group[original[number]]
    rows = tuple(Row(kind, planted[number], found[number]) for number, kind in enumerate(KINDS))
    copies = [row for row in stored if row.copy_of is not None]
    false = Counter(sort_of(belongs[row.url]) for row in copies if belongs[row.url] != belongs[leads[row.copy_of or 0]])
    return Measured(articles, rows, len(copies), dict(false), steps)


def show(measured: Measured, console: Console) -> None:
    """Print the result as tables."""
    table = Table(title=f"The same text again, among {measured.articles:,} articles", title_justify="left")
    for name in ("planted", "number", "found", "recall"):
        table.add_column(name, justify="left" if name == "planted" else "right")
    for row in measured.rows:
        table.add_row(row.kind, f"{row.planted}", f"{row.found}", f"{row.recall:.1%}")
    console.print(table)
    told = ", ".join(f"{count} {sort}" for sort, count in measured.false.items()) or "none"
    console.print(f"pairs made {measured.pairs}, false: {told}; precision {measured.precision:.4%}")
    costs = Table(title="What an article costs while the archive grows", title_justify="left")
    for name in ("up to articles", "ms", "ms of CPU", "statements"):
        costs.add_column(name, justify="right")
    for step in measured.steps:
        costs.add_row(
            f"{step.articles:,}", f"{step.seconds * 1000:.2f}", f"{step.cpu * 1000:.2f}", f"{step.statements:.2f}"
        )
    console.print(costs)
