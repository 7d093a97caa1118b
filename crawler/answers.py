"""From Scrapy's response to our own words: a document, and what it gives as an article."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.extraction.filekind import kind_of_text, no_page_but
from crawler.extraction.foresight import come, sober
from crawler.extraction.found import ListingRules
from crawler.extraction.pagekind import refuse_unless_article, refuse_unreadable
from crawler.extraction.parts import is_whole
from crawler.extraction.refusals import ExtractionError, NotAnArticle
from crawler.extraction.tree import parse
from crawler.fetching.statuses import GONE, TOO_MANY, status_sentence
from crawler.following.chase import Chase, Miss
from crawler.pool import Readers
from storage.encoding import decode
from storage.findings import Problem
from storage.identity.similar import Shape
from storage.language import say
from storage.outline import Outline
from storage.values import Document, Extract

UNCHANGED = "not-modified"
"""The flag of a response whose bytes are those of an earlier one, because the site says that nothing has changed."""
KEPT_AT = "kept_at"
"""Name of a request's meta value that says when its answer came, where that was before this run."""
MOST_PARTS = 100
"""Pages of one article beyond which a page bar leads on for ever; at a request a second they take minutes."""
_TOLD = {"challenge": Problem.CHALLENGE, "error_page": Problem.LIST, "withdrawn": Problem.LIST}
"""What a notice in place of a list makes of it, by kind: no redesign, where the site itself says what is wrong."""
_DATA = (b"{", b"[")


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


def document_of(response: Response, requested_url: str, at: datetime) -> Document:
    """Return Scrapy's response as our document, fetched now unless its answer was kept before."""
    at = response.request.meta.get(KEPT_AT, at) if response.request else at
    headers = {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
    unchanged = UNCHANGED in response.flags
    return Document(response.url, response.status, headers, response.body, at, requested_url, unchanged)


def index_reason(document: Document, reason: str) -> str:
    """Return what an index held, in words, with what the site says of it where that is that nothing has changed."""
    unchanged = say("网站说没有变（304），内容同上次：", "unchanged, says the site (304), as before: ")
    return f"{unchanged}{reason}" if document.not_modified else reason


def mark_of(document: Document) -> int:
    """Return what tells a document's bytes from others within this process."""
    return hash(document.body)


def list_trouble(document: Document, reason: str) -> tuple[Problem, str]:
    """Return what a document is in which no list is recognised, and why it gives none: it may say so itself."""
    refusal = notice_of(document)
    problem = _TOLD.get(refusal.kind) if refusal is not None else None
    if refusal is None or problem is None:
        return Problem.LIST_LAYOUT, data_in(document) or reason
    return problem, refusal.sentence


def data_in(document: Document) -> str:
    """Return what data a document is that was made for a script, as one sentence; "" for a page."""
    kind = kind_of_text(decode(document.body, document.headers).text) if document.body.lstrip()[:1] in _DATA else None
    return no_page_but(kind) if kind else ""


def says_gone(document: Document) -> bool:
    """Tell whether a page that was served as any other (200) says that nothing stands at its address."""
    refusal = notice_of(document)
    return refusal is not None and refusal.kind == "withdrawn"


def notice_of(document: Document) -> NotAnArticle | None:
    """Return what a site says in place of a page (a check, an error, that nothing is there); None for a page."""
    try:
        refuse_unreadable(document)
        root = parse(decode(document.body, document.headers).text)
        if root is not None:
            refuse_unless_article(document, root, 0.0)
    except NotAnArticle as error:
        return error
    return None


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
