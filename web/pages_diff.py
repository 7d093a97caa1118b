"""`/instalments/ID/diff`: what changed between two revisions, as a page and as the rows of `xunli diff --json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request, Response

from storage.answers import Revision
from storage.asking.difference import FieldChange, Paragraph, compare_revisions, shown
from storage.asking.pair import NoRevision, chosen
from storage.asking.reader import reading
from storage.asking.rows import difference_rows
from storage.language import say
from web.absent import no_article
from web.api_instalments import Id
from web.api_words import operation, value
from web.pages_shell import page
from web.refusals import refusal
from web.service import Service, TheService

router = APIRouter()
OLDER: Final = value("旧的一稿；不写就是前一稿", "the older revision; else the one before")
NEWER: Final = value("新的一稿；不写就是最后一稿", "the newer revision; else the last")
From = Annotated[int | None, Query(alias="from", ge=1, lt=2**31, **OLDER)]
To = Annotated[int | None, Query(ge=1, lt=2**31, **NEWER)]

LONGEST: Final = 100_000
"""Characters of a text that are still compared while somebody waits."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that reads otherwise; a number stands for paragraphs that did not change and are left out."""

    field: str
    parts: tuple[Paragraph | int, ...]


@router.get("/instalments/{article_id}/diff", include_in_schema=False)
def show_difference(
    request: Request, service: TheService, article_id: Id, from_: From = None, to: To = None
) -> Response:
    """Show what a reader sees of the change, and let any two revisions be chosen."""
    revisions, old, new = _chosen(service, article_id, from_, to)
    compared = [Compared(one.field, tuple(shown(one.paragraphs))) for one in _changes(old, new)]
    return page(
        request, "diff.html", article_id=article_id, title=revisions[-1].title, revisions=revisions, old=old, new=new,
        compared=compared,
    )  # fmt: skip


@router.get(
    "/api/instalments/{article_id}/diff",
    **operation(
        "两稿之间改了什么",
        "What changed between two revisions",
        "读起来不同的每一段一行；缺省是最后两稿。",
    ),
    tags=["instalments"],
    responses={
        404: refusal("没有这一篇，或者没有这一稿", "No such article, or no such revision of it"),
        413: refusal("文字太长，当场比不完", "The text is too long to be compared while somebody waits"),
    },
)
def list_differences(service: TheService, article_id: Id, from_: From = None, to: To = None) -> list[dict[str, Any]]:
    """Return a row for each paragraph of a field that reads otherwise, by default of the last two revisions."""
    _, old, new = _chosen(service, article_id, from_, to)
    return list(difference_rows(old, new, _changes(old, new)))


def _chosen(
    service: Service, article_id: int, from_: int | None, to: int | None
) -> tuple[Sequence[Revision], Revision, Revision]:
    """Return the revisions of an article, and the two that are compared. Raises HTTPException."""
    with reading(service.archive) as reader:
        revisions = reader.revisions(article_id)
    if not revisions:
        raise HTTPException(404, no_article(article_id))
    try:
        return revisions, *chosen(revisions, from_, to)
    except NoRevision as error:
        raise HTTPException(404, str(error)) from error


def _changes(old: Revision, new: Revision) -> tuple[FieldChange, ...]:
    if max(len(old.body), len(new.body)) > LONGEST:
        told = say("这篇太长，请用命令行比较：", "This text is too long to be compared here; use")
        raise HTTPException(413, f"{told} xunli diff {new.article_id} --from {old.number} --to {new.number}")
    return compare_revisions(old, new)
