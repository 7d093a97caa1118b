"""From Scrapy's response to our document, and what a document is by its looks: a notice, data for a script, a list's.

A notice is what a site says in place of a page: a check, an error, that nothing is there.
"""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from crawler.extraction.filekind import kind_of_text, no_page_but
from crawler.extraction.pagekind import refuse_unless_article, refuse_unreadable
from crawler.extraction.refusals import NotAnArticle
from crawler.extraction.tree import parse
from storage.encoding import decode
from storage.findings import Problem
from storage.language import say
from storage.values import Document

UNCHANGED = "not-modified"
"""The flag of a response whose bytes are those of an earlier one, because the site says that nothing has changed."""
KEPT_AT = "kept_at"
"""Name of a request's meta value that says when its answer came, where that was before this run."""
_TOLD = {"challenge": Problem.CHALLENGE, "error_page": Problem.LIST, "withdrawn": Problem.LIST}
"""What a notice in place of a list makes of it, by kind: no redesign, where the site itself says what is wrong."""
_DATA = (b"{", b"[")


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
    """Return the notice that a document is, None for a page."""
    try:
        refuse_unreadable(document)
        root = parse(decode(document.body, document.headers).text)
        if root is not None:
            refuse_unless_article(document, root, 0.0)
    except NotAnArticle as error:
        return error
    return None
