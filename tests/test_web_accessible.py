"""The reader for people who see little or nothing, and for those who start a crawl in it: in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support_browser import Browser
from support_service import TOKEN, serving, wait_for, write_config
from support_web import Site
from test_web_browser import CHROMIUM, PAGES, opened, served

from demo import edition

__all__ = ["opened", "served"]
pytestmark = [
    pytest.mark.slow,  # axe takes seconds a page
    pytest.mark.skipif(CHROMIUM is None, reason="no browser: apt-get update && apt-get install -y chromium"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong(served: Site, opened: Browser, path: str, language: str, theme: str) -> None:
    joined = "&" if "?" in path else "?"
    for width in (360, 1280):
        opened.show(f"{served.url}{path}{joined}lang={language}", width, theme)
        assert opened.violations() == []
    opened.show(f"{served.url}/?lang=zh", 360, theme)


@pytest.fixture
def paper_service(tmp_path: Path) -> Iterator[tuple[object, object]]:
    with edition() as paper:
        config = write_config(tmp_path, f"sqlite:///{tmp_path / 'xunli.db'}", paper.website)
        with serving(config) as service:
            yield paper, service


def test_a_crawl_is_started_and_watched(paper_service, opened: Browser) -> None:
    paper, service = paper_service
    home = f"http://127.0.0.1:{service.port}"
    paper.stall("/")
    opened.show(home + "/runs", 1280, "light")
    assert opened.violations() == []
    opened.ask("document.querySelector('form[method=post] input[name=token]').value = 'wrong'")
    opened.follow("form[method=post] button")
    assert "令牌" in opened.ask("document.querySelector('[role=alert]').textContent")
    for _ in range(
        3
    ):  # a busy machine may take longer to begin a run than the service waits; who asks again is told it
        opened.ask(f"document.querySelector('form[method=post] input[name=token]').value = '{TOKEN}'")
        opened.follow("form[method=post] button")
        if opened.ask("location.pathname") != "/runs":
            break
    assert opened.ask("location.pathname").startswith("/runs/"), opened.ask("document.body.textContent")
    assert opened.ask("document.querySelector('#progress') !== null")
    assert opened.violations() == []
    paper.heal()
    # The page follows the run by itself and is shown anew when it has ended.
    opened.until("document.readyState === 'complete' && document.querySelector('#progress') === null")
    assert opened.ask("document.querySelector('h1 .chip').textContent") in ("完成", "完成，有问题")
    wait_for(lambda: service.runs()[0]["ended_at"], "the run to end")
