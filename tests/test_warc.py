"""WARC files: ours there and back, other tools' in all their codings, damaged ones, and single saved pages."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from http.client import responses
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import brotli
import pytest
import zstandard
from sqlalchemy import select
from support_crawl import Told, config_of, crawl, json_lines, settings, tell, website, write_config
from support_databases import archive, clock, database_url, postgres_server
from support_reextract import crawled_everywhere, stand
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.importing.savedpage import saved_page
from crawler.importing.warcs import import_warc
from crawler.reextraction.rereading import reread
from demo import Newspaper
from storage import Archive, Filter, open_archive
from storage.care.checking import check
from storage.config import Config
from storage.export import Export
from storage.export.warc import write
from storage.reextraction.reextractions import cut
from storage.tables import addresses, articles, documents, readings, revisions
from storage.values import Document, Surface, Verdict
from storage.warc import RECIPE
from storage.warcbody import LARGEST, decoded
from storage.warcfile import Damaged, Response, records

__all__ = ["archive", "clock", "database_url", "postgres_server", "tell"]

AT = "2021-11-03T02:00:00Z"
PAGE = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='article-infos'>"
    "<span class='date'>2021-11-02 08:30</span></div><div class='article-content'>{text}</div></body></html>"
)
TEXT = "".join(
    f"<p>第{number}项：窗口把等候的日子从{number + 9}天减到{number}天，办事的人少跑了几趟，材料也只交一份。</p>"
    for number in range(1, 6)
)
OURS = PAGE.format(title="青岛改革巡礼：窗口里的变化", text=TEXT)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    with Newspaper() as paper:
        yield crawled_everywhere(paper, tmp_path_factory.mktemp("crawled"))


@pytest.fixture(scope="module")
def ours(crawled: Config) -> bytes:
    with open_archive(crawled.database, read_only=True) as source:
        return written(source, crawled)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(None, f"sqlite:///{tmp_path / 'a.db'}", source=SITE)


SITE: list[dict[str, Any]] = [{"kind": "website", "base_url": "http://www.guanhai.example", "lists": ["/"]}]
AN_ARTICLE = "http://www.guanhai.example/p/155001.html"


def written(source: Archive, config: Config, asked: Filter | None = None) -> bytes:
    out = io.BytesIO()
    with source.database.reading() as connection:
        write(Export(connection, asked or Filter(), config.zone, "", datetime.now(UTC)), out)
    return out.getvalue()


def kept(archive: Archive) -> list[tuple[Any, ...]]:
    """Every kept document without its number."""
    c = documents.c
    with archive.database.reading() as connection:
        query = select(c.url, c.requested_url, c.status, c.sha256, c.fetched_at, c.headers)
        return sorted((tuple(row) for row in connection.execute(query)), key=str)


# --- ours ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_there_and_back_every_snapshot_and_every_article_is_the_same(
    archive: Archive, crawled: Config, ours: bytes
) -> None:
    imported = import_warc(archive, crawled.series, io.BytesIO(ours), "a.warc.gz")
    assert (imported.left, imported.damaged) == ([], None)
    with open_archive(crawled.database, read_only=True) as source:
        assert stand(archive) == stand(source)
        assert kept(archive) == kept(source)
        assert _revisions(archive) == _revisions(source)
        assert _readings(archive) == _readings(source)
        assert _addresses(archive) == _addresses(source)
    assert list(check(archive.database)) == []
    again = import_warc(archive, crawled.series, io.BytesIO(ours), "a.warc.gz")
    assert set(again.verdicts) == {Verdict.UNCHANGED}
    with open_archive(crawled.database, read_only=True) as source:
        assert _revisions(archive) == _revisions(source)
    changed = [reread(archive.database, crawled.series[0], one)[0] for one in cut(archive.database, "reform")]
    assert changed == [[]]


def test_replay_tools_find_every_record_whole(ours: bytes, crawled: Config) -> None:
    kinds = set()
    count = 0
    pages, about = {}, {}
    for record in ArchiveIterator(io.BytesIO(ours), check_digests="raise"):
        kinds.add(record.rec_type)
        body = record.content_stream().read()
        target = record.rec_headers.get_header("WARC-Target-URI")
        if record.rec_type == "metadata":
            about[target] = record.rec_headers.get_header("WARC-Refers-To")
        if record.rec_type == "response":
            count += 1
            pages[record.rec_headers.get_header("WARC-Record-ID")] = target
            size = record.http_headers.get_header("content-length")
            assert size is None or int(size) == len(body)
    assert kinds == {"warcinfo", "response", "metadata"}
    # Replay tools show the newest record of an address: what is said about a page must not stand under the page's own.
    assert not about.keys() & set(pages.values())
    assert all(unquote(target).endswith(pages[named]) for target, named in about.items())
    with open_archive(crawled.database, read_only=True) as source:
        assert count == source.counts().snapshots


@pytest.mark.slow
def test_a_filter_takes_its_instalments_with_what_they_were_read_from(crawled: Config, tmp_path: Path) -> None:
    with open_archive(crawled.database, read_only=True) as source:
        one = next(each for each in source.instalments(Filter(limit=1)))
        asked = Filter(from_=one.dated_on, to=one.dated_on)
        expected = {key for key, row in stand(source).items() if one.url in (key[0], row[9])}
        some = written(source, crawled, asked)
    with open_archive(f"sqlite:///{tmp_path / 'some.db'}") as target:
        target.upgrade()
        imported = import_warc(target, crawled.series, io.BytesIO(some), "some.warc.gz")
        assert imported.left == []
        assert set(stand(target)) == expected
        assert 0 < imported.snapshots < len(some)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.2, 0.7, 0.999])
def test_what_stands_before_a_cut_is_kept(crawled: Config, ours: bytes, tmp_path: Path, share: float) -> None:
    with open_archive(f"sqlite:///{tmp_path / 'cut.db'}") as target:
        target.upgrade()
        part = ours[: int(len(ours) * share)]
        imported = import_warc(target, crawled.series, io.BytesIO(part), "cut.warc.gz")
        assert imported.damaged is not None
        assert "cut.warc.gz" in imported.damaged
        assert imported.snapshots > 0
        assert list(check(target.database)) == []


# --- other tools' ----------------------------------------------------------------------------------------------------


def warc(*records_: tuple[str, str, bytes, dict[str, str]], zipped: bool = True) -> bytes:
    """A file as crawlers write it: kind, address, body as it went over the wire, headers (`:status` among them)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=zipped)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "Wget/1.21"}))
    for kind, url, body, told in records_:
        headers = dict(told)
        status = int(headers.pop(":status", "200"))
        own = {"WARC-Date": headers.pop(":date", AT)}
        own |= {name[1:]: headers.pop(name) for name in list(headers) if name.startswith(":WARC")}
        line = f"{status} {responses[status]}" if kind != "request" else "GET / HTTP/1.1"
        http = StatusAndHeaders(line, list(headers.items()), protocol="" if kind == "request" else "HTTP/1.1")
        if kind == "revisit":
            record = writer.create_revisit_record(url, own.pop("WARC-Payload-Digest"), AN_ARTICLE, AT, http)
        else:
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=own
            )
        writer.write_record(record)
    return out.getvalue()


HTML = {"Content-Type": "text/html; charset=utf-8"}


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 700] for start in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CODED: dict[str, tuple[bytes, dict[str, str]]] = {
    "plain": (OURS.encode(), {}),
    "gzip": (gzip.compress(OURS.encode()), {"Content-Encoding": "gzip"}),
    "br": (brotli.compress(OURS.encode()), {"Content-Encoding": "br"}),
    "chunked": (chunked(OURS.encode()), {"Transfer-Encoding": "chunked"}),
    "chunked gzip": (
        chunked(gzip.compress(OURS.encode())), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
    ),
    "said to be gzip": (OURS.encode(), {"Content-Encoding": "gzip"}),
    "gbk": (OURS.encode("gbk"), {"Content-Type": "text/html; charset=gbk"}),
}  # fmt: skip


def taken(config: Config, file: bytes) -> tuple[Any, Archive]:
    target = open_archive(config.database)
    target.upgrade()
    return import_warc(target, config.series, io.BytesIO(file), "a.warc.gz"), target


@pytest.mark.slow
@pytest.mark.parametrize("coding", CODED)
def test_a_body_is_read_in_whatever_coding_it_came(config: Config, coding: str) -> None:
    body, headers = CODED[coding]
    file = warc(
        ("request", AN_ARTICLE, b"", {"Host": "www.guanhai.example"}),
        ("response", AN_ARTICLE, body, HTML | headers),
        ("response", "http://www.guanhai.example/logo.png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("response", "http://www.guanhai.example/p/2.html", PAGE.format(title="天气", text=TEXT).encode(), HTML),
    )
    imported, target = taken(config, file)
    with target:
        (one,) = target.instalments()
        assert (one.title, one.url, one.surface) == ("青岛改革巡礼：窗口里的变化", AN_ARTICLE, Surface.WEBSITE)
        assert (imported.left, imported.damaged, imported.snapshots) == ([], None, 2)
        found = target.document(1)
        assert found is not None
        assert not {"content-encoding", "transfer-encoding"} & set(found.headers)
        assert found.fetched_at == datetime(2021, 11, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("coding", ["br", "gzip", "zstd"])
def test_a_body_that_swells_beyond_any_page_stays_small(coding: str) -> None:
    swelling = b"<html>" + bytes(LARGEST * 3 // 2)
    packed = {"br": lambda: brotli.compress(swelling, quality=1), "gzip": lambda: gzip.compress(swelling, 1)}
    raw = packed.get(coding, lambda: zstandard.compress(swelling))()
    assert decoded(raw, {"content-encoding": coding}) == swelling[:LARGEST]


def packed(how: str, file: bytes) -> bytes:
    if how == "one member":
        return gzip.compress(gzip.decompress(file))
    if how == "wacz":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as whole:
            whole.writestr("archive/rec-1.warc.gz", file)
            whole.writestr("datapackage.json", "{}")
        return out.getvalue()
    return gzip.decompress(file)


@pytest.mark.parametrize("how", ["uncompressed", "one member", "wacz"])
def test_a_file_is_read_however_it_is_packed(config: Config, how: str) -> None:
    imported, target = taken(config, packed(how, warc(("response", AN_ARTICLE, OURS.encode(), HTML))))
    with target:
        assert imported.damaged is None
        assert len(list(target.instalments())) == 1


def test_revisits_redirects_and_later_texts_tell_what_an_address_said_when(config: Config) -> None:
    corrected = OURS.replace("窗口里的变化", "窗口里的新变化").replace("少跑了几趟", "一趟也不用跑")
    digest = next(
        record.digest
        for record in records(io.BytesIO(warc(("response", AN_ARTICLE, OURS.encode(), HTML))), "a")
        if isinstance(record, Response)
    )
    short = "http://www.guanhai.example/s/1"
    file = warc(
        ("response", short, b"", {":status": "302", "Location": "/p/155001.html"}),
        ("response", AN_ARTICLE, OURS.encode(), HTML),
        ("response", AN_ARTICLE, corrected.encode(), HTML | {":date": "2021-11-04T02:00:00Z"}),
        ("revisit", "http://m.guanhai.example/p/155001.html", b"", {":WARC-Payload-Digest": digest}),
    )
    imported, target = taken(config, file)
    with target:
        (one,) = target.instalments()
        assert one.title == "青岛改革巡礼：窗口里的新变化"
        article = target.article(one.id)
        assert article is not None
        assert [each.number for each in article.revision_list] == [1, 2]
        assert short in {address.url for address in article.addresses}
        assert imported.snapshots == 3


def test_there_and_back_is_three_revisions_in_a_file_of_another_tool(config: Config) -> None:
    changed = OURS.replace("少跑了几趟", "一趟也不用跑")
    days = [OURS, OURS, OURS, changed, OURS]
    answers = [("response", AN_ARTICLE, text.encode(), HTML | {":date": f"2021-11-0{day}T02:00:00Z"})
               for day, text in enumerate(days, start=3)]  # fmt: skip
    imported, target = taken(config, warc(*answers))
    with target:
        (one,) = target.instalments()
        told = [(each.captured_at.day, "少跑了几趟" in each.body) for each in target.revisions(one.id)]
        assert told == [(3, True), (6, False), (7, True)]
        assert {fetched_at.day for *_, fetched_at, _ in kept(target)} == {3, 6}  # the first time that it came
        # The second day said what the first and the third did.
        assert dict(imported.verdicts) == {Verdict.NEW: 1, Verdict.REVISED: 2, Verdict.UNCHANGED: 1}


def test_a_file_of_the_past_leaves_the_present_text(config: Config) -> None:
    first, second = (OURS.replace("少跑了几趟", words) for words in ("一趟也不用跑", "全程网上办"))
    imported, target = taken(config, warc(("response", AN_ARTICLE, OURS.encode(), HTML)))
    past = [("response", AN_ARTICLE, text.encode(), HTML | {":date": f"2021-10-3{day}T02:00:00Z"})
            for day, text in enumerate((first, second))]  # fmt: skip
    with target:
        (one,) = target.instalments()
        imported = import_warc(target, config.series, io.BytesIO(warc(*past)), "past.warc.gz")
        assert (imported.snapshots, dict(imported.verdicts)) == (2, {Verdict.UNCHANGED: 2})
        (revision,) = target.revisions(one.id)
        assert "少跑了几趟" in revision.body


@pytest.mark.slow
def test_an_epaper_issue_and_a_long_article_are_put_together(tmp_path: Path) -> None:
    with Newspaper() as paper:
        paper.print_instalment(on=datetime(2021, 11, 2, tzinfo=UTC).date(), parts=3)
        sources: list[dict[str, Any]] = [website(paper), {"kind": "epaper", "base_url": paper.epaper}]
        config = config_of(paper, f"sqlite:///{tmp_path / 'one.db'}", source=sources)
        crawl(config)
    with open_archive(config.database, read_only=True) as source:
        answers = [document for document in _documents(source) if document.status == 200]
        expected = stand(source)
    lines = [("response", each.url, each.body, dict(each.headers)) for each in answers]
    lines = [(kind, url, body, _plain(headers)) for kind, url, body, headers in lines]
    other = config.model_copy(update={"database": f"sqlite:///{tmp_path / 'other.db'}"})
    imported, target = taken(other, warc(*lines))
    with target:
        assert imported.left == []
        assert stand(target) == expected


def a_record(number: int, date: str = AT, answer: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> bytes:
    """A record written by hand, as no tool of today would let it be."""
    text = OURS.replace("窗口", f"{number * 37}号窗口").replace("里的", f"（{number}）")
    block = answer.encode() + text.encode()
    told = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: <http://www.guanhai.example/p/{number}.html>"]
    told += [f"WARC-Date: {date}", f"WARC-Record-ID: <urn:uuid:{number}>", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(told).encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("damage", ["cut off", "overwritten"])
def test_a_small_file_is_kept_up_to_its_damage(pack: Callable[[bytes], bytes], damage: str) -> None:
    whole = [pack(a_record(number)) for number in range(1, 4)]
    last = whole[2][:-100] if damage == "cut off" else whole[2][:60] + b"\xff" * 80 + whole[2][140:]
    found = records(io.BytesIO(b"".join([*whole[:2], last])), "a.warc")
    assert [next(found), next(found)]
    with pytest.raises(Damaged) as said:
        next(found)
    assert said.value.records == 2


def test_a_record_that_is_not_understood_is_named_and_the_next_is_read(config: Config) -> None:
    half = gzip.compress(OURS.encode())[:-200]
    file = b"".join(map(gzip.compress, (
        a_record(1, date="20211103020000"),
        a_record(2, answer="HTTP/1.1 \r\nContent-Type: text/html\r\n\r\n"),
        a_record(3, answer=""),
        a_record(4),
    )))  # fmt: skip
    file += warc(("response", AN_ARTICLE, half, HTML | {"Content-Encoding": "gzip"}))
    imported, target = taken(config, file)
    with target:
        assert sorted(one.url[-6:] for one in target.instalments()) == [
            "3.html",
            "4.html",
        ]  # a server of old sent no head
        assert [url[-6:] for url, _ in imported.left] == ["1.html", "2.html", "1.html"]
        assert imported.damaged is None


def test_an_archive_of_before_warc_is_read(config: Config) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + OURS.encode()
    head = b"1 1 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    file = b"filedesc://a.arc 0.0.0.0 20081103020000 text/plain %d\n%b\n" % (len(head), head)
    file += f"{AN_ARTICLE} 1.2.3.4 20081103020000 text/html {len(page)}\n".encode() + page + b"\n"
    imported, target = taken(config, file)
    with target:
        (one,) = target.instalments()
        assert (one.url, one.first_seen_at.year, imported.damaged) == (AN_ARTICLE, 2008, None)


def test_what_is_no_warc_is_said_in_one_sentence() -> None:
    for bytes_ in (b"", b"WARC/1.1\r\n", gzip.compress(b"hello")[:-4], b"\x1f\x8bnonsense", b"PK\x03\x04broken"):
        with pytest.raises(Damaged) as said:
            list(records(io.BytesIO(bytes_), "a.warc"))
        assert "a.warc" in str(said.value)
        assert "\n" not in str(said.value)


# --- one page --------------------------------------------------------------------------------------------------------

Tell = Callable[..., Told]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A configuration of a website, and one of its pages saved beside it in GBK."""
    write_config(tmp_path, settings(None, f"sqlite:///{tmp_path / 'a.db'}", source=SITE))
    file = tmp_path / "page.html"
    file.write_bytes(OURS.replace("<head>", "<head><meta charset=gb2312>").encode("gbk"))
    return file


@pytest.mark.slow
def test_a_saved_page_becomes_an_instalment(page: Path, tell: Tell) -> None:
    told = tell("import", page, "--url", AN_ARTICLE, "--fetched-at", "2021-11-03T10:00", "--json")
    (row,) = json_lines(told.out)
    assert (told.code, row["verdict"], row["fetched_at"]) == (0, "new", "2021-11-03T10:00:00+08:00")
    (listed,) = json_lines(tell("list", "--json").out)
    assert (listed["title"], listed["printed_on"]) == ("青岛改革巡礼：窗口里的变化", "2021-11-02")
    assert "未变" in tell("import", page, "--url", AN_ARTICLE).out
    assert tell("reextract", "--json").code == 0


def test_a_page_that_was_saved_as_it_came_over_the_line_is_unzipped(page: Path, tell: Tell) -> None:
    page.write_bytes(gzip.compress(OURS.encode()))
    assert "--url" in tell("import", page).err
    assert tell("import", page, "--url", AN_ARTICLE).code == 0
    page.write_bytes(page.read_bytes()[:-20])
    told = tell("import", page, "--url", AN_ARTICLE)
    assert (told.code, "损坏" in told.err) == (3, True)


def test_a_zipped_page_that_swells_beyond_any_page_is_none(page: Path, tell: Tell) -> None:
    page.write_bytes(gzip.compress(b"<html>" + bytes(LARGEST), 1))
    told = tell("import", page, "--url", AN_ARTICLE)
    assert (told.code, "太大" in told.err, told.err.count("\n")) == (3, True, 1)


def test_a_page_that_was_saved_before_the_text_is_older_than_it(page: Path, tell: Tell) -> None:
    newest = OURS.replace("窗口里的变化", "窗口里的新变化").replace("少跑了几趟", "一趟也不用跑")
    saved = page.read_bytes()
    page.write_text(newest, encoding="utf-8")
    assert tell("import", page, "--url", AN_ARTICLE, "--fetched-at", "2021-11-05").code == 0
    page.write_bytes(saved)
    (row,) = json_lines(tell("import", page, "--url", AN_ARTICLE, "--fetched-at", "2021-11-03", "--json").out)
    assert (row["verdict"], "旧" in row["reason"]) == ("unchanged", True)
    assert "旧" in tell("import", page, "--url", AN_ARTICLE, "--fetched-at", "2021-11-03").out
    (listed,) = json_lines(tell("list", "--json").out)
    assert (listed["title"], listed["revisions"]) == ("青岛改革巡礼：窗口里的新变化", 1)


def test_an_address_that_the_browser_wrote_down_is_enough(page: Path, tell: Tell) -> None:
    page.write_bytes(f"<!-- saved from url=(0043){AN_ARTICLE} -->\n".encode() + page.read_bytes())
    assert tell("import", page).code == 0


def mhtml(text: str, charset: str) -> bytes:
    """A page as Chrome saves it in one file, its Chinese title on two lines."""
    page = EmailMessage(policy=SMTP)
    page.set_content(text, subtype="html", charset=charset, cte="quoted-printable")
    page["Content-Location"] = AN_ARTICLE
    head = f"From: <Saved by Blink>\nSnapshot-Content-Location: {AN_ARTICLE}\nSubject: =?utf-8?Q?=E9=9D=92?=\n"
    head += " =?utf-8?Q?=E5=B2=9B?=\nDate: Wed, 3 Nov 2021 10:00:00 +0800\nMIME-Version: 1.0\n"
    head += 'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="frames"\n\n'
    style = "Content-Type: text/css\nContent-Location: cid:css-1@mhtml.blink\n\n@charset 'utf-8';\n"
    parts = (head.encode(), style.encode(), page.as_bytes())
    return b"\r\n--frames\r\n".join(parts) + b"\r\n--frames--\r\n"


@pytest.mark.parametrize(
    "edited", [{"surface": "radio"}, {"captured_at": "yesterday"}, {"captured_at": "2024-01-01"}, {"role": "chapter"}]
)
def test_an_article_s_description_that_somebody_has_edited_is_left_with_a_sentence(
    archive: Archive, config: Config, edited: dict[str, str]
) -> None:
    origin = {"role": "part", "url": AN_ARTICLE, "requested_url": AN_ARTICLE, "status": 200, "sha256": "0" * 64}
    told = {"captured_at": "2024-01-01T00:00:00+00:00", "surface": "website", **edited}
    made = {"captured_at": told["captured_at"], "lead": origin, "whole": [{**origin, "role": told.get("role", "part")}]}
    recipe = {"series": "reform", "url": AN_ARTICLE, "surface": told["surface"], "belonging": [], "made": [made]}
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=False)
    body = io.BytesIO(json.dumps(recipe).encode())
    writer.write_record(writer.create_warc_record("urn:x", "metadata", payload=body, warc_content_type=RECIPE))
    file.seek(0)
    imported = import_warc(archive, config.series, file, "a.warc")
    assert [url for url, _ in imported.left] == ["urn:x"]


def nested(depth: int) -> bytes:
    """An MHTML whose parts hold parts that hold parts."""
    heads = (f"Content-Type: multipart/related; boundary=b{at}\r\n\r\n--b{at}\r\n" for at in range(depth))
    return ("From: <Saved>\r\nMIME-Version: 1.0\r\n" + "".join(heads)).encode()


@pytest.mark.parametrize(
    ("saved", "url"),
    [
        (mhtml(OURS, "gb2312").replace(AN_ARTICLE.encode(), "http://w.example/新闻/1.html".encode("gbk")), None),
        (mhtml(OURS, "gb2312").replace(b"Wed, 3", "周三, 3".encode("gbk")), AN_ARTICLE),
        (f"<!-- Page saved with SingleFile\n url: {AN_ARTICLE}\n saved date: Mon Jan 01 0001 00:00:00 GMT+0800"
         " -->".encode(), AN_ARTICLE),
        (nested(3000), None),
    ],
    ids=["an address in GBK", "a day in GBK", "the year one", "parts within parts"],
)  # fmt: skip
def test_what_a_browser_wrote_down_and_is_no_use_is_as_if_it_had_not(saved: bytes, url: str | None) -> None:
    assert saved_page(saved).url == url


def test_an_imported_page_names_no_day_that_is_yet_to_come(page: Path, tell: Tell) -> None:
    page.write_text(OURS.replace("2021-11-02", "2061-11-02"), encoding="utf-8")
    assert tell("import", page, "--url", AN_ARTICLE, "--fetched-at", "2021-11-03").code == 0
    (listed,) = json_lines(tell("list", "--json").out)
    assert (listed["printed_on"], listed["published_at"]) == (None, None)
    assert "会改 0 篇" in tell("reextract", "--dry-run").out


SINGLE_FILE = f"""<!DOCTYPE html> <html><!--
 Page saved with SingleFile
 url: {AN_ARTICLE}
 saved date: Wed Nov 03 2021 10:00:00 GMT+0800 (中国标准时间)
-->"""


@pytest.mark.parametrize(
    "saved",
    [
        mhtml(OURS, "utf-8"),
        mhtml(OURS, "gb2312"),
        OURS.replace("<html>", SINGLE_FILE).encode(),
    ],
    ids=["mhtml", "mhtml in GBK", "SingleFile"],
)
def test_what_a_browser_wrote_down_of_a_page_is_enough(page: Path, tell: Tell, saved: bytes) -> None:
    page.write_bytes(saved)
    (row,) = json_lines(tell("import", page, "--json").out)
    assert (row["url"], row["verdict"], row["fetched_at"]) == (AN_ARTICLE, "new", "2021-11-03T10:00:00+08:00")
    (listed,) = json_lines(tell("list", "--json").out)
    assert (listed["title"], listed["sections"]) == ("青岛改革巡礼：窗口里的变化", 1)
    assert "窗口里的变化" in tell("extract", page).out


def test_the_address_at_the_top_of_a_page_in_utf_16_is_enough(page: Path, tell: Tell) -> None:
    page.write_bytes(f"<!-- saved from url=(0043){AN_ARTICLE} -->\r\n{OURS}".encode("utf-16"))
    assert tell("import", page).code == 0


@pytest.mark.parametrize(
    ("content", "arguments", "code", "said"),
    [
        (OURS, (), 2, "--url"),
        (OURS, ("--url", "ftp://x"), 2, "ftp://x"),
        (OURS, ("--url", AN_ARTICLE, "--fetched-at", "yesterday"), 2, "--fetched-at"),
        (OURS, ("--url", AN_ARTICLE, "--fetched-at", "2999-01-01"), 2, "2999"),
        (OURS, ("--url", AN_ARTICLE, "--fetched-at", "0001-01-01"), 2, "0001-01-01"),
        (PAGE.format(title="天气", text=TEXT), ("--url", AN_ARTICLE), 3, "字样"),
        ("<html><body><ul><li><a href='/'>首页</a></li></ul></body></html>", ("--url", AN_ARTICLE), 3, "没有收"),
        ("", ("--url", AN_ARTICLE), 3, "没有收"),
    ],
)
def test_a_page_that_is_not_taken_is_told_why(
    page: Path, tell: Tell, content: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    page.write_text(content, encoding="utf-8")
    told = tell("import", page, *arguments)
    assert (told.code, said in told.err, told.err.count("\n")) == (code, True, 1)


def test_the_commands_go_there_and_back(page: Path, tell: Tell, tmp_path: Path) -> None:
    tell("import", page, "--url", AN_ARTICLE)
    file = tmp_path / "all.warc.gz"
    assert "1 期" in tell("export", "-f", "warc", "-o", file).out
    (row,) = json_lines(tell("import", file, "--json").out)
    assert (row["snapshots"], row["unchanged"], row["error"]) == (1, 1, None)
    file.write_bytes(file.read_bytes()[:-300])
    cut_off = tell("import", file)
    assert (cut_off.code, "all.warc.gz" in cut_off.out) == (3, True)
    assert tell("import", tmp_path / "none.warc").code == 2


def _plain(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in ("content-length", "content-encoding")}


def _documents(archive: Archive) -> list[Document]:
    with archive.database.reading() as connection:
        ids = connection.scalars(select(documents.c.id).order_by(documents.c.id)).all()
    return [document for each in ids if (document := archive.document(each)) is not None]


def _revisions(archive: Archive) -> list[tuple[Any, ...]]:
    with archive.database.reading() as connection:
        c = revisions.c
        return sorted(tuple(row) for row in connection.execute(select(c.number, c.captured_at, c.title, c.body)))


def _readings(archive: Archive) -> int:
    with archive.database.reading() as connection:
        return len(connection.execute(select(readings)).all())


def _addresses(archive: Archive) -> set[tuple[Any, ...]]:
    with archive.database.reading() as connection:
        c = addresses.c
        query = select(c.key, c.kind, articles.c.url).join(articles, articles.c.id == c.article_id)
        return {tuple(row) for row in connection.execute(query)}
