"""What a document means for the archive. Pure: what it says and what is known in, a decision with its reason out.

excluded or a dropped text                 → filtered
address known, reads the same              → unchanged (its copies stay its copies)
address known, fetched before it was last    → unchanged: what it says is older than what is kept
address known, another article's text there → suspected: the number was given out again
address known, hardly a text left           → suspected: the page stands, the piece is taken down
address known, reads otherwise             → revised, and a copy from now on where the new text is known elsewhere
address known, reads otherwise every time  → unchanged: nobody is served by a revision a day, the judge hears of it
address unknown, text known elsewhere      → copy; which one leads `storage.identity.grouping` says
neither known                              → new
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from storage.identity.another import is_another
from storage.identity.fingerprint import same_reading
from storage.language import say
from storage.values import CHINA, Cause, Relation, Surface, Verdict, characters


@dataclass(frozen=True, slots=True)
class Text:
    """What a document says, as far as the decision goes by it. `on` is the day that it names, None without one."""

    url: str
    surface: Surface
    title: str
    body: str
    byline: str | None
    editor: str | None
    fingerprint: str
    sha256: str
    requested_url: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as it stands in the archive. `leading_id` is its own id where it leads.

    sha256       of the bytes that its newest revision was read from
    restless_at  when the oldest of its publisher's newest `RESTLESS` revisions was captured; None where it has fewer
    gone_at      since when the address that was looked up is held to be withdrawn; None while it stands
    seen_at      when its own address last showed the text that it has; None where no clock can have said so
    dated_on     the day that it is of
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
    restless_at: datetime | None = None
    gone_at: datetime | None = None
    dated_on: date | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """An article that led or leads what a document shows, with how the copy of the two relates to it."""

    id: int
    url: str
    surface: Surface
    relation: Relation = Relation.SAME
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a document.

    article_id  the article that is read again; None where a row is made or nothing is kept
    twin        the leading article of an alike text; None where there is none
    takes_over  the article leads from now on, and the twin becomes its copy
    changed     fields that read otherwise, in the order title, body, byline, editor
    restless    they do at every read, so that no revision is made
    another     the address shows another article, so that nothing is kept of it here
    """

    verdict: Verdict
    reason: str
    article_id: int | None = None
    twin: Twin | None = None
    takes_over: bool = False
    changed: tuple[str, ...] = ()
    cause: Cause | None = None
    restless: bool = False
    another: bool = False


RESTLESS: Final = 5
RESTLESS_DAYS: Final = 30
"""A text with so many revisions within so many days reads otherwise at every read, and is not revised again: by its
schedule an address is read on days 0, 1, 2, 4, 8 and 16."""

COLLAPSED: Final = 0.2
STUMP: Final = 200
"""A body below a share of what it was, and below so many characters, white space not counted: a sentence stands where
an article stood."""

FIELDS: Final = ("title", "body", "byline", "editor")
"""What makes a revision when it reads otherwise. Counters, sources and related lists do not."""

FIELD_NAMES: Final = {
    "title": ("标题", "title"),
    "body": ("正文", "body"),
    "byline": ("署名", "byline"),
    "editor": ("责任编辑", "editor"),
}


def decide(
    text: Text,
    known: Standing | None,
    twin: Twin | None = None,
    *,
    at: datetime,
    takes_over: bool = False,
    excluded: str | None = None,
) -> Decision:
    """Decide what a document means.

    known       the article that stands at this address
    twin        the article that leads it, or that it takes over from
    at          when the document was fetched
    excluded    why the address or the text is out for good; None where it is not
    """
    if excluded is not None:
        return Decision(Verdict.FILTERED, excluded)
    if known is None:
        return _of_unknown(twin, takes_over)
    changed = changed_fields(text, known)
    if not changed:
        reason = say("与存档一致", "as it is kept") + _returned(known, at)
        return Decision(Verdict.UNCHANGED, reason, article_id=known.id)
    kept = _kept_as_it_is(text, known, changed, at)
    if kept is not None:
        return kept
    # The same bytes cannot have been changed by the publisher.
    cause = Cause.EXTRACTOR if known.sha256 == text.sha256 else Cause.PUBLISHER
    joined = say(f"，现与 {twin.id} 同文", f"; now the same text as {twin.id}") if twin else ""
    reason = say(f"{_names(changed)}有改动", f"changed: {_names(changed)}") + joined + _returned(known, at)
    return Decision(Verdict.REVISED, reason, known.id, twin=twin, takes_over=takes_over, changed=changed, cause=cause)


def _kept_as_it_is(text: Text, known: Standing, changed: tuple[str, ...], at: datetime) -> Decision | None:
    """Decide about a text that reads otherwise and makes no revision all the same; None for one that does."""
    if is_late(known, at):
        reason = say("比存档里的文字旧，只留网页", "older than the text that is kept; only the page is kept")
        return Decision(Verdict.UNCHANGED, reason, article_id=known.id)
    if shows_another(text, known):
        return Decision(Verdict.SUSPECTED, stands_another(text.title), article_id=known.id, another=True)
    if has_collapsed(text, known):
        left, was = characters(text.body), characters(known.body)
        reason = say(f"正文只剩 {left} 字，原有 {was} 字", f"{left} characters are left of {was}")
        return Decision(Verdict.SUSPECTED, reason, article_id=known.id)
    if is_restless(text, known, at):
        names = _names(changed)
        reason = say(
            f"每次读都不一样（{names}），{RESTLESS_DAYS} 天里已记 {RESTLESS} 次修订，不再记",
            f"reads otherwise each time ({names}); {RESTLESS} revisions in {RESTLESS_DAYS} days are enough",
        )
        return Decision(Verdict.UNCHANGED, reason, article_id=known.id, changed=changed, restless=True)
    return None


def changed_fields(text: Text, known: Standing) -> tuple[str, ...]:
    """Return the fields that read otherwise to a reader."""
    return tuple(name for name in FIELDS if not same_reading(getattr(known, name), getattr(text, name)))


def shows_another(text: Text, known: Standing) -> bool:
    """Say whether the address of an article was given to another one; the same bytes cannot show another."""
    return known.sha256 != text.sha256 and is_another(text, known, text.on, known.dated_on)


def stands_another(title: str) -> str:
    """Return why an article is not where it stood, where another one of that title does."""
    return say(f"网址上现在是另一篇：{title}", f"another article stands there now: {title}")


def has_collapsed(text: Text, known: Standing) -> bool:
    """Say whether hardly anything is left of an article, by the publisher's doing and not by our reading."""
    return known.sha256 != text.sha256 and is_stump(characters(text.body), characters(known.body))


def is_stump(left: int, was: int) -> bool:
    """Say whether a body of so many characters is hardly anything of one of `was`."""
    return left < STUMP <= was and left < COLLAPSED * was


def _returned(known: Standing, at: datetime) -> str:
    if known.gone_at is None or not shows_today(known, at):
        return ""
    since = known.gone_at.astimezone(CHINA).date().isoformat()
    return say(f"；撤下后又恢复（{since} 起曾标为已撤）", f"; back again (it was held to be gone since {since})")


def is_restless(text: Text, known: Standing, at: datetime) -> bool:
    """Say whether an article has been revised so often that one more revision by the publisher would say nothing."""
    often = known.restless_at is not None and at - known.restless_at < timedelta(RESTLESS_DAYS)
    return often and known.sha256 != text.sha256


def is_late(known: Standing, at: datetime) -> bool:
    """Say whether a document was fetched before the text that is kept was last seen there: it tells of the past.

    Revisions stand in the order of time, and their numbers are cited: none is put between two others.
    """
    return known.seen_at is not None and at < known.seen_at


def shows_today(known: Standing, at: datetime) -> bool:
    """Say whether a document tells that its address stands: it is not older than what is known of the address."""
    is_before = known.gone_at is not None and at < known.gone_at
    return not is_before and not is_late(known, at)


def not_written(text: Text, known: Standing, at: datetime) -> bool:
    """Say whether a text that reads otherwise makes no revision all the same."""
    return _kept_as_it_is(text, known, changed_fields(text, known), at) is not None


def stands_there(text: Text, candidate: Standing, *, own: bool) -> bool:
    """Say whether the article of an address is the one that this document shows.

    own  the address that answered is known to answer with the article itself. An address that was only asked for, or
         that once led to the article, shows it only while the text is the same: `/latest`, or a site that sends every
         missing page to its newest article, must not turn one article into another.
    """
    return own or candidate.fingerprint == text.fingerprint


def _of_unknown(twin: Twin | None, takes_over: bool) -> Decision:
    if twin is None:
        return Decision(Verdict.NEW, say("新的一期", "a new instalment"))
    how = say(*_HOW[twin.relation]).format(twin.id)
    if takes_over:
        leads = say("，改以本地址为主", ", and leads it from now on")
        return Decision(Verdict.COPY, f"{how}{leads}{say('：', ': ')}{twin.url}", twin=twin, takes_over=True)
    return Decision(Verdict.COPY, f"{how}{say('：', ': ')}{twin.url}", twin=twin)


def _names(changed: tuple[str, ...]) -> str:
    return say("、", ", ").join(say(*FIELD_NAMES[name]) for name in changed)


_HOW: Final = {
    Relation.SAME: ("与 {} 同文", "the same text as {}"),
    Relation.NEAR: ("与 {} 大同小异", "nearly the same text as {}"),
    Relation.PART: ("与 {} 是部分与整体", "a part of {}, or the whole that it is of"),
}
