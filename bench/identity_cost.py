"""What one more article costs in an archive of 1,000 and of 1,000,000: only "the same text again" and what it writes.

python -m bench identity-cost [--texts N …] [--url URL] [--json]

So many articles cannot be read in for a measurement. Every table that an article's coming in asks is filled by SQL
instead: each text with as many grams as a piece has, nearly all of them its own, as in a real archive; one in six of a
newcomer's is one that `CROWD` texts hold already. Then pieces come in through the same door as ever, each with a copy.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, event, insert, text

from bench.identity import BATCH, read
from bench.planted import FRAME, NOTE, piece
from storage.archive import Archive, open_archive
from storage.identity.candidates import CROWD, salted
from storage.identity.fingerprint import fold
from storage.identity.similar import Shape
from storage.readings import Reading
from storage.tables import grams
from storage.values import Surface, Verdict

SERIES: Final = "bench"
PER_TEXT: Final = 57
"""Grams of a text of 900 characters."""

NEWCOMERS: Final = 400
"""Readings that come in at each size; half of them copies of the others."""

_SQL: Final = {
    "sqlite": {
        "random": "random()", "first": ":first", "series": ":series", "at": ":at", "on": "'2024-03-05'", "none": "'[]'",
    },
    "postgresql": {
        "random": "((random() - 0.5) * 18e18)::bigint", "first": "CAST(:first AS bigint)",
        "series": "CAST(:series AS text)", "at": "CAST(:at AS timestamptz)", "on": "DATE '2024-03-05'",
        "none": "CAST('[]' AS json)",
    },
}  # fmt: skip
"""How each database writes what is filled in: PostgreSQL guesses no types here."""

_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
_FILL: Final = (
    "INSERT INTO articles (id, series, url, surface, title, body, characters, fingerprint, first_seen_at, last_seen_at,"
    " dated_on, people, revision, extractor, layout) " + _NUMBERS + "SELECT i, {series}, 'http://old.example.cn/' || i,"
    " 'website', '题目', '正文', 2, 'old:' || i, {at}, {at}, {on}, {none}, 1, 'x', 'x' FROM n",
    "INSERT INTO addresses (series, key, url, article_id, kind, first_seen_at, last_seen_at) " + _NUMBERS
    + "SELECT {series}, 'old.example.cn/' || i, 'http://old.example.cn/' || i, i, 'own', {at}, {at} FROM n",
    "INSERT INTO texts (id, series, fingerprint, size) " + _NUMBERS + "SELECT i, {series}, 'old:' || i, 900 FROM n",
)  # fmt: skip
_GRAMS: Final = (
    "INSERT INTO grams (gram, text_id) WITH RECURSIVE g(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM g WHERE k < :each)"
    " SELECT {random} AS gram, id FROM texts, g WHERE id BETWEEN :first AND :last ORDER BY gram"
)
_FIRST_OWN: Final = 10_000_000
"""Ids of newcomers begin here, above all that are filled in."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a newcomer cost: milliseconds by the clock and of this process's processor, statements. `found` copies."""

    texts: int
    ms: float
    cpu_ms: float
    statements: float
    found: int


def measure(sizes: Sequence[int], url: str | None = None) -> list[Cost]:
    """Fill an archive up to each size in turn, and let newcomers in."""
    with (
        tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder,
        open_archive(url or f"sqlite:///{Path(folder) / 'archive.db'}") as archive,
    ):
        archive.upgrade()
        filled, costs = 0, list[Cost]()
        for number, size in enumerate(sorted(sizes)):
            with archive.database.writing() as connection:
                _fill(connection, filled + 1, size)
            filled = size
            _come_in(archive, _newcomers(f"warm {number}", BATCH))
            costs.append(_timed(archive, size, list(_newcomers(f"round {number}", NEWCOMERS))))
        return costs


def _fill(connection: Connection, first: int, last: int) -> None:
    dialect = connection.dialect.name
    values = {"first": first, "last": last, "series": SERIES, "at": "2024-03-05 00:00:00+00:00"}
    for statement in (each.format(**_SQL[dialect]) for each in _FILL):
        connection.execute(text(statement), {name: values[name] for name in values if f":{name}" in statement})
    everybodys = sorted(salted(SERIES, Shape(fold(NOTE * 2)))) if first == 1 else []
    if everybodys:
        rows = [{"gram": gram, "text_id": text_id} for gram in everybodys for text_id in range(1, CROWD + 1)]
        connection.execute(insert(grams), rows)
    connection.execute(text(_GRAMS.format(**_SQL[dialect])), {"each": PER_TEXT, "first": first, "last": last})
    if first == 1:
        _count_from(connection)
    if dialect == "postgresql":
        connection.execute(text("ANALYZE"))


def _count_from(connection: Connection) -> None:
    for table in ("articles", "texts"):
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": table, "seq": _FIRST_OWN}
            )
        else:
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {_FIRST_OWN})"))


def _newcomers(name: str, number: int) -> Iterator[Reading]:
    """Yield pieces under the note that everybody uses, each with a copy in another frame."""
    dice = Random(name)
    for seed in (dice.randrange(10_000_000, 99_000_000) for _ in range(number // 2)):
        body = f"{NOTE}\n{piece(seed)}"
        yield read(f"{name}/{seed}".replace(" ", "/"), body)
        yield read(f"{name}/{seed}/copy".replace(" ", "/"), FRAME.format(body), Surface.REPRINT)


def _come_in(archive: Archive, readings: Iterable[Reading]) -> int:
    waiting, found = list(readings), 0
    for start in range(0, len(waiting), BATCH):
        recorded = archive.record_many(None, SERIES, waiting[start : start + BATCH])
        found += sum(each.verdict is Verdict.COPY for each in recorded)
    return found


def _timed(archive: Archive, size: int, readings: Sequence[Reading]) -> Cost:
    asked: list[object] = []
    note = lambda *args: asked.append(args[2])  # noqa: E731 - a listener is taken off by its name
    event.listen(archive.database.engine, "before_cursor_execute", note)
    began, busy = time.perf_counter(), time.process_time()
    found = _come_in(archive, readings)
    spent, cpu = time.perf_counter() - began, time.process_time() - busy
    event.remove(archive.database.engine, "before_cursor_execute", note)
    number = len(readings)
    return Cost(size, 1000 * spent / number, 1000 * cpu / number, len(asked) / number, found)


def to_json(costs: Sequence[Cost]) -> list[dict[str, Any]]:
    """Return the costs as JSON's values."""
    return [asdict(each) for each in costs]


def show(costs: Sequence[Cost], console: Console) -> None:
    """Print the costs as a table."""
    table = Table(title="What one more article costs", title_justify="left")
    for name in ("among articles", "ms", "ms of CPU", "statements", f"copies found of {NEWCOMERS // 2}"):
        table.add_column(name, justify="right")
    for each in costs:
        row = f"{each.texts:,}", f"{each.ms:.2f}", f"{each.cpu_ms:.2f}", f"{each.statements:.2f}", f"{each.found}"
        table.add_row(*row)
    console.print(table)
