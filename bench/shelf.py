"""An archive of a given size for the reader's bench: instalments of several pages, corrected ones, copies, runs.

Its texts are the local newspaper's prose, a day an instalment, recorded as a crawl records them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from demo.prose import instalment
from storage import Archive, Run
from storage.readings import Reading, Visited
from storage.values import Document, Extract, Outcome, Surface, Verdict

SERIES = "reform"
NEWEST = date(2026, 10, 26)
AT_ONCE = 200
CORRECTED = 10
"""Every tenth is corrected once."""
RUNS = 400
VISITS = 60


def fill(archive: Archive, count: int) -> None:
    """Record `count` instalments, the newest of NEWEST, and their corrections; then runs with their visits."""
    readings = [_reading(count - number, seed=number) for number in range(1, count + 1)]
    corrected = [_corrected(reading) for reading in readings[::CORRECTED]]
    for several in (readings, corrected):
        for start in range(0, len(several), AT_ONCE):
            archive.record_many(None, SERIES, several[start : start + AT_ONCE])
    for number in range(RUNS):
        _ran(archive, number)


def _reading(days_ago: int, seed: int) -> Reading:
    text, on = instalment(seed), NEWEST - timedelta(days=days_ago)
    lines = [line for page in text.pages for line in _lines(page.label, on, page)]
    url = f"https://www.example.cn/p/{seed}.html"
    return _as_read(url, on, f"改革巡礼｜{text.title}（{seed}）", "\n".join(lines))


def _lines(label: str | None, on: date, page: object) -> Iterator[str]:
    if label:
        yield f"青岛日报{on.year}年{on.month}月{on.day}日{label}"
    for section in page.sections:  # type: ignore[attr-defined]
        yield from (line.text.replace("\t", " | ") for line in section.lines)


def _as_read(url: str, on: date, title: str, body: str) -> Reading:
    at = datetime.combine(on, time(1), UTC)
    kept = f"<!doctype html><title>{title}</title><h1>{title}</h1>" + "".join(f"<p>{line}" for line in body.split("\n"))
    extract = Extract(url, title, body, printed_on=on, published_at=at, source="青岛日报", byline="记者 刘佳")
    return Reading(Document(url, 200, {"content-type": "text/html"}, kept.encode(), at, url), extract, Surface.WEBSITE)


def _corrected(reading: Reading) -> Reading:
    said, on = reading.extract, reading.extract.printed_on
    assert on is not None
    return _as_read(said.url, on, said.title, said.body.replace("的", "之", 5))


def _ran(archive: Archive, number: int) -> None:
    run = archive.begin_run(SERIES)
    assert isinstance(run, Run)
    seen = [Visited(f"https://www.example.cn/p/{number * VISITS + at}.html", Verdict.UNCHANGED, "与上次相同", 200)
            for at in range(VISITS)]  # fmt: skip
    archive.visit_many(run.id, seen)
    archive.end_run(run.id, Outcome.DONE, requests=VISITS, seconds=float(VISITS))
