"""The documents of a WARC file on their way into the archive, in batches; what may be an article of them is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from crawler.extraction.fulltext import is_call
from storage import Archive
from storage.addresses import canonical
from storage.values import Document
from storage.warcfile import Redirect, Response, Revisit

BATCH: Final = 50
MOST: Final = 8 << 20
"""Documents, and bytes of them, that wait to be kept."""

_PAGES: Final = ("text/html", "application/xhtml")


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept document that may be an article, or a part of one."""

    url: str
    requested_url: str
    fetched_at: datetime
    snapshot_id: int


@dataclass(slots=True)
class Holding:
    """What a file brought. `all_of_it` keeps lists, failures and pictures, too; else only what may be read.

    pages   by canonical address, asked for or answering, in the file's order
    """

    archive: Archive
    all_of_it: bool = False
    count: int = 0
    pages: dict[str, list[Kept]] = field(default_factory=dict)
    _waiting: list[tuple[Document, str]] = field(default_factory=list)
    _size: int = 0
    _held: dict[str, int] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)

    def take(self, record: Response | Revisit | Redirect) -> None:
        """Take a record in."""
        if isinstance(record, Redirect):
            self._asked.setdefault(canonical(record.to), self._asked.get(canonical(record.url), record.url))
        elif isinstance(record, Revisit):
            self._take_revisit(record)
        elif self.all_of_it or _is_page(record.document):
            self._wait(self._as_asked(record.document), record.digest)

    def flush(self) -> None:
        """Keep what waits."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if not waiting:
            return
        for (document, digest), snapshot_id in zip(
            waiting, self.archive.keep_many([document for document, _ in waiting]), strict=True
        ):
            self._note(document, digest, snapshot_id)

    def all_pages(self) -> Iterator[Kept]:
        """Yield every page as often as it came, in the order in which they were fetched.

        The same bytes may have come before and after others: there and back are three texts. What an address showed
        between two times at which it showed the same is left out.
        """
        met = {page for several in self.pages.values() for page in several}
        shown = [page for several in _by_address(met).values() for page in _turns(several)]
        yield from sorted(shown, key=lambda page: (page.fetched_at, page.snapshot_id))

    def nearest(self, url: str, at: datetime) -> Kept | None:
        """Return what an address answered with nearest to a moment, None where the file does not have it."""
        several = self.pages.get(canonical(url), [])
        return min(several, key=lambda page: abs(page.fetched_at - at), default=None)

    def _wait(self, document: Document, digest: str) -> None:
        self._waiting.append((document, digest))
        self._size += len(document.body)
        if len(self._waiting) >= BATCH or self._size >= MOST:
            self.flush()

    def _take_revisit(self, record: Revisit) -> None:
        """Take in that an address answered with bytes which another record holds."""
        self.flush()
        near = self.nearest(record.url, record.document.fetched_at)
        snapshot_id = self._held.get(record.digest) or (near.snapshot_id if near else None)
        held = self.archive.document(snapshot_id) if snapshot_id is not None else None
        if held is not None:
            again = replace(record.document, headers=held.headers, status=held.status, body=held.body)
            self._wait(self._as_asked(again), "")

    def _as_asked(self, document: Document) -> Document:
        """Return a document with the address that led there in the end."""
        if document.requested_url not in ("", document.url):
            return document
        return replace(document, requested_url=self._asked.get(canonical(document.url), document.url))

    def _note(self, document: Document, digest: str, snapshot_id: int) -> None:
        self.count += 1
        if digest and not self.all_of_it:
            self._held[digest] = snapshot_id
        if self.all_of_it or document.status != 200:
            return
        page = Kept(document.url, document.requested_url, document.fetched_at, snapshot_id)
        for key in {canonical(document.url), canonical(document.requested_url)}:
            self.pages.setdefault(key, []).append(page)


def _by_address(pages: Iterable[Kept]) -> dict[str, list[Kept]]:
    several: dict[str, list[Kept]] = {}
    for page in sorted(pages, key=lambda page: (page.fetched_at, page.snapshot_id)):
        several.setdefault(page.url, []).append(page)
    return several


def _turns(pages: Sequence[Kept]) -> Iterator[Kept]:
    """Yield, of the pages that an address answered with one after the other, the first and last of each turn."""
    for at, page in enumerate(pages):
        beside = [other.snapshot_id for other in (*pages[max(0, at - 1) : at], *pages[at + 1 : at + 2])]
        if beside != [page.snapshot_id] * 2:
            yield page


def _is_page(document: Document) -> bool:
    kind = document.headers.get("content-type", "").lower()
    return bool(document.body) and (not kind or any(each in kind for each in _PAGES) or is_call(document.url))
