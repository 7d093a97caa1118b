"""What the matches of a search have in common: how many there are of each organisation, month, page and person."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from storage.fulltext.index import DAY
from storage.fulltext.matching import Matching
from storage.fulltext.query import Query

COUNTED: Final = 10_000
"""Matches that are counted exactly."""

Counts = tuple[tuple[str, int], ...]
"""Values with the number of matching sections, the most frequent first, then by the value."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What the matches of a query have in common.

    total          sections that match, `COUNTED` at most
    exact          False where there are more: then all counts are of the newest `COUNTED` matches
    organisations  as normalised; sections without one are left out
    years, months  of printing, `2021` and `2021-10`, the newest first
    pages          labels of newspaper pages; sections without one are left out
    people         named by the instalment's byline or text, its editor left out
    """

    total: int
    exact: bool
    organisations: Counts
    years: Counts
    months: Counts
    pages: Counts
    people: Counts

    @property
    def told(self) -> str:
        """The total as people read it: `10000+` where there are more."""
        return f"{self.total}" if self.exact else f"{self.total}+"


_COUNTED: Final = "id > coalesce((SELECT min(id) FROM found HAVING count(*) > :most), -1)"
_MONTHS: Final = {
    "sqlite": f"strftime('%Y-%m', 1721424.5 + id / {DAY})",
    "postgresql": f"to_char(DATE '0001-01-01' + CAST(id / {DAY} - 1 AS integer), 'YYYY-MM')",
}
"""The month of a passage by its id. SQLite counts days from noon of a day long ago."""
_ASKED: Final = f"""
SELECT 'matches' AS kind, '' AS value, NULL AS editor, count(*) AS number FROM found
UNION ALL SELECT 'month', {{month}}, NULL, count(*) FROM found WHERE {_COUNTED} GROUP BY 2
UNION ALL SELECT 'page', page, NULL, count(*) FROM found WHERE {_COUNTED} AND page <> '' GROUP BY page
UNION ALL SELECT 'organisation', s.organisation, NULL, count(*) FROM found JOIN sections AS s
    ON s.article_id = found.article_id AND s.position = found.position
    WHERE found.{_COUNTED} AND s.organisation <> '' GROUP BY 2
UNION ALL SELECT 'people', people, editor, count(*) FROM found WHERE {_COUNTED} GROUP BY 2, 3
"""
"""The database adds up: ten thousand rows cost more on their way than all else."""


def facets(connection: Connection, query: Query) -> Facets:
    """Count the matches of a query by what they have in common."""
    counted: dict[str, list[tuple[str, str | None, int]]] = defaultdict(list)
    asked = _ASKED.format(month=_MONTHS[connection.dialect.name])
    for row in Matching(connection, query, ranked=False).among_newest(COUNTED, asked):
        counted[row.kind].append((row.value, row.editor, row.number))
    total = counted["matches"][0][2]
    months = Counter({month: number for month, _, number in counted["month"]})
    return Facets(
        total=min(total, COUNTED),
        exact=total <= COUNTED,
        organisations=_most({value: number for value, _, number in counted["organisation"]}),
        years=_latest(_in_years(months)),
        months=_latest(months),
        pages=_most({value: number for value, _, number in counted["page"]}),
        people=_most(_people(counted["people"])),
    )


def _in_years(months: Mapping[str, int]) -> Counter[str]:
    years: Counter[str] = Counter()
    for month, number in months.items():
        years[month[:4]] += number
    return years


def _people(named: Iterable[tuple[str, str | None, int]]) -> Counter[str]:
    """Return how many sections name each person; an article's people are its JSON."""
    counts: Counter[str] = Counter()
    for people, editor, number in named:
        names = {person["name"] for person in json.loads(people)}
        counts.update({name: number for name in names if name not in (editor or "")})
    return counts


def _most(counts: Mapping[str, int]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _latest(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), reverse=True))
