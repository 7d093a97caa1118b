"""The end of a run: what it lost is settled, what it found is judged, and its row says so.

job → losses counted → days proven empty → findings judged → row ended → what was usual is learnt
"""

from __future__ import annotations

from collections.abc import Collection

import structlog

from crawler.following.misses import settle
from crawler.following.stretches import proven
from crawler.job import Job
from crawler.sources.epaper import Epaper
from storage import Run
from storage.judge import judge, learn, unfinished
from storage.language import say
from storage.running.sweeps import Found, Sweep
from storage.values import Outcome

log = structlog.get_logger()


def finish(job: Job) -> Run:
    """Judge a run, end its row and return it; a second call returns the same."""
    if job.life.ended is not None:
        return job.life.ended
    job.close()
    series, agenda, findings = job.series.name, job.archive.agenda, job.findings
    answered = job.fronts | {listed.source for listed in findings.lists}
    settle(job.archive, job.run.id, series, job.lost, answered, job.config.crawl.gone_after)
    findings.whole = job.life.outcome is None
    history = agenda.history(series, job.run.id, job.config.zone)
    _note_reach(job, history.memory.answered | findings.answers)
    judgement = judge(findings, history)
    outcome = job.life.outcome or _verdict(job, bool(judgement.complaints))
    if outcome in (Outcome.TIMEOUT, Outcome.FAILED):
        judgement = unfinished(judgement, outcome, job.life.error)
    if job.thorough and outcome in (Outcome.DONE, Outcome.COMPLAINTS):
        agenda.finish_backfill(series, job.since, job.wishes.until)
    seconds, spent = job.life.seconds, job.life.spent
    ended = job.archive.end_run(
        job.run.id, outcome, requests=spent, judgement=judgement, seconds=seconds, error=job.life.error
    )
    # None: another run took the lease over and ended this one; its row says so.
    job.life.ended = ended or job.archive.run(job.run.id) or job.run
    agenda.learn(series, learn(findings, history, judgement))
    log.info("run.ended", outcome=outcome.value, requests=spent, seconds=round(seconds, 1))
    return job.life.ended


def _note_reach(job: Job, answered: Collection[str]) -> None:
    """Note the days that a list proves to be without an instalment. `answered` are sources that ever did."""
    doubtful = job.findings.unconfirmed.difference(answered)
    papers = [each for each in job.sources if isinstance(each, Epaper) and each.label not in doubtful]
    read = job.archive.known(job.series.name, job.reach.ours)
    told = say("列表读过了这一天", "a list was read past it")
    found = proven(job.reach, read, job.since, job.today, lambda on: any(paper.serves(on) for paper in papers))
    job.archive.agenda.note_sweeps(
        [
            Sweep(job.series.name, each.source, on, Found.UNLISTED, each.url, 200, told, job.run.id, job.now())
            for each, on in found
        ]
    )


def _verdict(job: Job, complained: bool) -> Outcome:
    if job.findings.unreachable:
        reason = job.findings.troubles[0].reason
        job.life.error = say(f"一个来源也连不上：{reason}", f"no source could be reached: {reason}")
        return Outcome.UNREACHABLE
    return Outcome.COMPLAINTS if complained else Outcome.DONE
