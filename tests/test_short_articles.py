"""Articles of a paragraph or two, where all else on the page weighs as much as the text."""

from __future__ import annotations

import pytest
from support_cms import FOOT, PROSE, TITLE, document, page

from crawler.extract import extract
from crawler.extraction.refusals import NotAnArticle

SHORT = "全市首批二十个“一窗通办”窗口昨日启用，群众办一件事只跑一次。"
PRICES = "".join(
    f"<li><a href='/q/{name}'>{name}</a><span>{price}</span><span>{change}</span></li>"
    for name, price, change in (
        ("恒生指数", "18,652.59", "-216.12 (-1.15%)"), ("上证综指", "3,112.36", "-4.03 (-0.13%)"),
        ("深证成指", "9,681.66", "-12.08 (-0.12%)"), ("沪深300", "3,626.15", "-15.65 (-0.43%)"),
        ("人民币", "7.2419", "+0.0015 (+0.02%)"), ("黄金", "2,331.00", "-6.20 (-0.27%)"),
    )
)  # fmt: skip


@pytest.mark.parametrize("tag", ["div", "section"])
@pytest.mark.parametrize(
    "signed", ["（记者 王宁）", "(立言/编译)", "（完）", "［记者 王宁］", "【本报综合】", "（文/图 王宁）"]
)
def test_the_last_short_paragraph_may_be_signed(tag: str, signed: str) -> None:
    long = "".join(PROSE[:3])
    last = f"周一起，群众办一件事最多只要跑一趟。{signed}"
    inner = f"<{tag}><span>{long}</span></{tag}><{tag}><span>{last}</span></{tag}>"
    assert extract(document(page(inner))).body.split("\n") == [long, last]


@pytest.mark.parametrize("name", ["module", "article comments-ready ad-slots"])
def test_a_list_of_figures_weighs_less_and_what_holds_the_headline_is_no_furniture(name: str) -> None:
    told = f"<div class='{name}'><h1>{TITLE}</h1><div class='text'><p>{SHORT}</p></div></div>"
    prices = f"<div class='market'><ul>{PRICES * 4}</ul></div>"
    site = f"<html><head><title>{TITLE}</title></head><body>{prices}{told}{FOOT}</body></html>"
    assert extract(document(site)).body == SHORT


def test_labels_beside_a_short_text_are_none_of_it() -> None:
    """Tables of one kind, as old templates have them: what is said of the text, the text, what may be done with it."""
    site = (
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td>"
        f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>2012年01月12日 09:09:42</td></tr>"
        "<tr><td>栏目：要闻</td></tr><tr><td>夏辛 | 来源：岛城日报</td></tr></table>"
        f"<table><tr><td><p>{SHORT}</p></td></tr></table>"
        "<table><tr><td>支持键盘翻页 ←左 右→</td></tr><tr><td>岛城空间</td></tr></table>"
        f"</td></tr></table>{FOOT}</body></html>"
    )
    assert extract(document(site)).body == SHORT


NAMELESS = (
    "<html><head><title>{told}</title></head><body><div class='k1'><p>哪些证可以一起领？</p></div>"
    "<div class='k2'><div class='k3'><p>{text}</p></div></div><div class='k4'><p>{below}</p></div>"
    "<div class='k5'><p>相关推荐</p><a href='/1'>海湾边新增三处口袋公园</a><p>2019-09-24</p></div>"
    "<div class='k6'><p>指导单位：岛城有关部门　承办单位：岛城（海滨）数字传媒有限公司</p></div>"
    "</body></html>"
)
"""A page of an unknown site, whose boxes have no names."""


@pytest.mark.parametrize("below", ["转给朋友", TITLE])
def test_a_headline_below_the_text_or_nowhere_hides_no_text(below: str) -> None:
    """It stands in the page's title, and perhaps once more where the page is shared."""
    text = PROSE[2]
    assert extract(document(NAMELESS.format(told=TITLE, text=text, below=below))).body == text


UNDATED = "<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{text}</div></body></html>"


@pytest.mark.parametrize("words", ["开展消防安全检查", "提醒不要把验证码告诉别人", "四百零三户居民的文件不存在差错"])
def test_short_news_without_a_date_has_words_of_notices_and_speaks_to_nobody(words: str) -> None:
    told = f"近日，该区{words}，联合检查组走访了全部五百家门店，发现隐患四十九处，当场整改三十七处，其余限期十天改好。"
    assert words in extract(document(UNDATED.format(title=f"改革巡礼：{words}", text=f"<p>{told}</p>"))).body


def test_what_a_site_says_to_its_visitor_makes_no_check_of_short_news() -> None:
    """A 公众号 page says its date by a script, and has controls below the text."""
    told = (
        "近日，该区开展消防安全检查，联合检查组走访了全部五百家门店，发现隐患四十九处，当场整改三十七处，其余限期改好。"
    )
    below = "<div id='js_pc_qr_code'><p>微信扫一扫关注该公众号，您的朋友也在看</p></div>"
    box = f"<div id='js_content' style='visibility:hidden'><p>{told}</p></div>"
    site = f"<html><body><h1 id='activity-name'>改革巡礼</h1>{box}{below}</body></html>"
    assert extract(document(site)).body == told


def test_a_long_check_speaks_to_its_visitor() -> None:
    told = "系统发现当前网络存在异常访问，为了保护网站和其他用户，需要先做一次安全检查，"
    told += "检查只需要几秒钟，完成以后会自动回到刚才的页面，请您稍候。"
    with pytest.raises(NotAnArticle) as refusal:
        extract(document(UNDATED.format(title="安全检查", text=f"<p>{told}</p>")))
    assert refusal.value.kind == "challenge"


@pytest.mark.parametrize("made", ["<div>{}</div>", "<section><section><span>{}</span></section></section>"])
@pytest.mark.parametrize("above", ["新建的海湾口袋公园", "本报记者 王宁", "■公园在海湾边。"])
def test_a_line_above_the_only_paragraph_stays_where_paragraphs_are_boxes(made: str, above: str) -> None:
    told = "".join(map(made.format, (above, PROSE[0])))
    inner = f"<h1>{TITLE}</h1><div class='k1'>{told}</div>{FOOT}"
    site = f"<html><head><title>{TITLE}</title></head><body>{inner}</body></html>"
    assert extract(document(site)).body.split("\n") == [above, PROSE[0]]


def test_without_a_headline_a_sentence_that_goes_on_in_the_next_box_is_whole() -> None:
    """As agencies' wires break their lines."""
    first, rest = (
        "全市今年把三十二件民生实事列成清单，逐件写明牵头部门，但",
        "办得好不好，要由办事的群众说了算，每个季度打一次分。",
    )
    inner = f"<div>岛城快讯</div><div class='k1'><div>{first}</div><div>{rest}</div></div>"
    site = f"<html><head><title>岛城快讯：民生实事</title></head><body>{inner}</body></html>"
    assert extract(document(site)).body.split("\n") == [first, rest]


def test_time_and_source_on_a_line_each_mark_where_the_text_begins() -> None:
    """On a page that shows its headline as a picture; what stands above is the site's, sentences or not."""
    above = "".join(f"<p>{line}</p>" for line in PROSE[3:])
    info = "<span>2012年01月17日 19:27</span><p>来源：<a href='/s'>岛城日报</a></p>"
    told = f"<div class='k2'>{info}<p>{PROSE[0]}</p></div>"
    site = f"<html><head><title>{TITLE}</title></head><body><div class='k1'>{above}</div>{told}{FOOT}</body></html>"
    assert extract(document(site)).body == PROSE[0]


VERSE = (
    "海风吹过长长的栈桥",
    "灯塔亮了起来",
    "窗口里的灯也亮着",
    "你来的时候",
    "材料只要带一份",
    "你走的时候天还没有黑",
) * 2
OFFICES = ("市财政局", "市教育局", "市公安局", "市民政局", "市商务局", "市审计局", "市体育局")


@pytest.mark.parametrize(
    "inner",
    [
        f"<p>{'<br>'.join(VERSE)}</p>",
        "<table><tr><th>部门</th><th>事项</th><th>天数</th></tr>"
        + "".join(f"<tr><td>{office}</td><td>一件事办理</td><td>{len(office)}</td></tr>" for office in OFFICES)
        + "</table>",
    ],
    ids=["verse", "table"],
)
def test_in_the_box_of_a_known_layout_verse_and_tables_are_a_text(inner: str) -> None:
    site = (
        f"<html><head><meta charset='utf-8'><title>{TITLE}_观海新闻</title></head><body><h1>{TITLE}</h1>"
        "<div class='article-infos'><span class='date'>2021-11-02 08:30</span></div>"
        f"<div class='article-content'>{inner}<p>责任编辑：王宁</p></div>{FOOT}</body></html>"
    )
    found = extract(document(site))
    assert found.layout != "meaning"
    assert len(found.body.split("\n")) >= len(OFFICES)
