"""What changed between two texts: paragraph by paragraph, and inside of a paragraph character by character.

Pure values, and three ways to print them: `plain`, `as_html`, `as_rows`. Chinese has no blanks between words, so that
a difference by words would show whole paragraphs; one by characters alone would show confetti. So characters are
compared, and what little stands between two changes is shown as changed, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from itertools import pairwise
from typing import Any, Final

from storage.answers import Revision
from storage.identity.fingerprint import same_reading
from storage.language import plural, say

ISLAND: Final = 2
"""Equal characters between two changes that are too few to be read by themselves."""

KINDRED: Final = 0.3
"""Share of two paragraphs' pairs of characters that both have, where one is an edit of the other and no new one."""

LONG: Final = 2000
"""Characters of a paragraph above which sentences are compared first; comparing characters costs their square."""

MARKS: Final = ("。！？；", "，、：,.;: \u3000")
"""Where a long paragraph is cut: behind sentences; one that is too long itself (a list of names) behind clauses."""

AHEAD: Final = 200
"""Paragraphs among which the one that a new one is an edit of is looked for."""


class Change(StrEnum):
    """What became of a piece of text or of a paragraph."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters: same, added or removed."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its pieces in reading order. `old` and `new` count from 1; None where it is not there."""

    change: Change
    pieces: tuple[Piece, ...]
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of two revisions that reads otherwise: title, body, byline or editor."""

    field: str
    paragraphs: tuple[Paragraph, ...]


def compare_revisions(old: Revision, new: Revision) -> tuple[FieldChange, ...]:
    """Compare two revisions field by field; what no reader sees is no difference."""
    read = [(name, getattr(old, name), getattr(new, name)) for name in ("title", "body", "byline", "editor")]
    return tuple(
        FieldChange(name, compare_texts(before or "", after or ""))
        for name, before, after in read
        if not same_reading(before, after)
    )


def compare_texts(old: str, new: str) -> tuple[Paragraph, ...]:
    """Compare two texts with one paragraph a line."""
    before, after = old.split("\n"), new.split("\n")
    return tuple(_aligned(before if old else [], after if new else []))


def compare_lines(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts of one paragraph character by character."""
    if max(len(old), len(new)) > LONG:
        return _merged(_of_long(old, new, MARKS))
    return _merged(_without_islands(_of_characters(old, new)))


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_at, old_end, new_at, new_end in matcher.get_opcodes():
        if tag == "equal":
            for number in range(old_end - old_at):
                yield _whole(Change.SAME, before[old_at + number], old_at + number, new_at + number)
        else:
            yield from _paired(before, after, (old_at, old_end), (new_at, new_end))


def _whole(change: Change, text: str, old: int | None, new: int | None) -> Paragraph:
    return Paragraph(change, (Piece(change, text),), _number(old), _number(new))


def _number(at: int | None) -> int | None:
    return None if at is None else at + 1


def _paired(
    before: Sequence[str], after: Sequence[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Paragraph]:
    """Pair the paragraphs of a changed stretch that are kindred, in order; the others went or came, in this order."""
    pairs = {at: _pairs(before[at]) for at in range(*old)}
    old_at, came = old[0], list[Paragraph]()
    for new_at in range(*new):
        own = _pairs(after[new_at])
        near = range(old_at, min(old_at + AHEAD, old[1]))
        found = next((at for at in near if _share(pairs[at], own) >= KINDRED), None)
        if found is None:
            came.append(_whole(Change.ADDED, after[new_at], None, new_at))
            continue
        yield from (_whole(Change.REMOVED, before[at], at, None) for at in range(old_at, found))
        yield from came
        came.clear()
        yield Paragraph(Change.EDITED, compare_lines(before[found], after[new_at]), found + 1, new_at + 1)
        old_at = found + 1
    yield from (_whole(Change.REMOVED, before[at], at, None) for at in range(old_at, old[1]))
    yield from came


def _pairs(text: str) -> frozenset[str]:
    # A paragraph of one character has no pairs, and is kindred with itself all the same.
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _cut(text: str, marks: str) -> list[str]:
    """Return the pieces of a text, each with the mark that ends it."""
    ends = [at + 1 for at, mark in enumerate(text) if mark in marks]
    cuts = [0, *ends, len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """Yield stretches of two texts in order: whether they are the same, and both."""
    for tag, old_at, old_end, new_at, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield tag == "equal", "".join(before[old_at:old_end]), "".join(after[new_at:new_end])


def _of_characters(old: str, new: str) -> Iterator[Piece]:
    for same, went, came in _matched(old, new):
        yield from _changed(went, came) if not same else [Piece(Change.SAME, went)]


def _of_long(old: str, new: str, marks: Sequence[str]) -> Iterator[Piece]:
    """Compare a long paragraph by pieces, and what changed by smaller ones, in the end character by character."""
    for same, went, came in _matched(_cut(old, marks[0]), _cut(new, marks[0])):
        if same:
            yield Piece(Change.SAME, went)
        elif max(len(went), len(came)) <= LONG:
            yield from compare_lines(went, came)
        else:
            yield from _of_long(went, came, marks[1:]) if marks[1:] else _changed(went, came)


def _changed(went: str, came: str) -> tuple[Piece, Piece]:
    return Piece(Change.REMOVED, went), Piece(Change.ADDED, came)


def _without_islands(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Show as changed what little stands between two changes."""
    all_of = [piece for piece in pieces if piece.text]
    for at, piece in enumerate(all_of):
        inside = 0 < at < len(all_of) - 1 and len(piece.text) <= ISLAND
        if piece.change is Change.SAME and inside:
            yield Piece(Change.REMOVED, piece.text)
            yield Piece(Change.ADDED, piece.text)
        else:
            yield piece


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one kind; of one change what went comes before what came."""
    merged: list[Piece] = []
    went, came = "", ""
    for piece in (*pieces, Piece(Change.SAME, "")):
        if piece.change is Change.SAME:
            merged += [Piece(Change.REMOVED, went), Piece(Change.ADDED, came), piece]
            went = came = ""
        elif piece.change is Change.REMOVED:
            went += piece.text
        else:
            came += piece.text
    return tuple(_joined(piece for piece in merged if piece.text))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].change is piece.change:
            joined[-1] = Piece(piece.change, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


# --- three ways to print them ----------------------------------------------------------------------------------------

CONTEXT: Final = 1
"""Unchanged paragraphs that are shown around a change, where not all are."""

_SIGNS: Final = {Change.SAME: " ", Change.ADDED: "+", Change.REMOVED: "-", Change.EDITED: "~"}
_BRACKETS: Final = {Change.SAME: ("", ""), Change.ADDED: ("{+", "+}"), Change.REMOVED: ("[-", "-]")}
_TAGS: Final = {Change.SAME: ("", ""), Change.ADDED: ("<ins>", "</ins>"), Change.REMOVED: ("<del>", "</del>")}


def shown(paragraphs: Sequence[Paragraph], context: int = CONTEXT) -> Iterator[Paragraph | int]:
    """Yield what a reader wants to see: changes with some paragraphs around, and how many others are left out."""
    near = {
        at + step
        for at, paragraph in enumerate(paragraphs)
        if paragraph.change is not Change.SAME
        for step in range(-context, context + 1)
    }
    skipped = 0
    for at, paragraph in enumerate(paragraphs):
        if at not in near:
            skipped += 1
            continue
        if skipped:
            yield skipped
        skipped = 0
        yield paragraph
    if skipped:
        yield skipped


def left_out(count: int) -> str:
    """Return what stands in the place of unchanged paragraphs that are not shown."""
    return say(f"  …… {count} 段未改", f"  … {plural(count, 'paragraph', 'paragraphs')} unchanged")


def plain(paragraph: Paragraph) -> str:
    """Return a paragraph with its sign before it; what went is [-marked-], what came {+marked+}, without colours."""
    edited = paragraph.change is Change.EDITED
    return f"{_SIGNS[paragraph.change]} " + "".join(
        f"{_BRACKETS[piece.change][0]}{piece.text}{_BRACKETS[piece.change][1]}" if edited else piece.text
        for piece in paragraph.pieces
    )


def as_html(paragraphs: Iterable[Paragraph]) -> str:
    """Return an HTML fragment: one `<p>` a paragraph with its change as class, `<ins>` and `<del>` inside."""
    return "\n".join(
        f'<p class="{one.change}">{"".join(_html(piece) for piece in one.pieces)}</p>' for one in paragraphs
    )


def _html(piece: Piece) -> str:
    opened, closed = _TAGS[piece.change]
    return f"{opened}{escape(piece.text)}{closed}"


def as_rows(paragraphs: Iterable[Paragraph]) -> list[dict[str, Any]]:
    """Return JSON rows: `change, old, new, pieces[] {change, text}`; `old` and `new` are paragraph numbers or null."""
    return [
        {
            "change": one.change.value,
            "old": one.old,
            "new": one.new,
            "pieces": [{"change": piece.change.value, "text": piece.text} for piece in one.pieces],
        }
        for one in paragraphs
    ]
