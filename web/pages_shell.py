"""What every page shares: the templates, the language, the headers that guard it, the pages that tell of an error.

request → Guard (language, headers) → endpoint → page(…) → template
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storage import ArchiveError
from storage.errors import TooLong
from storage.language import choose, clock, counted, date_of, language, say
from storage.words import named, outcome, tally, word
from web.caching import Tagged
from web.pages_words import outward, weekday
from web.refusals import refused, sentence
from web.service import service_of

HERE: Final = Path(__file__).parent
COOKIE: Final = "xunli_lang"
LANGUAGES: Final = ("zh", "en")
MACHINES: Final = ("/api/", "/healthz", "/metrics", "/openapi.json", "/feed.atom", "/static/")
"""Where what is wrong is told in JSON."""
MOST_SENT: Final = 1 << 16
"""Bytes of a body that are taken in: it is held in memory before anybody asks for the token."""
GUARDS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",  # the texts are their newspaper's: whoever searches for them is to find them there
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: FastAPI) -> None:
    """Give an application the static files, the guard and the error pages."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_middleware(Tagged)
    app.add_middleware(Guard)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(ArchiveError, _no_archive)
    app.add_exception_handler(Exception, _a_bug)


class Guard:
    """Chooses the language of a request (`?lang=`, else the cookie) and sets the headers of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        choose(asked or _kept(scope))

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in GUARDS.items():
                    headers.setdefault(name, value)
                if asked:
                    headers.append("Set-Cookie", f"{COOKIE}={asked}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")
            await send(message)

        await self._app(scope, _bounded(receive), guarded)


def _bounded(receive: Receive) -> Receive:
    """Return what hands out the parts of a request; raises HTTPException where they are too much."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_SENT:
            raise HTTPException(413, say("送来的太长，没有收下。", "What was sent is too long."))
        return message

    return bounded


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page. The template also has the request and the configuration's zone."""
    zone = service_of(request).config().zone
    read = {"clock": partial(clock, zone=zone), "date_of": partial(date_of, zone=zone)}
    made = _templates().get_template(template)
    text = made.render(request=request, language=language(), switched=_switched(request), **read, **values)
    return HTMLResponse(text, status, {"Vary": "Cookie"})


def with_query(request: Request, **changed: object) -> str:
    """Return the query string of a request with some of its values changed; None takes one out."""
    values = {name: value for name, value in request.query_params.items() if name != "lang"}
    values |= {name: "" if value is None else str(value) for name, value in changed.items()}
    return "?" + urlencode({name: value for name, value in values.items() if value})


def turned(request: Request, offset: int, size: int, *, more: bool) -> dict[str, Any]:
    """Return what `shared.turning` wants: where the page before and the one behind are, None where there is none."""
    return {
        "newer": with_query(request, offset=max(0, offset - size) or None) if offset else None,
        "older": with_query(request, offset=offset + size) if more else None,
    }


def _switched(request: Request) -> str:
    other = "zh" if language() == "en" else "en"
    return with_query(request, lang=other)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"say": say, "counted": counted, "static": _static, "with_query": with_query}
    made.globals |= {each.__name__: each for each in (word, named, outcome, tally, weekday, outward)}
    return made


@cache
def _static(name: str) -> str:
    """Return the address of a static file, which changes with its content so that browsers never show an old one."""
    return f"/static/{name}?v={sha256((HERE / 'static' / name).read_bytes()).hexdigest()[:12]}"


def _asked(scope: Scope) -> str | None:
    values = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [])
    return next((value for value in values if value in LANGUAGES), None)


def _kept(scope: Scope) -> str | None:
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    found = [part.partition("=")[2] for line in given for part in line.split("; ") if part.startswith(f"{COOKIE}=")]
    return next((value for value in found if value in LANGUAGES), None)


def _for_people(request: Request) -> bool:
    return not request.url.path.startswith(MACHINES)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(_taken(request))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    return _told(request, error.status_code, _own_words(request, error), headers=headers)


def _told(
    request: Request, status: int, message: str, *, heading: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Tell what is wrong: people on a page, programs in JSON."""
    if not _for_people(request):
        return refused(status, message, headers=headers)
    answer = page(request, "error.html", status, heading=heading or _heading(status), message=message)
    answer.headers.update(headers or {})
    return answer


def _own_words(request: Request, error: HTTPException) -> str:
    """Return what an error says; what Starlette says of its own accord in the reader's language."""
    own = {404: ("Not Found", _nowhere), 405: ("Method Not Allowed", _not_so)}
    theirs, ours = own.get(error.status_code, ("", _nowhere))
    return ours(request) if error.detail == theirs else str(error.detail)


async def _not_understood(request: Request, error: Exception) -> Response:
    """Tell of a value that a page cannot have; an address with one leads nowhere."""
    assert isinstance(error, RequestValidationError)
    told = sentence(error.errors())
    if not _for_people(request):
        return refused(422, told, jsonable_encoder(error.errors()))
    if any(one["loc"][0] == "path" for one in error.errors()):
        return _told(request, 404, _nowhere(request))
    return _told(request, 422, say(f"地址里的 {told}", f"In the address: {told}"))


async def _no_archive(request: Request, error: Exception) -> Response:
    heading = say("查得太久", "This took too long") if isinstance(error, TooLong) else ""
    return _told(request, 503, str(error), heading=heading)


async def _a_bug(request: Request, error: Exception) -> Response:
    """Tell of a mistake of ours; the server logs it."""
    told = say(
        f"{request.url.path} 出了错，是程序的毛病，已经记在服务的日志里。",
        f"{request.url.path} failed, which is a bug; the service's log has it.",
    )
    return _told(request, 500, told, headers=GUARDS)


def _taken(request: Request) -> list[str]:
    """Return the methods that an address takes; Starlette names those of the first of its endpoints."""
    asked = [(method, {**request.scope, "method": method}) for method in ("GET", "POST")]
    taken = [name for name, scope in asked if any(one.matches(scope)[0] is Match.FULL for one in request.app.routes)]
    return [each for name in taken for each in ((name, "HEAD") if name == "GET" else (name,))] + ["OPTIONS"]


def _nowhere(request: Request) -> str:
    return say(f"没有 {request.url.path} 这一页。", f"There is no page {request.url.path}.")


def _not_so(request: Request) -> str:
    return say(f"{request.url.path} 不接受 {request.method}。", f"{request.url.path} does not take {request.method}.")


def _heading(status: int) -> str:
    if status == 404:
        return say("没有这一页", "Not found")
    if status == 503:
        return say("现在看不了存档", "The archive cannot be read")
    return say("打不开", "This cannot be shown")


def day_path(series: str, on: date) -> str:
    """Return the address of a day's evidence."""
    return f"/days/{on.isoformat()}?series={series}"
