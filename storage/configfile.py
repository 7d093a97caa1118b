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
from storage.mistakes import meaning, own_words
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
    key, shown, meant = _key(first["loc"]), _shown(first), meaning(first)
    if first["type"] == "string_pattern_mismatch":  # of a series' name
        meant = say("只能用小写字母、数字、- 和 _", "may have small letters, digits, - and _ only")
    zh, en = (f"{key}（{shown}）", f"{key} ({shown})") if shown else (f"{key} ", key)
    if meant is None:
        told = own_words(first)
        return say(f"配置有误：{zh}不能用：{told}。", f"Configuration: {en}: {told}.")
    return say(f"配置有误：{zh}{meant}。", f"Configuration: {en} {meant}.")


def _shown(mistake: Any) -> str:
    """Return a wrong value as its sentence shows it, "" where there is none to show."""
    value = mistake.get("input")
    if isinstance(value, (dict, list)) or value is None or _key(mistake["loc"]) in _SECRETS:
        return ""
    shown = repr(masked(value)) if isinstance(value, str) else str(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


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
