"""The pages of the archive reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from support_crawl import SERIES, change, config_of, crawl
from support_web import Site, site

from demo import Newspaper, edition
from storage import engine, open_archive
from storage.asking import reader
from storage.outline import outline

BUNDLE = "“青岛改革巡礼”今日开栏，五个版面集中晒出改革账本"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with edition() as paper:
        config = config_of(paper, f"sqlite:///{tmp_path_factory.mktemp('web') / 'archive.db'}")
        crawl(config)
    with site(config) as running:
        yield running


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    config = config_of(None, f"sqlite:///{tmp_path / 'archive.db'}", source=[_nowhere()])
    with open_archive(config.database) as archive:
        archive.upgrade()
    with site(config) as running:
        yield running


def _nowhere() -> dict[str, str]:
    return {"kind": "website", "base_url": "http://127.0.0.1:9"}


def _id(served: Site, title: str) -> int:
    [found] = [row["id"] for row in served.get("/api/instalments?limit=200").json if row["title"] == title]
    return int(found)


def test_the_calendar_leads_to_every_day(served: Site) -> None:
    home = served.get("/")
    captured = {row["date"]: row["instalments"] for row in served.get("/api/coverage").json if row["instalments"]}
    marked = home.tree.xpath("//table//a[contains(@class, 'captured')]")
    assert len(marked) == len(captured) > 5
    for cell in marked:
        day = cell.get("title")[:10]
        assert "存下了" in cell.get("title")
        assert cell.get("href") == f"/instalments/{captured[day][0]}"
    proven = home.tree.xpath("//table//a[contains(@class, 'nothing_printed')]")  # the list was read past them
    others = home.tree.xpath("//table//a[contains(@class, 'not_checked')]")
    assert len(marked) + len(proven) + len(others) == 365
    assert others[0].get("href") == f"/days/2021-01-01?series={SERIES}"


def test_days_to_come_lead_nowhere(served: Site) -> None:
    home = served.get("/?year=2999")
    assert home.tree.xpath("//table//a") == []


def test_home_tells_of_runs_and_instalments(served: Site) -> None:
    home = served.get("/")
    assert any("上次运行" in told for told in home.texts("//dt"))
    assert home.tree.xpath("//dd/a[@href='/runs/1']")
    assert home.texts("//ol[@class='list']//a")[0] == served.get("/api/instalments").json[0]["title"]


def test_an_empty_archive_tells_what_to_do_next(empty: Site) -> None:
    home = empty.get("/")
    assert home.status == 200
    assert "xunli crawl" in home.text
    assert empty.get("/feed.atom").status == empty.get("/runs").status == empty.get("/instalments").status == 200


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    with site(config_of(None, f"sqlite:///{tmp_path / 'none.db'}", source=[_nowhere()])) as running:
        home = running.get("/")
        assert home.status == 503
        assert home.headers.get_content_type() == "text/html"
        assert "xunli crawl" in home.text
        assert "none.db" in running.get("/api/instalments").json["detail"]
        assert not (tmp_path / "none.db").exists()


def test_an_instalment_in_the_papers_own_order(served: Site) -> None:
    number = _id(served, BUNDLE)
    shown = served.get(f"/instalments/{number}")
    row = served.get(f"/api/instalments/{number}").json
    assert shown.texts("//h1") == [BUNDLE]
    assert shown.texts("//h2[@class='marker']") == [page["label"] for page in row["pages"]]
    printed = "".join(shown.texts("//section[@class='story']"))
    lines = [line for line in outline(row["body"], title=row["title"]).lines if line.section is not None]
    told = "".join(line.text for line in lines)
    assert "".join(printed.split()) == "".join(told.split())
    anchors = set(shown.tree.xpath("//@id"))
    assert {link[1:] for link in shown.tree.xpath("//nav//a/@href") if link.startswith("#")} <= anchors


def test_its_citation(served: Site) -> None:
    shown = served.get(f"/instalments/{_id(served, BUNDLE)}")
    assert shown.texts("//*[@id='citation']") == [f"秦海川. {BUNDLE}[N]. 青岛日报, 2021-10-26(1)."]


def test_tables_are_tables(served: Site) -> None:
    number = _id(served, "青岛改革巡礼｜一张表看懂停车改革：车位从哪里来，钱往哪里去")
    rows = served.get(f"/instalments/{number}").tree.xpath("//table[@class='printed']//tr")
    assert len(rows) > 2
    assert {len(row.xpath("./td")) for row in rows} == {4}


@pytest.mark.parametrize(
    "path", ["/instalments/999999", "/instalments/x", "/runs/999999", "/runs?series=nobody", "/days/soon", "/nowhere"]
)
def test_what_is_not_there(served: Site, path: str) -> None:
    answer = served.get(path)
    assert answer.status == 404
    assert answer.tree.xpath("//main//a[@href='/']")


@pytest.mark.parametrize(("language", "told"), [("zh", "/chart 不接受 PUT。"), ("en", "/chart does not take PUT.")])
def test_what_an_address_does_not_take(served: Site, language: str, told: str) -> None:
    answer = served.ask("PUT", f"/chart?lang={language}")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert told in answer.texts("//main/p")
    assert served.ask("DELETE", "/runs").headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert served.ask("DELETE", "/api/runs").headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_dropped_instalment_and_a_copy(database_with_copy: Site) -> None:
    running = database_with_copy
    assert " 1 copy" in running.get("/instalments?lang=en").text
    copies = [row for row in running.get("/api/instalments?copies=true").json if row["copy_of"]]
    shown = running.get(f"/instalments/{copies[0]['id']}")
    assert shown.tree.xpath(f"//*[@role='note']/a[@href='/instalments/{copies[0]['copy_of']}']")
    with open_archive(running.config.database) as archive:
        archive.drop(copies[0]["copy_of"])
    gone = running.get(f"/instalments/{copies[0]['id']}")
    assert gone.status == 404
    assert "移出" in gone.text


@pytest.fixture
def database_with_copy(tmp_path: Path) -> Iterator[Site]:
    with Newspaper() as paper:
        paper.print_instalment(on=date(2021, 11, 2))
        paper.print_instalment(on=date(2021, 11, 5))
        config = config_of(paper, f"sqlite:///{tmp_path / 'archive.db'}")
        crawl(config)
    leads = "(SELECT min(id) FROM articles)"
    change(config, f"UPDATE articles SET copy_of = {leads}, relation = 'near', similarity = 0.9 WHERE id > {leads}")
    with site(config) as running:
        yield running


def test_every_visit_has_its_reason(served: Site) -> None:
    run = served.get("/api/runs/1").json
    shown = served.get("/runs/1")
    assert len(shown.tree.xpath("//ol[contains(@class, 'visits')]/li")) == sum(
        run[verdict] for verdict in ("index", "new", "revised", "unchanged", "copy", "filtered", "suspected", "failed")
    )
    new = served.get("/runs/1?verdict=new")
    assert len(new.tree.xpath("//ol[contains(@class, 'visits')]/li//a[contains(@href, '/instalments/')]")) == run["new"]


def test_runs_are_told_from_where_they_are_asked_for(served: Site) -> None:
    told = served.get("/runs").texts("//ol[@class='list']/li/div/a[1]")
    assert served.get("/runs?offset=1").texts("//ol[@class='list']/li/div/a[1]") == told[1:]
    beyond = served.get("/runs?offset=1000000")
    assert (beyond.status, beyond.texts("//ol[@class='list']/li")) == (200, [])


def test_the_list_is_filtered_and_a_form_with_empty_fields_is_no_filter(served: Site) -> None:
    everything = served.get("/instalments?series=&from=&to=&page=&organisation=&byline=")
    some = served.get("/instalments?to=2021-10-31")
    assert len(everything.texts("//ol[@class='list']/li")) > len(some.texts("//ol[@class='list']/li")) == 1


def test_english_counts_one_as_one(served: Site) -> None:
    told = served.get("/instalments?lang=en").texts("//main//li//p[@class='dim']")
    assert any("1 section" in line for line in told)
    assert not [line for line in told if re.search(r"\b1 (copies|sections|characters)", line)]
    one = "q=title:开栏%20org:民政&lang=en"
    assert served.get(f"/search?{one}").texts("//main//p[@role='status']") == ["1 section"]
    assert "1 section" in served.get(f"/search/facets?{one}").texts("//main//p")


def test_a_list_of_instalments_counts_them_as_the_command_line_does(served: Site) -> None:
    assert re.match(r"共 \d+ 期", served.get("/instalments").texts("//main/p[@role='status']")[0])
    assert re.match(r"共 \d+ 篇", served.get("/instalments?copies=true").texts("//main/p[@role='status']")[0])
    assert "换个条件" in served.get("/instalments?organisation=无此部门").texts("//main/p[@role='status']")[0]


def test_the_language_is_kept(served: Site) -> None:
    assert "Latest instalments" not in served.get("/").text
    switched = served.get("/?lang=en")
    assert 'lang="en"' in switched.text
    cookie = switched.headers["Set-Cookie"].split(";")[0]
    assert "Latest instalments" in served.get("/", {"Cookie": f"a=b; {cookie}"}).text
    assert "Latest instalments" not in served.get("/?lang=zh", {"Cookie": cookie}).text
    assert served.get("/?lang=xx").headers["Set-Cookie"] is None


PAGES = [
    "/",
    "/instalments",
    "/instalments/1",
    "/instalments/1/diff",
    "/search?q=改革",
    "/chart",
    "/snapshots/1",
    "/runs",
    "/runs/1",
    "/days/2021-10-26",
    "/days/0001-01-01",
    "/days/9999-12-31",
    "/docs",
    "/nowhere",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_guarded_and_loads_nothing_from_elsewhere(served: Site, path: str) -> None:
    answer = served.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    loaded = answer.tree.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src")
    assert loaded
    for address in loaded:
        assert address.startswith("/static/")
        assert served.get(address).status == 200
    assert answer.tree.xpath("//script[not(@src)] | //style | //@style | //@onclick") == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_used_without_eyes_or_mouse(served: Site, path: str) -> None:
    tree = served.get(path).tree
    assert tree.get("lang") == "zh-CN"
    assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == 1
    assert tree.xpath("//body/a[1]/@href") == ["#main"]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = {name for value in tree.xpath("//@aria-labelledby") for name in value.split()}
    assert named <= set(ids)
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels) if before > 1)
    for field in tree.xpath("//input[not(@hidden or @type='hidden')] | //select"):
        assert field.xpath("ancestor::label")


def test_what_a_page_says_is_never_markup(served: Site) -> None:
    answer = served.get("/instalments?organisation=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status == 200
    assert "<script>alert" not in answer.text


def test_a_question_that_takes_too_long_is_told_in_a_sentence(served: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PATIENCE", 0.0)
    monkeypatch.setattr(engine, "STEPS", 1)
    answers = [served.get(path) for path in ("/search?q=改革", "/search/facets?q=改革", "/api/search?q=改革")]
    assert [answer.status for answer in answers] == [503] * 3
    assert all("查太久" in answer.text for answer in answers)
    monkeypatch.undo()
    assert served.get("/search?q=改革").status == 200


def test_of_one_revision_there_is_nothing_to_compare(served: Site) -> None:
    told = served.get("/instalments/9/diff").text
    assert "<h1>第 1 稿</h1>" in told
    assert "还没有改动" in told
