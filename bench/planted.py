"""Texts for the measure of "the same text again": true neighbours of several sorts, and copies of several kinds.

Neighbours are what a series really holds besides copies, and each is a text of its own: pieces of one grammar with
other people, places and figures, reports written after one pattern with other figures, pieces under one editor's note,
pieces that end in the same paragraph, weekly instalments of which three fifths stand in every one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from demo import prose
from demo.model import Text

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

WEEKLY = 0.6
"""Share of a weekly instalment that stands in every one of its year."""


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


def weekly(seed: int) -> str:
    """An instalment of a weekly series: sentence by sentence what stands in every one of the year, and its own."""
    usual, own = _sentences(3_000_000 + seed // 416), _sentences(4_000_000 + seed)
    told: list[str] = []
    shared = written = 0
    while written < 900:
        is_usual = shared <= WEEKLY * written
        told.append((usual if is_usual else own).pop(0))
        shared += len(told[-1]) * is_usual
        written += len(told[-1])
    return "\n".join("".join(told[start : start + 4]) for start in range(0, len(told), 4))


def _sentences(seed: int) -> list[str]:
    told = "".join(piece(3 * seed + number) for number in range(3)).replace("\n", "")
    return [one for one in re.split("(?<=。)", told) if one]


SORTS: dict[str, Callable[[int], str]] = {
    "report after one pattern": patterned,
    "piece under one editor's note": lambda seed: f"{NOTE}\n{piece(seed)}",
    "piece with a shared paragraph": lambda seed: f"{piece(seed)}\n{lines(prose.news(9_000_000 + seed % 50))[0]}",
    "weekly instalment, 60 % boilerplate": weekly,
    "piece": piece,
}
"""Sort of neighbour → what makes one."""

TURNS: tuple[str, ...] = (*SORTS, "piece", "piece", "piece")
"""The sorts in turn: as many plain pieces as all others."""


def sort_of(seed: int) -> str:
    return TURNS[seed % len(TURNS)]


def neighbour(seed: int) -> str:
    """A true neighbour: alike to others of its sort, and none's copy."""
    return SORTS[sort_of(seed)](seed)


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
