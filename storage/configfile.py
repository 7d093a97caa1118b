"""Finds and reads `xunli.toml`; a mistake becomes one sentence that names the key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from storage.config import Config
from storage.language import say
from storage.masking import masked
from storage.osreasons import os_reason

_LONGEST_SHOWN: Final = 120
"""Characters of a wrong value that its sentence shows."""
_SECRETS: Final = frozenset(("service.token",))
"""Keys whose value is not shown; of addresses only the password is not."""


class ConfigError(Exception):
    """The configuration cannot be used; the message is one sentence for the person who wrote it."""


def load_config(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """Return the configuration of `path`, else of $XUNLI_CONFIG, else of ./xunli.toml, else the defaults.

    $XUNLI_DATABASE and $XUNLI_TOKEN win over the file. Raises ConfigError.
    """
    values = _read(config_file(path, environ))
    if environ.get("XUNLI_DATABASE"):
        values["database"] = environ["XUNLI_DATABASE"]
    if environ.get("XUNLI_TOKEN"):
        service = values.get("service", {})
        if isinstance(service, dict):
            values["service"] = {**service, "token": environ["XUNLI_TOKEN"]}
    return parse_config(values)


def parse_config(values: Mapping[str, Any]) -> Config:
    """Return the checked configuration of plain values; raises ConfigError naming the first wrong key."""
    try:
        return Config.model_validate(dict(values))
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from error


def config_file(path: Path | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the file that `load_config` reads, None where the defaults rule. Raises ConfigError."""
    named = path or (Path(environ["XUNLI_CONFIG"]) if environ.get("XUNLI_CONFIG") else None)
    if named is None:
        local = Path("xunli.toml")
        return local if local.exists() else None
    if not named.is_file():
        raise ConfigError(
            say(
                f"找不到配置文件 {named}：请检查 --config 或 $XUNLI_CONFIG，或用 xunli init 生成一份。",
                f"There is no configuration file {named}: check --config or $XUNLI_CONFIG, or run xunli init.",
            )
        )
    return named


def _read(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = os_reason(error)
        raise ConfigError(say(f"读不了配置文件 {path}：{reason}。", f"{path} cannot be read: {reason}.")) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            say(f"配置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。", f"{path} is not UTF-8; save it as UTF-8.")
        ) from error
    except (ValueError, RecursionError) as error:  # tomllib's own, a number of thousands of digits, lists in lists in …
        raise ConfigError(
            say(f"配置文件 {path} 不是合法的 TOML：{error}。", f"{path} is not valid TOML: {error}.")
        ) from error


def _sentence(error: ValidationError) -> str:
    first = _telling(error)
    key = _key(first["loc"])
    value = first.get("input")
    shown = repr(masked(value)) if isinstance(value, str) else str(value)
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
    zh, en = (
        ("", "")
        if isinstance(value, (dict, list)) or value is None or key in _SECRETS
        else (f"（{shown}）", f" ({shown})")
    )
    said = first["msg"].removeprefix("Value error, ")
    return say(f"配置有误：{key}{zh}{_zh(first)}。", f"Configuration: {key}{en}: {said.rstrip('.')}.")


def _telling(error: ValidationError) -> Any:
    """Return the mistake to name: of a key that is missing beside one that nobody knows, the misspelt one."""
    mistakes = error.errors()
    first = mistakes[0]
    beside = (each for each in mistakes if each["type"] == "extra_forbidden" and each["loc"][:-1] == first["loc"][:-1])
    return next(beside, first) if first["type"] == "missing" else first


def _key(loc: tuple[int | str, ...]) -> str:
    """Return the dotted key as a person would look for it: `series[1].source[2].base_url`."""
    kinds = {"website", "epaper", "search", "listing"}
    after_number = (False, *(isinstance(part, int) for part in loc))
    parts = [part for part, numbered in zip(loc, after_number, strict=False) if not (numbered and part in kinds)]
    text = ""
    for part in parts:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "xunli.toml"


_MEANINGS = {
    "extra_forbidden": "不是认得的配置项，请检查拼写",
    "missing": "没有写，这一项必须有",
    "string_type": "应当是文字，请加引号",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_from_float": "应当是整数",
    "float_type": "应当是数",
    "float_parsing": "应当是数",
    "finite_number": "应当是有限的数",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "date_type": "应当是日期，如 2021-10-26",
    "date_parsing": "应当是日期，如 2021-10-26",
    "date_from_datetime_parsing": "应当是日期，如 2021-10-26",
    "date_from_datetime_inexact": "应当是日期，如 2021-10-26",
    "tuple_type": "应当是列表，请用方括号",
    "string_pattern_mismatch": "只能用小写字母、数字、- 和 _",
    "union_tag_invalid": "的 kind 应当是 website、epaper、search 或 listing",
    "union_tag_not_found": "没有写 kind（website、epaper、search 或 listing）",
    "too_short": "至少要有一项",
    "string_too_short": "不能是空的",
    "url_parsing": "不是完整的网址，要以 http:// 或 https:// 开头",
    "url_scheme": "不是完整的网址，要以 http:// 或 https:// 开头",
    "model_type": "应当是一节配置",
    "model_attributes_type": "应当是一节配置",
    "literal_error": "不是可用的值",
}


def _zh(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _MEANINGS:
        return _MEANINGS[kind]
    if kind.startswith(("greater_than", "less_than")):
        limit = next(iter(context.values()))
        return f"超出范围，应当{'大于' if 'greater' in kind else '小于'}{'等于' if 'equal' in kind else ''} {limit}"
    return f"不能用：{error['msg'].removeprefix('Value error, ').rstrip('.')}"
