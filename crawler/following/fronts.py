"""Whether a site answers at all: what its lists' pages tell, and its front page where a run asks for no list."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.documents import document_of, notice_of
from crawler.failures import is_given_up, is_unreachable, sentence
from crawler.following.met import Met
from crawler.job import Job
from crawler.sources.base import Ask, Source
from storage.addresses import canonical
from storage.findings import Finding, Problem
from storage.language import say
from storage.values import Document, Verdict


class FrontDesk:
    """Looks at the front page of a site of which wished addresses give nothing: is it they, or the site?"""

    def __init__(self, job: Job, met: Met) -> None:
        self._job = job
        self._met = met

    def requests(self, source: Source) -> list[Request]:
        """Return the request for a site's front page, once a run; nothing where the run asks for its lists anyway."""
        first = next(iter(source.asks()), None) if self._job.wishes.urls else None
        if first is None or canonical(first.url) in self._met.asked:
            return []
        self._met.asked.add(canonical(first.url))
        given = {"source": source, "ask": first}
        return [Request(first.url, self._read, cb_kwargs=given, errback=self._failed)]

    async def _read(self, response: Response, source: Source, ask: Ask) -> None:
        document = document_of(response, ask.url, self._job.now())
        await self._job.keeper.keep(document)
        note_front(self._job, source, document)
        told = say("看看网站是否正常", "to see whether the site answers")
        await self._job.keeper.visit(ask.url, Verdict.INDEX, told, document.status)

    async def _failed(self, failure: Failure) -> None:
        given = no_answer(failure)
        if given is not None:
            await note_lost(self._job, *given)


def no_answer(failure: Failure) -> tuple[Source, str, Problem, str] | None:
    """Return whose list gave no answer, where, and why; None where our own manners kept the run from asking."""
    request: Request = failure.request  # type: ignore[attr-defined]
    if is_given_up(failure.value):
        return None
    problem = Problem.UNREACHABLE if is_unreachable(failure.value) else Problem.LIST
    return request.cb_kwargs["source"], request.cb_kwargs["ask"].url, problem, sentence(failure.value)


async def note_lost(
    job: Job, source: Source, url: str, problem: Problem, reason: str, status: int | None = None
) -> None:
    """Note that a page of a list could not be read; `status` is None where nothing answered."""
    job.findings.add(Finding(problem, source.label, url, reason, listed=True))
    await job.keeper.visit(url, Verdict.FAILED, reason, status)


def note_front(job: Job, source: Source, document: Document) -> None:
    """Note that a site shows pages, whatever is on them, and not an error or a notice in their place."""
    if document.status == 200 and notice_of(document) is None:
        job.fronts.add(source.label)
