"""What each address answered last, on both databases."""

from __future__ import annotations

from datetime import timedelta

from support_databases import MORNING, archive, clock, database_url, postgres_server, prose, reading

from storage.archive import Archive
from storage.running.heard import Heard, ask, believe, distrust
from storage.values import Document

__all__ = ["archive", "clock", "database_url", "postgres_server"]

URL = "http://w.cn/list"


def document(body: bytes = b"a", status: int = 200, hours: int = 0, url: str = URL, **headers: str) -> Document:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Document(url, status, named, body, MORNING + timedelta(hours=hours), url)


def heard(archive: Archive, url: str = URL) -> Heard:
    return ask(archive.database, [url])[url]


def test_the_last_answer_stands_though_its_bytes_were_kept_before(archive: Archive) -> None:
    first = archive.keep(document(b"a", etag='"1"'))
    archive.keep(document(b"b", hours=1, etag='"2"'))
    archive.keep(document(b"a", hours=2, etag='"3"'))
    known = heard(archive)
    assert (known.document_id, known.answered_at, known.etag) == (first, MORNING + timedelta(hours=2), '"3"')
    assert known.is_same(b"a")
    assert not known.is_same(b"b")


def test_what_may_answer_later_is_no_answer(archive: Archive) -> None:
    archive.keep(document(b"a"))
    archive.keep(document(b"busy", status=503, hours=1))
    assert (heard(archive).status, heard(archive).answered_at) == (200, MORNING)
    archive.keep(document(b"", status=404, hours=2))
    assert heard(archive).status == 404
    assert archive.document(heard(archive).document_id) is not None


def test_an_answer_after_a_redirect_is_the_asked_address_s(archive: Archive) -> None:
    archive.record_many(None, "s", [reading("http://w.cn/new", prose(1), requested="http://w.cn/old")])
    assert set(ask(archive.database, ["http://w.cn/old", "http://w.cn/new"])) == {"http://w.cn/old"}


def test_validators_are_sent_as_they_came_and_not_for_what_is_not_there(archive: Archive) -> None:
    archive.keep(document(etag='W/"x"', last_modified="Tue, 05 Mar 2024 01:30:00 GMT"))
    sent = {"If-None-Match": 'W/"x"', "If-Modified-Since": "Tue, 05 Mar 2024 01:30:00 GMT"}
    assert heard(archive).validators == sent
    archive.keep(document(b"gone", status=404, hours=1, etag='"y"'))
    assert heard(archive).validators == {}


def test_every_tenth_is_checked_and_the_one_after_where_it_would_be_the_same_again(archive: Archive) -> None:
    for number in range(5):
        archive.keep(document(bytes([number]), url=f"{URL}/{number}"))
    checked = [
        round_ * 5 + number
        for round_ in range(7)
        for number in range(5)
        if not believe(archive.database, "s", f"{URL}/{number}", MORNING)
    ]
    assert checked == [9, 20, 31]
    assert len({number % 5 for number in checked}) == 3


def test_one_address_alone_is_checked_too(archive: Archive) -> None:
    archive.keep(document())
    checked = [number for number in range(1, 34) if not believe(archive.database, "s", URL, MORNING)]
    assert checked == [10, 21, 32]
    assert heard(archive).believed == 30


def test_the_first_of_an_article_is_checked_whatever_the_count(archive: Archive) -> None:
    archive.keep(document())
    assert believe(archive.database, "s", "http://w.cn/other", MORNING)
    told = [believe(archive.database, "s", URL, MORNING, is_article=True) for _ in range(12)]
    assert told == [False, *[True] * 10, False]


def test_a_304_moves_the_time_of_the_answer(archive: Archive) -> None:
    archive.keep(document())
    believe(archive.database, "s", URL, MORNING + timedelta(days=1))
    assert heard(archive).answered_at == MORNING + timedelta(days=1)


def test_who_lied_is_never_believed_again_and_its_neighbours_are_asked_anew(archive: Archive) -> None:
    other, stranger = "http://w.cn/other", "http://w.cn.example/x"
    for url in (URL, other, stranger):
        archive.keep(document(url.encode(), url=url, etag='"1"'))
    distrust(archive.database, URL, MORNING)
    assert [bool(heard(archive, url).validators) for url in (URL, other, stranger)] == [False, False, True]
    for url in (URL, other):
        archive.keep(document(b"new" + url.encode(), url=url, hours=1, etag='"2"'))
    assert [bool(heard(archive, url).validators) for url in (URL, other)] == [False, True]
