"""Recall and false pairs on real texts: the saved news pages' references, damaged, and compared with one another.

The grammar of the other measure is small; real texts have few phrases in common. Skipped where the saved pages are not
there. Pairs are compared by themselves, without an archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bench.planted import FRAME, cut, scattered
from bench.score import SHARED
from storage.identity.fingerprint import fold
from storage.identity.similar import LEAST, Shape, compare, may_be_alike

FOLDER: Final = SHARED / "fixtures" / "real-pages" / "expected"

Damage = Callable[[str, Sequence[str], Random], str]
"""A text, all texts, chance → what became of it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Kind of damage → share of texts still held to be themselves, 0 to 1; `alike` are pairs of different pages."""

    texts: int
    shares: dict[str, float]
    pairs: int
    alike: int

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON's values."""
        return asdict(self)


def _rewritten(share: float) -> Damage:
    """Return what puts sentences of other pages in the place of so many of all characters."""

    def edit(text: str, others: Sequence[str], dice: Random) -> str:
        sentences = re.split("(?<=[。！？\n])", text)
        strange = [one for one in re.split("(?<=[。！？\n])", dice.choice(others)) if one]
        left = share * len(text)
        for at in dice.sample(range(len(sentences)), len(sentences)):
            if len(sentences[at]) <= left:
                left -= len(sentences[at])
                sentences[at] = dice.choice(strange)
        return "".join(sentences)

    return edit


def _bundled(text: str, others: Sequence[str], dice: Random) -> str:
    stories = dice.sample(list(others), 5)
    stories.insert(dice.randrange(6), text)
    return "\n".join(f"{number}版\n{story}" for number, story in enumerate(stories, start=1))


def _captioned(text: str, others: Sequence[str], dice: Random) -> str:
    captions = [line for line in dice.choice(others).split("\n") if len(line) < 40] or ["图为活动现场。"]
    return "\n".join(f"{line}\n{dice.choice(captions)}" for line in text.split("\n"))


def _thinned(every: int, mark: str) -> Damage:
    """Return what leaves every so-manieth part out; parts end in a mark."""

    def edit(text: str, others: Sequence[str], dice: Random) -> str:
        parts = re.split(f"(?<={mark})", text)
        return "".join(part for number, part in enumerate(parts, start=1) if number % every)

    return edit


def _alone(edit: Callable[[str, Random], str]) -> Damage:
    return lambda text, others, dice: edit(text, dice)


DAMAGES: Final[dict[str, Damage]] = {
    "another portal's frame": lambda text, others, dice: FRAME.format(text.replace("，", ", ")),
    "2 % scattered edits": _alone(scattered(0.02)),
    "5 % scattered edits": _alone(scattered(0.05)),
    "10 % scattered edits": _alone(scattered(0.10)),
    "10 % in rewritten sentences": _rewritten(0.10),
    "15 % in rewritten sentences": _rewritten(0.15),
    "captions between the paragraphs": _captioned,
    "every seventh paragraph left out": _thinned(7, "\n"),
    "every tenth clause left out": _thinned(10, "[，。；！？]"),
    "all marks left out": lambda text, others, dice: re.sub(r"[^\w\n]", "", text),
    "cut to 70 %": _alone(cut(0.7)),
    "cut to 40 %": _alone(cut(0.4)),
    "the last 40 %": lambda text, others, dice: text[int(0.6 * len(text)) :],
    "contained in a bundle": _bundled,
}


def measure(folder: Path = FOLDER) -> Saved | None:
    """Damage every text in each way and compare; None where there are none."""
    if not folder.is_dir():
        return None
    read = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    texts = [text for text in read if len(fold(text)) >= LEAST]
    shapes = [Shape(fold(text)) for text in texts]
    shares = {name: _share(texts, shapes, name) for name in DAMAGES}
    pairs = list(combinations(shapes, 2))
    alike = sum(may_be_alike(one.sketch, two.sketch) and compare(one, two) is not None for one, two in pairs)
    return Saved(len(texts), shares, len(pairs), alike)


def _share(texts: Sequence[str], shapes: Sequence[Shape], name: str) -> float:
    found = 0
    for number, (text, shape) in enumerate(zip(texts, shapes, strict=True)):
        others = [*texts[:number], *texts[number + 1 :]]
        damaged = Shape(fold(DAMAGES[name](text, others, Random(f"{name} {number}"))))
        found += damaged.text == shape.text or compare(shape, damaged) is not None
    return found / len(texts)


def show(saved: Saved | None, console: Console) -> None:
    """Print the result as a table."""
    if saved is None:
        console.print("real texts: skipped, the saved pages are not here (expected in ../shared beside the checkout)")
        return
    table = Table(title=f"{saved.texts} saved pages, damaged: still held to be themselves", title_justify="left")
    table.add_column("damage")
    table.add_column("%", justify="right")
    for name, share in saved.shares.items():
        table.add_row(name, f"{100 * share:.1f}")
    console.print(table)
    console.print(f"of {saved.pairs} pairs of different pages {saved.alike} are held to be one text")
