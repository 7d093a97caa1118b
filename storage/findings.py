"""What a run found wrong or right with its sources: the facts that the judge goes by at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Problem(StrEnum):
    """What kind of trouble an address gave. The judge's checks go by these."""

    UNREACHABLE = "unreachable"  # no answer at all: name, connection, time
    LIST = "list"  # a list answered, but with no list
    LAYOUT = "layout"  # a document whose layout is not recognised
    CHALLENGE = "challenge"  # a check for robots in place of the page
    ARTICLE = "article"  # an article's address answered, but with no article
    MISSING = "missing"  # an article's address says that there is none
    ENDLESS = "endless"  # a list that has no end


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble: which source, which address, and what about it in words."""

    problem: Problem
    source: str
    url: str
    reason: str


@dataclass(slots=True)
class Findings:
    """Everything found in one run.

    troubles  in the order they were met
    answers   sources that gave at least one list or article that could be read
    drift     source → known selectors that found nothing where the rules by meaning still read the page
    articles  how many articles could be read
    """

    troubles: list[Finding] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    drift: dict[str, tuple[str, ...]] = field(default_factory=dict)
    articles: int = 0

    def add(self, finding: Finding) -> None:
        """Note a trouble."""
        self.troubles.append(finding)

    def list_read(self, source: str, missed: tuple[str, ...]) -> None:
        """Note a list that was read, and the known selectors that missed on it."""
        self.answers.add(source)
        if missed:
            self.drift[source] = missed

    def article_read(self, source: str) -> None:
        """Note an article that was read."""
        self.answers.add(source)
        self.articles += 1

    def of(self, *problems: Problem) -> list[Finding]:
        """Return the troubles of these kinds."""
        return [trouble for trouble in self.troubles if trouble.problem in problems]

    @property
    def unreachable(self) -> bool:
        """Whether nothing at all could be reached: no source answered, and every trouble was that."""
        return bool(self.troubles) and not self.answers and len(self.of(Problem.UNREACHABLE)) == len(self.troubles)
