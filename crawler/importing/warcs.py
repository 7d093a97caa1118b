"""The documents of a WARC file into the archive, of one of ours or of another tool's.

ours     snapshots → archive; each article's recipe → the same snapshots → extract → record
others'  pages → archive; those with the series' words in their own headlines, whole issues of an e-paper → record
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Final

from crawler.extract import extract, join_parts
from crawler.extraction.parts import is_whole, part_number
from crawler.extraction.refusals import ExtractionError, NotAnArticle
from crawler.importing.holding import Holding, Kept
from crawler.importing.issues import issues_of
from crawler.importing.pages import NoInstalment, reading_of
from crawler.reextraction.rereading import Unreadable, read_again
from crawler.sources import rules_at, source_at
from crawler.sources.epaper import Epaper
from storage import Archive, snapshots
from storage.addresses import is_front_page
from storage.config import SeriesConfig
from storage.language import say
from storage.readings import Reading, Role
from storage.values import Document, Extract, Surface, Verdict
from storage.warc import Made, Origin, Recipe
from storage.warcfile import Damaged, Odd, Ours, Record, records

RECIPES: Final = 10
"""Articles that are made in one transaction; an e-paper's has dozens of documents."""


@dataclass(slots=True)
class Imported:
    """What an import brought: snapshots kept, articles by verdict, and what could not be made, each with its reason.

    damaged  why the file could not be read to its end; None where it was
    """

    snapshots: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    left: list[tuple[str, str]] = field(default_factory=list)
    damaged: str | None = None


def import_warc(
    archive: Archive, several: Sequence[SeriesConfig], stream: IO[bytes], name: str, *, all_as: bool = False
) -> Imported:
    """Take a WARC file in; what stands before a damage is kept. Raises ArchiveError.

    several  the series that its articles may be of
    all_as   take articles of whatever series for those of the first one
    """
    importer = _Importer(archive, several, all_as)
    try:
        for record in records(stream, name):
            importer.take(record)
    except Damaged as damage:
        importer.imported.damaged = str(damage)
    return importer.finish()


class _Importer:
    """One import on its way."""

    def __init__(self, archive: Archive, several: Sequence[SeriesConfig], all_as: bool) -> None:
        self.imported = Imported()
        self._archive = archive
        self._several = several
        self._all_as = all_as
        self._holding = Holding(archive)
        self._recipes: list[Recipe] = []

    def take(self, record: Record) -> None:
        if isinstance(record, Ours):
            self._holding.all_of_it = True
        elif isinstance(record, Recipe):
            self._recipes.append(record)
            if len(self._recipes) >= RECIPES:
                self._make()
        elif isinstance(record, Odd):
            self._leave(record.url, record.reason)
        else:
            self._holding.take(record)

    def finish(self) -> Imported:
        self._make()
        if not self._holding.all_of_it:
            for series in self._several:
                self._read(series)
        self.imported.snapshots = self._holding.count
        return self.imported

    # --- ours

    def _make(self) -> None:
        """Make the articles of the recipes that wait."""
        self._holding.flush()
        recipes, self._recipes = self._recipes, []
        by_series: dict[str, list[Reading]] = {}
        for recipe in recipes:
            series = self._series_of(recipe)
            if series is None:
                self._leave(recipe.url, say(f"配置里没有系列 {recipe.series}，用 --series 指定一个",
                                            f"there is no series {recipe.series}: name one with --series"))  # fmt: skip
            else:
                by_series.setdefault(series.name, []).extend(self._made(series, recipe))
        for name, readings in by_series.items():
            self._record(name, readings)

    def _series_of(self, recipe: Recipe) -> SeriesConfig | None:
        if self._all_as:
            return self._several[0]
        return next((series for series in self._several if series.name == recipe.series), None)

    def _made(self, series: SeriesConfig, recipe: Recipe) -> Iterator[Reading]:
        past = self._past(series, recipe.url)
        for made in recipe.made:
            if datetime.fromisoformat(made.captured_at) in past:
                self.imported.verdicts[Verdict.UNCHANGED] += 1
                continue
            try:
                yield self._reading(series, recipe, made)
            except Unreadable as error:
                self._leave(recipe.url, str(error))

    def _past(self, series: SeriesConfig, url: str) -> set[datetime]:
        """Return when the article's revisions were captured that are not its text any more.

        Recorded once more, one of them would be the newest. The newest itself is: it may stand at further addresses.
        """
        known = self._archive.known(series.name, [url]).get(url)
        if known is None or known.excluded or not known.own:
            return set()
        captured = sorted(each.captured_at for each in self._archive.revisions(known.article_id))
        return set(captured[:-1])

    def _reading(self, series: SeriesConfig, recipe: Recipe, made: Made) -> Reading:
        lead = self._kept(made.lead)
        whole = tuple((Role(each.role or ""), self._kept(each)) for each in made.whole)
        found = read_again(series, whole or ((None, lead),), len(whole) or 1)
        # The moment that this revision was captured: the same bytes may have come before.
        lead = replace(lead, fetched_at=datetime.fromisoformat(made.captured_at))
        return Reading(lead, found, Surface(recipe.surface), recipe.belonging, led=recipe.led, whole=whole)

    def _kept(self, origin: Origin) -> Document:
        with self._archive.database.reading() as connection:
            found = snapshots.named(connection, origin.url, origin.requested_url, origin.status, origin.sha256)
        if found is None:
            raise Unreadable(say(f"文件里没有它的快照 {origin.url}", f"the file lacks its snapshot of {origin.url}"))
        return found

    # --- others'

    def _read(self, series: SeriesConfig) -> None:
        pages = [page for page in self._holding.all_pages() if not self._is_epaper(series, page)]
        for page in pages:
            if part_number(page.url) == 1 and not is_front_page(page.url):
                self._read_page(series, page)
        epaper = [page for page in self._holding.all_pages() if self._is_epaper(series, page)]
        for found in issues_of(series, epaper, self._document):
            if isinstance(found, Reading):
                self._record(series.name, [found])
            else:
                self._leave(*found)

    def _is_epaper(self, series: SeriesConfig, page: Kept) -> bool:
        return isinstance(source_at(series, page.url), Epaper)

    def _read_page(self, series: SeriesConfig, page: Kept) -> None:
        document = self._document(page)
        try:
            reading = reading_of(series, document)
            further = list(self._further(series, page, reading.extract))
        except NoInstalment:
            return  # most pages of a file are something else
        except ExtractionError as error:
            self._leave(page.url, error.sentence)
            return
        if further:
            parts = [reading.extract, *(found for _, found in further)]
            whole = tuple((Role.PART, each) for each in (document, *(each for each, _ in further)))
            also = tuple(each.url for _, each in whole[1:] if part_number(each.url) > 1)
            reading = replace(reading, extract=join_parts(parts), also=also, whole=whole)
        self._record(series.name, [reading])

    def _further(self, series: SeriesConfig, page: Kept, first: Extract) -> Iterator[tuple[Document, Extract]]:
        """Yield the other parts of a long article: its whole text where the file has it, else page by page."""
        rules = rules_at(series, page.url)
        call = self._holding.nearest(first.full_text_at, page.fetched_at) if first.full_text_at else None
        if call is not None:
            document = self._document(call)
            found = extract(document, rules=rules)
            if is_whole(first, found):
                yield document, found
                return
        met, following = {page.url}, first.next_part
        while following and following not in met:
            met.add(following)
            part = self._holding.nearest(following, page.fetched_at)
            if part is None:
                raise NotAnArticle(following, say(f"文件里没有它的下一页 {following}",
                                                  f"the file lacks its next page {following}"), "part")  # fmt: skip
            document = self._document(part)
            found = extract(document, rules=rules)
            yield document, found
            following = found.next_part

    def _document(self, page: Kept) -> Document:
        document = self._archive.document(page.snapshot_id)
        assert document is not None  # it was kept just now
        return replace(document, fetched_at=page.fetched_at)

    def _record(self, series: str, readings: Iterable[Reading]) -> None:
        several = list(readings)
        if several:
            made = self._archive.record_many(None, series, several)
            self.imported.verdicts.update(each.verdict for each in made)

    def _leave(self, url: str, reason: str) -> None:
        self.imported.left.append((url, reason))
