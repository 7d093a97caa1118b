"""A database's address as anybody may see it, also one that nothing can read: the password is never told."""

from __future__ import annotations

import re
from typing import Final

_BEFORE_HOST: Final = re.compile(r"(//[^:/@]*:).*@", re.DOTALL)
"""The password between the user's name and the last @: an @, a colon or a slash of its own may stand in it."""
_BEHIND: Final = re.compile(r"[?&](?:ssl)?password=[^&]*", re.IGNORECASE)
"""The same as a setting, as libpq takes it, too."""


def masked(address: str) -> str:
    """Return an address without its password."""
    address = _BEHIND.sub(lambda found: f"{found[0].partition('=')[0]}=***", address)
    return _BEFORE_HOST.sub(r"\1***@", address)
