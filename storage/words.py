"""The words for the archive's values, Chinese and English: one home for command line, pages and messages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from storage.answers import Run
from storage.language import say
from storage.ledger.coverage import Coverage
from storage.ledger.proof import Brought
from storage.running.sweeps import Found
from storage.values import Cause, Outcome, Surface, Trigger, Verdict

Words = tuple[str, str]

OUTCOMES: Final[dict[Outcome, Words]] = {
    Outcome.DONE: ("完成", "done"),
    Outcome.COMPLAINTS: ("完成，有问题", "done with complaints"),
    Outcome.INTERRUPTED: ("中断", "interrupted"),
    Outcome.PAUSED: ("暂停", "paused"),
    Outcome.TIMEOUT: ("超时", "timed out"),
    Outcome.FAILED: ("失败", "failed"),
    Outcome.UNREACHABLE: ("连不上", "unreachable"),
}
TRIGGERS: Final[dict[Trigger, Words]] = {
    Trigger.MANUAL: ("手动", "manual"),
    Trigger.SCHEDULE: ("定时", "scheduled"),
    Trigger.CATCH_UP: ("补跑", "catching up"),
    Trigger.API: ("网上触发", "asked for over HTTP"),
}
SURFACES: Final[dict[Surface, Words]] = {
    Surface.WEBSITE: ("网站", "website"),
    Surface.MOBILE: ("手机", "mobile"),
    Surface.EPAPER: ("电子报", "e-paper"),
    Surface.SEARCH: ("搜索", "search"),
    Surface.LISTING: ("列表", "listing"),
    Surface.REPRINT: ("转载", "reprint"),
}
VERDICTS: Final[dict[Verdict, Words]] = {
    Verdict.INDEX: ("目录", "index"),
    Verdict.NEW: ("新", "new"),
    Verdict.REVISED: ("改动", "revised"),
    Verdict.UNCHANGED: ("未变", "unchanged"),
    Verdict.COPY: ("重复刊载", "copy"),
    Verdict.FILTERED: ("不收", "filtered"),
    Verdict.SUSPECTED: ("疑似撤下", "suspected"),
    Verdict.GONE: ("已撤下", "gone"),
    Verdict.FAILED: ("没读到", "failed"),
}
COVERAGE: Final[dict[Coverage, Words]] = {
    Coverage.CAPTURED: ("存下了", "captured"),
    Coverage.NOTHING_PRINTED: ("没有刊登", "nothing printed"),
    Coverage.MISSING: ("刊登了但没有", "missing"),
    Coverage.FAILED: ("没查成", "failed"),
    Coverage.NOT_CHECKED: ("没查过", "not checked"),
}
BROUGHT: Final[dict[Brought, Words]] = {
    Brought.FOUND: ("这次找到", "found"),
    Brought.HAD: ("原来就有", "already there"),
    Brought.NOTHING_PRINTED: ("没有刊登", "nothing printed"),
    Brought.NOT_FOUND: ("没有找到", "not found"),
    Brought.FAILED: ("没查成", "failed"),
    Brought.NOT_ASKED: ("还没查到", "not asked yet"),
}
FOUND: Final[dict[Found, Words]] = {
    Found.CAPTURED: ("有这个系列", "the series stood there"),
    Found.NOTHING: ("没有这个系列", "nothing of the series"),
    Found.NO_ISSUE: ("没有这一天的报纸", "no issue of that day"),
    Found.FAILED: ("没读完", "could not be read to the end"),
    Found.UNLISTED: ("列表里没有这个系列", "nothing of the series on a list"),
}
RELATIONS: Final[dict[str, Words]] = {
    "lead": ("原址", "stands at"),
    "same": ("同文", "same text"),
    "near": ("近似", "near copy"),
    "part": ("部分", "part"),
}
CAUSES: Final[dict[Cause, Words]] = {
    Cause.PUBLISHER: ("报社改动", "changed by the publisher"),
    Cause.EXTRACTOR: ("提取规则更新", "read differently by the extractor"),
}
FIELDS: Final[dict[str, Words]] = {
    "title": ("标题", "Title"),
    "body": ("正文", "Text"),
    "byline": ("署名", "Byline"),
    "editor": ("责任编辑", "Editor"),
    "kicker": ("引题", "Kicker"),
    "subtitle": ("副题", "Subtitle"),
    "source": ("来源", "Source"),
    "page": ("版面", "Page"),
    "printed_on": ("见报日期", "Printed on"),
    "published_at": ("发布时间", "Published at"),
    "people": ("人员", "People"),
    "layout": ("版式", "Layout"),
    "outline": ("分节", "Outline"),
    "links": ("附件", "Links"),
}
LINKS: Final[dict[str, Words]] = {
    "pdf": ("版面 PDF", "page as PDF"),
    "page_image": ("版面图", "picture of the page"),
    "image": ("图片", "picture"),
}
_TABLES: Final[dict[type[StrEnum], Mapping[Any, Words]]] = {
    Outcome: OUTCOMES,
    Trigger: TRIGGERS,
    Surface: SURFACES,
    Verdict: VERDICTS,
    Coverage: COVERAGE,
    Brought: BROUGHT,
    Found: FOUND,
    Cause: CAUSES,
}


def word(value: StrEnum) -> str:
    """Return the word for a value of one of the archive's enumerations."""
    return say(*_TABLES[type(value)][value])


def named(kind: str) -> str:
    """Return the word for a relation of an address, the kind of a link or a field; what has none names itself."""
    return say(*(RELATIONS | LINKS | FIELDS).get(kind, (kind, kind)))


def outcome(run: Run) -> str:
    """Return how a run ended, or that it is going."""
    return word(run.outcome) if run.outcome else say("进行中", "running")


def tally(run: Run) -> str:
    """Return what a run found, leaving out what it did not, and the lists that it read."""
    told = [f"{word(each)} {run.tally[each]}" for each in Verdict if run.tally.get(each) and each is not Verdict.INDEX]
    return say("，", ", ").join(told) or say("没有新的", "nothing new")
