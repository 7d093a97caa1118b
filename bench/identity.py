"""Recall and precision of "the same text again": planted copies among true neighbours, found as the archive finds them.

python -m bench.identity [--articles N] [--planted N] [--database URL] [--json]

Neighbours are what a series really holds besides copies: pieces of one grammar with other people, places and figures,
reports written after one pattern with other figures, pieces under one editor's note, pieces that share a paragraph.
Every planted copy comes in as a reading like any other; found is what ends up in its original's group.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from demo import prose
from demo.model import Text
from storage.answers import Filter, Reading
from storage.archive import Archive, open_archive
from storage.values import Document, Extract, Surface

AT = datetime(2024, 3, 5, tzinfo=UTC)
BATCH = 100
NOTE = (
    "编者按：改革进入深水区，一线怎么做、做得怎么样，要由群众来评说。即日起本报推出系列报道，记者分赴各部门各区市，"
    "看一项项举措怎样落到街头巷尾，听一线人员讲一讲其中的得失。欢迎读者来信来电，说说身边的变化，本报将择要刊发。"
)
FRAME = (
    "首页 > 新闻 > 正文\n来源：某某在线\n{}\n特别声明：转载此文是为传递更多信息，并不代表本站观点，版权归原作者所有。"
)
PATTERN = (
    "今年以来，{0}围绕群众关切持续推进改革，共受理各类申请{1}件，办结{2}件，办结率达到{3}%。",
    "其中网上办理{4}件，窗口办理{5}件，平均用时由{6}个工作日压减到{7}个工作日，群众满意率达到{8}%。",
    "{0}有关负责人介绍，全年组织业务培训{9}场，参训人员{10}人次，解决遗留问题{11}个，为企业减负{12}万元。",
    "下一步，{0}将继续对照先进找差距，计划推出便民措施{13}项，新增服务网点{14}处，惠及居民{15}户。",
)


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
class Measured:
    """One evaluation. `false` counts articles in a group that is not theirs; times are seconds an article."""

    articles: int
    rows: tuple[Row, ...]
    pairs: int
    false: int
    seconds_first: float
    seconds_last: float
    statements_first: int
    statements_last: int

    @property
    def precision(self) -> float:
        return 1 - self.false / self.pairs if self.pairs else 1.0


def lines(text: Text) -> list[str]:
    return [line.text for page in text.pages for section in page.sections for line in section.lines]


def piece(seed: int) -> str:
    """A text of its own, of about 900 characters."""
    return "\n".join((*lines(prose.news(2 * seed)), *lines(prose.news(2 * seed + 1))))


def patterned(seed: int) -> str:
    """A report after the pattern that all departments use."""
    dice = Random(f"pattern {seed}")
    office = f"第{seed % 97}办公室"
    return "\n".join(PATTERN).format(office, *(dice.randint(12, 9876) for _ in range(16)))


def neighbour(seed: int) -> str:
    """A true neighbour: alike to others of its kind, and none's copy."""
    kind = seed % 8
    if kind == 0:
        return patterned(seed)
    if kind == 1:
        return f"{NOTE}\n{piece(seed)}"
    if kind == 2:
        return f"{piece(seed)}\n{lines(prose.news(9_000_000 + seed % 50))[0]}"
    return piece(seed)


def scattered(share: float) -> Callable[[str, Random], str]:
    """Return what edits a share of all characters: replaced, taken out, or one put in."""

    def edit(text: str, dice: Random) -> str:
        def one(character: str) -> str:
            if character == "\n" or dice.random() >= share:
                return character
            other = dice.choice(text)
            return dice.choice((other, "", character + other)).replace("\n", "")

        return "".join(one(character) for character in text)

    return edit


def rewritten(share: float) -> Callable[[str, Random], str]:
    """Return what puts other sentences in the place of a share of all."""

    def edit(text: str, dice: Random) -> str:
        sentences = re.split("(?<=。)", text)
        others = [one for one in re.split("(?<=。)", piece(dice.randrange(5_000_000, 6_000_000))) if one]
        for at in dice.sample(range(len(sentences)), max(1, round(share * len(sentences)))):
            sentences[at] = dice.choice(others)
        return "".join(sentences)

    return edit


def cut(share: float) -> Callable[[str, Random], str]:
    return lambda text, dice: text[: int(len(text) * share)]


def bundled(text: str, dice: Random) -> str:
    """A bundle of six stories, of which the text is one."""
    stories = [piece(dice.randrange(6_000_000, 9_000_000)) for _ in range(5)]
    stories.insert(dice.randrange(6), text)
    return "\n".join(f"{number}版\n{story}" for number, story in enumerate(stories, start=1))


KINDS: dict[str, Callable[[str, Random], str]] = {
    "reprint in another frame": lambda text, dice: FRAME.format(text.replace("，", ", ")),
    "1 % scattered edits": scattered(0.01),
    "2 % scattered edits": scattered(0.02),
    "5 % scattered edits": scattered(0.05),
    "10 % scattered edits": scattered(0.10),
    "15 % scattered edits": scattered(0.15),
    "10 % of sentences rewritten": rewritten(0.10),
    "20 % of sentences rewritten": rewritten(0.20),
    "cut to 70 %": cut(0.7),
    "cut to 40 %": cut(0.4),
    "cut to 25 %": cut(0.25),
    "contained in a bundle": bundled,
}


def read(name: str, body: str, surface: Surface = Surface.WEBSITE) -> Reading:
    url = f"http://{surface}.example.cn/{name}"
    return Reading(Document(url, 200, {}, body.encode(), AT, url), Extract(url, "题目", body), surface)


def corpus(articles: int, planted: int) -> Iterator[tuple[str, Reading]]:
    """Yield readings with the name of the original that each belongs to, shuffled: copies come first as often."""
    plain: list[tuple[str, Reading]] = []
    names = list(KINDS)
    for seed in range(articles):
        body = neighbour(seed)
        plain.append((f"{seed}", read(f"{seed}", body)))
        if seed < planted * len(names):
            kind = seed % len(names)
            dice = Random(f"copy {seed}")
            copy = KINDS[names[kind]](body, dice)
            plain.append((f"{seed}", read(f"{seed}?copy={kind}", copy, Surface.REPRINT)))
    Random(articles).shuffle(plain)
    yield from plain


def measure(articles: int, planted: int, url: str | None = None) -> Measured:
    """Plant copies among neighbours, put all into an archive, and count what came together."""
    with (
        tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder,
        open_archive(url or f"sqlite:///{Path(folder) / 'archive.db'}") as archive,
    ):
        archive.upgrade()
        return _measure(archive, list(corpus(articles, planted)), articles)


def _measure(archive: Archive, readings: Sequence[tuple[str, Reading]], articles: int) -> Measured:
    asked: list[object] = []
    event.listen(archive.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    costs: list[tuple[float, int]] = []
    for start in range(0, len(readings), BATCH):
        asked.clear()
        began = time.perf_counter()
        batch = [reading for _, reading in readings[start : start + BATCH]]
        archive.record_many(None, "bench", batch)
        costs.append(((time.perf_counter() - began) / len(batch), len(asked)))
    tenth = max(1, len(costs) // 10)
    first, last = costs[:tenth], costs[-tenth - 1 : -1] or costs
    rows, pairs, false = _judged(archive, readings)
    return Measured(
        articles, rows, pairs, false,
        sum(cost for cost, _ in first) / len(first), sum(cost for cost, _ in last) / len(last),
        round(sum(count for _, count in first) / len(first)), round(sum(count for _, count in last) / len(last)),
    )  # fmt: skip


def _judged(archive: Archive, readings: Sequence[tuple[str, Reading]]) -> tuple[tuple[Row, ...], int, int]:
    belongs = {reading.document.url: name for name, reading in readings}
    stored = list(archive.instalments(Filter(series="bench", copies=True)))
    leads = {row.id: row.url for row in stored}
    group = {row.url: leads[row.copy_of or row.id] for row in stored}
    planted = [reading.document.url for _, reading in readings if "copy=" in reading.document.url]
    original = {name: reading.document.url for name, reading in readings if "copy=" not in reading.document.url}
    found = {url for url in planted if group[url] == group[original[belongs[url]]]}
    kinds = list(KINDS)
    rows = tuple(
        Row(
            kind,
            sum(url.endswith(f"copy={number}") for url in planted),
            sum(url.endswith(f"copy={number}") for url in found),
        )
        for number, kind in enumerate(kinds)
    )
    copies = [row for row in stored if row.copy_of is not None]
    return rows, len(copies), sum(belongs[row.url] != belongs[leads[row.copy_of or 0]] for row in copies)


def show(measured: Measured, console: Console) -> None:
    table = Table(title=f"The same text again, among {measured.articles:,} articles", title_justify="left")
    for name in ("planted", "number", "found", "recall"):
        table.add_column(name, justify="left" if name == "planted" else "right")
    for row in measured.rows:
        table.add_row(row.kind, f"{row.planted}", f"{row.found}", f"{row.recall:.1%}")
    console.print(table)
    console.print(
        f"pairs made {measured.pairs}, false {measured.false}, precision {measured.precision:.4%}\n"
        f"an article costs {measured.seconds_first * 1000:.2f} ms in the first tenth, "
        f"{measured.seconds_last * 1000:.2f} ms in the last; "
        f"{measured.statements_first} and {measured.statements_last} statements "
        f"a batch of {BATCH}, which is cut into waves where its texts are alike"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.identity", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=3000, help="true neighbours in the archive")
    parser.add_argument("--planted", type=int, default=50, help="copies of each kind")
    parser.add_argument("--database", help="an empty database; a SQLite file of its own without")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout instead of a table")
    arguments = parser.parse_args()
    measured = measure(arguments.articles, arguments.planted, arguments.database)
    if arguments.json:
        print(json.dumps(asdict(measured) | {"precision": measured.precision}, ensure_ascii=False, indent=2))
    else:
        show(measured, Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())
