"""An instalment as a newspaper reader sees it: pages, stories, people. Derived from the body, never the truth.

    body → lines, each with its kind (`kinds`) → pages (`markers`, `pages`) → sections of each page (`sections`)
         → people, byline, date, number, kicker → Outline

Pure functions: the same body gives the same outline, on any machine, and any text gives one.
"""

from __future__ import annotations

from storage.outline.assemble import outline
from storage.outline.numbers import series_number
from storage.outline.organisations import normalise_organisation
from storage.outline.people import people
from storage.outline.values import Line, Outline, Page, Role, Section

__all__ = ["Line", "Outline", "Page", "Role", "Section", "normalise_organisation", "outline", "people", "series_number"]
