"""Printed lines as HTML, and the shell that every page of the site stands in."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from html import escape
from itertools import groupby

from demo.model import Line, Piece
from demo.server import Reply

HTML_TYPE = (("Content-Type", "text/html; charset=utf-8"),)


def page(title: str, head: str, body: str, status: int = 200) -> Reply:
    html = (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return Reply(status, HTML_TYPE, html.encode())


def link(url: str, text: str, title: str | None = None, inside: str = "") -> str:
    named = f' title="{escape(title)}"' if title is not None else ""
    return f'<a href="{escape(url)}"{named}{inside}>{escape(text)}</a>'


def image(piece: Piece, number: object, folder: str = "/img") -> str:
    """An address as the site's: month folder and 32 hex digits."""
    name = md5(f"{piece.id}-{number}".encode()).hexdigest()
    return f'<img src="{folder}/a/10001/{piece.published_at:%Y%m}/{name}.jpeg" alt="">'


def table(rows: Sequence[Line]) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row.text.split("\t")) for row in rows)
    return "<table border=1><tbody>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</tbody></table>"


def block(piece: Piece, line: Line, number: int) -> str:
    text = escape(line.text)
    if line.role in ("caption", "marker"):
        picture = f'<p style="text-align: center;">{image(piece, number)}</p>'
        return f'{picture}\n<p style="text-align: center; font-size: 14px;">{text}</p>'
    if line.role in ("headline", "organisation", "subhead"):
        return f'<p style="text-indent: 2em;"><strong>{text}</strong></p>'
    return f'<p style="text-indent: 2em;">{text}</p>'


def blocks(piece: Piece, lines: Sequence[Line]) -> str:
    """Each line as the CMS's editor would have left it: paragraphs, centred pictures with captions, tables."""
    told: list[str] = []
    for is_table, run in groupby(enumerate(lines), key=lambda pair: pair[1].role == "table"):
        if is_table:
            told.append(table([line for _, line in run]))
        else:
            told += [block(piece, line, number) for number, line in run]
    return "\n".join(told)


def part_of(piece: Piece, part: int) -> Sequence[Line]:
    """The lines on one of the addresses that a long article is broken into; part 1 is the article's own."""
    lines, count = piece.lines, piece.parts
    return lines[len(lines) * (part - 1) // count : len(lines) * part // count]


def part_name(piece: Piece, part: int) -> str:
    return f"{piece.id}.html" if part == 1 else f"{piece.id}_{part}.html"


def list_name(number: int) -> str:
    return "index.html" if number == 1 else f"index_{number}.html"


def minute(piece: Piece) -> str:
    return f"{piece.published_at:%Y-%m-%d %H:%M}"
