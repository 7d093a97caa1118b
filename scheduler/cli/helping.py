"""Help in the chosen language: typer's own headings and remarks are English whatever the commands' are."""

from __future__ import annotations

import re
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from storage.language import say

_CHINESE: Final = (
    (re.compile(r"^Usage: ", re.M), "用法："),
    (re.compile(r"^Arguments:$", re.M), "参数："),
    (re.compile(r"^Options:$", re.M), "选项："),
    (re.compile(r"^Commands:$", re.M), "命令："),
    (re.compile(r"\bShow this message and exit\."), "显示这份说明"),
    (re.compile(r"\[required\]"), "[必填]"),
    (re.compile(r"\[default: "), "[缺省："),
)


class Helped(TyperCommand):
    """A command whose help is in the chosen language."""

    def get_help(self, ctx: Any) -> str:
        """Return the help as it is printed."""
        return _said(super().get_help(ctx))


class HelpedGroup(TyperGroup):
    """A group of commands whose help is in the chosen language."""

    def get_help(self, ctx: Any) -> str:
        """Return the help as it is printed."""
        return _said(super().get_help(ctx))


def _said(told: str) -> str:
    chinese = told
    for pattern, words in _CHINESE:
        chinese = pattern.sub(words, chinese)
    return say(chinese, told)
