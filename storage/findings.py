"""What a run found wrong or right with its sources: the facts that the judge goes by at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from storage.readings import Recorded
from storage.values import CHINA, Extract, Link, Surface, characters


class Problem(StrEnum):
    """What kind of trouble an address gave. The judge's checks go by these."""

    UNREACHABLE = "unreachable"  # no answer at all: name, connection, time
    LIST = "list"  # a list answered, but with an error
    LIST_LAYOUT = "list_layout"  # a list answered, but no list is recognised in it
    LAYOUT = "layout"  # a document whose layout is not recognised
    CHALLENGE = "challenge"  # a check for robots in place of the page
    ARTICLE = "article"  # an article's address answered, but with no article
    MISSING = "missing"  # an article's address says that there is none
    HOME = "home"  # an article's address leads to the front page
    ENDLESS = "endless"  # a list that has no end
    MISDATED = "misdated"  # an issue of an e-paper shows a day that cannot be its own


MEANING = "meaning"
"""The layout of what was read by the rules by meaning alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble: which source, which address, and what about it in words. `listed`: it is a list's."""

    problem: Problem
    source: str
    url: str
    reason: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list that was read.

    start   first page of the list it belongs to
    layout  what recognised it, "meaning" where no known selector did; `missed` names those that found nothing
    links   how many article links it holds, `ours` how many of them have the series' words
    newest  the newest date printed beside a link, None where none is
    """

    source: str
    start: str
    layout: str
    missed: tuple[str, ...]
    links: int
    ours: int
    newest: date | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What an article looked like when it was read: by which layout, with which fields, how long.

    fields      names of what the document gave: published_at, dated, source, byline, editor
    characters  of the body, white space not counted
    on          its day as the document says it, None without one
    """

    url: str
    layout: str
    fields: frozenset[str]
    characters: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One address that was asked for an article. `look` is None where it gave none, and `problem` says why.

    fresh  a list names it and the archive does not know it
    last   no other address of the same article was left to be tried
    """

    source: str
    surface: Surface
    url: str
    look: Look | None = None
    problem: Problem | None = None
    reason: str = ""
    fresh: bool = False
    last: bool = True

    @property
    def place(self) -> str:
        """Where articles of one look are: a source's surface."""
        return f"{self.source} {self.surface.value}"


@dataclass(slots=True)
class Findings:
    """Everything found in one run.

    troubles     in the order they were met
    lists        every page of a list that was read
    attempts     every address that was asked for an article
    answers      sources that gave at least one list or article that could be read
    articles     how many articles could be read
    sources      those that were to be asked; `unconfirmed` those of them that nobody has seen answer (defaults)
    selectors    layout → its selector of the body, or source → its own one, to be named in a complaint
    unprinted    source → days on which its newspaper says that there was no issue
    dated        e-papers of which an issue of an earlier day was read that shows its own day
    restless     address → title and what changed, of texts that read otherwise at every read; `steady`: the others read
    today        whether the run looked for what came out today: its lists were asked, its window is open
    whole        whether it came to its own end
    """

    troubles: list[Finding] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    articles: int = 0
    sources: tuple[str, ...] = ()
    unconfirmed: frozenset[str] = frozenset()
    selectors: Mapping[str, str] = field(default_factory=dict)
    unprinted: dict[str, set[date]] = field(default_factory=dict)
    dated: set[str] = field(default_factory=set)
    restless: dict[str, tuple[str, str]] = field(default_factory=dict)
    steady: set[str] = field(default_factory=set)
    today: bool = True
    whole: bool = True

    def add(self, finding: Finding) -> None:
        """Note a trouble."""
        self.troubles.append(finding)

    def no_issue(self, source: str, day: date) -> None:
        """Note that a newspaper has no issue of a day."""
        self.unprinted.setdefault(source, set()).add(day)

    def has_issue(self, source: str, day: date) -> None:
        """Take back that a newspaper has no issue of a day."""
        left = self.unprinted.pop(source, set()) - {day}
        if left:
            self.unprinted[source] = left

    def list_read(self, listed: Listed) -> None:
        """Note a page of a list that was read."""
        self.lists.append(listed)
        self.answers.add(listed.source)

    def tried(self, attempt: Attempt) -> None:
        """Note what an article's address gave; the last address of an article that gives none is a trouble."""
        self.attempts.append(attempt)
        if attempt.look is not None:
            self.answers.add(attempt.source)
            self.articles += 1
        if attempt.problem is not None and attempt.last:
            self.add(Finding(attempt.problem, attempt.source, attempt.url, attempt.reason))

    def recorded(self, url: str, title: str, recorded: Recorded) -> None:
        """Note what the archive made of a text that was read."""
        if recorded.restless:
            self.restless[url] = (title, recorded.reason)
        else:
            self.steady.add(url)

    def of(self, *problems: Problem) -> list[Finding]:
        """Return the troubles of these kinds."""
        return [trouble for trouble in self.troubles if trouble.problem in problems]

    def places(self) -> Iterator[tuple[str, list[Attempt]]]:
        """Yield each place where articles were asked for, with what it gave."""
        for place in dict.fromkeys(attempt.place for attempt in self.attempts):
            yield place, [attempt for attempt in self.attempts if attempt.place == place]

    @property
    def unreachable(self) -> bool:
        """Whether nothing at all could be reached: no source answered, and every trouble was that."""
        return bool(self.troubles) and not self.answers and len(self.of(Problem.UNREACHABLE)) == len(self.troubles)


def list_place(start: str) -> str:
    """Return the name of a list as a place."""
    return f"list {start}"


def look_of(extract: Extract) -> Look:
    """Return what an article looked like."""
    given = {
        "published_at": extract.published_at,
        "dated": extract.published_at or extract.published_on,
        "source": extract.source,
        "byline": extract.byline,
        "editor": extract.editor,
    }
    fields = frozenset(name for name, value in given.items() if value)
    published = extract.published_at.astimezone(CHINA).date() if extract.published_at else extract.published_on
    return Look(extract.url, extract.layout, fields, characters(extract.body), extract.printed_on or published)


def newest_of(links: tuple[Link, ...]) -> date | None:
    """Return the newest date printed beside a link, None where none is."""
    return max((link.published_on for link in links if link.published_on), default=None)
