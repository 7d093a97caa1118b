"""The local newspaper: a real, programmable HTTP server built after the facts of the real site.

It imports nothing of ours.

with demo.edition() as paper:      # the demo's issues of late 2021
    paper.website                  # http://127.0.0.1:PORT
with demo.Newspaper() as paper:    # an empty newspaper
    paper.print_instalment(on=date(2021, 11, 2))
"""

from __future__ import annotations

from demo.model import Line, Page, Person, Piece, Section, Text, Truth
from demo.newspaper import Newspaper

__all__ = ["Line", "Newspaper", "Page", "Person", "Piece", "Section", "Text", "Truth", "edition"]


def edition(port: int = 0, one_host: bool = False) -> Newspaper:
    """A newspaper, not yet serving, with the demo's instalments and 220 ordinary pieces since 2021-10-26."""
    paper = Newspaper(port, one_host)
    paper.print_demo()
    return paper
