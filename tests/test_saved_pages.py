"""What is read from saved pages of sixty sites, against their references; and from the same pages with other names."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.score import SHARED, pages_of, row

PAGES = SHARED / "fixtures" / "real-pages"
SCORER = SHARED / "tools" / "score_pages.py"
GOALS = {"mean F1": 0.95, "exact": 60.0, "lost": 4.0, "chrome": 8.0}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PAGES.is_dir() and SCORER.is_file()), reason="the saved pages (../shared) are not here"),
]


def scored(folder: Path, *, renamed: bool) -> dict[str, float]:
    """The figures of the scorer's last line."""
    output = folder / "output.jsonl"
    found = (row(PAGES, page, renamed=renamed) for page in pages_of(PAGES))
    output.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in found), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(PAGES), str(output)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.rpartition(": ")[2]
    return {
        name: float(figure.rstrip("%\n")) for name, _, figure in (part.rpartition(" ") for part in told.split(", "))
    }


@pytest.mark.parametrize("renamed", [False, True], ids=["as saved", "with every class and id renamed"])
def test_the_goals_are_met(tmp_path: Path, *, renamed: bool) -> None:
    found = scored(tmp_path, renamed=renamed)
    assert found["mean F1"] >= GOALS["mean F1"]
    assert found["exact"] >= GOALS["exact"]
    assert found["lost"] <= GOALS["lost"]
    assert found["chrome"] <= GOALS["chrome"]
