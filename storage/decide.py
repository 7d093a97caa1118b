"""What a document means for the archive. Pure: what it says and what is known in, a decision with its reason out.

excluded or a dropped text              → filtered
address known, reads the same           → unchanged (its copies stay its copies)
address known, reads otherwise          → revised, and a copy from now on where the new text is known elsewhere
address unknown, text known elsewhere   → copy; the one that leads is found by `leads`
neither known                           → new
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.fingerprint import same_reading
from storage.values import Cause, Relation, Surface, Verdict


@dataclass(frozen=True, slots=True)
class Text:
    """What a document says, as far as the decision goes by it."""

    url: str
    surface: Surface
    title: str
    body: str
    byline: str | None
    editor: str | None
    fingerprint: str
    sha256: str
    requested_url: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as it stands in the archive. `leading_id` is its own id where it leads.

    sha256  of the bytes that its newest revision was read from
    """

    id: int
    url: str
    surface: Surface
    leading_id: int
    title: str
    body: str
    byline: str | None
    editor: str | None
    fingerprint: str
    revision: int
    first_seen_at: datetime
    sha256: str | None = None

    @property
    def is_copy(self) -> bool:
        return self.leading_id != self.id


@dataclass(frozen=True, slots=True)
class Twin:
    """A leading article that carries the same text, or whose copy does."""

    id: int
    url: str
    surface: Surface
    first_seen_at: datetime
    relation: Relation = Relation.SAME
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a document.

    article_id  the article that is read again; None where a row is made or nothing is kept
    twin        the leading article of the same text; None where there is none
    takes_over  the article leads from now on, and the twin becomes its copy
    changed     fields of a revision, in the order title, body, byline, editor
    """

    verdict: Verdict
    reason: str
    article_id: int | None = None
    twin: Twin | None = None
    takes_over: bool = False
    changed: tuple[str, ...] = ()
    cause: Cause | None = None


FIELDS: Final = ("title", "body", "byline", "editor")
"""What makes a revision when it reads otherwise. Counters, sources and related lists do not."""

FIELD_NAMES: Final = {"title": "标题", "body": "正文", "byline": "署名", "editor": "责任编辑"}


def decide(text: Text, known: Standing | None, twins: tuple[Twin, ...], *, excluded: str | None = None) -> Decision:
    """Decide what a document means.

    known     the article that stands at this address
    twins     leading articles of the same text, at most one a relation's kind; the best leads
    excluded  why the address or the text is out for good; None where it is not
    """
    if excluded is not None:
        return Decision(Verdict.FILTERED, excluded)
    if known is None:
        return _of_unknown(text, _best(twins))
    other = _best(tuple(twin for twin in twins if twin.id != known.leading_id))
    changed = tuple(name for name in FIELDS if not same_reading(getattr(known, name), getattr(text, name)))
    if not changed:
        return Decision(Verdict.UNCHANGED, "与存档一致", article_id=known.id)
    return _of_revised(text, known, changed, other)


def leads(surface: Surface, first_seen_at: datetime, over: Surface, over_first_seen_at: datetime) -> bool:
    """Say whether one copy of a text leads over another: website, mobile, e-paper, …, then who came first."""
    order = list(Surface)
    return (order.index(surface), first_seen_at) < (order.index(over), over_first_seen_at)


def stands_there(text: Text, candidate: Standing, *, own: bool) -> bool:
    """Say whether the article of an address is the one that this document shows.

    own  the address that answered is known to answer with the article itself. An address that was only asked for, or
         that once led to the article, shows it only while the text is the same: `/latest`, or a site that sends every
         missing page to its newest article, must not turn one article into another.
    """
    return own or candidate.fingerprint == text.fingerprint


def _best(twins: tuple[Twin, ...]) -> Twin | None:
    order = list(Surface)
    return min(twins, key=lambda twin: (-twin.similarity, order.index(twin.surface), twin.id), default=None)


def _of_unknown(text: Text, twin: Twin | None) -> Decision:
    if twin is None:
        return Decision(Verdict.NEW, "新的一期")
    # Of two equal surfaces the one that was there first goes on leading.
    outranks = list(Surface).index(text.surface) < list(Surface).index(twin.surface)
    if outranks and twin.relation is Relation.SAME:
        return Decision(Verdict.COPY, f"与 {twin.id} 同文，改以本地址为主：{twin.url}", twin=twin, takes_over=True)
    return Decision(Verdict.COPY, f"与 {twin.id} 同文：{twin.url}", twin=twin)


def _of_revised(text: Text, known: Standing, changed: tuple[str, ...], other: Twin | None) -> Decision:
    # The same bytes cannot have been changed by the publisher.
    cause = Cause.EXTRACTOR if known.sha256 == text.sha256 else Cause.PUBLISHER
    reason = "、".join(FIELD_NAMES[name] for name in changed) + "有改动"
    if other is None:
        return Decision(Verdict.REVISED, reason, article_id=known.id, changed=changed, cause=cause)
    over = leads(known.surface, known.first_seen_at, other.surface, other.first_seen_at)
    over = over and other.relation is Relation.SAME
    reason += f"，现与 {other.id} 同文"
    return Decision(Verdict.REVISED, reason, known.id, twin=other, takes_over=over, changed=changed, cause=cause)
