"""Issues of a newspaper as they are printed, drawn by a seed: boards with number and name, stories with their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from random import Random
from typing import Final

from demo.prose import news

PAPER: Final = "海湾日报"
SERIES: Final = "海湾改革巡礼"
NUMERALS: Final = "一二三四五六七八九"
NAMES: Final = (
    "要闻",
    "综合",
    "民生",
    "文体",
    "国内·国际",
    "“一带一路”",
    "24小时",
    "3·15特刊",
    "理论周刊",
    "要闻/时政",
    "读者来信",
    "城事（上）",
    "专题",
    "前沿2035",
    "视界 PHOTO",
)
POOL: Final = 90


@dataclass(frozen=True)
class Printed:
    """A story as printed; `file` is the last part of its address, each line of a headline stack stands for itself."""

    file: str
    headline: tuple[str, ...]
    paragraphs: tuple[str, ...]
    pretitle: str = ""
    subtitle: str = ""
    author: str = ""
    captions: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return " ".join(self.headline)


@dataclass(frozen=True)
class Sheet:
    """A board as printed: `number` and `letter` (A, 特, "") make its label."""

    file: str
    letter: str
    number: int
    name: str
    stories: tuple[Printed, ...]
    until: int = 0

    @property
    def label(self) -> str:
        """The label as design 5.2 writes it."""
        number = f"{self.number:02}" if self.letter.isascii() and self.letter else str(self.number)
        return f"{self.letter}{number}{f'-{self.until}' if self.until else ''}版"


@lru_cache(maxsize=1)
def pool() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles, each once, with their paragraphs."""
    texts = {text.title: text for text in map(news, range(POOL))}
    return tuple(
        (title, tuple(line.text for line in text.lines(date(2021, 10, 26)) if line.text != title)[:4])
        for title, text in texts.items()
    )


# --- what is printed -------------------------------------------------------------------------------------------------


def printed(dice: Random, texts: list[tuple[str, tuple[str, ...]]], file: str) -> Printed:
    title, paragraphs = texts.pop()
    parts = re.split(r"[，：]", title, maxsplit=1) if dice.random() < 0.3 else [title]
    if dice.random() < 0.05:
        parts = [f"三千职工转到新岗位 {title}"]
    made = Printed(file, tuple(parts), paragraphs[: dice.choice((1, 2, 3, 4))])
    if dice.random() < 0.08:
        made = replace(made, paragraphs=(*made.paragraphs, "项目 | 数量", "停车泊位 | 三百个"))
    if dice.random() < 0.4:
        made = replace(made, pretitle=dice.choice(("开局之年看变化", "民生实事一线见闻", "聚焦“十四五”")))
    if dice.random() < 0.3:
        made = replace(made, subtitle=dice.choice(("——来自一线的报道", "全市新增岗位三千个", "——写在开工之前")))
    if dice.random() < 0.4:
        made = replace(made, author=dice.choice(("记者 王二", "海湾日报记者 李三 通讯员 赵四", "周五")))
    if dice.random() < 0.25:
        captions = ("图为施工现场。", "码头晨光。于海 摄", "改造后的街口")
        made = replace(made, captions=tuple(dice.sample(captions, dice.choice((1, 1, 2)))))
    return made


def sheets_of(dice: Random) -> tuple[Sheet, ...]:
    texts = list(pool())
    dice.shuffle(texts)
    numbering = dice.choice(("", "", "A", "AB"))
    files = _board_files(dice, count := dice.choice((2, 3, 3, 4)))
    keys, number = dice.randrange(100, 900_000), 0
    pair = dice.random() < 0.5
    made: list[Sheet] = []
    names = dice.sample(NAMES, count)
    for at in range(count):
        number += 2 if at and dice.random() < 0.2 else 1  # advertisements have no board there
        letter = numbering[min(at // 2, len(numbering) - 1)] if numbering else ""
        shown = number if len(numbering) < 2 else at % 2 + 1
        stories = []
        for _ in range(dice.choice((1, 2, 2, 3))):
            keys += dice.choice((1, 1, 3))
            file = f"content_{at + 11}_{keys}.htm" if pair else f"content_{keys}.htm"
            stories.append(printed(dice, texts, file))
        made.append(Sheet(files[at], letter, shown, names[at], tuple(stories)))
    if dice.random() < 0.12 and not numbering:
        last = made[-1]
        made[-1] = replace(last, until=last.number + 1)
    if dice.random() < 0.3:
        made = _with_specials(dice, made, texts, keys)
    return tuple(made)


def _board_files(dice: Random, count: int) -> list[str]:
    """Board files: numbered by the issue or by the whole site, with gaps or without."""
    start = dice.choice((1, 2, 187, 43725))
    names = [f"node_{start + at}.htm" for at in range(count + 2)]
    if dice.random() < 0.2:
        names = [f"node_{start + 3 * at}.htm" for at in range(count + 2)]
    return names


def _with_specials(dice: Random, made: list[Sheet], texts: list[tuple[str, tuple[str, ...]]], keys: int) -> list[Sheet]:
    """A run of special boards behind the ordinary ones."""
    named = dice.choice((SERIES, "特刊", "2021改革巡礼", "专题"))
    after = int(re.findall(r"\d+", made[-1].file)[0]) + 5
    for at in range(dice.choice((1, 2))):
        stories = tuple(printed(dice, texts, f"content_{keys + 90 + 9 * at + each}.htm") for each in range(2))
        made.append(Sheet(f"node_{after + at}.htm", "特", at + 1, named, stories))
    return made
