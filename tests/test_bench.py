"""The benches run on a small newspaper and count right; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import crawl, daily, identity_saved, planted
from bench.contenders import Task, settings
from bench.crawl import Result, Speed
from bench.measured import cost
from bench.paper import printing
from storage import open_archive
from storage.configfile import parse_config

pytestmark = pytest.mark.slow  # each contender imports its own tools

ROOT = Path(__file__).resolve().parents[1]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def crawled() -> dict[str, Any]:
    ran = bench("crawl", "--pages", "12", "--repeats", "1", "--json")
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)["crawl"]
    return told


def test_every_contender_gets_every_page(crawled: dict[str, Any]) -> None:
    assert crawled["pages"] == 12
    assert set(crawled["contenders"]) == {"bare", "bare-asyncio", "ordinary", "xunli"}


def test_ratios_stand_beside_their_goals(crawled: dict[str, Any]) -> None:
    assert set(crawled["ratios"]) == set(crawled["goals"]) == {"of_bare", "of_ordinary", "cpu_of_bare"}


def test_ratios_are_of_the_right_things() -> None:
    speeds = {"bare": Speed(400.0, 2.0), "ordinary": Speed(50.0, 20.0), "xunli": Speed(200.0, 5.0)}
    assert Result(12, 1, speeds).ratios == {"of_bare": 0.5, "of_ordinary": 4.0, "cpu_of_bare": 2.5}


def test_start_up_is_taken_off() -> None:
    speed = crawl.speed(11, crawl.Cost(1.0, 2.0), crawl.Cost(3.0, 2.5))
    assert speed == Speed(5.0, 50.0)


def test_a_contender_that_loses_a_page_is_no_result(tmp_path: Path) -> None:
    with printing(1) as paper:
        task = Task(paper.website, paper.mobile, (*paper.urls, f"{paper.website}/p/1.html"), str(tmp_path))
        with pytest.raises(subprocess.CalledProcessError):
            cost([sys.executable, "-m", "bench.contenders", "bare"], task.to_json())


def test_time_of_orphans_counts() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    orphaning = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    assert cost([sys.executable, "-c", orphaning], "").cpu >= 0.3


def test_a_day_with_nothing_new_asks_for_robots_and_the_first_list_page() -> None:
    few, many = daily.measure((10, 60), repeats=1)
    assert (few.articles, many.articles) == (10, 60)
    assert few.requests == many.requests == 2


def test_the_archive_is_filled_with_distinct_instalments(tmp_path: Path) -> None:
    task = Task("http://127.0.0.1:1", "http://127.0.0.1:2", (), str(tmp_path))
    with open_archive(parse_config(settings(task)).database) as archive:
        archive.upgrade()
        daily.fill(archive, 300, task.website)
        assert archive.counts().instalments == 300


def test_an_unknown_bench_is_named() -> None:
    ran = bench("swim")
    assert ran.returncode == 2
    assert "swim" in ran.stderr


def test_saved_texts_are_damaged_and_found_again(tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text(planted.piece(number), encoding="utf-8")
    told = identity_saved.measure(tmp_path)
    assert told is not None
    assert (told.texts, told.pairs, told.alike) == (7, 21, 0)
    assert set(told.shares) == set(identity_saved.DAMAGES)
    assert told.shares["another portal's frame"] == told.shares["contained in a bundle"] == 1.0
    assert identity_saved.measure(tmp_path / "nowhere") is None
