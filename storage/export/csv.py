"""A table for spreadsheets: an instalment a row, in UTF-8 with the mark that Excel knows it by.

A cell that a spreadsheet would take for a formula gets an apostrophe in front: the texts come from strangers.
"""

from __future__ import annotations

import csv
import unicodedata
from typing import IO, Any, Final

from storage.answers import Article
from storage.asking.rows import instalment_row
from storage.citation import gbt7714
from storage.export.text import as_text
from storage.export.values import Export

LISTED: Final = (
    "id", "series", "title", "url", "surface", "printed_on", "published_at", "source", "byline", "editor", "characters",
    "sections", "copies", "revisions", "gone_at", "first_seen_at", "copy_of", "relation",
)  # fmt: skip
TEXTS: Final = ("kicker", "subtitle", "page", "people", "citation", "body")
COLUMNS: Final = (*LISTED, *TEXTS)

_BEGINS: Final = frozenset("=+-@−\t\r\n")
_LEFT_OFF: Final = frozenset(("Cf", "Cc", "Zs"))
"""Kinds of characters that some program leaves off before it looks for a formula: invisible ones and spaces."""


def write(export: Export, out: IO[bytes]) -> int:
    """Write a header and a row an instalment."""
    with as_text(out, "utf-8-sig") as text:
        table = csv.writer(text)
        table.writerow(COLUMNS)
        count = 0
        for article in export.articles():
            table.writerow([cell(value) for value in _row(article, export)])
            count += 1
        return count


def cell(value: Any) -> Any:
    """Return a value as a spreadsheet may have it; None is an empty cell."""
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return f"'{lines}" if _is_formula(value) else lines


def _is_formula(value: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula: full-width signs count as the others do."""
    if value[:1] in _BEGINS:
        return True
    first = next((one for one in value if unicodedata.category(one) not in _LEFT_OFF), "")
    return unicodedata.normalize("NFKC", first)[:1] in _BEGINS


def _row(article: Article, export: Export) -> list[Any]:
    listed = instalment_row(article.row, export.zone)
    people = "；".join(f"{person.role} {person.name}".strip() for person in article.people)
    texts = (article.kicker, article.subtitle, article.page, people, gbt7714(article, export.zone), article.body)
    return [*(listed[name] for name in LISTED), *texts]
