"""An archive whose newspaper means harm: titles, texts, addresses and kept pages that try to run and to call home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from demo.prose import news
from storage import Archive
from storage.readings import Reading
from storage.values import Document, Extract, Person, Surface

SERIES = "reform"
EVIL = "evil.example"
MARK = '"><script>window.harmed=1</script><img src=x onerror=window.harmed=1>'
TITLE = f"青岛改革巡礼：坏标题{MARK}"
BEGAN = datetime(2021, 11, 2, 1, tzinfo=UTC)
PAGE = f"""<!doctype html><html><head><base href="https://{EVIL}/"><meta http-equiv="refresh" content="0;url=//{EVIL}/">
<link rel="preconnect" href="//{EVIL}"><link rel="stylesheet" href="//{EVIL}/a.css"><style>@import "//{EVIL}/b.css";
p {{ color: green; background: url(//{EVIL}/c.png) }}</style><script src="//{EVIL}/d.js"></script></head>
<body onload="parent.harmed=1"><h1 style="color:green">营商环境</h1><p>原样的网页<script>parent.harmed=1;
top.location="//{EVIL}/"</script></p><a href="/runs" target="_top" ping="//{EVIL}/e">出去</a><img src="//{EVIL}/f.png">
<iframe src="//{EVIL}/g"></iframe><form action="//{EVIL}/h"><button autofocus>发送</button></form>
<svg><a xlink:href="javascript:parent.harmed=1"><text>图</text></a></svg></body></html>"""


def text_of(number: int, more: str = "") -> str:
    """Return a body of two newspaper pages, the second of a department."""
    prose = [line.text for page in news(number).pages for section in page.sections for line in section.lines]
    first = f"营商环境好不好，企业说了算{MARK}。这是第{number}篇的开头，改革在路上。{more}"
    second = f"第{number}篇说，预算评审的时间缩短了一半，营商环境有了变化。"
    special = ["青岛日报2021年11月2日特1版", "青岛市财政局", "把钱花在刀刃上", second]
    return "\n".join(["青岛日报2021年11月2日1版", first, *prose, *special, "（青岛日报/观海新闻记者 秦海川）"])


def reading(number: int, body: str, at: datetime, kept: bytes, content_type: str = "text/html") -> Reading:
    """Return what a crawl would read at an address."""
    url = f"https://www.example.cn/p/{number}.html"
    on = date(2021, 11, 2) + timedelta(days=number)
    extract = Extract(
        url, f"{TITLE}（{number}）", body, printed_on=on, published_at=at, source="青岛日报", byline="记者 秦海川",
        people=(Person("秦海川", "记者"),),
    )  # fmt: skip
    return Reading(Document(url, 200, {"content-type": content_type}, kept, at, url), extract, Surface.WEBSITE)


def fill(archive: Archive, numbers: Iterable[int] = range(1, 4)) -> None:
    """Record instalments; the first is corrected twice, and its pages were kept."""
    for number in numbers:
        archive.record_many(None, SERIES, [reading(number, text_of(number), BEGAN, PAGE.encode() + b" " * number)])
    for step, more in enumerate(("后来补了一句。", "后来补了两句。"), 1):
        at = BEGAN + timedelta(days=step)
        archive.record_many(None, SERIES, [reading(1, text_of(1, more), at, PAGE.encode("gb18030") + b" " * step)])
