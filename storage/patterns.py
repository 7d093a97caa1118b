"""Patterns that are compiled when the first text meets them.

An outline's patterns take a tenth of a command's start to compile; a command that lists what is kept looks at no text.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(source: str) -> re.Pattern[str]:
    """Return what is used like `re.compile(source)`; a mistake in `source` shows at its first use."""
    return cast("re.Pattern[str]", _Uncompiled(source))


class _Uncompiled:
    """Stands for a pattern, and keeps what it was asked for: the next time that is found without coming here."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source), name)
        setattr(self, name, found)
        return found
