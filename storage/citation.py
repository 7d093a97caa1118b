"""How an instalment is cited: GB/T 7714—2015, as it wants newspapers.

    authors. title[N]. newspaper, date(page).
    authors. title[N/OL]. newspaper, date(page)[day of access]. address.    what was not printed, as far as we know

Up to three authors are named, more end in 等; where nobody signs, the citation begins with the title, as the standard
allows where citations are numbered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from storage.answers import Article
from storage.outline.markers import read_marker
from storage.values import Person

_WRITERS: Final = (
    "首席记者|见习记者|实习记者|特约记者|特派记者|驻地记者|摄影记者|文字记者|记者|特约通讯员|通讯员|特约撰稿人|特约撰稿|"
    "撰稿人|撰稿|撰文|作者|主笔|实习生|特约评论员|评论员|执笔|文字|文|文/图|采写|采访|整理"
)
AUTHORS: Final = frozenset(_WRITERS.split("|"))
"""Roles that make somebody an author; who took the pictures or edited the page is none."""
NAMED: Final = 3
"""Authors that the standard names before 等."""

_SIGNING: Final = re.compile(
    r"本报(?:特约)?评论员|本报编辑部|"
    r"[一-鿿]{2,30}(?:委|局|厅|部|院|处|办|会|社|公司|集团|中心|大学|学院|办公室|课题组|调研组|专班)"
)
"""What signs as a body: no person, and no outlet that only says where its reporter works."""
_PAPER: Final = re.compile(r"[^一-鿿]*(?P<paper>[一-鿿]{1,11}?(?:日报|晚报|早报|晨报|时报|周报|商报|都市报|报))社?")


@dataclass(frozen=True, slots=True)
class Reference:
    """An instalment's parts as references name them.

    authors      people in printed order, else the body that signs; () where nobody does
    newspaper    its name, without the site that stands beside it; None where neither page nor text says it
    on           day printed, else put up, else first seen
    page         特1; None where nothing says it
    printed      the day is a newspaper's
    accessed_on  day on which the address was last read, in the configured zone
    """

    authors: tuple[str, ...]
    title: str
    newspaper: str | None
    on: date
    page: str | None
    url: str
    printed: bool
    accessed_on: date


def reference(article: Article, zone: ZoneInfo) -> Reference:
    """Return what a citation is made of."""
    row = article.row
    return Reference(
        authors=_authors(article.people) or _body_that_signs(row.byline),
        title=" ".join(row.title.split()),
        newspaper=_newspaper(row.source) or _paper_of_markers(article.body),
        on=row.printed_on or row.dated_on,
        page=(article.page or "").removesuffix("版") or None,
        url=row.url,
        printed=row.printed_on is not None,
        accessed_on=row.last_seen_at.astimezone(zone).date(),
    )


def gbt7714(article: Article, zone: ZoneInfo) -> str:
    """Return the citation in one line."""
    cited = reference(article, zone)
    names = ", ".join([*cited.authors[:NAMED], *(["等"] if len(cited.authors) > NAMED else [])])
    issue = f"{cited.on.isoformat()}({cited.page})" if cited.page else cited.on.isoformat()
    published = ", ".join(part for part in (cited.newspaper, issue) if part)
    lead = f"{names}. " if names else ""
    if cited.printed:
        return f"{lead}{cited.title}[N]. {published}."
    return f"{lead}{cited.title}[N/OL]. {published}[{cited.accessed_on.isoformat()}]. {cited.url}."


def _authors(people: tuple[Person, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.name for person in people if person.role in AUTHORS))


def _body_that_signs(byline: str | None) -> tuple[str, ...]:
    signed = (byline or "").strip(" \u3000()（）[]【】〔〕")
    return (signed,) if _SIGNING.fullmatch(signed) else ()


def _newspaper(source: str | None) -> str | None:
    """Return the first outlet of a source line: 青岛日报 of 青岛日报社/观海新闻 and of 青岛日报（观海新闻）."""
    first = re.split(r"[/／|｜（(、，,；;\s]", (source or "").strip(" \u3000《》"), maxsplit=1)[0].strip("《》")
    return re.sub(r"报社$", "报", first) or None


def _paper_of_markers(body: str) -> str | None:
    """Return the newspaper that the first dated page marker names."""
    for line in body.splitlines():
        marker = read_marker(line) if "报" in line else None
        found = _PAPER.match(line) if marker and marker.dated else None
        if found:
            return found["paper"]
    return None
