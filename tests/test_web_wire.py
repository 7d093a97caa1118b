"""What goes over the wire: packed texts, tags, methods, and one form for whatever is wrong."""

from __future__ import annotations

import gzip

import pytest
from support_web import Site
from test_web_pages import served

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
