"""`make score`: our extractor over a folder of saved pages, scored against their references.

    python bench/score.py [REFERENCE_DIR] [--worst N] [--half even|odd] [--renamed] [--output FILE]

REFERENCE_DIR holds `index.jsonl` and `html/KEY.html`; without it the shared fixtures beside this checkout are used
(or those under $XUNLI_SHARED), and where there are none the command says so and ends well.
With --renamed every class and id of a page is another, so that no rule can go by a name that one site happens to use.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from crawler.extract import ExtractionError, extract
from storage.values import Document

SHARED = Path(os.environ.get("XUNLI_SHARED") or Path(__file__).resolve().parents[2] / "shared")


_NAMES = re.compile(rb"""(\s(?:class|id)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)


def renamed(page: bytes) -> bytes:
    """Return a page with every class and id under another name."""
    return _NAMES.sub(_renamed, page)


def _renamed(match: re.Match[bytes]) -> bytes:
    names = match[2].strip(b"\"'").split()
    return match[1] + b'"' + b" ".join(b"k%08x" % crc32(name) for name in names) + b'"'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=Path, nargs="?", default=SHARED / "fixtures" / "real-pages")
    parser.add_argument("--worst", type=int, default=10, help="print the N lowest pages")
    parser.add_argument("--floor", type=float, help="fail where the mean F1 is below this")
    parser.add_argument("--half", choices=("even", "odd"), help="only every second page, by its place in the index")
    parser.add_argument("--renamed", action="store_true", help="give every class and id of the pages another name")
    parser.add_argument("--output", type=Path, help="keep the extracted texts here")
    arguments = parser.parse_args()
    scorer = SHARED / "tools" / "score_pages.py"
    if not scorer.is_file() or not arguments.reference.is_dir():
        print("score: skipped, the saved pages are not here (expected in ../shared beside the checkout)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return _scored(arguments, scorer, Path(folder))


def _scored(arguments: argparse.Namespace, scorer: Path, folder: Path) -> int:
    output = arguments.output or folder / "output.jsonl"
    reference = _chosen(arguments.reference, arguments.half, folder)
    pages = pages_of(reference)
    started = time.process_time()
    rows = [row(reference, page, hide_names=arguments.renamed) for page in pages]
    spent = time.process_time() - started
    output.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"extraction: {1000 * spent / max(1, len(pages)):.1f} ms of processor time a page")
    command = [sys.executable, str(scorer), str(reference), str(output), "--worst", str(arguments.worst)]
    if arguments.floor is not None:
        command += ["--floor", str(arguments.floor)]
    sys.stdout.flush()
    return subprocess.run(command, check=False).returncode


def pages_of(reference: Path) -> list[dict[str, str]]:
    """Return the index of a folder of saved pages."""
    lines = (reference / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _chosen(reference: Path, half: str | None, folder: Path) -> Path:
    """The reference folder, or a view of it with every second page only."""
    if half is None:
        return reference
    lines = (reference / "index.jsonl").read_text(encoding="utf-8").splitlines()
    view = folder / half
    view.mkdir()
    (view / "index.jsonl").write_text("\n".join(lines[half == "odd" :: 2]) + "\n", encoding="utf-8")
    for part in ("html", "expected"):
        (view / part).symlink_to((reference / part).resolve())
    return view


def row(reference: Path, page: dict[str, str], *, hide_names: bool = False) -> dict[str, str]:
    """Return what is read from one saved page, as the scorer wants it."""
    body = (reference / "html" / f"{page['key']}.html").read_bytes()
    if hide_names:
        body = renamed(body)
    url = page.get("url") or f"https://saved.invalid/{page['key']}.html"
    document = Document(url, 200, {"content-type": "text/html"}, body, datetime(2000, 1, 1, tzinfo=UTC))
    try:
        found = extract(document)
    except ExtractionError as refusal:
        return {"key": page["key"], "title": "", "body": "", "layout": "", "error": str(refusal)}
    return {"key": page["key"], "title": found.title, "body": found.body, "layout": found.layout}


if __name__ == "__main__":
    sys.exit(main())
