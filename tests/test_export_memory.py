"""An export takes the same memory whatever its length: measured in processes of their own.

XUNLI_EXPORT_ROWS=100000 .venv/bin/python -m pytest -m slow -n0 -s tests/test_export_memory.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support_crawl import environment
from support_export import fill

from storage import open_archive
from storage.export import FORMATS

MEASURED = """
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from storage import Filter, open_archive
from storage.export import FORMATS, Export
with open_archive(sys.argv[1], read_only=True) as archive, archive.database.reading() as connection:
    export = Export(connection, Filter(limit=int(sys.argv[3])), ZoneInfo("Asia/Shanghai"), "改革", datetime.now(UTC))
    with open(sys.argv[4], "wb") as out:
        assert FORMATS[sys.argv[2]].write(export, out) == int(sys.argv[3])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
FEW, MANY = 2_000, int(os.environ.get("XUNLI_EXPORT_ROWS", "20000"))
SETTLING = 50_000_000
"""Bytes that the allocators and the page cache of SQLite (32 MB) take until they are full: 46 million at most."""
PER_ROW = {"epub": 1_500}
"""Bytes that a format may take a row: a ZIP's directory is in memory until the file ends."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('full') / 'archive.db'}"
    with open_archive(url) as archive:
        archive.upgrade()
        fill(archive, MANY)
    return url


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", FORMATS)
def test_ten_times_the_rows_take_no_more_memory(full: str, tmp_path: Path, name: str) -> None:
    few, many = (_peak(full, name, rows, tmp_path / "out") for rows in (FEW, MANY))
    print(f"{name}: {few / 1000:.0f} MB for {FEW} rows, {many / 1000:.0f} MB for {MANY}")
    allowed = SETTLING + PER_ROW.get(name, 50) * (MANY - FEW)
    assert (many - few) * 1024 <= allowed, f"{name}: {few} kB for {FEW}, {many} kB for {MANY}"


def _peak(url: str, name: str, rows: int, out: Path) -> int:
    """Return the most memory that an export held, in kB; of its process alone, unlike ru_maxrss, which is inherited."""
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, url, name, str(rows), str(out)],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(ran.stdout)
