"""Every damage that the local newspaper can do to its answers, over real HTTP."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from test_newspaper import desktop, get, mobile, path

from demo import Newspaper, Piece


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as newspaper:
        newspaper.print_instalment(date(2021, 11, 2))
        yield newspaper


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    return paper.instalments()[0]


def test_failures_a_number_of_times(paper: Newspaper, piece: Piece) -> None:
    rule = paper.fail(path(piece), status=429, times=2, retry_after=7)
    answers = [get(desktop(paper, piece)) for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers["retry-after"] == "7"
    assert rule.struck == 2


def test_patterns_name_a_path_or_a_whole_address(paper: Newspaper, piece: Piece) -> None:
    paper.fail(paper.mobile + "/*", status=500)
    assert get(mobile(paper, piece)).status == 500
    assert get(desktop(paper, piece)).status == 200
    paper.fail("/p/*", status=502)
    assert get(desktop(paper, piece)).status == 502
    paper.heal()
    assert get(mobile(paper, piece)).status == get(desktop(paper, piece)).status == 200


def test_a_stall_ends_when_it_is_released(paper: Newspaper, piece: Piece) -> None:
    rule = paper.stall(path(piece))
    answers: list[int] = []
    reader = threading.Thread(target=lambda: answers.append(get(desktop(paper, piece)).status))
    reader.start()
    assert get(paper.website + "/").status == 200
    assert not answers
    rule.release()
    reader.join(20)
    assert answers == [200]


def test_a_stall_of_some_seconds(paper: Newspaper, piece: Piece) -> None:
    paper.stall(path(piece), seconds=0.05)
    assert get(desktop(paper, piece)).status == 200


def test_a_stall_does_not_outlive_the_newspaper() -> None:
    with Newspaper() as paper:
        paper.stall("/*")
        connection = http.client.HTTPConnection(urlsplit(paper.website).netloc, timeout=20)
        connection.request("GET", "/")
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()
    connection.close()


def test_a_body_cut_short(paper: Newspaper, piece: Piece) -> None:
    paper.cut_body(path(piece), keep=0.5)
    with pytest.raises(http.client.IncompleteRead) as error:
        get(desktop(paper, piece))
    assert error.value.expected is not None
    assert error.value.expected > 0
    assert len(error.value.partial) > 0


def test_hanging_up(paper: Newspaper, piece: Piece) -> None:
    paper.hang_up(path(piece), times=1)
    with pytest.raises((http.client.HTTPException, OSError)):
        get(desktop(paper, piece))
    assert get(desktop(paper, piece)).status == 200


@pytest.mark.parametrize(("actual", "declared"), [("gbk", "utf-8"), ("utf-8", "gbk"), ("gb18030", "gb2312")])
def test_bytes_that_are_not_what_they_say(paper: Newspaper, piece: Piece, actual: str, declared: str) -> None:
    paper.mislabel(path(piece), bytes=actual, declared=declared)
    got = get(desktop(paper, piece))
    assert got.headers["content-type"] == f"text/html; charset={declared}"
    assert f'charset="{declared}"'.encode() in got.body
    assert piece.title in got.body.decode(actual)


def test_only_the_meta_says_the_encoding(paper: Newspaper, piece: Piece) -> None:
    paper.mislabel(path(piece), bytes="gbk", declared="gbk", header=False)
    got = get(desktop(paper, piece))
    assert got.headers["content-type"] == "text/html"
    assert piece.title in got.body.decode("gbk")


def test_a_challenge_page(paper: Newspaper, piece: Piece) -> None:
    paper.challenge("/p/*")
    got = get(desktop(paper, piece))
    assert got.status == 200
    assert "安全验证" in got.text
    assert piece.title not in got.text


def test_redirects_to_another_host(paper: Newspaper, piece: Piece) -> None:
    paper.redirect(path(piece), paper.elsewhere + "/landing")
    got = get(desktop(paper, piece))
    assert (got.status, got.headers["location"]) == (302, paper.elsewhere + "/landing")


def test_a_flood_is_streamed(paper: Newspaper, piece: Piece) -> None:
    paper.flood(path(piece), megabytes=200)
    parts = urlsplit(desktop(paper, piece))
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    assert answer.getheader("content-length") == "200000000"
    assert len(answer.read(3_000_000)) == 3_000_000
    connection.close()
    assert get(paper.website + "/").status == 200
    paper.flood(path(piece), megabytes=5)
    assert len(get(desktop(paper, piece)).body) == 5_000_000


def test_binary_and_empty_pages(paper: Newspaper, piece: Piece) -> None:
    paper.binary(path(piece))
    got = get(desktop(paper, piece))
    assert got.headers["content-type"].startswith("text/html")
    with pytest.raises(UnicodeDecodeError):
        got.body.decode("utf-8")
    paper.empty(path(piece))
    assert get(desktop(paper, piece)).body == b""


def test_honest_validators(paper: Newspaper, piece: Piece) -> None:
    tag = get(desktop(paper, piece)).headers["etag"]
    unchanged = get(desktop(paper, piece), If_None_Match=tag)
    assert (unchanged.status, unchanged.body) == (304, b"")
    paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
    assert get(desktop(paper, piece), If_None_Match=tag).status == 200


def test_last_modified_alone_is_a_validator(paper: Newspaper, piece: Piece) -> None:
    paper.etags = "dates"
    got = get(desktop(paper, piece))
    assert "etag" not in got.headers
    assert get(desktop(paper, piece), If_Modified_Since=got.headers["last-modified"]).status == 304
    paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
    assert get(desktop(paper, piece), If_Modified_Since=got.headers["last-modified"]).status == 200


def test_lying_validators_hide_a_correction(paper: Newspaper, piece: Piece) -> None:
    paper.etags = "lying"
    got = get(desktop(paper, piece))
    paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
    assert get(desktop(paper, piece), If_None_Match=got.headers["etag"]).status == 304
    assert get(desktop(paper, piece), If_Modified_Since=got.headers["last-modified"]).status == 304


def test_no_validators(paper: Newspaper, piece: Piece) -> None:
    paper.etags = "none"
    got = get(desktop(paper, piece))
    assert "etag" not in got.headers
    assert "last-modified" not in got.headers


def test_robots(paper: Newspaper) -> None:
    assert "User-agent: *" in get(paper.website + "/robots.txt").text
    paper.robots = "User-agent: *\nDisallow: /\n"
    assert get(paper.mobile + "/robots.txt").text == "User-agent: *\nDisallow: /\n"
    paper.robots = 503
    assert get(paper.website + "/robots.txt").status == 503


def test_one_connection_serves_many_requests(paper: Newspaper, piece: Piece) -> None:
    connection = http.client.HTTPConnection(urlsplit(paper.website).netloc, timeout=20)
    for _ in range(5):
        connection.request("GET", path(piece))
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
    connection.request("HEAD", path(piece))
    assert connection.getresponse().read() == b""
    connection.close()
