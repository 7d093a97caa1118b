"""What HTTP statuses say that are no success."""

from __future__ import annotations

from typing import Final

from storage.language import say

GONE: Final = (404, 410)
"""Statuses that say that nothing stands at an address."""
TOO_MANY: Final = 429
"""The status that limits our requests: it says nothing of the address."""


def status_sentence(status: int) -> str:
    """Return what an HTTP status that is no success means for an address."""
    if status in GONE:
        return say(f"页面不存在（{status}）", f"no such page ({status})")
    if status == TOO_MANY:
        return say("访问太频繁，被网站限制（429）", "the site limits our requests (429)")
    if status in (401, 403):
        return say(f"网站拒绝访问（{status}）", f"the site refuses access ({status})")
    if status >= 500:
        return say(f"网站出错（{status}）", f"the site fails ({status})")
    return say(f"网站的回答用不上（{status}）", f"an unusable answer ({status})")
