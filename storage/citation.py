"""How an instalment is cited: GB/T 7714—2015, as it wants newspapers."""

from __future__ import annotations

from typing import Final

from storage.answers import Article
from storage.values import Person

_WRITERS: Final = (
    "首席记者|见习记者|实习记者|特约记者|特派记者|驻地记者|摄影记者|文字记者|记者|特约通讯员|通讯员|特约撰稿人|特约撰稿|"
    "撰稿人|撰稿|撰文|作者|实习生|特约评论员|评论员|执笔|文字|文|文/图|采写|整理"
)
AUTHORS: Final = frozenset(_WRITERS.split("|"))
"""Roles that make somebody an author; who took the pictures or edited the page is none."""
NAMED: Final = 3
"""Authors that the standard names before 等."""


def gbt7714(article: Article) -> str:
    """Return the citation in one line: authors. title[N]. newspaper, date(page).

    What was not printed, as far as the archive knows, is cited as online with its address.
    """
    row = article.row
    authors = _authors(article.people)
    outlet = (row.source or "").split("/")[0].strip()
    page = (article.page or "").removesuffix("版")
    on = (row.printed_on or row.dated_on).isoformat()
    issue = f"{on}({page})" if page else on
    published = ", ".join(part for part in (outlet, issue) if part)
    lead = f"{authors}. " if authors else ""
    if row.printed_on is None:
        return f"{lead}{row.title}[N/OL]. {published}. {row.url}."
    return f"{lead}{row.title}[N]. {published}."


def _authors(people: tuple[Person, ...]) -> str:
    names = list(dict.fromkeys(person.name for person in people if person.role in AUTHORS))
    return ", ".join(names[:NAMED] + ["等"] * (len(names) > NAMED))
