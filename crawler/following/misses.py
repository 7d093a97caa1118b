"""Articles that were not where they stood. A miss counts only where the site itself answered in the same run.

One outage is no withdrawal, however it looks: an error page with 404, a notice, everything sent to the front page. So
misses wait for the run's end, when it is known whose lists could be read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from storage import Archive
from storage.answers import Revision
from storage.config import GoneAfter
from storage.decide import is_stump, stands_another
from storage.identity.another import is_another
from storage.language import say
from storage.values import Extract, Verdict, characters
from storage.writing import day_of


@dataclass(frozen=True, slots=True)
class Lost:
    """An address whose text was not there, and the source that it belongs to. `status` None: nothing answered."""

    source: str
    url: str
    reason: str
    status: int | None


def settle(
    archive: Archive, run_id: int, series: str, lost: Sequence[Lost], answered: Collection[str], after: GoneAfter
) -> None:
    """Count the misses of sources that answered in this run; of the others nothing is known."""
    for one in lost:
        if one.source in answered:
            archive.missing(
                run_id, series, one.url, one.reason, one.status, confirmations=after.confirmations, days=after.days
            )
        else:
            doubt = say("本次没有读到该站首页，不算撤下", "its site's front page was not read, so this does not count")
            archive.visit(run_id, one.url, Verdict.FAILED, f"{one.reason}（{doubt}）", one.status)


def why_no_sign(shown: Extract, kept: Revision, day: date | None) -> str:
    """Return why a page at another address of a known article shows it no more, "" where it does.

    The number of an article was given out again on every surface, also where the one it was read at gives no answer.
    """
    if is_stump(characters(shown.body), characters(kept.body)):
        return say("这里也没有正文", "no text here either")
    if is_another(shown, kept, day_of(shown), day):
        return stands_another(shown.title)
    return ""
