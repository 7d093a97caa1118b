"""Differences, snapshots, search, chart and caching over HTTP, on an archive whose newspaper means harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape

import pytest
from sqlalchemy.exc import OperationalError
from support_crawl import settings
from support_databases import database_url, postgres_server
from support_hostile import EVIL, PAGE, SERIES, TITLE, fill, reading
from support_web import Answer, Site, site

from storage import ArchiveError, open_archive
from storage.configfile import parse_config
from web.neutral import neutral
from web.service import NotStarted, Started

__all__ = ["database_url", "postgres_server"]
TOKEN = "open-sesame"
ASKED: list[tuple[str, date | None, date | None]] = []


async def _start(series: str, since: date | None, until: date | None) -> Started:
    ASKED.append((series, since, until))
    if since == date(2021, 1, 1):
        raise NotStarted("不能开始")
    return Started(7, new=True)


@pytest.fixture
def served(database_url: str) -> Iterator[Site]:
    with open_archive(database_url) as archive:
        archive.upgrade()
        fill(archive)
        archive.keep(reading(9, "", datetime(2021, 11, 9, tzinfo=UTC), b"%PDF-1.4 \x00\xff" * 9, "text/html").document)
    nowhere = {"kind": "website", "base_url": "http://127.0.0.1:9"}
    config = parse_config(settings(None, database_url, source=[nowhere]) | {"service": {"token": TOKEN}})
    with site(config, _start) as running:
        yield running


def test_the_reader(served: Site) -> None:
    """One archive for all, as filling it costs more than asking it."""
    _differences(served)
    _snapshots(served)
    _search(served)
    _chart(served)
    _caching(served)
    _starting(served)
    _nothing_runs(served)
    _of_nobody(served)
    _one_after_the_other(served)


def _one_after_the_other(served: Site) -> None:
    tree = served.get("/instalments/2").tree
    assert tree.xpath("//nav[@class='beside']/a/@href") == ["/instalments/1", "/instalments/3"]
    for name in ("csv", "epub", "bibtex"):
        assert served.get(f"/download?format={name}&series={SERIES}").status == 200


def _of_nobody(served: Site) -> None:
    for path in ("/", "/instalments", "/search", "/search?q=改革", "/search/facets?q=改革", "/runs", "/chart"):
        answer = served.get(f"{path}{'&' if '?' in path else '?'}series=nobody")
        assert answer.status == 404, path
        assert "nobody" in answer.text, path


def _differences(served: Site) -> None:
    last = served.get("/instalments/1/diff")
    assert last.texts("//del") == ["删去的字", "［删］一［／删］"]
    assert last.texts("//ins") == ["增加的字", "［增］两［／增］"]
    whole = served.get("/instalments/1/diff?from=1&to=3")
    assert whole.texts("//section//ins") == ["［增］后来补了两句。［／增］"]
    rows = served.get("/api/instalments/1/diff?from=1&to=3").json
    assert {(row["id"], row["from"], row["to"], row["field"]) for row in rows} == {(1, 1, 3, "body")}
    assert [row["change"] for row in rows].count("edited") == 1
    shown = served.get("/instalments/1")
    assert len(shown.tree.xpath("//a[contains(@href, '/diff?from=')]")) == 2
    for path in ("/instalments/1/diff?to=4", "/instalments/99/diff", "/api/instalments/1/diff?from=9"):
        assert served.get(path).status == 404


def _snapshots(served: Site) -> None:
    [*_, newest] = served.get("/instalments/1").tree.xpath("//a[starts-with(@href, '/snapshots/')]/@href")
    assert served.get(newest).tree.xpath("//iframe[@sandbox='']/@src") == [f"{newest}/view"]
    for path in (newest, "/snapshots/4"):
        view = served.get(f"{path}/view")
        assert "营商环境" in view.text  # whatever the encoding that it came in
        assert EVIL not in "".join(view.tree.xpath("//@src | //@href | //@action | //@ping | //link"))
        assert view.tree.xpath("//script | //base | //iframe | //meta[@http-equiv] | //@onload") == []
        policy = view.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        assert "allow" not in policy
        raw = served.get(f"{path}/raw")
        assert raw.headers["Content-Disposition"].startswith("attachment")
        assert raw.body.rstrip() in (PAGE.encode(), PAGE.encode("gb18030"))
    binary = served.get("/snapshots/6")
    assert binary.tree.xpath("//iframe") == []
    assert served.get("/snapshots/6/view").status == 404
    assert served.get("/snapshots/6/raw").body.startswith(b"%PDF")
    assert served.get("/snapshots/99").status == served.get("/snapshots/99/raw").status == 404


def _search(served: Site) -> None:
    found = served.get("/search?q=营商环境")
    assert set(found.texts("//mark")) == {"营商环境"}
    rows = served.get("/api/search?q=营商环境").json
    assert len(rows) == len(found.tree.xpath("//ol[@class='hits']/li")) == 6
    assert {"id", "title", "section", "page", "organisation", "printed_on", "snippet"} <= set(rows[0])
    assert all("[[营商环境]]" in row["snippet"] for row in rows)
    for href in found.tree.xpath("//ol[@class='hits']//h2/a/@href"):
        path, _, anchor = href.partition("#")
        assert not anchor or served.get(path).tree.xpath(f"//*[@id='{anchor}']")
    facet = found.tree.xpath("//div[@id='facets']//a[text()='青岛市财政局']")[0].get("href")
    narrowed = served.get(unescape(facet))
    assert len(narrowed.tree.xpath("//ol[@class='hits']/li")) == 3
    assert "/search?q=" in narrowed.tree.xpath("//ul[@class='narrowed']//a/@href")[0]
    assert len(served.get("/api/search?q=营商环境&organisation=财政局&limit=2").json) == 2
    assert served.get("/api/search?q=-无").status == served.get("/search?q=-无").status == 422
    assert served.get("/search?q=无此一说").status == served.get("/search").status == 200
    assert served.get("/search/facets?q=营商环境").tree.xpath("//div[@id='facets']//section")
    for wrong in ("limit=201", "offset=1001", "order=best", "from=x"):
        assert served.get(f"/api/search?q=改革&{wrong}").status == 422
    assert served.get(f"/api/search?q={'+'.join('一二三四五六七八九十百千万')}").status == 422
    assert served.get(f"/api/search?q={'长' * 201}").status == 422


def _chart(served: Site) -> None:
    chart = served.get("/chart")
    assert chart.texts("//table[@class='chart']//tbody//th") == ["青岛市财政局"]
    assert chart.texts("//table[@class='figures']//tbody//td") == ["3"]
    assert len(chart.tree.xpath("//svg//rect")) == 1
    assert served.get("/chart?series=nobody").status == 404


def _caching(served: Site) -> None:
    for path in ("/", "/instalments/1", "/search?q=改革", "/api/instalments", "/feed.atom", "/snapshots/1/view"):
        first = served.get(path)
        assert first.headers["Cache-Control"] == "no-cache"
        again = served.get(path, {"If-None-Match": f'"other", W/{first.headers["ETag"]}'})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
        head = served.ask("HEAD", path)
        assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(first.body)))
    english = served.get("/", {"Cookie": "xunli_lang=en"})
    assert english.headers["ETag"] != served.get("/").headers["ETag"]
    assert "Cookie" in english.headers["Vary"]
    style = served.get("/").tree.xpath("//link[@rel='stylesheet']/@href")[0]
    assert "immutable" in served.get(style).headers["Cache-Control"]
    assert served.get("/healthz").headers["ETag"] is None


def _post(served: Site, form: str, **headers: str) -> Answer:
    given = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return served.ask("POST", "/runs", given, form.encode())


def _starting(served: Site) -> None:
    form = served.get("/runs").tree.xpath("//form[@method='post']")[0]
    names = set(form.xpath(".//select/@name | .//input/@name"))
    assert {"series", "since", "until", "token"} <= names
    begun = _post(served, f"series={SERIES}&since=&until=&token={TOKEN}")
    assert (begun.status, begun.headers["Location"], begun.headers["Cache-Control"]) == (303, "/runs/7", "no-store")
    _post(served, f"series={SERIES}&since=2021-10-26&until=2021-10-31&token={TOKEN}")
    assert ASKED[-2:] == [(SERIES, None, None), (SERIES, date(2021, 10, 26), date(2021, 10, 31))]
    asked = len(ASKED)
    for wrong, status in (
        (f"series={SERIES}", 403),
        (f"series={SERIES}&token=", 403),
        (f"series={SERIES}&token=wrong", 403),
        (f"series=nobody&token={TOKEN}", 404),
        (f"token={TOKEN}", 422),
        (f"series={SERIES}&since=soon&token={TOKEN}", 422),
        (f"series={SERIES}&since=2021-12-02&until=2021-12-01&token={TOKEN}", 422),
        ("a=" + "b" * 5000, 413),
    ):
        answer = _post(served, wrong)
        assert (answer.status, len(answer.texts("//*[@role='alert']"))) == (status, 1)
        assert TOKEN not in answer.text
    elsewhere = _post(served, f"series={SERIES}&token={TOKEN}", **{"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status == 403
    assert len(ASKED) == asked
    assert _post(served, f"series={SERIES}&since=2021-01-01&token={TOKEN}").status == 503


def _nothing_runs(served: Site) -> None:
    """What a newspaper writes is text on every page, and the archive cannot be written through the reader."""
    for path in ("/", "/instalments", "/instalments/1", "/instalments/1/diff", "/search?q=营商环境", "/snapshots/1",
                 "/days/2021-11-03", "/feed.atom", "/chart", "/search?q=<script>alert(1)</script>"):  # fmt: skip
        answer = served.get(path)
        assert "<script>window.harmed" not in answer.text, path
        assert "<script>alert" not in answer.text, path
        assert "<img src=x" not in answer.text, path
    assert TITLE in served.get("/instalments").texts("//ol//a")[0]
    with (
        open_archive(served.config.database, read_only=True) as archive,
        pytest.raises((ArchiveError, OperationalError)),
    ):
        archive.drop(1)


def test_what_is_no_markup_is_made_harmless_too() -> None:
    for text in ("", "只有字", "<", "<script>x</script>", "<svg/onload=a>", "<frameset><frame src=x></frameset>"):
        shown = neutral(text, "https://www.example.cn/").decode()
        assert "onload" not in shown
        assert "<script" not in shown
        assert "src=" not in shown
