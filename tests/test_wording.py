"""How the command line words what it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from support_crawl import Told, config_of, crawl, database, paper, settings, tell, write_config

from demo import Newspaper

__all__ = ["database", "paper", "tell"]

ONE = re.compile(r"\b1 (?:[a-z]+[^aeius]s|copies|stories|addresses|articles|pages)\b")
"""What looks like several things of which there is one; `series` is one, too."""


def test_english_counts_one_as_one(tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]) -> None:
    paper.print_instalment(date(2021, 11, 2))
    crawl(config_of(paper, database))
    write_config(tmp_path, settings(paper, database))
    asked = (
        ("status",), ("list",), ("export", "-f", "jsonl", "-o", "one.jsonl"), ("search", "改革"), ("runs",),
        ("search", "改革", "--facets"), ("coverage",), ("coverage", "--verdict", "captured"), ("diff", "1"),
        ("crawl", "--dry-run"), ("crawl",), ("reextract",),
    )  # fmt: skip
    told = {words: tell(*words, "--lang", "en").out for words in asked}
    assert all(told.values()), told
    assert {words: ONE.findall(text) for words, text in told.items() if ONE.search(text)} == {}
    assert "1 instalment\n" in told["list",]
    assert "1 instalment, " in told["status",]
    assert "1 article read" in told["reextract",]
