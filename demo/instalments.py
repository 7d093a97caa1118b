"""The written instalments of the demo, in the order of their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from demo.manuscript import facts_of, read
from demo.model import Text


@dataclass(frozen=True, slots=True)
class Written:
    """A manuscript and how it was printed: `at` is naive local time, `named` and `parts` as in `Piece`."""

    text: Text
    at: datetime
    named: str
    parts: int

    @property
    def on(self) -> date:
        return self.at.date()


def written_of(manuscript: str) -> Written:
    facts = facts_of(manuscript)
    return Written(
        read(manuscript), datetime.fromisoformat(facts["on"]), facts.get("named", "title"), int(facts.get("parts", 1))
    )


@cache
def written() -> tuple[Written, ...]:
    manuscripts = sorted(
        (one for one in (files("demo") / "manuscripts").iterdir() if one.name.endswith(".txt")),
        key=lambda one: one.name,
    )
    return tuple(written_of(one.read_text(encoding="utf-8")) for one in manuscripts)
