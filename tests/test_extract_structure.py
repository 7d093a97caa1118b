"""However a text's paragraphs are shared out among elements, all of it is read, in order, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from support_structure import Made, made

from crawler.extract import extract
from storage.values import Document, Extract

URL: Final = "http://w.example.cn/p/1.html"
BODY: Final = tuple(
    f"第{number}段：市民中心今年办成了许多件事，窗口合并以后排队的人少了，办事的时间也短了{number}成。"
    for number in "一二三四五六"
)


def read(page: str) -> Extract:
    return extract(
        Document(URL, 200, {"content-type": "text/html"}, page.encode(), datetime(2024, 3, 4, tzinfo=UTC), URL)
    )


def is_whole(page: Made) -> bool:
    told = read(page.html)
    return (told.title, tuple(told.body.split("\n"))) == (page.title, page.lines)


def test_the_text_is_whole_and_clean_however_it_is_split() -> None:
    assert [seed for seed in range(200) if not is_whole(made(seed))] == []


@pytest.mark.slow
def test_so_it_is_on_three_thousand_pages() -> None:
    assert [seed for seed in range(1000, 4000) if not is_whole(made(seed))] == []


# --- 展开全文 ---------------------------------------------------------------------------------------------------------


def paragraphs(first: int, end: int) -> str:
    return "".join(f"<p>{each}</p>" for each in BODY[first:end])


def around(inner: str) -> str:
    return (
        "<html><head><meta charset=utf-8><title>市民中心的一年</title></head><body><h1>市民中心的一年</h1>"
        '<div class="info">2024-03-04 08:00 来源：青岛日报</div>'
        f'{inner}<div class="footer">版权所有</div></body></html>'
    )


FIRST: Final = paragraphs(0, 3)
REST: Final = paragraphs(3, 6)
FOLDED: Final = {
    "beside the control": f'{FIRST}<div style="display:none">{REST}</div><a href="javascript:;">展开全文</a>',
    "behind the control": f'{FIRST}<a class="more" href="###">余下全文</a><div hidden>{REST}</div>',
    "by a word in two pieces": f"{FIRST}<div hidden>{REST}</div><div><span>展<b>开</b>全<b>文</b></span></div>",
    "paragraph by paragraph": FIRST
    + REST.replace("<p>", '<p style="display:none">')
    + '<div><a href="#">阅读全文</a></div>',
    "in the box before": f'<div>{FIRST}<div style="display: none;">{REST}</div></div><div><i>点击展开剩余50%</i></div>',
    "in full, the beginning twice": f'<div id="part">{FIRST}<a href="javascript:show()">展开全文</a></div>'
    f'<div id="all" style="display:none">{FIRST}{REST}</div>',
    "in full, the beginning cut off": f"<div>{paragraphs(0, 2)}{BODY[2][:10]}…</div><span>展开全文</span>"
    f'<div style="display:none">{FIRST}{REST}</div>',
}


@pytest.mark.parametrize("way", FOLDED)
def test_what_a_control_would_show_is_text(way: str) -> None:
    assert tuple(read(around(f'<div class="main">{FOLDED[way]}</div>')).body.split("\n")) == BODY


@pytest.mark.parametrize(
    "beside",
    [
        '<div style="display:none"><p>扫一扫下载客户端，查看更多新闻和资讯，欢迎您常来看看。</p></div>',
        '<div><div style="display:none"><p>别处的一条新闻说的是另一件事，有两句话那么长。</p></div>'
        '<a href="/b.html">查看全文</a></div>',
        '<div><p style="display:none">另一条</p><a href="#">展开</a></div>',
    ],
)
def test_what_stays_hidden(beside: str) -> None:
    assert tuple(read(around(f'<div class="main">{FIRST}{REST}{beside}</div>')).body.split("\n")) == BODY
