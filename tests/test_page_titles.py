"""Headlines of pages whose own title does not tell them, or tells them among names of site and channel."""

from __future__ import annotations

import pytest
from support_cms import FOOT, PROSE, document, paragraphs, teasers

from crawler.extract import extract
from storage.values import Extract

HEADLINE = "岛城推进“一件事”改革 窗口少跑十七趟"
HOME = "<h1><a href='/'>岛城人民政府网站</a></h1>"


def read(title: str, shown: str) -> Extract:
    return extract(
        document(
            f"<html><head><title>{title}</title></head><body><div><a href='/'>首页</a> <a href='/y'>要闻</a></div>"
            f"<div class='m'>{shown}<p>2024-07-01 10:10 来源：岛城日报</p>"
            f"<div class='c'>{paragraphs(PROSE)}</div></div>"
            f"<div class='r'><h3>热点新闻</h3><ul>{teasers()}</ul></div>{FOOT}</body></html>"
        )
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("", f"<h1>{HEADLINE}</h1>"),
        ("", f"{HOME}<h2>{HEADLINE}</h2>"),
        ("", f"<div class='art-title'>{HEADLINE}</div>"),
        ("正文", f"<h1>{HEADLINE}</h1>"),
        ("新闻详情", f"<div class='title'>{HEADLINE}</div>"),
        ("文章内容页", f"<h3>{HEADLINE}</h3>"),
        ("岛城网", f"<h1>岛城网</h1><h2>{HEADLINE}</h2>"),
        ("岛城网", f"{HOME}<div class='title'>{HEADLINE}</div>"),
        (f"{HEADLINE[:12]}..._岛城网", f"<h1>{HEADLINE}</h1>"),
        (f"{HEADLINE} 岛城日报数字报", f"<div class='hd'>{HEADLINE}</div>"),
        (f"岛城日报数字报-{HEADLINE}", f"<div class='hd'>{HEADLINE}</div>"),
        (f"岛城市教育局 通知公告 {HEADLINE}", f"<div class='hd'>{HEADLINE}</div>"),
    ],
)
def test_the_headline_that_the_page_shows(title: str, shown: str) -> None:
    found = read(title, shown)
    assert (found.title, found.body.split("\n")) == (HEADLINE, list(PROSE))


def test_a_headline_in_two_lines_is_not_cut_to_one() -> None:
    first, second = HEADLINE.split()
    found = read(f"{HEADLINE}_岛城网", f"<div class='hd'>{first}</div><div class='hd'>{second}</div>")
    assert found.title == HEADLINE


def test_a_heading_within_a_text_is_no_headline_of_it() -> None:
    text = paragraphs(PROSE[:2]) + "<h3>改革前后两本账目</h3>" + paragraphs(PROSE[2:])
    found = extract(document(f"<html><body><div class='c'>{text}</div></body></html>"))
    assert "改革前后两本账目" in found.body.split("\n")
    assert found.title != "改革前后两本账目"
