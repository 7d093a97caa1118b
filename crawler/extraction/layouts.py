"""The page layouts that are known, newest first: declarations only, read from a document and never from its host.

A layout is recognised when every one of its signs (`#id`, `.class` or `<tag>`) stands in the document and its box holds
prose. To add one, add a `Layout` here and a saved document to the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extraction.tree import Page


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one template keeps what. All but `name`, `signs` and `box` are CSS selectors that may be absent on a page.

    signs     what a document must hold to be of this layout: `#id`, `.class`, `<tag>`
    box       the element of the text
    title     the headline
    kicker    引题, set apart from the headline
    subtitle  副题, likewise
    date      the line with the time of publication
    source    the outlet
    author    the author line
    captions  captions that stand outside the box and were printed before the text
    remove    what is none of the text though it stands inside the box
    epaper    the page is a story of a digital newspaper, its date line the printed date
    """

    name: str
    signs: tuple[str, ...]
    box: str
    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    captions: str = ""
    remove: str = ""
    epaper: bool = False


LAYOUTS = (
    Layout(
        "founder-cnepaper",
        ("#ozoom",),
        box="#ozoom",
        title="founder-title, #NewsArticleTitle, p.BSHARE_TEXT, td.font01",
        author="founder-author, #NewsArticleAuthor",
        captions="#newspic, .attachment, .pci_c",
        epaper=True,
    ),
    Layout(
        "cmstop-guanhai",
        (".article-content", ".date", ".source"),
        box=".article-content",
        title=".article-title, .article-content-title, h1",
        date=".date",
        source=".source",
    ),
    Layout(
        "cmstop-detail",
        (".article-detail-inner",),
        box=".article-detail-inner",
        title=".article-content-title",
        date=".date",
        source=".source",
    ),
    Layout(
        "cmstop-the-content",
        ("#the_content",),
        box="#the_content",
        title="#cont_title, h1, h2",
        date="#pubtime_baidu",
        source="#source_baidu",
        remove="#editor_baidu",
    ),
    Layout(
        "cmstop-infos",
        (".article-content", ".article-infos"),
        box=".article-content",
        title=".article-title, h1",
        date=".article-infos .date, .article-infos",
        source=".article-infos .source",
    ),
    Layout(
        "cmstop-classic",
        ("#ctrlfscont",),
        box="#ctrlfscont",
        title="h1, h2, h3",
        date="div.author, .info",
        source="div.author a",
    ),
    Layout("dailyqd-epaper", (".dzb_dy_box",), box=".dzb_dy_box", date=".dzb_time", epaper=True),
    Layout(
        "dailyqd-2020",
        (".articlebox",),
        box=".articlebox:has(> h1):has(> h2 > span)",
        title=".articlebox > h1",
        date=".articlebox > h2 > span",
        source=".articlebox > h2 a",
        remove="h1, h2",
    ),
    Layout("dailyqd-2017", (".left_text_box",), box=".left_text_box", title="h1"),
    Layout(
        "qingdaonews-epaper",
        ("#Table17",),
        box='div[style*="text-align:left"]',
        title='#Table17 td[height="40"]',
        epaper=True,
    ),
    Layout(
        "qingdaonews",
        (".m-ct", ".mb80"),
        box=".m-ct.mb80",
        title="h1",
        date="#pubtime_baidu",
        source="#source_baidu",
        author="#author_baidu",
    ),
    Layout(
        "sina",
        ("#article", ".date-source"),
        box="#article",
        title="h1.main-title",
        date=".date-source .date",
        source=".date-source .source",
    ),
    Layout(
        "sina-2016",
        ("#artibody",),
        box="#artibody",
        title="#artibodyTitle, h1",
        date="#pub_date, .time-source",
        source="#media_name",
    ),
    Layout(
        "sina-mobile",
        (".art_pic_card", ".art_content"),
        box=".art_pic_card.art_content",
        title="h1.art_tit_h1",
        date=".weibo_info",
    ),
    Layout(
        "sohu", ("#mp-editor",), box="#mp-editor", title=".text-title h1, h1", date=".article-info span, #news-time"
    ),
    Layout("netease", (".post_body", ".post_title"), box=".post_body", title="h1.post_title", date=".post_info"),
    Layout(
        "netease-2012",
        ("#endText",),
        box="#endText",
        title="#h1title, h1",
        date=".info, .ep-time-soure",
        source="#ne_article_source",
    ),
    Layout("qq", ("#ArticleContent",), box="#ArticleContent", author="#article-author"),
    Layout("qq-rain", (".content-article",), box=".content-article", title="h1", author="#article-author"),
    Layout("toutiao", (".tt-article-content",), box="article.tt-article-content", title="h1", date=".article-meta"),
    Layout("people", (".rm_txt_con",), box=".rm_txt_con", date=".channel .col-1-1"),
    Layout("people-health", (".artDet",), box=".artDet", title="h1", date=".artOri"),
    Layout("news-cn", ("#detailContent",), box="#detailContent", date=".info, .header-time", source=".source"),
    Layout("gmw", (".u-mainText",), box=".u-mainText", title="h1.u-title", date=".m_tips", source=".m-con-source"),
    Layout(
        "china-cn", (".content_left", ".article_title"), box=".content_left", title="h1.article_title", date=".inform"
    ),
    Layout(
        "wechat",
        ("#js_content",),
        box="#js_content",
        title="#activity-name",
        date="#publish_time",
        source="#js_name",
        author="#js_author_name, span.rich_media_meta_text",
    ),
)


def candidates(page: Page) -> Iterator[Layout]:
    """The layouts whose signs the document shows, newest first."""
    present = page.named.keys()
    return (layout for layout in LAYOUTS if all(sign in present for sign in layout.signs))
