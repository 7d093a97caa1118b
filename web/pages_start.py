"""POST /runs: the form that starts a crawl, which works without a script.

The token is typed into the form and comes with it, never by itself as a cookie would; so a page from elsewhere that
sends the form cannot know it, and there is nothing that such a page could borrow.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from storage.language import choose, language, listed, say
from web.api_runs import Wanted, begin, is_token
from web.pages_runs import runs_page
from web.service import Service, TheService

router = APIRouter(include_in_schema=False)

LONGEST: Final = 4096
"""Bytes of a form."""
FIELDS: Final = ("series", "since", "until")


@router.post("/runs")
async def start(request: Request, service: TheService) -> Response:
    """Start the run that the form asks for and lead to its page; or show the form again with what is wrong."""
    given: dict[str, str] = {}
    try:
        given = await _form(request)
        _allowed(request, service, given.pop("token", ""))
        started = await begin(service, _wanted(given))
    except HTTPException as error:
        told, status = str(error.detail), error.status_code
        return await _in_words(request, service, given, told, status)
    return RedirectResponse(f"/runs/{started.run_id}", 303)


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413, say("表单太长。", "The form is too long."))
    try:
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=10))
    except ValueError as error:
        raise HTTPException(422, say("这不是这里的表单。", "This is no form of this page.")) from error


def _allowed(request: Request, service: Service, token: str) -> None:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, say("表单来自别的网站，没有受理。", "The form came from another site."))
    if not is_token(service, token.strip()):
        wrong = say("令牌不对，请照 service.token 再填一次。", "The token is wrong; it is service.token.")
        raise HTTPException(403, wrong)


def _wanted(given: dict[str, str]) -> Wanted:
    """Return what the form asks for; an empty date is none. Raises HTTPException."""
    try:
        return Wanted.model_validate({name: given[name] for name in FIELDS if given.get(name)})
    except ValidationError as error:
        names = {
            "series": say("系列", "series"),
            "since": say("开始日期", "the first day"),
            "until": say("结束日期", "the last day"),
        }
        wrong = [names.get(str(one["loc"][-1])) for one in error.errors() if one["loc"]]
        told = listed(name for name in wrong if name) or say("日期的先后", "the order of the dates")
        raise HTTPException(422, say(f"{told}不对，请改一下再提交。", f"Something is wrong with {told}.")) from error


async def _in_words(request: Request, service: Service, given: dict[str, str], told: str, status: int) -> Response:
    spoken = language()

    def shown() -> Response:
        choose(spoken)
        return runs_page(request, service, given, error=told, status=status)

    return await run_in_threadpool(shown)
