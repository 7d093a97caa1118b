"""What a run has met so far, by which its desks know what to pass over."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Met:
    """What a run has met. The sets grow while it goes.

    asked  addresses that it has dealt with, canonical
    lists  the marks of the list pages that it read: the same bytes are no article
    fresh  articles that a list has named in it and the archive did not know, as canonical addresses
    """

    asked: set[str] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
