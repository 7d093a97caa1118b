"""Cards inside a text: a product's, a share's, a poll, a dealer's; and what looks like one and was printed."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TEASERS, document, page, paragraphs

from crawler.extract import extract

CARD = (
    "<div><h3>海风 X9</h3><p>参考价：3999元</p><p><a href='/db/x9_8812'>资料</a> <a href='/db/x9_8812/pic'>图片</a> "
    "<a href='/db/x9_8812/price'>报价</a></p><div><p>容量：10公斤</p><p>噪声：52分贝</p></div></div>"
)
QUOTATION = (
    "<div><a href='//q.example/sh600888'>海港股份</a><a href='//q.example/sh600888/zj'>资金</a>"
    "<a href='//q.example/sh600888/gg'>公告</a><span>12.31 +3.5%</span></div>"
)


def lines(inner: str, title: str = "新款洗衣机到店开卖") -> list[str]:
    return extract(document(page(inner, title=title))).body.split("\n")


@pytest.mark.parametrize("card", [CARD, QUOTATION])
def test_the_card_of_a_product_or_a_share_goes(card: str) -> None:
    assert lines(f"{paragraphs(PROSE[:3])}{card}{paragraphs(PROSE[3:])}") == list(PROSE)


def test_a_poll_goes_and_hidden_fields_are_none() -> None:
    poll = "<div><p>您觉得怎么样？</p><label><input type=radio>很好</label><label><input type=radio>一般</label></div>"
    hidden = "<div><input type=hidden name=state><p>新窗口</p></div>"
    assert lines(f"{paragraphs(PROSE[:3])}{hidden}{paragraphs(PROSE[3:])}{poll}") == [*PROSE[:3], "新窗口", *PROSE[3:]]


def test_an_article_that_lists_products_stays_whole() -> None:
    told = "适合三口之家，洗一次用水四十升，记者试用后觉得声音不大。"
    goods = [(f"海浪{name}型", f"/db/{8000 + n}.html") for n, name in enumerate("甲乙丙丁")]
    inner = "".join(
        f"<h3>{name}</h3><p>参考价：1999元</p><p>容量：10公斤</p><p><a href='{url}'>{name}</a>{told}</p>"
        for name, url in goods
    )
    expected = [line for name, _ in goods for line in (name, "参考价：1999元", "容量：10公斤", f"{name}{told}")]
    assert lines(f"<p>{PROSE[1]}</p>{inner}") == [PROSE[1], *expected]


def test_links_to_different_things_make_no_card() -> None:
    links = "".join(f"<a href='/db/{8000 + n}.html'>甲{n}型</a>、" for n in range(4))
    found = lines(f"{paragraphs(PROSE[:3])}<p>参加试验的是{links}另有三台没有公布型号的样机。</p>")
    assert found[-1] == "参加试验的是甲0型、甲1型、甲2型、甲3型、另有三台没有公布型号的样机。"


def test_links_that_share_a_year_make_no_card() -> None:
    told = "：办件三千多件，比上月多一成，群众都说快了不少。"
    months = "".join(f"<p>{n}月<a href='/2024/{n}.html'>小结</a>{told}</p>" for n in (1, 2, 3))
    assert lines(f"{paragraphs(PROSE[:3])}{months}") == [*PROSE[:3], *(f"{n}月小结{told}" for n in (1, 2, 3))]


def test_a_list_of_links_that_is_the_content_stays() -> None:
    entries = [f"{n}. {text}，由牵头部门负责解释。" for n, text in enumerate(TEASERS, 1)]
    linked = "".join(
        f"<p>{n}. <a href='/zc/{n}.html'>{text}</a>，由牵头部门负责解释。</p>" for n, text in enumerate(TEASERS, 1)
    )
    assert lines(f"{paragraphs(PROSE[:2])}{linked}<p>{PROSE[5]}</p>") == [*PROSE[:2], *entries, PROSE[5]]


def test_a_table_of_figures_stays() -> None:
    table = "<table><tr><th>区市</th><th>办件量</th></tr><tr><td>市南区</td><td>3120</td></tr></table>"
    assert lines(f"{paragraphs(PROSE[:3])}{table}<p>{PROSE[5]}</p>") == [
        *PROSE[:3],
        "区市 | 办件量",
        "市南区 | 3120",
        PROSE[5],
    ]


def test_a_dealers_card_at_the_end_goes() -> None:
    card = ("【现价】1999元", "【店铺】海浪电器行", "【电话】0532-80000000", "【怎么走】海边路7号")
    assert lines(paragraphs((*PROSE, *card))) == list(PROSE)


def test_a_newspapers_own_service_lines_stay() -> None:
    service = ("时间：每周六上午", "地点：市民中心一楼", "联系人：王女士", "注意：先在网上取号")
    assert lines(paragraphs((*PROSE, *service))) == [*PROSE, *service]


def picture(caption: str) -> str:
    return f"<p><img src='1.jpg'></p><p>{caption}</p>"


def test_a_name_under_every_picture_is_said_once() -> None:
    inner = "".join(f"<p>{line}</p>{picture('海风洗衣机X9')}" for line in PROSE[:4])
    assert lines(inner, "海风洗衣机X9到店开卖") == [PROSE[0], "海风洗衣机X9", *PROSE[1:4]]


def test_captions_that_say_something_stay_each_time() -> None:
    credit = picture("受访单位供图")
    inner = f"{credit}<p>{PROSE[0]}</p>{credit}<p>{PROSE[1]}</p>{picture('海风洗衣机的生产线')}"
    expected = ["受访单位供图", PROSE[0], "受访单位供图", PROSE[1], "海风洗衣机的生产线"]
    assert lines(inner, "海风洗衣机X9到店开卖") == expected


def test_a_heading_that_comes_again_without_a_picture_stays() -> None:
    inner = paragraphs((PROSE[0], "洗衣机", PROSE[1], PROSE[2], "洗衣机", PROSE[3]))
    assert lines(inner) == [PROSE[0], "洗衣机", PROSE[1], PROSE[2], "洗衣机", PROSE[3]]
