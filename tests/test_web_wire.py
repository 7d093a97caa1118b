"""What goes over the wire: packed texts, tags, methods, and one form for whatever is wrong."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from support_web import Site
from test_web_pages import served

from web import caching, pages_chart

__all__ = ["served"]
PACKED = (
    "/",
    "/instalments",
    "/instalments/1",
    "/api/instalments",
    "/feed.atom",
    "/openapi.json",
    "/static/reader.css",
)


@pytest.mark.parametrize("path", [*PACKED, "/metrics", "/nowhere"])
@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "*", "identity;q=0, gzip ; q=1.0"])
def test_texts_are_packed_for_whoever_takes_them_so(served: Site, path: str, accepted: str) -> None:
    plain, packed = served.get(path), served.get(path, {"Accept-Encoding": accepted})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body) / 1.5
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_long_answer_is_packed_as_a_short_one(served: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    short = served.get("/instalments", {"Accept-Encoding": "gzip"})
    monkeypatch.setattr(caching, "LONG", 0)
    long = served.get("/instalments", {"Accept-Encoding": "gzip"})
    assert (long.body, long.headers["ETag"]) == (short.body, short.headers["ETag"])


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "*;q=0.0", "gzip; q=0.000, *"])
def test_nobody_gets_what_he_does_not_take(served: Site, accepted: str) -> None:
    answer = served.get("/instalments", {"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] is None
    assert answer.body.startswith(b"<!doctype html>")


@pytest.mark.parametrize("path", PACKED)
def test_one_tag_is_of_the_text_however_it_is_sent(served: Site, path: str) -> None:
    takes = {"Accept-Encoding": "gzip"}
    plain, packed = served.get(path).headers["ETag"], served.get(path, takes).headers["ETag"]
    assert packed == f"W/{plain}"  # the bytes differ
    for known in (plain, packed):
        for how in ({}, takes):
            again = served.get(path, {"If-None-Match": known, **how})
            assert (again.status, again.body, again.headers["Content-Encoding"]) == (304, b"", None)


@pytest.mark.parametrize("path", [*PACKED, "/healthz"])
@pytest.mark.parametrize("how", [{}, {"Accept-Encoding": "gzip"}])
def test_head_tells_what_get_would_send(served: Site, path: str, how: dict[str, str]) -> None:
    head, get = served.ask("HEAD", path, how), served.get(path, how)
    assert (head.status, head.body) == (get.status, b"")
    for name in ("Content-Length", "Content-Type", "Content-Encoding", "ETag", "Vary", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_what_is_kept_as_it_came_is_sent_as_it_came(served: Site) -> None:
    raw = served.get("/snapshots/1/raw", {"Accept-Encoding": "gzip"})
    assert raw.headers["Content-Encoding"] is None


def test_a_part_of_a_static_file_is_not_packed(served: Site) -> None:
    part = served.get("/static/reader.css", {"Range": "bytes=0-1999", "Accept-Encoding": "gzip"})
    assert (part.status, part.headers["Content-Encoding"], len(part.body)) == (206, None, 2000)


REFUSED = [
    ("GET", "/api/instalments?limit=0", 422, "limit 至少是 1。", "limit has to be at least 1."),
    ("GET", "/api/instalments?limit=201", 422, "limit 最多是 200。", "limit has to be at most 200."),
    (
        "GET",
        "/api/instalments?from=5",
        422,
        "from：日期应当像 2021-10-26。",
        "from: a date is written like 2021-10-26.",
    ),
    ("GET", "/api/instalments?series=A!", 422, "series 不对。", "Something is wrong with series."),
    ("GET", "/api/instalments?after=x", 422, "x 不是列表给出的位置。", "x is no cursor of a list."),
    ("GET", "/api/instalments/x", 422, "article_id 应当是整数。", "article_id has to be a whole number."),
    ("GET", "/api/search", 422, "q 要写。", "q is needed."),
    ("GET", "/api/search?q=x&order=up", 422, "order 应当是 'rank' 或 'date'。", "order has to be 'rank' or 'date'."),
    ("GET", "/healthz?ready=x", 422, "ready 应当是 true 或 false。", "ready has to be true or false."),
    ("GET", "/api/nothing", 404, "没有 /api/nothing 这一页。", "There is no page /api/nothing."),
    ("PUT", "/api/runs", 405, "/api/runs 不接受 PUT。", "/api/runs does not take PUT."),
    ("GET", "/static/none.css", 404, "没有 /static/none.css 这一页。", "There is no page /static/none.css."),
]


@pytest.mark.parametrize(("method", "path", "status", "zh", "en"), REFUSED)
def test_a_refusal_has_one_form_and_one_sentence(
    served: Site, method: str, path: str, status: int, zh: str, en: str
) -> None:
    for language, told in (("zh", zh), ("en", en)):
        answer = served.ask(method, path, {"Cookie": f"xunli_lang={language}"})
        assert (answer.status, answer.headers.get_content_type()) == (status, "application/json")
        assert set(answer.json) == {"message", "detail"}
        assert answer.json["message"] == told
        assert answer.json["detail"] == told or answer.json["detail"][0]["loc"]


def test_whatever_may_be_answered_is_described(served: Site) -> None:
    described = served.get("/openapi.json").json
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            for status, one in operation["responses"].items():
                assert one["x-zh"] if int(status) >= 400 else one["description"], (path, method, status)
                if int(status) >= 400 and (path, status) != ("/healthz", "503"):  # that one tells its state
                    assert one["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")


def test_a_page_tells_what_is_wrong_with_its_address(served: Site) -> None:
    answer = served.get("/instalments?offset=-1")
    assert (answer.status, answer.texts("//main/p")[0]) == (422, "地址里的 offset 至少是 0。")


@pytest.mark.parametrize(("path", "allowed"), [("/", "GET, HEAD, OPTIONS"), ("/api/runs", "GET, HEAD, POST, OPTIONS")])
def test_an_address_tells_what_it_takes(served: Site, path: str, allowed: str) -> None:
    answer = served.ask("OPTIONS", path)
    assert (answer.status, answer.headers["Allow"], answer.body) == (204, allowed, b"")
    assert served.ask("OPTIONS", "/nowhere").status == 404


def test_a_bug_is_told_in_a_sentence(served: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(pages_chart, "_lines", fail)
    answer = served.get("/chart")
    assert (answer.status, len(answer.texts("//main/p"))) == (500, 2)
    assert "secret" not in answer.text
    assert answer.headers["Content-Security-Policy"]
