"""A window of days as people ask for it, both ends inclusive: what is wrong with one, and what is left open."""

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


def filled(
    first: date | None, last: date | None, since: date | None, known: tuple[date, date] | None, today: date
) -> tuple[date, date]:
    """Return a ledger's window with its open ends filled: from the series' first day, or the archive's, to the newest.

    since  the day from which on the series is looked for, None where nobody says
    known  first and last day that the archive knows of it
    """
    end = last or (known[1] if known else today)  # an empty archive has no day of its own
    return first or since or (known[0] if known else end), end
