"""One saved page into the archive, by the words that its own headlines have."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract import extract
from crawler.extraction.foresight import sober
from crawler.extraction.refusals import ExtractionError
from crawler.match import match_extract
from crawler.sources import source_at
from storage import Archive
from storage.config import SeriesConfig
from storage.language import say
from storage.readings import Reading, Recorded
from storage.values import Document, Extract, Surface


class NoInstalment(Exception):
    """A saved page is not taken; its words are the reason."""


def import_page(archive: Archive, several: Sequence[SeriesConfig], document: Document) -> list[tuple[str, Recorded]]:
    """Record one saved page in every series whose words it carries; returns those with what became of it there.

    Raises NoInstalment.
    """
    recorded: list[tuple[str, Recorded]] = []
    reason = ""
    for series in several:
        try:
            reading = reading_of(series, document)
        except NoInstalment as error:
            reason = reason or str(error)
            continue
        (made,) = archive.record_many(None, series.name, [reading])
        recorded.append((series.name, made))
    if not recorded:
        raise NoInstalment(reason)
    return recorded


def reading_of(series: SeriesConfig, document: Document) -> Reading:
    """Return what a page says of a series whose words it carries. Raises NoInstalment."""
    source = source_at(series, document.url)
    try:
        found = sober(extract(document, rules=source.rules if source else None), document)
    except ExtractionError as error:
        raise NoInstalment(error.sentence) from error
    _refuse_foreign(series, found)
    return Reading(document, found, source.surface(document.url) if source else Surface.REPRINT)


def _refuse_foreign(series: SeriesConfig, found: Extract) -> None:
    matched = match_extract(series, found)
    if matched is None:
        words = say(
            f"标题「{found.title}」和引题里都没有{series.title}的字样",
            f"neither its title ({found.title}) nor its kicker has the words of {series.title}",
        )
        raise NoInstalment(words)
    if matched.excluded:
        raise NoInstalment(say(f"标题含排除词 {matched.pattern}", f"its title has the excluded word {matched.pattern}"))
