"""What templates of outlets put at the edges of a text and into boxes within it: few lines of markup each."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from support_cms import PROSE, TEASERS, TITLE, document, page, paragraphs, teasers

from crawler.extract import extract

BEIJING = timezone(timedelta(hours=8))
INFO = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def lines(inner: str, **kwargs: str) -> list[str]:
    return extract(document(page(inner, **kwargs))).body.split("\n")


@pytest.mark.parametrize(
    ("title", "told", "head"),
    [
        (
            TITLE,
            TITLE,
            f"<div class='title'><h1>{TITLE}</h1><p>岛城日报 2024-07-01 10:10</p><a href='#'>听新闻</a></div>",
        ),
        (TITLE, f"{TITLE}—岛城报", f"<div class='bodyTitle'><h1>{TITLE}</h1><p>岛城报 2024-07-01 10:10</p></div>"),
        (TITLE, TITLE, f"<h1>{TITLE}<br><span>2024-07-01 10:10 来源：岛城日报</span></h1>"),
        (TITLE, f"{TITLE}-岛上观察", f"<div class='wz1'>{TITLE}</div>{INFO}"),
        ("讣告", "讣告_岛城设计院", f"<div class='wz1'>讣告</div>{INFO}"),
    ],
)
def test_the_headline_is_neither_its_box_nor_the_pages_title(title: str, told: str, head: str) -> None:
    body = f"<body><div class='main'>{head}<div>{paragraphs(PROSE)}</div></div>"
    shell = f"<html><head><title>{told}</title></head>{body}"
    found = extract(document(shell))
    assert (found.title, found.body.split("\n")) == (title, list(PROSE))


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("2024-07-01 10:10 来源：<b>岛城日报</b> <b>喻 明</b>", "岛城日报"),
        ("2024-07-01 10:10 来源：岛城日报 山东 举报", "岛城日报"),
        ("2024-07-01 10:10 来源：岛城日报<b>听新闻</b>", "岛城日报"),
        ("2024-07-01 10:10 来源：岛城发布", "岛城发布"),
        ("2024-07-01 10:10 来源：未知 作者：admin", None),
        ("2024-07-01 10:10 来源于 岛城网", "岛城网"),
        ("岛城经济报道 2024-07-01 10:10", "岛城经济报道"),
        ("2024-07-01 10:10 来源：岛城日报 大字体 小字体", "岛城日报"),
        ("2024-07-01 10:10<b>岛城网</b><b>阅读(18234)</b>", "岛城网"),
        ("2024-07-01 10:10 来源：岛城晚报 岛报全媒体记者 张倩", "岛城晚报"),
        ("2024-07-01 10:10 島城日報 記者崔雯／台北即時報導", "島城日報"),
        ("2024-07-01 10:10<div>島城新聞網</div>", "島城新聞網"),
        ("2024-07-01 10:10<b>島城報</b><b>作者：義昊</b>", "島城報"),
        ("2024-07-01 10:10<b>島城報／ 記者林佳／台北即時報導</b>", "島城報"),
        ("2024-07-01 10:10 来源：岛城时报(北京)", "岛城时报"),
        ("2024-07-01 10:10 来源：岛城日报(海外版)", "岛城日报(海外版)"),
        ("2024-07-01 10:10 来源：岛城网 栏目：要闻", "岛城网"),
        ("2024-07-01 10:10 来源：岛城网 3条评论", "岛城网"),
        ("2024-07-01 10:10 来源：岛城网 <a href='#c'>128</a>", "岛城网"),
        ("时间 2024-07-01 10:10 来源 岛城网 赵大海", "岛城网"),
        ("2024-07-01 10:10<p>摘自岛城晚报</p>", "岛城晚报"),
        ("www.island.example 2024-07-01 10:10 岛城网", "岛城网"),
        ("2024-07-01 10:10 岛城网 我来说两句 0", "岛城网"),
        ("2024-07-01 10:10 岛城新闻官方账号", None),
        ("2024-07-01 10:10 来源：岛城网<a href='#'>参与互动</a>", "岛城网"),
        ("<p>2024-07-01 10:10</p><p>来源：</p><p>岛城网</p>", "岛城网"),
        ("<p>稿源：</p><p>《岛城月谈》2024-07-01 10:10</p>", "《岛城月谈》"),
        ("<p>2024-07-01 10:10</p><p>島城報／ 記者林佳／台北即時報導</p>", "島城報"),
        ("http://ent.island.example 2024年07月01日10:10 <a>腾讯岛城</a> <a href='/c'>我要评论(0)</a>", "腾讯岛城"),
    ],
)
def test_the_outlet_ends_where_the_next_field_begins(info: str, source: str | None) -> None:
    found = extract(document(page(paragraphs(PROSE)).replace("2024-07-01 10:10 来源：岛城日报", info)))
    assert (found.source, found.body) == (source, "\n".join(PROSE))


@pytest.mark.parametrize(
    ("info", "below"),
    [
        ("<b>2024-07-01 15:05</b><b>33125</b>", ""),
        ("2024年7月1日 3:05 PM", ""),
        ("2024-07-01 HKT 15:05", ""),
        ("發布：3:05 PM 01/07/2024", ""),
        ("", "<div class='time'>编辑于 2024-07-01 15:05</div>"),
    ],
)
def test_the_time_in_other_ways(info: str, below: str) -> None:
    shell = page(paragraphs(PROSE), after=below).replace("2024-07-01 10:10 来源：岛城日报", info)
    published_at = extract(document(shell)).published_at
    assert published_at is not None
    assert published_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") == "2024-07-01 15:05"


@pytest.mark.parametrize(
    "script",
    [
        "var biz = 'x'; var ct = \"1719817500\"; var createTime = '2024-07-01 15:05';",
        "window.ct = '1719817500' || '';",
        'var detail = {"pubtime":"2024-07-01 15:05:20","now":"2024-09-09 10:00:00"};',
    ],
)
def test_the_time_that_a_page_hands_to_its_script(script: str) -> None:
    shell = page(paragraphs(PROSE), after=f"<script>{script}</script>").replace("2024-07-01 10:10 来源：岛城日报", "")
    published_at = extract(document(shell)).published_at
    assert published_at is not None
    assert published_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") == "2024-07-01 15:05"


@pytest.mark.parametrize(
    ("told", "on"),
    [
        ("'publishTime':'2024-07-01 00:00:00'", "2024-07-01"),  # a field without a time of day
        ("'pubtime':'2024-07-01 15:05:20'},{'pubtime':'2024-06-30 11:00:00'", None),  # a list of others
    ],
)
def test_what_scripts_are_told_may_be_no_time(told: str, on: str | None) -> None:
    after = f"<script>var data = [{{{told}}}]</script>"
    found = extract(document(page(paragraphs(PROSE), after=after).replace("2024-07-01 10:10 来源：岛城日报", "")))
    assert (found.published_at, found.published_on and found.published_on.isoformat()) == (None, on)


def test_noon_and_midnight_on_a_clock_of_twelve_hours() -> None:
    for shown, hour in (("12:05 AM", 0), ("12:05 PM", 12)):
        shell = page(paragraphs(PROSE)).replace("2024-07-01 10:10 来源：岛城日报", f"2024年7月1日 {shown}")
        published_at = extract(document(shell)).published_at
        assert published_at is not None
        assert published_at.astimezone(BEIJING).hour == hour


@pytest.mark.parametrize(
    ("line", "editor"),
    [
        ("编辑 刘某某 校对 王小二", "刘某某"),
        ("岛城新闻编辑 | 刘某某", "刘某某"),
        ("每经记者：赵大海 每经编辑：刘某某", "刘某某"),
        ("栏目主编：李小三 文字编辑：刘某某 题图来源：图虫", "刘某某"),
        ("【责任编辑】刘某某", "刘某某"),
        ("岛城日报·新城编辑：刘某某", "刘某某"),
        ("编辑：王小丫 责任编辑：刘某某", "刘某某"),
        ("[责任编辑：celiawu]", "celiawu"),
        ("[责任编辑：robot]", None),
        ("责任编辑：刘某校对：王小二", "刘某"),
        ("责任编辑：<a href='/'>返回岛城，查看更多</a>", None),
    ],
)
def test_other_editors_lines(line: str, editor: str | None) -> None:
    found = extract(document(page(paragraphs((*PROSE, line)))))
    assert (found.body, found.editor) == ("\n".join(PROSE), editor)


def test_an_agencys_editor_and_number_end_the_last_paragraph() -> None:
    found = extract(document(page(paragraphs((*PROSE[:5], f"{PROSE[5]}（編輯：李亨山）1130520")))))
    assert (found.body, found.editor) == ("\n".join(PROSE), "李亨山")


def test_files_attached_to_a_notice_are_lines_of_it() -> None:
    one = "<p>附件：<a href='/f/1.docx'>申请表.docx</a></p>"
    more = "".join(f"<li><a href='/f/{n}.pdf'>第{n}批企业名单</a></li>" for n in (2, 3, 4))
    found = lines(f"{paragraphs(PROSE)}{one}<ul>{more}</ul>")
    assert found == [*PROSE, "附件：申请表.docx", *(f"第{n}批企业名单" for n in (2, 3, 4))]


def test_files_listed_right_behind_the_text_are_attached_to_it() -> None:
    listed = "<div><p>相关附件</p><ul><li><a href='/1.doc'>申报表</a></li></ul></div>"
    assert lines(f"<div class='t'>{paragraphs(PROSE)}</div>{listed}") == [*PROSE, "相关附件", "申报表"]
    assert lines(f"<div class='t'>{paragraphs(PROSE)}</div>{listed.replace('1.doc', '1.html')}") == list(PROSE)


def test_a_date_line_below_a_short_lead_is_none_of_the_text() -> None:
    lead = "十几分钟，三张证一起领到手，材料少交一半。"
    assert lines(f"<p>{lead}</p><div>赵大海 2024-07-01 10:10</div>{paragraphs(PROSE)}") == [lead, *PROSE]


def test_a_short_notices_date_is_no_date_line() -> None:
    notice = ("各区人民政府：", "《办法》已经市政府同意，现印发给你们，请认真执行。", "市政府办公厅", "2024年3月11日")
    assert lines(paragraphs((*notice, *PROSE))) == [*notice, *PROSE]


@pytest.mark.parametrize("name", ["share-info", "top__right"])
def test_a_bar_of_buttons_may_hold_the_date(name: str) -> None:
    bar = f"<div class='{name}'>岛城笔记<b>2024-07-01 10:10</b></div>"
    published_at = extract(document(page(paragraphs(PROSE)).replace(INFO, bar))).published_at
    assert published_at is not None
    assert published_at.isoformat() == "2024-07-01T02:10:00+00:00"


def test_what_an_authority_files_a_document_under_is_no_line_of_it() -> None:
    record = "<ul><li>索引号：11370200</li><li>主题分类：民政</li></ul>"
    assert lines(f"{record}{paragraphs(PROSE)}") == list(PROSE)


def test_whoever_signs_behind_the_editor_is_printed() -> None:
    signed = "（作者：岛城日报记者 赵大海）"
    assert lines(paragraphs((*PROSE, "【编辑：刘某某】", signed))) == [*PROSE, signed]


def test_the_author_among_the_facts_of_the_date_line() -> None:
    for facts, byline in (("作者：李在山", "作者：李在山"), ("作者：佚名", None), ("作者：责任编辑：刘某某", None)):
        found = extract(
            document(page(paragraphs(PROSE)).replace("来源：岛城日报", f"<b>来源：岛城日报</b><b>{facts}</b>"))
        )
        assert (found.byline, found.source) == (byline, "岛城日报")


@pytest.mark.parametrize("line", ["（文章来源：岛城时报）", "作者：佚名　　文章来源：县建设局　　点击数："])
def test_a_source_is_no_byline(line: str) -> None:
    assert extract(document(page(paragraphs(PROSE)).replace("来源：岛城日报", line))).byline is None


@pytest.mark.parametrize(
    "intro",
    [
        f"<div><div>摘要</div><div>【{TITLE}】{PROSE[0]}</div></div>",
        f"<div>{PROSE[0][:28]}</div>",
        f"<div><b>摘要</b>: {PROSE[0]}</div>",
        f"<div>【{TITLE}】{PROSE[0][:30]}</div>",
    ],
)
def test_a_summary_cut_from_the_beginning_is_said_once(intro: str) -> None:
    assert lines(f"<p>2024-07-01 10:10</p>{intro}{paragraphs(PROSE)}") == list(PROSE)


def test_a_portals_account_above_the_date_is_its_outlet() -> None:
    account = "<p>岛城周刊</p><p><b>2024-07-01 10:10</b><b>发布于山东</b></p>"
    shell = f"<html><head><title>{TITLE}_岛讯</title></head><body><div class='art'><h1>{TITLE}</h1>"
    found = extract(document(f"{shell}{account}<div>{paragraphs(PROSE)}</div></div></body></html>"))
    assert (found.body.split("\n"), found.source) == (list(PROSE), "岛城周刊")


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("作者：赵大海<a href='//island.example'><i></i>返回岛城，查看更多</a>", "作者：赵大海"),
        (f"{PROSE[5]}<a href='/'>返回岛城，查看更多</a>", PROSE[5]),
        (
            "周师傅说，要谢就去谢窗口里的<a href='/p'>王小某</a>，是她教会了他怎么填表。",
            "周师傅说，要谢就去谢窗口里的王小某，是她教会了他怎么填表。",
        ),
    ],
)
def test_a_button_at_the_end_of_a_line_leaves_the_line(line: str, printed: str) -> None:
    assert lines(paragraphs((*PROSE[:5], line))) == [*PROSE[:5], printed]


def test_the_headline_behind_a_colon_and_the_outlet() -> None:
    shown = f"<tr><td><font size=5><b>{TITLE}</b></font></td></tr><tr><td>2024-07-01 10:10</td></tr>"
    text = f"<table>{shown}<tr><td>{'<br><br>'.join(PROSE)}</td></tr></table>"
    shell = f"<html><head><title>岛城评论：{TITLE}</title></head><body>{text}</body></html>"
    assert extract(document(shell)).title == TITLE


def test_a_channels_name_is_no_headline() -> None:
    shell = page(paragraphs(PROSE)).replace(f"<title>{TITLE}_岛城网", "<title>岛城网观点频道")
    assert extract(document(shell)).title == TITLE


BOXES = {
    "teasers with a heading": f"<section><p>读者在看</p><strong>热门</strong><ul>{teasers()}</ul><p>以上</p></section>",
    "a machine's summary": "<div><div>AI导读</div><p>三张证一次领到手，两处卡点还在改，做法将写成制度。</p></div>",
    "a machine's summary, said below": "<div><p>三张证一次领到手，两处卡点还在改。</p><p>由AI生成</p></div>",
    "a newsletter": "<div><p>订阅《岛城早读》，每天早上把要闻送到邮箱</p><button>订阅</button></div>",
    "an author to follow": "<div><p>钟晚</p><p>岛城新闻记者，关注城市空间</p><p>+关注</p></div>",
    "an account to open": "<div class='kaihu-box'><p>新客在手机上三分钟就能把户开好，佣金还有优惠。</p></div>",
    "a topic": "<div class='further-reading__box'><p>岛城改革专题</p></div>",
    "a code to scan": "<div class='foot-qr'><p>岛城日报的每一天，都在这一个方块里。</p></div>",
    "votes": "<div class='newdigg'><div>顶一下</div><div>(3)</div><div>100%</div></div>",
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
def test_a_box_of_the_sites_within_the_text_goes(box: str) -> None:
    assert lines(f"{paragraphs(PROSE[:3])}{box}{paragraphs(PROSE[3:])}") == list(PROSE)


def test_a_picture_with_a_button_keeps_its_caption() -> None:
    figure = "<figure><img src='1.jpg'><button>放大</button><figcaption>流程图贴满了一面墙</figcaption></figure>"
    inner = f"{paragraphs(PROSE[:3])}{figure}{paragraphs(PROSE[3:])}"
    assert lines(inner) == [*PROSE[:3], "流程图贴满了一面墙", *PROSE[3:]]


def test_the_caption_of_the_picture_above_the_text_was_printed() -> None:
    figure = "<div class='cover'><figure><img src='1.jpg'><figcaption>流程图贴满一面墙</figcaption></figure></div>"
    shell = page(paragraphs(PROSE)).replace("<div class='artbody'>", f"{figure}<div class='artbody'>")
    assert extract(document(shell)).body.split("\n") == ["流程图贴满一面墙", *PROSE]


def test_who_made_the_text_is_printed_outside_the_editors_box_and_from_where_is_not() -> None:
    signed = ("撰文：赵大海", "【通讯员】港宣", "摄影：何俊")
    inner = f"<section>{paragraphs(PROSE)}</section>{paragraphs(signed)}<p>【来源】岛城客户端</p>"
    assert lines(inner) == [*PROSE, *signed]
    assert lines(paragraphs((*PROSE, "来源：岛城日报", "作者：赵大海"))) == [*PROSE, "作者：赵大海"]


def test_a_text_that_a_page_keeps_in_a_field_for_its_script() -> None:
    kept = paragraphs(PROSE).replace("<", "&lt;").replace(">", "&gt;")
    shell = (
        f"<html><head><title>{TITLE}</title></head><body><h3>{TITLE}</h3><p>2024-07-01 10:10</p><p>来源：岛城日报</p>"
        f"<div id='app'></div><textarea class='title'>{TITLE}</textarea><textarea>{kept}</textarea></body></html>"
    )
    timed = shell.replace("<p>2024-07-01 10:10</p>", "<textarea class='article-time'>1719799800000</textarea>")
    assert extract(document(timed)).published_at == extract(document(shell)).published_at
    found = extract(document(shell))
    assert (found.body.split("\n"), found.source, found.layout) == (list(PROSE), "岛城日报", "textarea")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-07-01T02:10:00+00:00"
    assert not set(TEASERS) & set(found.body.split("\n"))
