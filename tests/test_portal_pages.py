"""What the pages of more portals, authorities and blogs do: in the tests' own words."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TITLE, document, page, paragraphs

from crawler.extract import extract
from storage.values import Extract

DATED = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def dated(line: str, inner: str = "") -> Extract:
    """The usual page with another date line."""
    return extract(document(page(inner or paragraphs(PROSE)).replace(DATED, line)))


def read(inner: str, after: str = "") -> Extract:
    return extract(document(page(inner, after=after)))


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (
            "<span>2024-07-01 10:10</span>\n <span><a>岛城晨报</a></span>\n <span>评论</span><i>T大</i><i>T小</i>",
            "岛城晨报",
        ),
        ("<em>汪彤</em><em>岛国证券报·中证岛网</em><time>2024-07-01 10:10</time>", "岛国证券报·中证岛网"),
        ("<span>岛城晚报·看岛壹点</span><span>2024-07-01 10:10</span><span>1.2万阅读</span>", "岛城晚报·看岛壹点"),
        ("<span>海天财经</span><em>2024-07-01 10:10:12</em><em>听新闻</em>", "海天财经"),
        ("2024-07-01 10:10 来源：岛城日报 <a href='#'>进入论坛</a>", "岛城日报"),
        ("岛城人大网　2024年7月1日　浏览字号：<a>大</a> <a>中</a>　<a>打印本页</a>", "岛城人大网"),
        ("2024-07-01　来源：供热管理科　访问量：<b>88</b>", "供热管理科"),
        ("2024年07月01日 10:11 来源于 <a>岛城周刊</a>", "岛城周刊"),
        ("<span>2024-07-01 10:10</span><p>来源：岛城评论</p>", "岛城评论"),
        ("<span>2024-07-01 10:10</span><span>来源：岛城日报</span> <a href='#'>用APP看</a>", "岛城日报"),
        ("来源：岛城商报；文/海蓝；编选：中心 2024-07-01 10:10", "岛城商报"),
        ("苗圃<span>《 岛城日报 》（ 2024年07月01日 第 03 版）</span>", "岛城日报"),
        ("□ 苗 圃　　2024-7-1 10:11:12　　岛城文艺网　　点击：12次", "岛城文艺网"),
        ("<span>2024-07-01 10:10</span><p>图片来源：看岛图库</p><a>举报</a>", None),
        ("<span>南岛+</span><span>2024-07-01 10:10</span>", "南岛+"),
        ("岛城广播网　2024-07-01 07:30　<a>收听节目</a>", "岛城广播网"),
        ("<span>2024-07-01 10:10</span><span>来源：<a>岛车之家</a></span><span>类型：原创</span>", "岛车之家"),
    ],
)
def test_the_outlet_among_facts_that_only_style_sets_apart(line: str, source: str | None) -> None:
    assert dated(f"<div class='info'>{line}</div>").source == source


def test_words_in_spans_beside_a_day_are_one_word() -> None:
    said = "<p><span>记者</span><span>了解到，改革</span>\n<span>前，开一家小店要交二十七份材料。</span></p>"
    first = read(f"{said}{paragraphs(PROSE)}").body.split("\n")[0]
    assert first == "记者了解到，改革前，开一家小店要交二十七份材料。"


def test_who_issued_a_document_by_the_record_above_it() -> None:
    record = "<table><tr><th>发布机构：</th><td>岛城市教育局</td><th>成文日期：</th><td>2024-07-01</td></tr></table>"
    assert dated(record).source == "岛城市教育局"


def authors(found: Extract) -> list[str]:
    return [person.name for person in found.people if "编" not in person.role]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<ul><li>作者：苗圃</li><li>星期一, 七月 1, 2024</li></ul>", "2024-07-01"),
        ("<h6 class='post-footer'><a>2024年07月01日</a> 岛城传媒 1665</h6>", "2024-07-01"),
    ],
)
def test_a_day_as_blogs_show_it(line: str, day: str) -> None:
    assert str(dated(line).published_on) == day


def test_a_bar_that_has_the_day_of_today_dates_nothing() -> None:
    bar = "<div class='toolbar'>今天是2024年07月05日</div><div>本页共六段</div>"
    assert dated(f"<div>本页共六段</div>{bar}").published_on is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>苗圃</p><p>2024-07-01 10:10 来源：岛城日报</p>", ["苗圃"]),
        ("<p>苗圃 汪彤</p><p>2024-07-01 10:10 来源：岛城日报</p>", ["苗圃", "汪彤"]),
        ("<p>要闻</p><p>2024-07-01 10:10 来源：岛城日报</p>", []),
        ("<p>时评</p><p>2024-07-01 10:10 来源：岛城日报</p>", []),
        ("<p>发布于 <time>2024年7月1日</time> 由 <a>苗圃</a></p>", ["苗圃"]),
        ("<p>2024-07-01 10:10</p><p>文 | 苗圃</p>", ["苗圃"]),
        ("<p>苗圃<span>《 岛城日报 》（ 2024年07月01日 第 03 版）</span></p>", ["苗圃"]),
        ("<p>2024-07-01 10:10</p><p>文|南岛+记者 苗圃</p>", ["苗圃"]),
        ("<p>□ 苗 圃　　2024-7-1 10:11:12　　岛城文艺网</p>", ["苗圃"]),
        ("<p>2024年7月1日 10:11　飞鸥网　作 者：<b>路遥知</b></p>", ["路遥知"]),
        ("<p>2024-07-01 10:10　来源：岛城日报　作者：记者 苗圃　编辑：付晓</p>", ["苗圃"]),
        (
            "<p>[ 作者：苗圃 | 来源：岛城电视台 | 点击数：328 | 更新时间：2024-7-1 9:05:00 | 录入：admin ]</p>",
            ["苗圃"],
        ),
    ],
)
def test_the_author_above_and_within_a_date_line(line: str, names: list[str]) -> None:
    assert authors(dated(line)) == names


@pytest.mark.parametrize(
    ("line", "names", "editor"),
    [
        ("<div>责任编辑：付晓(DC0024)&nbsp;&nbsp;作者：岛城晨报 苗圃</div>", ["苗圃"], "付晓"),
        ("<div>作者：苗圃　责任编辑：付晓</div>", ["苗圃"], "付晓"),
        ("<div>网站编辑 - 付晓</div>", [], "付晓"),
        ("<div>编　辑：付晓</div>", [], "付晓"),
        ("<div>【编辑】：付晓</div>", [], "付晓"),
        ("<div>编辑：付晓 主播：邬晓</div>", [], "付晓"),
        ("<div><p>编 辑：邬晓</p><p>责 编：付晓</p></div>", [], "付晓"),
        ("<div><p>作者：苗圃</p><p>责编：付晓</p></div>", ["苗圃"], "付晓"),
    ],
)
def test_who_closes_the_page(line: str, names: list[str], editor: str) -> None:
    found = read(paragraphs(PROSE), after=line)
    assert (authors(found), found.editor) == (names, editor)


def test_an_authors_office_below_the_text_is_not_his_name() -> None:
    found = dated(
        "<p>2024-07-01 10:10 来源：《岛城求实》 作者：苗圃</p>", paragraphs((*PROSE, "作者：岛城市委党校副教授"))
    )
    assert authors(found) == ["苗圃"]


@pytest.mark.parametrize(
    ("line", "editor", "names"),
    [("陳建智／核稿編輯", "陳建智", []), ("每经记者｜苗圃    每经编辑｜付晓", "付晓", ["苗圃"])],
)
def test_who_went_over_a_text_above_it(line: str, editor: str, names: list[str]) -> None:
    found = read(paragraphs((line, *PROSE)))
    assert (found.editor, authors(found)) == (editor, names)


@pytest.mark.parametrize(
    "line",
    [
        "1人收藏",
        "[ 返回 ] [ 打印 ] [ 关闭 ]",
        "下一篇文章：没有了",
        "上 / 下一篇新聞",
        "按圖了解更多：",
        "网友评论：（只显示最新10条。评论内容只代表网友观点，与本站立场无关！）",
        "相關字詞﹕漁村 長者",
        "读者评论",
        "相关热词搜索：便民 改革",
        "上一图集 下一图集 重新播放",
        "每日新闻头条 通过电子邮件直接接收",
        "声明：刊用《岛城周刊》稿件务经书面授权",
        "返回",
        "中島社「一手新聞」 app",
        "正在改变与想要改变世界的人，都在 看岛APP",
        "请自觉遵守互联网相关的政策法规，严禁发布色情、暴力、反动的言论。",
        "最新评论 共有 0 位网友发表了评论 查看所有评论",
        "[《岛城周刊》印刷版，各大机场书店零售店有售]",
        "喜歡這篇文章嗎？",
        "（文章来源：岛城证券报）",
        "感谢看岛家网友 前海吴 的线索投递！",
        "看岛财经专栏文章均为作者个人观点，不代表看岛财经的立场和观点。",
        "欢迎关注官方微信“看岛”，阅读更多文章。点击微信界面右上角的+号，输入看岛的微信号“kandao”即可添加关注。",
    ],
)
def test_what_a_site_says_below_a_text(line: str) -> None:
    assert read(paragraphs((*PROSE, line))).body.split("\n") == list(PROSE)


def test_readers_moods_each_in_a_cell_of_its_own() -> None:
    moods = "".join(f"<td><a><img alt=''><br>{mood}</a></td>" for mood in ("路过", "雷人", "握手", "鲜花", "鸡蛋"))
    assert read(f"{paragraphs(PROSE)}<table><tr>{moods}</tr></table>").body.split("\n") == list(PROSE)


def test_one_cry_between_the_paragraphs_is_printed() -> None:
    lines = (*PROSE[:3], "支持！", *PROSE[3:])
    assert read(paragraphs(lines)).body.split("\n") == list(lines)


def test_the_account_in_a_figure_above_the_text_is_no_caption() -> None:
    account = "<figure><figcaption><h2>岛城证券</h2><time>2024年07月01日 10:10</time></figcaption></figure>"
    caption = "<figure><img src='1.jpg'><figcaption>大厅里的自助机。</figcaption></figure>"
    assert dated(f"{account}{caption}").body.split("\n") == ["大厅里的自助机。", *PROSE]


def test_a_short_deck_below_the_headline_is_printed() -> None:
    deck = "一张表怎样从四个窗口挤进一个窗口，又怎样走到村头。"
    assert dated(f"<h2>{deck}</h2>{DATED}").body.split("\n") == [deck, *PROSE]


def test_what_an_account_says_of_itself_above_its_text() -> None:
    assert read(paragraphs(("原创 窗口君 岛城政务", *PROSE))).body.split("\n") == list(PROSE)


def test_a_text_goes_on_behind_the_pictures_of_a_gallery() -> None:
    captions = ("大厅里的自助机前排着队。苗圃 摄", "窗口的流程图贴满一面墙。苗圃 摄")
    pictures = "".join(f"<div class='pic'><img><div>{caption}</div></div>" for caption in captions)
    bar = "<div><a href='#'>上一图集</a> <a href='#'>下一图集</a> <a>重新播放</a></div>"
    shell = page("").replace(
        "<div class='artbody'></div>", f"<div>{pictures}</div>{bar}<div>{paragraphs(PROSE[:2])}</div>"
    )
    assert extract(document(shell)).body.split("\n") == [*captions, *PROSE[:2]]


def test_a_column_signed_with_what_its_author_is() -> None:
    line = "文/看岛财经专栏作家 苗圃"
    found = read(paragraphs((line, *PROSE)))
    assert (authors(found), found.body.split("\n")) == (["苗圃"], [line, *PROSE])


def test_facts_and_a_headed_summary_within_the_box() -> None:
    facts = "<div>2024年07月01日 10:10</div><div>来源：岛城日报</div><div>作者：苗圃</div>"
    summary = f"<div>【{TITLE}】{PROSE[0]}</div>"
    found = read(f"{facts}{summary}{paragraphs(PROSE)}")
    assert (found.body.split("\n"), authors(found)) == (list(PROSE), ["苗圃"])


def test_an_editor_before_a_counter() -> None:
    line = "<div>2024/7/1 10:11:12 来源：看岛家作者：<b>苗圃</b>责编：<b>付晓</b>评论：<b>12</b></div>"
    assert dated(line).editor == "付晓"


def test_moment_and_outlet_only_below_the_text() -> None:
    told = "<div>[ 2024-07-01 10:10 ] [ 浏览 123 次 ] [ 来源：岛城旅游网 ]</div>"
    found = extract(document(page(paragraphs(PROSE), after=told).replace(DATED, "")))
    assert (found.source, str(found.published_at)) == ("岛城旅游网", "2024-07-01 02:10:00+00:00")


def test_a_date_line_with_names_and_a_labelled_summary_within_the_box() -> None:
    line = "看岛网 作者：苗圃 来源：看岛网【原创】 2024年07月01日"
    found = dated("", paragraphs((line, "本文摘要", PROSE[1][:40], *PROSE)))
    assert (found.body.split("\n"), str(found.published_on)) == (list(PROSE), "2024-07-01")
    assert (authors(found), found.source) == (["苗圃"], "看岛网")


def test_a_papers_issue_below_its_text_is_printed() -> None:
    issue = "《岛城日报》（2024年07月01日 09 版）"
    assert read(paragraphs((*PROSE, issue))).body.split("\n") == [*PROSE, issue]


def test_the_day_of_an_issue_that_head_and_address_agree_on() -> None:
    head = "<div>2024年07月01日 星期一 <a href='#'>返回目录</a></div>"
    shell = page(paragraphs(PROSE)).replace(DATED, "").replace("<div class='topnav'>", f"{head}<div class='topnav'>")
    for url, day in (
        ("https://n.example/html/2024-07/01/c_1.htm", "2024-07-01"),
        ("https://n.example/c_1.htm", "None"),
    ):
        assert str(extract(document(shell, url)).published_on) == day


def test_what_a_machine_summed_up_with_how_long_it_takes_to_read() -> None:
    summed = "<div><b>AI划重点 · 全文约512字，阅读需2分钟</b><p>1.一张表办成三张证。</p><p>2.期限都写明。</p></div>"
    assert read(f"{summed}{paragraphs(PROSE)}").body.split("\n") == list(PROSE)


def test_a_count_right_behind_a_moment() -> None:
    found = dated("<div><span>發布: 10:11am 01/07/2024</span><span>1230点阅</span></div>")
    assert str(found.published_at) == "2024-07-01 02:11:00+00:00"


def test_an_author_in_the_line_that_says_whence_a_text_came() -> None:
    line = "本文来自微信公众号：看岛评论，作者：苗圃，题图来自：视觉岛国"
    found = read(paragraphs((line, *PROSE)))
    assert (found.body.split("\n"), authors(found)) == (list(PROSE), ["苗圃"])


def test_a_text_of_one_paragraph_behind_a_headline_in_brackets_is_all_there_is() -> None:
    line = f"【岛城日报2024年7月1日讯】{PROSE[0]}"
    assert read(f"<p>{line}</p>").body == line
