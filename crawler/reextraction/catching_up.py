"""Before a crawl compares a text with the archive: is the archive's one read by the rules of today?

Where it was read by older rules and the page has other bytes now, a difference could be the publisher's or ours. So the
kept snapshot is read again first: what differs then is a revision of the extractor's, and what is left the publisher's.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.reextraction.rereading import Unreadable, read_again
from crawler.version import EXTRACTOR
from storage import Archive
from storage.config import SeriesConfig
from storage.outline import outline
from storage.readings import Known, Reading
from storage.reextraction.held import documents, held_of
from storage.reextraction.reextractions import bring_up
from storage.reextraction.rereading import compare


def catch_up(archive: Archive, series: SeriesConfig, readings: Sequence[Reading]) -> None:
    """Bring the articles that are about to be compared up to the rules of today. Raises ArchiveError."""
    known = archive.known(series.name, [reading.document.url for reading in readings])
    stale = sorted({each.article_id for each in known.values() if _is_stale(each)})
    if not stale:
        return
    rereads = []
    with archive.database.reading() as connection:
        for held in held_of(connection, stale):
            try:
                found = read_again(series, documents(connection, held), len(held.origins)) if held.whole else None
            except Unreadable:  # it stays as it is; what the page says today is compared with that
                found = None
            if found is not None:
                rereads.append(compare(held, found, outline(found.body, title=found.title)))
    bring_up(archive.database, series.name, [each for each in rereads if each is not None], archive.now())


def _is_stale(known: Known) -> bool:
    return known.own and not known.excluded and known.extractor != EXTRACTOR and known.snapshot_id is not None
