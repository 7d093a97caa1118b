"""Reads a manuscript, the plain form in which the demo's instalments are written, into a `Text`.

Head lines `title:`, `kicker:`, `people: 记者 甲乙；通讯员 丙丁`, `byline:`, `editor:`, `source:`; a blank
line; then one printed line each, marked by its first character:

    =特1版<  a page whose marker stands before its stories; `=1版>` after them; `=-` a page without marker
    @        organisation      #  headline      *  caption      ~  sub-head inside the body
    |a|b     row of a table    &  byline on a line of its own   anything else is a paragraph
"""

from __future__ import annotations

from demo.model import Line, Page, Person, Section, Text

ROLES = {"@": "organisation", "#": "headline", "*": "caption", "~": "subhead", "|": "table", "&": "byline"}


def line_of(raw: str) -> Line:
    role = ROLES.get(raw[0], "paragraph")
    if role == "table":
        return Line(role, "\t".join(cell.strip() for cell in raw.strip("|").split("|")))
    return Line(role, raw if role == "paragraph" else raw[1:].strip())


def opens_section(line: Line, current: list[Line]) -> bool:
    if line.role == "organisation":
        return True
    return line.role == "headline" and any(one.role not in ("organisation", "headline") for one in current)


def sections_of(lines: list[Line]) -> tuple[Section, ...]:
    groups: list[list[Line]] = [[]]
    for line in lines:
        if opens_section(line, groups[-1]):
            groups.append([])
        groups[-1].append(line)
    return tuple(Section(tuple(group)) for group in groups if group)


def page_of(mark: str, lines: list[Line]) -> Page:
    label = mark.rstrip("<>")
    return Page(None if label == "-" else label, sections_of(lines), not mark.endswith(">"))


def pages_of(rows: list[str]) -> tuple[Page, ...]:
    marked: list[tuple[str, list[Line]]] = []
    for row in rows:
        if row.startswith("="):
            marked.append((row[1:].strip(), []))
        else:
            if not marked:
                marked.append(("-", []))
            marked[-1][1].append(line_of(row))
    return tuple(page_of(mark, lines) for mark, lines in marked)


def people_of(value: str) -> tuple[Person, ...]:
    pairs = (entry.split() for entry in value.split("；") if entry.strip())
    return tuple(Person(name, role) for role, *names in pairs for name in names)


def facts_of(manuscript: str) -> dict[str, str]:
    head = manuscript.strip().partition("\n\n")[0]
    return {key.strip(): value.strip() for key, _, value in (row.partition(":") for row in head.splitlines())}


def read(manuscript: str) -> Text:
    body, facts = manuscript.strip().partition("\n\n")[2], facts_of(manuscript)
    return Text(
        title=facts["title"],
        pages=pages_of([row.strip() for row in body.splitlines() if row.strip()]),
        kicker=facts.get("kicker"),
        people=people_of(facts.get("people", "")),
        byline=facts.get("byline"),
        editor=facts.get("editor", "刘海宁"),
        source=facts.get("source", "青岛日报/观海新闻"),
    )
