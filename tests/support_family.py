"""One instalment as a newspaper prints it everywhere: website, mobile page, e-paper stories, reprints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from support_databases import reading

from demo import prose
from storage.answers import Filter
from storage.archive import Archive
from storage.readings import Reading
from storage.values import Surface

FRAME = (
    "来源：某某在线　编辑：值班\n{}\n"
    "特别声明：本站转载此文是为传递更多信息，并不代表本站赞同其观点，如涉及版权请与本站联系。"
)


@dataclass(frozen=True, slots=True)
class Family:
    """The bodies of one instalment: whole, and story by story."""

    seed: int
    stories: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "\n".join(f"{number}版\n{story}" for number, story in enumerate(self.stories, start=1))

    def url(self, place: str) -> str:
        return f"http://{place}.example.cn/p/{self.seed}.html"

    def website(self) -> Reading:
        return reading(self.url("www"), self.whole)

    def mobile(self) -> Reading:
        spaced = self.whole.replace("，", ", ").replace("。", "。\u200b")
        return reading(self.url("m"), spaced, surface=Surface.MOBILE)

    def epaper(self) -> list[Reading]:
        return [
            reading(self.url(f"epaper{number}"), story, title=f"版面报道{number}", surface=Surface.EPAPER)
            for number, story in enumerate(self.stories)
        ]

    def assembled(self) -> Reading:
        return reading(self.url("board"), "\n".join(self.stories), surface=Surface.EPAPER)

    def reprints(self) -> list[Reading]:
        trimmed = self.whole[: int(len(self.whole) * 0.7)]
        return [
            reading(self.url("news"), FRAME.format(self.whole), title="【转载】改革", surface=Surface.REPRINT),
            reading(self.url("blog"), trimmed, title="青岛的改革", surface=Surface.REPRINT),
        ]

    def everywhere(self) -> list[Reading]:
        return [self.website(), self.mobile(), *self.epaper(), *self.reprints()]

    def copies(self) -> dict[str, str]:
        """The relation of every address but the website's, once all of them are in."""
        stories = {self.url(f"epaper{number}"): "part" for number in range(len(self.stories))}
        return {self.url("m"): "same", **stories, self.url("news"): "near", self.url("blog"): "near"}


def family(seed: int) -> Family:
    """An instalment of five departments' stories, each of them long enough to stand for itself."""
    stories = tuple(story_text(seed * 100 + number) for number in range(5))
    return Family(seed, stories)


def story_text(seed: int) -> str:
    """One story, of the same grammar as its neighbours, with its own people, places and figures."""
    text = prose.news(seed)
    return "\n".join(line.text for page in text.pages for section in page.sections for line in section.lines)


Found = dict[str, dict[str, str]]


def found(archive: Archive, series: str = "s") -> Found:
    """Return every instalment's leading address with its copies' addresses and relations."""
    rows = list(archive.instalments(Filter(series=series, copies=True)))
    urls = {row.id: row.url for row in rows}
    groups: Found = {row.url: {} for row in rows if row.copy_of is None}
    for row in rows:
        if row.copy_of is not None:
            groups[urls[row.copy_of]][row.url] = str(row.relation)
    return groups


def put(archive: Archive, readings: Iterable[Reading], batch: int = 1, series: str = "s") -> None:
    waiting: Sequence[Reading] = list(readings)
    while waiting:
        archive.record_many(None, series, waiting[:batch])
        waiting = waiting[batch:]
