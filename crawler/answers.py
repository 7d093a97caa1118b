"""What an article's address answered: an extract, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.documents import mark_of, notice_of
from crawler.extraction.foresight import come, sober
from crawler.extraction.found import ListingRules
from crawler.extraction.parts import is_whole
from crawler.extraction.refusals import ExtractionError, NotAnArticle
from crawler.fetching.statuses import GONE, TOO_MANY, status_sentence
from crawler.following.chase import Chase, Miss
from crawler.pool import Readers
from storage.findings import Problem
from storage.identity.similar import Shape
from storage.language import say
from storage.outline import Outline
from storage.values import Document, Extract

MOST_PARTS = 100
"""Pages of one article beyond which a page bar leads on for ever; at a request a second they take minutes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an article's address answered: an extract, or why there is none.

    `document` is None where nothing answered, `status` then too; `outline` and `shape` are there where the extract is.
    """

    document: Document | None
    extract: Extract | None
    miss: Miss = Miss.BROKEN
    problem: Problem = Problem.ARTICLE
    reason: str = ""
    outline: Outline | None = None
    shape: Shape | None = None

    @property
    def status(self) -> int | None:
        """The HTTP status, None where nothing answered."""
        return self.document.status if self.document else None


def answer_of(document: Document) -> Answer:
    """Return the answer of a document whose status is no success."""
    missing, reason = document.status in GONE, status_sentence(document.status)
    if not missing and document.status != TOO_MANY and _is_challenge(document):
        return Answer(document, None, Miss.BROKEN, Problem.CHALLENGE, say(f"{reason}，要求验证", f"{reason}: a check"))
    miss, problem = (Miss.MISSING, Problem.MISSING) if missing else (Miss.BROKEN, Problem.ARTICLE)
    return Answer(document, None, miss, problem, reason)


def _is_challenge(document: Document) -> bool:
    notice = notice_of(document)
    return notice is not None and notice.kind == "challenge"


async def read_answer(
    document: Document,
    readers: Readers,
    rules: ListingRules | None,
    is_list: Callable[[str], bool],
    lists: Collection[int] = (),
) -> Answer:
    """Return what an article's document gives. `is_list` tells lists: an article that leads to one is not there.

    `lists` are the marks of the lists that this run has read: the same bytes are no article.
    """
    if document.status != 200:
        return answer_of(document)
    if _sent_home(document, is_list):
        reason = say("跳转到了首页，文章可能已撤下", "sent to the front page; the article may be withdrawn")
        return Answer(document, None, Miss.MISSING, Problem.HOME, reason)
    if mark_of(document) in lists:
        reason = say("给出的是列表页，不是文章", "the site serves its list in place of the article")
        return Answer(document, None, Miss.BROKEN, Problem.LAYOUT, reason)
    try:
        read = await readers.read(document, rules)
        pages = replace(read.outline, printed_on=come(read.outline.printed_on, document.fetched_at))
        return Answer(document, sober(read.extract, document), outline=pages, shape=read.shape)
    except NotAnArticle as error:
        withdrawn, challenge = error.kind == "withdrawn", error.kind == "challenge"
        problem = Problem.MISSING if withdrawn else Problem.CHALLENGE if challenge else Problem.ARTICLE
        miss = Miss.MISSING if withdrawn else Miss.FILM if error.kind == "video" else Miss.BROKEN
        return Answer(document, None, miss, problem, error.sentence)
    except ExtractionError as error:
        return Answer(document, None, Miss.BROKEN, Problem.LAYOUT, error.sentence)


def whole_only(answer: Answer, chase: Chase) -> Answer:
    """Return the answer of the call for a long article's whole text, without its extract where that is no whole."""
    if answer.extract is None or is_whole(chase.parts[0][1], answer.extract):
        return answer
    return replace(answer, extract=None, reason=say("里面没有第一页的文字", "it lacks the first page"))


def not_endless(answer: Answer, chase: Chase) -> Answer:
    """Return the answer of a page of an article, without its extract where it has more pages than any article."""
    if answer.extract is None or len(chase.parts) < MOST_PARTS:
        return answer
    reason = say(f"分了 {MOST_PARTS} 页还没有完，不会是一篇文章", f"{MOST_PARTS} pages and no end: no article")
    return replace(answer, extract=None, reason=reason)


def _sent_home(document: Document, is_list: Callable[[str], bool]) -> bool:
    moved = document.url != document.requested_url
    return moved and (urlsplit(document.url).path in ("", "/") or is_list(document.url))
