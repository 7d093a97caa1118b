"""All tables of the archive, whose descriptions stand in `storage.schema`:

what was kept (blobs, documents, view snapshots), what it says (articles, sections, revisions, links, addresses;
dropped, excluded, and what alike texts and searches find them by), who did it when and what is still to do (runs,
visits, complaints, leases, …), what people were told, and what a re-extraction changes.
"""

from __future__ import annotations

from storage.schema.fulltext_tables import passages
from storage.schema.likeness_tables import grams, likenesses, texts
from storage.schema.news_tables import deliveries
from storage.schema.reextraction_tables import reextraction_changes, reextraction_slices, reextractions
from storage.schema.run_tables import complaints, heard, leases, listed, owed, runs, series_state, slots, sweeps, visits
from storage.schema.text_tables import (
    addresses,
    articles,
    blobs,
    documents,
    dropped,
    excluded,
    links,
    metadata,
    readings,
    revisions,
    sections,
    snapshots,
)

__all__ = [
    "addresses",
    "articles",
    "blobs",
    "complaints",
    "deliveries",
    "documents",
    "dropped",
    "excluded",
    "grams",
    "heard",
    "leases",
    "likenesses",
    "links",
    "listed",
    "metadata",
    "owed",
    "passages",
    "readings",
    "reextraction_changes",
    "reextraction_slices",
    "reextractions",
    "revisions",
    "runs",
    "sections",
    "series_state",
    "slots",
    "snapshots",
    "sweeps",
    "texts",
    "visits",
]
