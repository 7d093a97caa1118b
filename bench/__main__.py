"""`make bench`: runs the benches and prints what they measured.

python -m bench [crawl|daily|reextract|fulltext|reader|identity|identity-saved|identity-cost …]
    [--pages N] [--repeats N] [--archive N] [--snapshots N] [--sections N] [--instalments N] [--articles N]
    [--planted N] [--first N] [--texts N …] [--url URL] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import (
    crawl,
    daily,
    fulltext,
    identity,
    identity_cost,
    identity_curve,
    identity_saved,
    reader,
    reextract,
)

BENCHES = ("crawl", "daily", "reextract", "fulltext", "reader", "identity", "identity-saved", "identity-cost")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"of {', '.join(BENCHES)}; all without any")
    parser.add_argument("--pages", type=int, default=1200, help="article pages of the crawl")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each, of which the median counts")
    parser.add_argument("--archive", type=int, default=100_000, help="articles in the large archive of a daily run")
    parser.add_argument("--snapshots", type=int, default=5000, help="snapshots that are read again")
    parser.add_argument("--sections", type=int, default=1_000_000, help="sections of 400 characters to search in")
    parser.add_argument("--instalments", type=int, default=10_000, help="instalments in the archive of the reader")
    parser.add_argument(
        "--database", type=Path, help="file that keeps the reader's archive, and is used if it is there"
    )
    parser.add_argument("--articles", type=int, default=10_000, help="true neighbours among which copies are found")
    parser.add_argument("--planted", type=int, default=100, help="copies of each kind")
    parser.add_argument("--first", type=int, default=0, help="number of the first neighbour: others give other texts")
    parser.add_argument(
        "--texts", type=int, nargs="+", default=[1000, 100_000, 1_000_000], help="sizes at which an article is timed"
    )
    parser.add_argument("--url", help="an empty database for copies; a SQLite file of its own without")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout instead of tables")
    arguments = parser.parse_args()
    if unknown := set(arguments.benches) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    if arguments.url and len({"identity", "identity-cost"} & set(arguments.benches or BENCHES)) > 1:
        parser.error("--url names an empty database: name one of identity and identity-cost with it")
    results = _run(arguments)
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    return 0


def _run(arguments: argparse.Namespace) -> dict[str, Any]:
    console = Console(stderr=True, quiet=True) if arguments.json else Console()
    wanted = arguments.benches or BENCHES
    results: dict[str, Any] = {}
    if "crawl" in wanted:
        crawled = crawl.measure(arguments.pages, arguments.repeats)
        crawl.show(crawled, console)
        results["crawl"] = crawled.to_json()
    if "daily" in wanted:
        days = daily.measure((10, arguments.archive), arguments.repeats)
        daily.show(days, console)
        results["daily"] = daily.to_json(days)
    if "reextract" in wanted:
        again = reextract.measure(arguments.snapshots, arguments.repeats)
        reextract.show(again, console)
        results["reextract"] = again.to_json()
    if "fulltext" in wanted:
        results["fulltext"] = fulltext.run(arguments.sections, 400, None, others=True, console=console)
    if "reader" in wanted:
        with tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder:
            database = arguments.database or Path(folder) / "archive.db"
            pages = reader.measure(arguments.instalments, 10 * arguments.repeats, database)
        reader.show(pages, console)
        results["reader"] = reader.to_json(pages)
    if "identity" in wanted:
        found = identity.measure(arguments.articles, arguments.planted, arguments.url, arguments.first)
        identity.show(found, console)
        traced = identity_curve.trace(max(1, arguments.planted // 2))
        identity_curve.show(traced, console)
        results["identity"] = found.to_json() | {"curve": traced.to_json()}
    if "identity-saved" in wanted:
        saved = identity_saved.measure()
        identity_saved.show(saved, console)
        results["identity-saved"] = saved and saved.to_json()
    if "identity-cost" in wanted:
        costs = identity_cost.measure(arguments.texts, arguments.url)
        identity_cost.show(costs, console)
        results["identity-cost"] = identity_cost.to_json(costs)
    return results


if __name__ == "__main__":
    sys.exit(main())
