"""Articles as the content systems of Chinese newspapers print them, written for these tests, each with what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from storage.values import Document

TITLE = "一张表办成一件事"
PROSE = (
    "8月的一个早晨，政务大厅刚开门，做餐饮的周师傅只用了十几分钟，就把三张证一起领到了手。“一张表填完。”他说。",
    "这样的变化，来自该区把“一件事一次办”写进了年度改革清单，三十二项任务都写明了牵头部门和完成时限。",
    "记者了解到，改革前，开一家小餐馆要分别向四个部门交材料，最多的一次要交二十七份，其中九份是重复的。",
    "“群众觉得烦的地方，就是改革该去的地方。”有关负责人说，他们请办事的人当“体验官”，把流程一条一条画出来。",
    "画出来的流程图贴满了一面墙。红色的是卡住的环节，一个月以后，红色的只剩下两处。",
    "下一步，该区将把做法写成制度，再向交通、教育、医疗等领域延伸，让更多的事在家门口就能办成。",
)
TEASERS = (
    "一批新学校今秋启用学位增加八千个",
    "地铁六号线二期开始铺轨预计明年通车",
    "海湾边新增三处口袋公园供市民休憩",
    "全市老旧小区改造进度过半这些街道先完工",
)
FOOT = (
    "<div class='bottom'><p>关于我们 | 广告服务</p><p>鲁ICP备05000001号-1</p>"
    "<p>违法和不良信息举报电话：0532-80000000</p>"
    "<p>Copyright © 2024 All Rights Reserved 版权所有</p></div>"
)


@dataclass(frozen=True)
class Article:
    """A page and what stands on it. `told` are fields of the extract."""

    page: str
    lines: tuple[str, ...]
    told: dict[str, str]


def document(page: str, url: str = "https://news.example/a/300200.html") -> Document:
    return Document(
        url, 200, {"content-type": "text/html; charset=utf-8"}, page.encode(), datetime(2025, 1, 1, tzinfo=UTC)
    )


def paragraphs(lines: tuple[str, ...] | list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def teasers(tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='/news/{n}.html'>{text}</a></{tag}>" for n, text in enumerate(TEASERS, 1001))


def page(inner: str, *, title: str = TITLE, after: str = "") -> str:
    """A page with head line, menu and foot around the inside of an article's box."""
    return (
        f"<html><head><title>{title}_岛城网</title></head><body><div class='topnav'><a href='/'>首页</a>"
        "<a href='/n'>新闻</a></div>"
        f"<div class='main'><h1>{title}</h1><div class='info'>2024-07-01 10:10 来源：岛城日报</div>"
        f"<div class='artbody'>{inner}</div>{after}</div>{FOOT}</body></html>"
    )


def _wcm() -> Article:
    body = "".join(f"<p style='text-indent:2em'>　　{line}</p>" for line in PROSE)
    return Article(
        f"<html><head><title>{TITLE}</title><meta name='PubDate' content='2024-03-05 09:12'></head><body>"
        "<div class='dqwz'>当前位置：<a href='/'>首页</a> &gt; <a href='/x'>区市</a></div>"
        f"<div class='xl_tit'>{TITLE}</div>"
        "<div class='xl_xx'>发布日期：2024-03-05 09:12　来源：市政府网　浏览次数：<span>231</span>　字号：["
        "<a href='javascript:a(1)'>大</a> "
        "<a href='javascript:a(2)'>中</a> <a href='javascript:a(3)'>小</a>]</div><div class='xl_nr'>"
        "<div class='view TRS_UEDITOR'>"
        f"<style>.TRS P{{font-size:12pt}}</style>{body}</div></div><div>【<a href='javascript:p()'>打印本页"
        "</a>】【<a "
        f"href='javascript:c()'>关闭窗口</a>】 扫一扫在手机打开当前页</div>{FOOT}</body></html>",
        PROSE,
        {"title": TITLE, "source": "市政府网", "published_at": "2024-03-05T01:12:00+00:00"},
    )


def _wechat() -> Article:
    def nest(depth: int, inner: str) -> str:
        return "<section>" * depth + inner + "</section>" * depth

    text = "".join(
        nest(2 + n, f"<p><span>{line[:9]}</span><span>{line[9:]}</span></p>") for n, line in enumerate(PROSE)
    )
    tail = paragraphs(["来源 | 岛城日报", "编辑 | 王小某", "审核 | 李小某", "终审 | 张小某"])
    return Article(
        f"<html><head><meta property='og:title' content='{TITLE}'></head><body><h1 id='activity-name'>{TITLE}</h1>"
        "<a id='js_author_name'>赵大海</a><a id='js_name'>岛城改革</a><em id='publish_time'>2023-05-08 18:02</em>"
        "<div id='js_content'>"
        f"{nest(3, '<span>点击上方蓝字关注我们</span>')}{text}{nest(1, '— END —')}{nest(1, tail)}"
        f"<section><p>往期推荐</p>{teasers('p')}</section>{nest(1, '<p>长按识别二维码关注我们</p>')}"
        "<section><p>点个“在看”，让更多人知道</p></section></div></body></html>",
        PROSE,
        {
            "title": TITLE,
            "editor": "王小某",
            "published_at": "2023-05-08T10:02:00+00:00",
            "layout": "wechat",
            "byline": "赵大海",
        },
    )


def _next() -> Article:
    return Article(
        f"<html><head><title>{TITLE}_岛城号_岛城新闻</title></head><body><div id='__next'><main>"
        f"<h1 class='index_title__B8'>{TITLE}</h1>"
        "<div><span>2024-01-15 16:07</span><span>来源：<span>岛城新闻·岛城号·政务</span></span></div>"
        f"<div class='index_wrap__Jv8'>{paragraphs(PROSE)}</div><div class='index_copy__x'><div>责任编辑：周某某"
        "</div>"
        "<div>图片编辑：沈某</div><div>校对：张某某</div></div><div>岛城新闻报料：0532-80000000</div>"
        f"<div>岛城新闻，未经授权不得转载</div><h2>相关推荐</h2>{teasers('div')}</main></div>"
        "<script id='__NEXT_DATA__' type='application/json'>{}</script></body></html>",
        PROSE,
        {"title": TITLE, "editor": "周某某", "source": "岛城新闻·岛城号·政务"},
    )


def _tables() -> Article:
    text = "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in PROSE)
    menu = "".join(f"<tr><td>·<a href='/{n}'>{text}</a></td></tr>" for n, text in enumerate(TEASERS))
    return Article(
        f"<html><head><title>岛城信息港 - {TITLE}</title></head><body><table><tr><td><a href='/'>首页</a></td>"
        "</tr><tr><td>"
        f"<table><tr><td><table>{menu}</table></td><td><table><tr><td><font size=5><b>{TITLE}</b></font></td></tr>"
        f"<tr><td>2005-6-3 9:05:00　岛城信息港　阅读次数：56</td></tr><tr><td><font size=3>{text}</font></td></tr>"
        "<tr><td>【<a href='javascript:p()'>打印</a>】【<a href='javascript:c()'>关闭</a>】</td></tr></table>"
        "</td></tr></table>"
        "</td></tr></table></body></html>",
        PROSE,
        {"title": TITLE, "published_at": "2005-06-03T01:05:00+00:00"},
    )


def _epaper() -> Article:
    return Article(
        "<html><head><title>岛城日报多媒体数字版</title></head><body><div class='list-r'>"
        "<a href='content_1.html'>上一篇</a>"
        f"<div class='newsdetatit'><h3>{TITLE}</h3></div><div class='newsdetatext'>"
        f"<founder-content>{paragraphs(PROSE)}"
        "</founder-content></div><div class='newsshare'>分享到：<a>微信</a></div></div></body></html>",
        PROSE,
        {"title": TITLE},
    )


def _json_ld() -> Article:
    text = r"\n".join(PROSE).replace('"', r"\"")
    return Article(
        f"<html><head><title>{TITLE}</title>"
        f'<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", '
        f'"headline": "{TITLE}", "datePublished": "2024-06-08T08:00:00+08:00", "publisher": {{"name": "岛城日报"}}, '
        f'"articleBody": "{text}"}}]}}</script></head><body><div id="app"></div>'
        "<noscript>请开启 JavaScript 以继续</noscript></body></html>",
        PROSE,
        {"title": TITLE, "source": "岛城日报", "published_at": "2024-06-08T00:00:00+00:00", "layout": "json-ld"},
    )


def _noscript() -> Article:
    return Article(
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2024-06-09 08:00 来源：岛城日报</div>"
        f"<div id='app'></div><noscript><div>{paragraphs(PROSE)}</div></noscript></body></html>",
        PROSE,
        {"title": TITLE, "published_at": "2024-06-09T00:00:00+00:00", "layout": "noscript"},
    )


def _interrupted() -> Article:
    inner = (
        f"{paragraphs(PROSE[:2])}<div><a>微信</a><a>微博</a></div><p>"
        "<a href='app://open'>打开APP阅读全文，体验更流畅</a></p>"
        f"<p><strong>相关阅读：</strong></p><ul>{teasers()}</ul>{paragraphs(PROSE[2:4])}"
        "<div class='adsbygoogle'>建材团购会名额有限！</div>"
        "<div><img data-src='1.jpg'><span>图片加载中...</span><p>流程图贴满了一面墙</p></div>"
        f"{paragraphs(PROSE[4:])}<p>第1页/共3页</p><p>打赏</p><p>阅读 3.2万　赞 108</p>"
        "<p>扫描二维码，下载岛城新闻客户端</p>"
        "<p>监制：王小二　统筹：李小三　编辑：刘某某</p>"
    )
    return Article(
        page(inner), (*PROSE[:4], "流程图贴满了一面墙", *PROSE[4:]), {"editor": "刘某某", "source": "岛城日报"}
    )


ARTICLES = {
    "wcm": _wcm,
    "wechat": _wechat,
    "next": _next,
    "tables of 2005": _tables,
    "e-paper named after the paper": _epaper,
    "json-ld only": _json_ld,
    "noscript only": _noscript,
    "furniture between paragraphs": _interrupted,
}
