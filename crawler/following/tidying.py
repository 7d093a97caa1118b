"""What a run notes of the way to a text: the addresses that were asked for it and hold none of their own."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.following.chase import Chase, Miss
from crawler.following.misses import Lost
from crawler.keeper import Keeper
from storage.language import say
from storage.values import Document, Extract, Verdict


async def tidy(keeper: Keeper, misses: list[Lost], chase: Chase, readings: Sequence[tuple[Document, Extract]]) -> None:
    """Note the addresses that a chase came through: further pages of a long article, and those without a text.

    Known ones among the latter join the run's `misses`.
    """
    first = readings[0][0]
    for number, (part, _) in enumerate(readings[1:], start=2):
        joined = say(f"长文第 {number} 页，并入 {first.url}", f"page {number} of {first.url}")
        if chase.whole:
            joined = say(f"长文的全文，并入 {first.url}", f"the whole text of {first.url}")
        await keeper.visit(part.requested_url, Verdict.INDEX, joined, part.status)
    for lost in chase.missed:
        turned = say(f"{lost.reason}，改读 {first.url}", f"{lost.reason}; read at {first.url} instead")
        stood = (await keeper.known([lost.url])).get(lost.url)
        if lost.half:
            await keeper.visit(lost.url, Verdict.INDEX, turned, lost.status)
        elif lost.miss is Miss.MISSING and stood is not None and stood.own:
            misses.append(Lost(chase.source.label, lost.url, turned, lost.status))
        else:
            await keeper.visit(lost.url, Verdict.FILTERED, turned, lost.status)
    await keeper.settle([chase.began_at])
