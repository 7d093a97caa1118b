"""The JSON API and the feed: the rows of the command line, within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from support_crawl import SERIES, Told, config_of, crawl, json_lines, settings, tell, write_config
from support_web import Site, site

from crawler.following.wishes import Wishes
from demo import Newspaper, edition

__all__ = ["tell"]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("web")
    with edition() as paper:
        database = f"sqlite:///{folder / 'archive.db'}"
        write_config(folder, settings(paper, database))
        config = config_of(paper, database)
        crawl(config)
    with site(config) as running:
        yield running


def _config(served: Site) -> Path:
    return Path(served.config.database.removeprefix("sqlite:///")).parent / "xunli.toml"


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", []),
        ("from=2021-11-01&to=2021-11-10", ["--from", "2021-11-01", "--to", "2021-11-10"]),
        ("page=特1", ["--page", "特1"]),
        ("organisation=市民政局", ["--organisation", "市民政局"]),
        ("byline=郭一鸣", ["--byline", "郭一鸣"]),
        (f"series={SERIES}&copies=true&limit=3", ["--series", SERIES, "--copies", "--limit", "3"]),
    ],
)
def test_the_rows_of_list(served: Site, tell: Callable[..., Told], query: str, options: list[str]) -> None:
    told = json_lines(tell("--config", _config(served), "list", "--json", *options).out)
    assert served.get(f"/api/instalments?{query}").json == told != []


def test_the_row_of_show(served: Site, tell: Callable[..., Told]) -> None:
    [told] = json_lines(tell("--config", _config(served), "show", "1", "--json").out)
    assert served.get("/api/instalments/1").json == told


def test_the_rows_of_search(served: Site, tell: Callable[..., Told]) -> None:
    told = json_lines(tell("--config", _config(served), "search", "改革", "--limit", "5", "--json").out)
    rows = served.get("/api/search?q=改革&limit=5").json
    assert [{name: value for name, value in row.items() if name != "count"} for row in rows] == told != []
    assert [row["count"] for row in rows] == [row["hits"] for row in rows]  # what it was called over HTTP first


def test_the_rows_of_coverage(served: Site, tell: Callable[..., Told]) -> None:
    told = json_lines(tell("--config", _config(served), "coverage", "--json").out)
    assert served.get("/api/coverage").json == told != []
    for last in ("0001-01-01", "9999-12-31"):
        [there] = served.get(f"/api/coverage?from={last}&to={last}").json
        assert (there["date"], there["verdict"]) == (last, "not_checked")
    day = served.get(f"/api/coverage?series={SERIES}&from=2021-10-26&to=2021-10-26").json
    assert day == told[:1]


def test_what_cannot_be_read_is_described(served: Site) -> None:
    status = served.ask("POST", "/api/runs", {"Content-Type": "application/json"}, b"\xff").status
    told = served.get("/openapi.json").json["paths"]["/api/runs"]["post"]["responses"]
    assert status == 400
    assert told["400"]["x-zh"]


def test_pages_of_the_list_add_up(served: Site) -> None:
    everything = served.get("/api/instalments?limit=200").json
    pages = [served.get(f"/api/instalments?limit=5&offset={offset}").json for offset in (0, 5, 10)]
    assert [row for page in pages for row in page] == everything


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/instalments?limit=201", 422),
        ("/api/instalments?limit=0", 422),
        ("/api/instalments?offset=-1", 422),
        ("/api/instalments?from=yesterday", 422),
        ("/api/instalments?from=5", 422),
        ("/api/instalments?organisation=%00", 422),
        ("/api/instalments?series=nobody", 404),
        ("/api/instalments/0", 422),
        ("/api/instalments/99999", 404),
        ("/api/instalments/99999999999999999999", 422),
        ("/api/coverage?from=0001-01-01&to=9999-12-31", 422),
        ("/api/coverage?series=nobody", 404),
        ("/api/runs?series=nobody", 404),
        ("/feed.atom?series=nobody", 404),
        ("/api/nothing", 404),
    ],
)
def test_what_cannot_be_asked(served: Site, path: str, status: int) -> None:
    answer = served.get(path)
    assert answer.status == status
    assert answer.json["detail"]


BACKWARDS = "from=2021-12-01&to=2021-11-01"


@pytest.mark.parametrize(
    "path",
    [
        f"/api/instalments?{BACKWARDS}",
        f"/api/search?q=改革&{BACKWARDS}",
        "/api/search?q=改革 from:2021-12-01 to:2021-11-01",
        "/api/search?q=改革 from:2021-12-01&to=2021-11-01",
        f"/api/coverage?{BACKWARDS}",
    ],
)
def test_a_window_that_ends_before_it_begins_is_refused(served: Site, path: str) -> None:
    answer = served.get(f"{path}&lang=en".replace(" ", "%20"))
    assert answer.status == 422
    assert [one["msg"] for one in answer.json["detail"]] == ["from 2021-12-01 is after to 2021-11-01."]


@pytest.mark.parametrize(
    "path",
    [
        f"/instalments?{BACKWARDS}",
        f"/search?q=改革&{BACKWARDS}",
        f"/search?{BACKWARDS}",
        f"/search/facets?q=改革&{BACKWARDS}",
    ],
)
def test_a_page_says_so_beside_its_form(served: Site, path: str) -> None:
    answer = served.get(path)
    assert answer.status == 422
    assert answer.texts("//main//*[@role='alert']") == ["开始日期 2021-12-01 晚于 结束日期 2021-11-01，请对调。"]
    assert answer.tree.xpath("//main//form//input[@name='from']/@value") == ["2021-12-01"]
    assert answer.texts("//main//*[@role='status']") == []


def test_it_is_described_without_another_host(served: Site) -> None:
    described = served.get("/openapi.json").json
    assert {"/api/instalments", "/api/instalments/{article_id}", "/api/coverage", "/api/runs"} <= set(
        described["paths"]
    )
    assert {"/", "/runs", "/instalments/{article_id}"}.isdisjoint(described["paths"])
    docs = served.get("/docs")
    assert "GET /api/instalments" in docs.texts("//code")
    assert "http" not in "".join(docs.tree.xpath("//@src"))
    [start] = docs.tree.xpath("//section[h2/code='POST /api/runs']")
    assert start.xpath("ul[1]/li/code/text()") == ["series", "since", "until"]
    assert "Bearer" in start.text_content()
    assert "缺省 20" in docs.text
    assert served.get("/api").headers["Location"] == "/docs"


def test_it_is_described_in_both_languages(served: Site) -> None:
    """Chinese first, English by the switch; nothing of what the page says is left to one language."""
    chinese, english = served.get("/docs"), served.get("/docs?lang=en")
    said, told = (each.texts("//section//*[not(*)][not(self::code)]") for each in (chinese, english))
    assert chinese.texts("//code") == english.texts("//code")
    assert len(said) == len(told) > 50
    assert [text for text in said if not re.search("[一-龥]|^$", text)] == []
    assert [text for text in told if re.search("[一-龥]", text.replace("特1", ""))] == []
    for operation in _operations(served.get("/openapi.json").json):
        assert {"summary", "description"} <= set(operation["x-zh"])
        assert all("x-zh" in one["schema"] for one in operation.get("parameters", ())), operation


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in described["paths"].values() for operation in methods.values()]


def test_the_feed_has_every_instalment_once(served: Site) -> None:
    answer = served.get("/feed.atom")
    assert answer.headers.get_content_type() == "application/atom+xml"
    feed = etree.fromstring(answer.body)
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == len(served.get("/api/instalments?limit=200").json)
    assert all(name.startswith("urn:uuid:") for name in ids)
    for moment in feed.xpath("//a:updated/text()", namespaces=ATOM):
        assert datetime.fromisoformat(moment).tzinfo is not None
    for entry in feed.xpath("a:entry", namespaces=ATOM):
        for needed in ("title", "summary", "author/a:name"):
            assert entry.findtext(f"a:{needed}", namespaces=ATOM)
        address = entry.xpath("string(a:link[@rel='alternate']/@href)", namespaces=ATOM)
        assert served.get(address.removeprefix(served.url)).status == 200


def test_the_feed_is_valid(served: Site) -> None:
    """RFC 4287 by its rules, and as a feed reader reads it."""
    answer = served.get("/feed.atom")
    feed = etree.fromstring(answer.body)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for element in [feed, *feed.xpath("a:entry", namespaces=ATOM)]:
        for once in ("id", "title", "updated"):  # 4.1.1, 4.1.2
            assert len(element.findall(f"a:{once}", ATOM)) == 1, once
        assert urlsplit(element.findtext("a:id", namespaces=ATOM) or "").scheme  # 4.2.6: an IRI
        assert element.findall("a:author/a:name", ATOM)
        alternates = element.xpath("a:link[@rel='alternate']/@type", namespaces=ATOM)
        assert len(alternates) == len(set(alternates)) == 1
    assert feed.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) == f"{served.url}/feed.atom"
    assert len(feed.xpath("a:entry/a:summary", namespaces=ATOM)) == len(feed.xpath("a:entry", namespaces=ATOM))
    read = feedparser.parse(answer.body)
    assert not read.bozo
    assert read.version == "atom10"
    newest = [entry.updated_parsed for entry in read.entries]
    assert newest == sorted(newest, reverse=True)


def test_the_feed_is_sent_once(served: Site) -> None:
    tag = served.get("/feed.atom").headers["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = served.get("/feed.atom", {"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert served.get("/feed.atom", {"If-None-Match": '"other"'}).status == 200


def test_a_correction_is_news_and_leaves_the_first_entry_alone(tmp_path: Path) -> None:
    with Newspaper() as paper:
        piece = paper.print_instalment(on=date(2021, 11, 2))
        config = config_of(paper, f"sqlite:///{tmp_path / 'archive.db'}")
        crawl(config)
        with site(config) as running:
            before = _entries(running)
            paper.correct(piece.id, title=f"{piece.text.title}（修订）")
            crawl(config, Wishes(recheck=True, since=date(2021, 11, 1), until=date(2021, 11, 3)))
            after = _entries(running)
    assert len(before) == 1
    assert len(after) == 2
    assert after[1] == before[0]


def _entries(running: Site) -> list[str]:
    feed = etree.fromstring(running.get("/feed.atom").body)
    found: list[str] = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    return found
