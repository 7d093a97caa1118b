"""What a run reads whatever its lists say: addresses wished for, what failed before, what is due to be read again."""

from __future__ import annotations

from datetime import date

from crawler.following.chase import Chase
from crawler.job import Job
from crawler.sources.epaper import Epaper
from storage.addresses import stands_on
from storage.language import say
from storage.running.errands import Named
from storage.running.leads import Lead


async def owed(job: Job) -> list[Chase]:
    """Return the articles that a run reads beside those that its lists bring."""
    if job.wishes.urls:
        why = say("指定的网址", "asked for by address")
        return [Chase.at(url, job.source_of(url), why, vouched=False) for url in job.wishes.urls]
    failed = [named for named in await job.keeper.owed() if _serves(job, named.url)]
    due = [url for url in await job.keeper.due(_window(job)) if _serves(job, url)]
    chases = [*await _failed(job, failed), *(_again(job, url, say("到了复查的时候", "due again")) for url in due)]
    # An e-paper's text is made of a whole issue, which its own looks read again.
    return [chase for chase in chases if not isinstance(chase.source, Epaper)]


async def _failed(job: Job, failed: list[Named]) -> list[Chase]:
    """Return the chases of what an earlier run failed to read.

    What no list named and the archive does not hold is still to prove itself: a link led there, or a person asked.
    """
    urls = [named.url for named in failed]
    leads, known = await job.keeper.leads(urls), await job.keeper.known(urls)
    return [_once_more(job, named, leads.get(named.url), named.url in known) for named in failed]


def _once_more(job: Job, named: Named, lead: Lead | None, known: bool) -> Chase:
    source, listed = job.source_of(named.url), named.place is not None
    if lead is not None and not listed:
        return Chase.led_by(lead, source)
    return Chase.at(named.url, source, say("上次没有读到", "failed before"), listed or known, named.on)


def _again(job: Job, url: str, why: str) -> Chase:
    return Chase.at(url, job.source_of(url), why)


def _window(job: Job) -> tuple[date | None, date | None] | None:
    """Return the window whose known articles are all to be read again, None for what the schedule says."""
    return (job.wishes.since, job.wishes.until) if job.wishes.recheck else None


def _serves(job: Job, url: str) -> bool:
    return stands_on(url, job.hosts)
