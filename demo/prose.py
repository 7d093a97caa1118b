"""The newspaper's grammar: ordinary news and further instalments, the same for the same seed."""

from __future__ import annotations

from random import Random

from demo import words as w
from demo.model import SERIES, Line, Page, Person, Section, Text

NUMERALS = "一二三四五六七八九十"
OPENINGS = (
    "{date}，{place}的{thing}{act}进入收尾阶段。",
    "{kind}{name}没有想到，{place}的{thing}会这么快完成{act}。",
    "记者{date}从{office}获悉，{district}今年安排的{n}处{thing}已有{m}处完成{act}。",
    "清晨的{place}，{n}名工人正在为{thing}做最后的{act}。",
    "{firm}与{office}{date}签下一份为期{small}年的{thing}{act}协议。",
    "一场围绕{thing}的座谈会{date}在{place}开了{small}个小时，来的{kind}比椅子还多。",
)
MIDDLES = (
    "{office}的办法是{measure}，同时{measure2}。",
    "工程一度停了{small}周，原因是{reason}。",
    "与去年同期相比，{result}由{big}降到{n}，降幅在{district}排第{small}位。",
    "负责这件事的{name}说：“{saying}。”",
    "按照新的约定，{thing}出现问题时，{place}的{kind}可以直接联系{firm}，{office}负责督办。",
    "{firm}为此投入{n}万元，另有{m}万元来自{district}的专项资金。",
    "统计显示，{place}一带共有{kind}{big}人，其中{n}人参加了前期的意见征集。",
    "意见征集收回{big}份答卷，{kind}最担心的是{reason}。",
    "{district}还把{thing2}一并列入{act2}范围，计划分{small}批推进。",
    "问题也不是没有：{reason}，至今仍有{small}处{thing2}没有着落。",
    "“{saying}”，{kind}{name}在{place}的现场对记者这样讲。",
    "从{place}到{place2}，同样的{thing}费用相差{n}元，{office}已要求{firm}说明理由。",
    "为了让{kind}看得懂，{firm}把{big}页的{act}方案缩成一张图，贴在{place}的{thing}旁边。",
    "{name}带着{small}名同事在{place2}住了{n}天，记下{m}条建议，被采纳的有{small}条。",
)
ENDINGS = (
    "{office}表示，剩余的{thing}将在{small}个月内完成{act}，进度每周公布。",
    "下一步，{district}将在{place2}再选{small}处{thing2}照此办理。",
    "{name}把新的联系电话贴在{thing}门口，号码的后四位是{big}。",
    "至于{thing2}何时{act2}，{office}没有给出日期，只答复说要等{reason}的问题解决。",
    "据介绍，全市同类{thing}共{big}处，{act}费用已列入明年预算。",
)
TITLES = (
    "{place}{thing}完成{act}",
    "{district}：{n}处{thing}年底前{act}",
    "{office}回应{thing}问题：{measure}",
    "{firm}{thing}{act}，{kind}说了什么",
    "从{place}到{place2}，{thing}变了样",
    "{kind}关心的{thing}，{district}这样{act}",
    "{place2}新添{n}处{thing}",
)
HEADLINES = (
    "{thing}{act}，先问{kind}",
    "{n}处{thing}怎么管",
    "{place}的{thing}换了管法",
    "少等{small}天，多办{n}件",
    "{thing}{act}之后看{result}",
    "让{kind}算得清这笔账",
    "从{result}入手",
    "{thing}里的改革题",
)


def slots(dice: Random) -> dict[str, object]:
    """One story keeps its own people, places and offices; figures change from sentence to sentence."""
    places, things, acts = dice.sample(w.PLACES, 2), dice.sample(w.THINGS, 2), dice.sample(w.ACTS, 2)
    return {
        "place": places[0],
        "place2": places[1],
        "thing": things[0],
        "thing2": things[1],
        "act": acts[0],
        "act2": acts[1],
        "office": dice.choice(w.OFFICES),
        "district": dice.choice(w.DISTRICTS),
        "firm": dice.choice(w.FIRMS),
        "kind": dice.choice(w.KINDS),
    }


def person(dice: Random) -> str:
    return dice.choice(w.SURNAMES) + dice.choice(w.GIVEN)


def fresh(dice: Random) -> dict[str, object]:
    measures = dice.sample(w.MEASURES, 2)
    return {
        "n": dice.randint(11, 98),
        "m": dice.randint(4, 60),
        "big": dice.randint(102, 9874),
        "small": dice.randint(2, 9),
        "name": person(dice),
        "measure": measures[0],
        "measure2": measures[1],
        "reason": dice.choice(w.REASONS),
        "result": dice.choice(w.RESULTS),
        "saying": dice.choice(w.SAYINGS),
        "date": f"{dice.randint(1, 28)}日",
    }


def say(dice: Random, template: str, story: dict[str, object]) -> str:
    return template.format(**{**story, **fresh(dice)})


def paragraphs(dice: Random, story: dict[str, object], count: int) -> list[str]:
    """`count` paragraphs; no sentence template is used twice in a story."""
    middles = dice.sample(MIDDLES, len(MIDDLES))
    share = max(1, min(3, len(middles) // max(count, 1)))
    told = [[middles.pop() for _ in range(share)] for _ in range(count)]
    told[0].insert(0, dice.choice(OPENINGS))
    told[-1].append(dice.choice(ENDINGS))
    return ["".join(say(dice, template, story) for template in templates) for templates in told]


def credit(dice: Random) -> tuple[Person, ...]:
    reporters = dict.fromkeys(person(dice) for _ in range(dice.randint(1, 2)))
    return tuple(Person(name, "记者") for name in reporters)


def credit_line(people: tuple[Person, ...]) -> str:
    return "青岛日报/观海新闻记者 " + " ".join(one.name for one in people)


def news(seed: int) -> Text:
    """An ordinary piece: a title, three to seven paragraphs, a credit at the end of the last."""
    dice = Random(f"news {seed}")
    story, people = slots(dice), credit(dice)
    told = paragraphs(dice, story, dice.randint(3, 7))
    told[-1] += f"（{credit_line(people)}）"
    page = Page(None, (Section(tuple(Line("paragraph", text) for text in told)),))
    return Text(
        say(dice, dice.choice(TITLES), story), (page,), people=people, byline=credit_line(people), editor=person(dice)
    )


def department(dice: Random, organisation: str) -> Section:
    story = {**slots(dice), "office": organisation.removeprefix("青岛")}
    lines = [Line("organisation", organisation)]
    lines += [Line("headline", say(dice, one, story)) for one in dice.sample(HEADLINES, dice.randint(1, 2))]
    if dice.random() < 0.3:
        lines.append(Line("caption", f"{story['place']}的{story['thing']}现场。"))
    told = paragraphs(dice, story, dice.randint(2, 4))
    if dice.random() < 0.25:
        told[1:] = [f"{NUMERALS[place]}、{text}" for place, text in enumerate(told[1:])]
    return Section((*lines, *(Line("paragraph", text) for text in told)))


def lead(dice: Random, field: str) -> Section:
    left, right = dice.choice(w.HEADS_LEFT), dice.choice(w.HEADS_RIGHT)
    lines = [Line("headline", left), Line("headline", right), Line("headline", f"——{field}领域改革见闻")]
    if dice.random() < 0.6:
        lines.append(Line("caption", f"{dice.choice(w.PLACES)}的{dice.choice(w.THINGS)}。"))
    return Section(tuple(lines))


def special_page(dice: Random, label: str | None, field: str, first: bool) -> Page:
    offices = [f"青岛{name}" for name in dice.sample(w.OFFICES, dice.randint(1, 3))]
    stories = [department(dice, office) for office in offices]
    return Page(label, ((lead(dice, field), *stories) if dice.random() < 0.7 else tuple(stories)), first)


def instalment(seed: int, named: str = "title", number: int | None = None) -> Text:
    """A further instalment; unless `named` is "title", its title does not name the series."""
    dice = Random(f"instalment {seed}")
    field, first = dice.choice(w.FIELDS), dice.random() < 0.7
    labels = [f"特{one}版" for one in range(1, dice.randint(1, 4) + 1)]
    pages = tuple(special_page(dice, label, field, first) for label in labels)
    words = f"{dice.choice(w.HEADS_LEFT)} {dice.choice(w.HEADS_RIGHT)}："
    words += f"{field}答卷里的{dice.choice(w.THINGS)}与{dice.choice(w.PLACES)}"
    mark = SERIES if number is None else f"{SERIES}之{number}"
    return Text(
        f"{mark}：{words}" if named == "title" else words,
        pages,
        kicker=mark if named == "kicker" else None,
        editor=person(dice),
    )
