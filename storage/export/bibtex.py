"""BibTeX: an entry an instalment, for BibTeX's styles and biblatex alike.

An @article with the newspaper as its journal is what every style knows; `entrysubtype` and `mark` tell the Chinese
styles that it is a newspaper's.
"""

from __future__ import annotations

import re
from typing import IO, Final
from zoneinfo import ZoneInfo

from storage.answers import Article
from storage.citation import reference
from storage.export.text import write_each
from storage.export.values import Export

_SPELLED: Final = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
_IN_URL: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(export: Export, out: IO[bytes]) -> int:
    """Write an entry an instalment, in the order of a list."""
    return write_each(export, out, lambda article: entry(article, export.zone) + "\n\n")


def key(article: Article) -> str:
    """Return what an entry is cited by: series, day and number, of letters, digits and hyphens."""
    row = article.row
    series = re.sub(r"[^A-Za-z0-9]+", "-", row.series).strip("-") or "xunli"
    return f"{series}-{row.dated_on:%Y%m%d}-{row.id}"


def entry(article: Article, zone: ZoneInfo) -> str:
    """Return an instalment's entry."""
    cited = reference(article, zone)
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",  # the inner braces keep a style from changing its letters
        "journal": _tex(cited.newspaper or ""),
        "date": cited.on.isoformat(),
        "year": str(cited.on.year),
        "month": str(cited.on.month),
        "pages": _tex(cited.page or ""),
        "url": cited.url.translate(_IN_URL),
        "urldate": cited.accessed_on.isoformat(),
        "entrysubtype": "newspaper",
        "mark": "N" if cited.printed else "N/OL",
        "langid": "chinese",
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{{key(article)},\n{told}}}"


def _tex(text: str) -> str:
    """Return a text as TeX prints it verbatim, its braces in pairs."""
    return " ".join(text.split()).translate(_SPELLED)
