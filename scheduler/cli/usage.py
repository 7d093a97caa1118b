"""What was wrong with a command line, as one sentence."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

from storage.language import say

_KINDS = {
    "NoSuchOption": "没有 {option_name} 这个选项",
    "MissingParameter": "少写了 {named}",
    "BadParameter": "{named} 的值不对：{message}",
    "BadOptionUsage": "选项 {option_name} 后面少了值",
    "BadArgumentUsage": "参数用错了：{message}",
}


# typer's and pydantic's own words for what is wrong, and ours: pydantic's are for programmers.
_WORDS = (
    (r"No such command '(.+)'\. Did you mean '(.+)'\?", r"没有 \1 这个命令，是不是想写 \2", r"\g<0>"),
    (r"No such command '(.+)'", r"没有 \1 这个命令", r"\g<0>"),
    (r"Got unexpected extra arguments? ?\(?s?\)? ?\((.+)\)", r"多写了 \1", r"\1 is too much"),
    (r"Input should be a valid integer.*", "应当是整数", "a whole number is needed"),
    (r"Input should be greater than or equal to (\d+)", r"至少是 \1", r"at least \1"),
    (r"Input should be less than or equal to (\d+)", r"最多是 \1", r"at most \1"),
    (r"'(.*)' is not one of (.*)", r"只能是 \2", r"'\1' is none of \2"),
)


def usage(error: TyperException) -> str:
    """Return the sentence for a usage error, in the chosen language."""
    told = error.format_message().strip().rstrip(".")
    if type(error).__name__ == "NoArgsIsHelpError":
        return told
    return say(
        f"命令写得不对：{_chinese(error, told)}。用 xunli --help 看用法。", f"{_english(told)} See xunli --help."
    )


def _english(told: str) -> str:
    """Put what pydantic says behind typer's `Invalid value for …: ` into plain words."""
    before, colon, message = told.rpartition(": ")
    return before + colon + _said(message.removeprefix("Value error, ")) + ("" if told.endswith("?") else ".")


def _chinese(error: TyperException, told: str) -> str:
    """Name what is wrong by the error's kind; typer's own words where the kind is not known."""
    kind = next((_KINDS[base.__name__] for base in type(error).__mro__ if base.__name__ in _KINDS), "{message}")
    parameter = getattr(error, "param", None)
    message = (error.message or told).rstrip(".").removeprefix("Value error, ")
    return kind.format(option_name=getattr(error, "option_name", ""), named=_name(parameter), message=_said(message))


def _said(message: str) -> str:
    """Return typer's and pydantic's words as ours where they are known ones."""
    for pattern, zh, en in _WORDS:
        if found := re.fullmatch(pattern, message):
            return found.expand(say(zh, en))
    return message


def _name(parameter: object) -> str:
    """Return a parameter as people write it: `--limit`, `ID`."""
    options = [option for option in getattr(parameter, "opts", []) if option.startswith("-")]
    return (
        max(options, key=len) if options else str(getattr(parameter, "metavar", None) or getattr(parameter, "name", ""))
    )
