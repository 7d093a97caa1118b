"""The pages in a real browser: they fit, both themes are readable, nothing is refused or loaded from elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from support_browser import Browser, browser
from support_crawl import config_of, crawl
from support_hostile import fill
from support_web import Site, site

from crawler.following.wishes import Wishes
from demo import edition
from storage import open_archive

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser: apt-get update && apt-get install -y chromium fonts-noto-cjk"
)
PAGES = (
    "/",
    "/instalments",
    "/instalments/8",
    "/instalments/12",
    "/instalments/9/diff",
    "/snapshots/1",
    "/search",
    "/search?q=%E6%94%B9%E9%9D%A9",
    "/chart",
    "/runs",
    "/runs/1",
    "/days/2021-10-27",
    "/docs",
    "/no",
)
WIDTHS = (360, 768, 1280, 1600)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with edition() as paper:
        config = config_of(paper, f"sqlite:///{tmp_path_factory.mktemp('web') / 'archive.db'}")
        crawl(config)
        corrected = paper.instalments()[3]
        paper.correct(corrected.id, replacing=("记者", "本报记者"))
        crawl(config, Wishes(recheck=True, since=date(2021, 10, 26), until=date(2021, 12, 31)))
    with site(config) as running:
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    database = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'archive.db'}"
    with open_archive(database) as archive:
        archive.upgrade()
        fill(archive, range(1, 3))
    with site(config_of(None, database, source=[{"kind": "website", "base_url": "http://127.0.0.1:9"}])) as running:
        yield running


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(CHROMIUM or "", tmp_path_factory.mktemp("chromium")) as running:
        yield running


# Elements whose text has less contrast to what is painted behind it than WCAG AA wants.
FAINT = """[...document.querySelectorAll("main *, header *, footer *")].filter(e => {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.offsetParent) return false;
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  let behind = e, back = parse(getComputedStyle(e).backgroundColor);
  while (back[3] === 0 && behind.parentElement) {
    behind = behind.parentElement; back = parse(getComputedStyle(behind).backgroundColor);
  }
  const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const [a, b] = [light(parse(getComputedStyle(e).color)), light(back)].sort((x, y) => y - x);
  return (a + .05) / (b + .05) < 4.5;
}).map(e => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("path", [*PAGES[:4], *(pytest.param(path, marks=pytest.mark.slow) for path in PAGES[4:])])
def test_a_page_fits_and_can_be_read(served: Site, opened: Browser, path: str, theme: str) -> None:
    opened.show(served.url + path, WIDTHS[0], theme)
    for width in WIDTHS:
        opened.resize(width)
        assert opened.ask("document.documentElement.scrollWidth") <= width
        assert opened.ask("getComputedStyle(document.body).margin") == "0px"  # the style sheet is in force
    assert opened.ask(FAINT) == []
    assert all(address.startswith((served.url, "data:")) for address in opened.requested)
    assert [entry for entry in opened.complaints if "404" not in entry] == []


def test_the_first_key_skips_to_the_content(served: Site, opened: Browser) -> None:
    opened.show(served.url + "/instalments/12", 1280, "light")
    opened.press("Tab")
    assert opened.ask("document.activeElement.getAttribute('href')") == "#main"
    assert opened.ask("document.activeElement.getBoundingClientRect().left >= 0")
    opened.press("Enter")
    assert opened.ask("document.activeElement.id") == "main"


def test_a_day_of_the_calendar_is_opened(served: Site, opened: Browser) -> None:
    opened.show(served.url + "/", 360, "light")
    opened.follow("table a.captured")
    assert opened.ask("document.querySelectorAll('.paper').length") == 1


def test_the_language_is_switched_and_kept(served: Site, opened: Browser) -> None:
    opened.show(served.url + "/runs", 360, "light")
    opened.follow("header a[hreflang=en]")
    assert opened.ask("document.documentElement.lang") == "en"
    opened.show(served.url + "/", 360, "light")
    assert opened.ask("document.documentElement.lang") == "en"
    opened.follow("header a[hreflang='zh-CN']")
    assert opened.ask("document.documentElement.lang") == "zh-CN"


def test_words_are_searched_and_narrowed(served: Site, opened: Browser) -> None:
    opened.show(served.url + "/", 360, "light")
    opened.ask("document.querySelector('header input[name=q]').value = '改革'")
    opened.follow("header form.seek button")
    assert opened.ask("[...document.querySelectorAll('.hits mark')].every(one => one.textContent === '改革')")
    before = opened.ask("document.querySelectorAll('.hits > li').length")
    opened.follow("#facets section:first-child li a")
    assert 0 < opened.ask("document.querySelectorAll('.hits > li').length") < before
    opened.follow(".narrowed a")
    assert opened.ask("document.querySelectorAll('.hits > li').length") == before


def test_a_hit_leads_to_its_section(served: Site, opened: Browser) -> None:
    opened.show(served.url + "/search?q=%E6%94%B9%E9%9D%A9", 1280, "light")
    opened.follow(".hits a[href*='#s']")
    assert opened.ask("document.querySelector(location.hash).classList.contains('story')")


def test_changes_are_shown_from_the_list_of_revisions(served: Site, opened: Browser) -> None:
    with open_archive(served.config.database) as archive, archive.database.reading() as connection:
        revised = connection.scalar(text("SELECT article_id FROM revisions WHERE number = 2"))
    address = f"{served.url}/instalments/{revised}"  # its number is that of its arrival, which no crawl promises
    opened.show(address, 1280, "light")
    opened.follow(".revisions a[href*='/diff']")
    assert opened.ask("document.querySelector('section ins').textContent") == "［增］本报［／增］"
    opened.show(address, 1280, "light")
    opened.follow(".revisions a[href*='/snapshots/']")
    assert opened.ask("document.querySelectorAll('iframe[sandbox]').length") == 1


@pytest.mark.parametrize(
    "path", ["/", "/instalments/1", "/instalments/1/diff", "/search?q=%E6%94%B9%E9%9D%A9", "/snapshots/1",
             "/snapshots/1/view", "/snapshots/3/view"],
)  # fmt: skip
def test_what_a_newspaper_writes_never_runs_or_calls_home(hostile: Site, opened: Browser, path: str) -> None:
    opened.show(hostile.url + path, 1280, "light")
    assert opened.ask("/改革|营商环境/.test(document.body.textContent) || document.querySelector('iframe') !== null")
    assert opened.ask("window.harmed === undefined")
    assert opened.ask("location.href") == hostile.url + path
    assert all(address.startswith((hostile.url, "data:")) for address in opened.requested)


def test_a_picture_is_taken(served: Site, opened: Browser, tmp_path: Path) -> None:
    opened.show(served.url + "/", 360, "dark")
    picture = opened.picture(tmp_path / "home.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
