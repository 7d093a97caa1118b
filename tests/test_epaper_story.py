"""Stories of a Founder paper by each of its marks."""

from __future__ import annotations

import re

import pytest
from support_epaper import DAY, FOLDER, board_page, directory, document, listing, story_page

from crawler.epapers.unmarked import story_of
from crawler.extract import NotAnArticle, extract
from crawler.sources.base import ReadError
from crawler.sources.founder import Story, StoryLink
from crawler.sources.story import is_story, not_a_story, read_story

URL = f"{FOLDER}/content_11_101.htm"
PICTURES = (
    '<tr><td><!--<npm:article-pic>--><IMG src="../../../resfile/2021-10-26/01/p1.jpg">'
    "<!--</npm:article-pic>--></td></tr>"
    "<tr><td><!--<npm:article-pic-text>-->作者：(王一)码头晨光。<!--</npm:article-pic-text>--></td></tr>"
)
FULL = story_page(
    "港口改革再提速<br>航线一年添十条",
    "<P>　　第一段文字。</P><P>&nbsp;&nbsp;&nbsp;&nbsp;第二段文字。<BR>　　第三段文字。",
    pretitle="海湾改革巡礼", subtitle="——来自一线的报道", author="作者：记者 王二", pictures=PICTURES,
)  # fmt: skip


def read(html: str, url: str = URL) -> Story:
    return read_story(document(html, url))


def test_a_whole_story() -> None:
    story = read(FULL, f"{URL}?v=1")
    assert story == Story(
        url=URL,
        headline=("港口改革再提速", "航线一年添十条"),
        pretitle=("海湾改革巡礼",),
        subtitle=("——来自一线的报道",),
        author="记者 王二",
        paragraphs=("第一段文字。", "第二段文字。", "第三段文字。"),
        captions=("码头晨光。",),
        images=("http://paper.example/conpaper/hwrb/resfile/2021-10-26/01/p1.jpg",),
        on=DAY,
    )
    assert story.title == "港口改革再提速 航线一年添十条"


def test_without_comments_the_tags_and_the_table_say_the_same() -> None:
    assert read(re.sub(r"<!--.*?-->", "", FULL)) == read(FULL)


def test_without_tags_the_comments_say_the_same() -> None:
    assert read(re.sub(r"</?founder-[a-z]+>", "", FULL)) == read(FULL)


def test_upper_case_and_an_unclosed_body() -> None:
    html = FULL.replace("</founder-content>", "").replace("<table", "<TABLE").replace("<td", "<TD")
    assert read(html) == read(FULL)


def test_missing_rows_are_empty() -> None:
    story = read(story_page("简短的标题", "<P>一句话。</P>"))
    assert (story.pretitle, story.subtitle, story.author, story.captions) == ((), (), "", ())


def test_a_bare_body_box() -> None:
    story = read(
        '<span id="NewsArticleTitle">标题在此</span><span id=NewsArticleAuthor>王三</span>'
        "<DIV ID=ozoom>一段。<br>又一段。</DIV>"
    )
    assert (story.title, story.author, story.paragraphs) == ("标题在此", "王三", ("一段。", "又一段。"))


def test_the_older_form_with_its_facts_in_a_comment() -> None:
    html = """<!--enpproperty <articleid>5</articleid><date>2021-10-26 03:00:00.0</date><author>王四</author>
      <title>旧式标题 &amp; 其他</title><keyword></keyword><subtitle>副题</subtitle><introtitle>引题</introtitle>
      <nodename>第1版：要闻</nodename>/enpproperty--><h1>别的</h1><!--enpcontent--><p>甲段。</p><p>乙段。</p><!--/enpcontent-->"""
    story = read(html)
    assert (story.title, story.pretitle, story.subtitle) == ("旧式标题 & 其他", ("引题",), ("副题",))
    assert (story.author, story.paragraphs) == ("王四", ("甲段。", "乙段。"))


@pytest.mark.parametrize(
    "heads",
    [
        "<h3>引题</h3><h1>标题在此</h1><h2>——副题</h2>",
        "<h3>引题</h3>\n<!-- --><h2>标题<br>在此</h2><h4>——副题</h4>",
        '<p id="PreTitle">引题</p><h2 id="Title">标题在此</h2><p id="SubTitle">——副题</p>',
        "<h1>海湾日报</h1><div><h2>引题</h2><h1>标题在此</h1><h3>——副题</h3></div>",
    ],
)
def test_a_stack_of_headings(heads: str) -> None:
    story = read(f"<h4>报头</h4><div>{heads}<div id=ozoom><p>一段。</p></div></div>")
    assert (story.title.replace(" ", ""), story.pretitle, story.subtitle) == ("标题在此", ("引题",), ("——副题",))


def test_headings_that_are_apart_are_no_stack() -> None:
    story = read("<h3>今日导读</h3><p>一行</p><h1>标题在此</h1><div id=ozoom>一段。</div><h2>相关新闻</h2>")
    assert (story.title, story.pretitle, story.subtitle) == ("标题在此", (), ())


def test_comments_around_the_title_say_that_other_parts_are_absent() -> None:
    page = story_page("标题在此", "<P>一段。</P>", author="记者 王二")
    story = read(re.sub(r"</?founder-[a-z]+>", "", page))
    assert (story.subtitle, story.author) == ((), "记者 王二")


def test_headlines_that_the_text_begins_with_again_are_no_text() -> None:
    again = "<p>海湾改革巡礼</p><p><b>标题 在此</b></p><p>一段。</p><p>标题 在此</p>"
    story = read(story_page("标题<br>在此", again, pretitle="海湾改革巡礼"))
    assert story.paragraphs == ("一段。", "标题 在此")


def test_a_skin_without_any_of_founders_marks() -> None:
    box = "<div class=dzb_dy_box><h1>标题在此</h1><span class=px12><p>　　一段。</p><p>又一段。</p></span></div>"
    story = read(f"<span class=px12>工具</span>{box}")
    assert (story.title, story.paragraphs) == ("标题在此", ("一段。", "又一段。"))


@pytest.mark.parametrize("html", ["", "<p>x</p>", "<h1>404</h1><div class=content>没有这个页面</div>"])
def test_what_carries_no_mark_is_an_error(html: str) -> None:
    with pytest.raises(ReadError):
        read(html)


@pytest.mark.parametrize("title", ["广告", "·广告·", "公益广告", "本报信息", "海湾日报", "报头", "广告（二）"])
def test_adverts_notices_and_mastheads_are_no_stories(title: str) -> None:
    assert not_a_story(title, "一些文字")
    assert not is_story(title, "一些文字")


@pytest.mark.parametrize("title", ["广告业改革观察", "图片新闻", "海湾日报创刊六十年", "本报信息化改革侧记"])
def test_stories_that_only_sound_like_them(title: str) -> None:
    assert is_story(title, "短。")


def test_an_untitled_frame_is_a_story_when_it_holds_text() -> None:
    assert not is_story("", "")
    assert is_story("", "一段文字。")


# --- a single page, as `extract`, `probe` and `import` read it

PROSE = "<p>改革的事一件一件落到窗口上，群众少跑一趟是一趟。</p><p>企业的账也算得明白，半年里省下了不少工夫。</p>"
FACTS = (
    "<!--enpproperty <articleid>1</articleid><title>一张清单管到底</title><introtitle>海湾改革巡礼</introtitle>"
    "<subtitle>——来自基层的调查</subtitle>/enpproperty-->"
)
OLDER = (
    f"<title>海湾日报</title>{FACTS}<p>一张清单管到底</p><div id=ozoom><!--enpcontent-->{PROSE}<!--/enpcontent--></div>"
)


@pytest.mark.parametrize(
    "html",
    [
        story_page("一张清单管到底", PROSE, pretitle="海湾改革巡礼", subtitle="——来自基层的调查"),
        OLDER,
    ],
)
def test_a_story_s_headlines_are_its_own_and_not_the_paper_s_name(html: str) -> None:
    found = extract(document(html, f"{FOLDER}/content_1_2.htm"))
    assert (found.title, found.kicker, found.subtitle) == ("一张清单管到底", "海湾改革巡礼", "——来自基层的调查")
    assert found.body.count("\n") >= 1


@pytest.mark.parametrize("url", [f"{FOLDER}/node_1.htm", "file:///tmp/saved.htm"])
def test_a_board_is_no_article(url: str) -> None:
    area = '<Area coords="2,98" shape=polygon href=content_52014.htm>'
    html = board_page(
        directory((1, "第01版：要闻")), listing(("content_1_1", "题", "")), area, f"<p>{'版面' * 200}</p>"
    )
    with pytest.raises(NotAnArticle) as refused:
        extract(document(html, url))
    assert refused.value.kind == "index"


UNMARKED = f"""<html><head><title>港口改革再提速</title></head><body><div class=top>2021年10月26日 星期二</div>
<div class=text><h1>港口改革再提速</h1><p>本报记者 王二</p>
<p>　　{"码头的调度员把三张单子并成一张，船长在岸边就能签。" * 3}</p>
<p>　　{"仓库清点从两天减到半天，货主说心里有了底。" * 3}</p></div><div class=foot>海湾日报社</div></body></html>"""


def test_a_page_without_any_mark_is_the_story_that_its_board_names() -> None:
    story = story_of(document(UNMARKED, URL), [StoryLink(URL, "海湾改革巡礼｜港口改革再提速")])
    assert (story.title, story.on) == ("港口改革再提速", DAY)
    assert [line[:5] for line in story.paragraphs] == ["本报记者 ", "码头的调度", "仓库清点从"]


@pytest.mark.parametrize("html", [UNMARKED, "<p>请登录后阅读</p>", ""])
def test_a_page_without_any_mark_that_no_board_names_is_none(html: str) -> None:
    with pytest.raises(ReadError):
        story_of(document(html, URL), [StoryLink(URL, "渔汛来了渔船出海"), StoryLink(URL, "")])


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("本报记者 王二 <span>《海湾日报》（2021年10月26日 第 03 版）</span>", "本报记者 王二"),
        ("<span>《海湾日报》（ 2021年10月26日 03版）</span>", ""), ("原载《海湾日报》2021年10月26日", ""),
    ],
)  # fmt: skip
def test_the_author_stands_before_the_issue_below_the_headline(line: str, author: str) -> None:
    page = f"<h1>港口改革再提速</h1><p class=sec>{line}</p><div id=ozoom><p>码头的调度员把单子并成一张。</p></div>"
    assert read(page).author == author


BARE = f"""<html><head><title>海湾日报</title></head><body><map><area href=content_9.htm></map>
<p class=yt>开放之年看改革</p><h3>港口改革再提速</h3><div class=text>
<p>　　{"码头的调度员把三张单子并成一张，船长在岸边就能签。" * 3}</p>
<p>　　{"仓库清点从两天减到半天，货主说心里有了底。" * 3}</p></div></body></html>"""
"""A page that bears the newspaper's name for its title, and its board's picture beside the story."""


@pytest.mark.parametrize(
    ("html", "link"),
    [
        (BARE, StoryLink(URL, "港口改革再提速")),
        (BARE, StoryLink(URL, "", tooltip="开放之年看改革 港口改革再提速")),
        (BARE.replace("港口改革再提速", "（上接第1版）"), StoryLink(URL, "（上接第1版）")),
        (BARE.replace("text>", "text><founder-content>"), StoryLink(URL, "港口改革再提速")),
    ],
)  # fmt: skip
def test_a_headline_that_nothing_marks_is_the_line_that_the_board_names(html: str, link: StoryLink) -> None:
    story = story_of(document(html, URL), [link])
    assert story.title == (link.title or "港口改革再提速")
    assert [line[:5] for line in story.paragraphs] == ["码头的调度", "仓库清点从"]
