"""The language of what people read: Chinese first, English by `XUNLI_LANG=en` or `--lang en`.

Both wordings stand side by side where the sentence is used, so that neither can be forgotten.
"""

from __future__ import annotations

import os
from contextvars import ContextVar

_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def choose(language: str | None) -> None:
    """Set the language of this context: "zh", "en", or None for what the environment says."""
    _chosen.set(language)


def language() -> str:
    """Return "zh" or "en"."""
    wanted = _chosen.get() or os.environ.get("XUNLI_LANG", "zh")
    return "en" if wanted.lower().startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """Return the wording in the chosen language."""
    return en if language() == "en" else zh
