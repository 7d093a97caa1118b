"""A window of days as people ask for it, both ends inclusive: what is wrong with one."""

from __future__ import annotations

from datetime import date

from storage.language import say


def backwards(first: date | None, last: date | None, names: tuple[str, str] = ("from", "to")) -> str | None:
    """Return the sentence for a window that ends before it begins, None for any other.

    first, last  None: open at that end
    names        how the two are called where they were given
    """
    if first is None or last is None or first <= last:
        return None
    begin, end = f"{names[0]} {first}", f"{names[1]} {last}"
    return say(f"{begin} 晚于 {end}，请对调。", f"{begin} is after {end}.")
