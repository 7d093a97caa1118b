"""From the boards of an issue to the series' one text: which stories, which of them are one, and how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support_epaper import BASE, DAY, FOLDER, PAPER, series

from crawler.sources.assembling import Assembled, assemble, page_marker
from crawler.sources.choice import choose
from crawler.sources.continued import comes_from, goes_to, without_marks
from crawler.sources.epaper import Epaper
from crawler.sources.founder import Board, Story, StoryLink
from storage.config import SeriesConfig
from storage.sourceconfig import EpaperSource
from storage.values import Person, Related, Surface

SERIES = series()


def board(number: int, label: str, name: str, *stories: StoryLink) -> Board:
    url = f"{FOLDER}/node_{number}.htm"
    return Board(url, DAY, label, name, stories=stories, paper=PAPER, pdf=f"{url}.pdf", page_image=f"{url}.jpg")


def link(number: int, title: str, pretitle: str = "", subtitle: str = "") -> StoryLink:
    return StoryLink(f"{FOLDER}/content_{number}.htm", title, pretitle, subtitle)


def story(number: int, title: str, *paragraphs: str, **more: object) -> Story:
    made = Story(f"{FOLDER}/content_{number}.htm", (title,) if title else (), paragraphs=paragraphs, on=DAY)
    return replace(made, **more)  # type: ignore[arg-type]


def chosen(*boards: Board, of: SeriesConfig = SERIES) -> list[tuple[str, list[str]]]:
    return [(each.board.label, [link.title for link in each.stories]) for each in choose(of, boards)]


def joined(*pages: tuple[Board, Sequence[Story]]) -> Assembled:
    assembled = assemble(SERIES, pages)
    assert assembled is not None
    return assembled


NEWS = board(1, "1版", "要闻", link(1, "“海湾改革巡礼”今起推出"), link(2, "明日有雨"))


def test_a_board_that_bears_the_name_belongs_as_a_whole() -> None:
    special = board(9, "特1版", "改革巡礼", link(11, "甲局提速"), link(12, "广告"), link(13, "乙局增效"), link(14, ""))
    assert chosen(NEWS, special) == [("1版", ["“海湾改革巡礼”今起推出"]), ("特1版", ["甲局提速", "乙局增效", ""])]


def test_elsewhere_a_story_needs_the_words_itself() -> None:
    plain = board(
        5, "5版", "专题", link(1, "甲局提速", "海湾改革巡礼"), link(2, "乙局增效"), link(3, "丙", "", "——改革巡礼之二")
    )
    assert chosen(plain) == [("5版", ["甲局提速", "丙"])]


def test_the_link_s_title_attribute_counts() -> None:
    hinted = StoryLink(f"{FOLDER}/content_1.htm", "甲局提速", tooltip="改革巡礼：甲局提速")
    assert chosen(board(5, "5版", "专题", hinted)) == [("5版", ["甲局提速"])]


def test_special_boards_of_one_name_go_on_together() -> None:
    run = (
        board(8, "8版", "特刊", link(1, "无关")),
        board(9, "特1版", "特刊", link(11, "甲局提速", "改革巡礼")),
        board(10, "特2版", "特刊", link(12, "乙局增效")),
        board(11, "特3版", "家居", link(13, "沙发")),
    )
    assert chosen(*run) == [("特1版", ["甲局提速"]), ("特2版", ["乙局增效"])]


def test_an_issue_without_the_series_has_nothing_to_fetch() -> None:
    assert chosen(board(1, "1版", "要闻", link(2, "明日有雨"))) == []


def test_excluded_titles_are_left_out() -> None:
    special = board(9, "特1版", "改革巡礼", link(11, "甲局提速"), link(12, "改革巡礼征稿启事"))
    assert chosen(special, of=series(exclude=["启事"])) == [("特1版", ["甲局提速"])]
    assert chosen(board(9, "9版", "改革巡礼广告"), of=series(exclude=["巡礼广告"])) == []


def test_continuations_are_fetched_too() -> None:
    first = board(1, "1版", "要闻", link(1, "改革巡礼：港口再提速"), link(2, "明日有雨连三天"))
    second = board(
        3,
        "3版",
        "综合",
        link(3, "（上接第一版）"),
        link(4, "港口再提速"),
        link(5, "改革巡礼：港口再提速（续）"),
        link(6, "明日有雨连三天"),
    )
    assert chosen(first, second)[1] == ("3版", ["（上接第一版）", "改革巡礼：港口再提速（续）"])


def test_one_text_board_by_board() -> None:
    one = story(1, "今起推出", "开篇。", pretitle=("全面展示",), subtitle=("——专题",), author="海湾日报记者 王二")
    two = story(
        2, "甲局提速", "甲段。", "甲又段。", pretitle=("甲局",), captions=("码头。",), images=("http://x/p.jpg",)
    )
    three = story(3, "乙局增效", "乙段。（记者 李三）", author="李三", subtitle=("——乙记",))
    extract = joined((NEWS, [one]), (board(9, "特1版", "改革巡礼"), [two, three])).extract
    assert extract.body.split("\n") == [
        f"{PAPER}2021年10月26日1版", "海湾日报记者 王二", "开篇。",
        f"{PAPER}2021年10月26日特1版", "甲局", "甲局提速", "甲段。", "甲又段。", "码头。",
        "乙局增效", "——乙记", "乙段。（记者 李三）",
    ]  # fmt: skip
    assert (extract.title, extract.kicker, extract.subtitle) == ("今起推出", "全面展示", "——专题")
    assert (extract.url, extract.printed_on, extract.source) == (NEWS.url, DAY, PAPER)
    assert extract.byline == "海湾日报记者 王二"
    assert extract.people == (Person("王二", "记者"), Person("李三", "记者"))
    assert Related("image", "http://x/p.jpg") in extract.related
    assert [one.kind for one in extract.related] == ["pdf", "pdf", "page_image", "page_image", "image"]


def test_each_story_keeps_its_address_as_a_part() -> None:
    one, two = story(1, "今起推出", "开篇。"), story(2, "甲局提速", "甲段。", captions=("码头。",))
    parts = joined((NEWS, [one]), (board(9, "特1版", "改革巡礼"), [two])).parts
    assert [(part.url, part.title, part.text) for part in parts] == [
        (one.url, "今起推出", "开篇。"), (two.url, "甲局提速", "甲段。\n码头。"),
    ]  # fmt: skip


def test_the_lead_is_the_story_of_the_first_board_that_carries_the_words() -> None:
    extract = joined((NEWS, [story(1, "别的头条", "甲。"), story(2, "改革巡礼开栏", "乙。")])).extract
    assert extract.title == "改革巡礼开栏"
    assert extract.body.split("\n") == [page_marker(PAPER, DAY, "1版"), "别的头条", "甲。", "乙。"]


def test_without_a_headline_the_series_and_the_day_name_it() -> None:
    assert joined((NEWS, [story(1, "", "只有正文。")])).extract.title == "海湾改革巡礼（2021年10月26日）"


def test_without_the_papers_name_or_a_label() -> None:
    nameless = replace(NEWS, paper=None)
    assert joined((nameless, [story(1, "甲", "乙。")])).extract.body == "2021年10月26日1版\n乙。"
    assert joined((replace(NEWS, label=""), [story(1, "甲", "乙。")])).extract.body == "乙。"


def test_nothing_printed_is_nothing() -> None:
    assert assemble(SERIES, [(NEWS, [story(1, "广告", "买一送一。"), story(2, "")])]) is None
    assert assemble(SERIES, []) is None


def test_adverts_are_left_out_and_editors_are_told_apart() -> None:
    page = [
        story(1, "甲局提速", "甲段。", "本版编辑：赵四　美编：钱五"),
        story(2, "广告", "买一送一。"),
        story(3, "编辑部里的事", "编辑部主任王某说：好。"),
    ]
    extract = joined((NEWS, page)).extract
    assert extract.body.split("\n")[1:] == ["甲段。", "编辑部里的事", "编辑部主任王某说：好。"]
    assert extract.editor == "赵四"
    assert Person("赵四", "责任编辑") in extract.people


def test_the_same_story_at_one_address_on_two_boards_is_one() -> None:
    same = story(1, "甲局提速", "甲段。")
    assembled = joined((NEWS, [same]), (board(2, "2版", "综合"), [same]))
    assert assembled.extract.body.count("甲段。") == 1
    assert len(assembled.parts) == 1


@pytest.mark.parametrize(
    ("begun", "rest_title", "rest"),
    [
        (("甲。", "乙到一半（下转第3版）"), "（上接第1版）", ("就说完了。", "丙。")),
        (("甲。", "乙到一半", "下转第三版"), "港口改革再提速（续）", ("就说完了。", "丙。")),
        (("甲。", "乙到一半 ▶下转3版"), "上接第一版 港口改革再提速", ("（上接第1版）就说完了。", "丙。")),
        (("甲。", "乙到一半"), "港口改革再提速", ("甲。", "就说完了。", "丙。")),
        (("甲。", "乙到一半（下转3版·综合）"), "（上接1版·要闻）", ("就说完了。", "丙。")),
        (("甲。", "乙到一半（下转第3版）"), "港口再提速的另一个标题", ("（上接1版）", "就说完了。", "丙。")),
    ],
)
def test_a_story_continued_on_another_board_is_one(
    begun: tuple[str, ...], rest_title: str, rest: tuple[str, ...]
) -> None:
    first, second = story(1, "港口改革再提速", *begun), story(9, rest_title, *rest)
    assembled = joined((NEWS, [first]), (board(3, "3版", "综合"), [second]))
    assert assembled.extract.body.split("\n") == [page_marker(PAPER, DAY, "1版"), "甲。", "乙到一半就说完了。", "丙。"]
    assert [part.url for part in assembled.parts] == [first.url, second.url]


def test_a_colon_behind_the_note_s_bracket_is_the_text_s() -> None:
    first, rest = story(1, "港口改革再提速", "他说（下转第3版）"), story(9, "港口改革再提速", "（上接第1版）：好。")
    assert joined((NEWS, [first]), (board(3, "3版", "综合"), [rest])).extract.body.split("\n")[1:] == ["他说：好。"]


@pytest.mark.parametrize("line", ["责编 赵四 美编 钱五 审读 孙六", "（责任编辑 赵四）", "编辑 赵四"])
def test_editors_without_a_colon(line: str) -> None:
    extract = joined((NEWS, [story(1, "甲局提速", "甲段。", line)])).extract
    assert (extract.body.split("\n")[1:], extract.editor) == (["甲段。"], "赵四")


def test_a_bare_continuation_of_another_story_is_left_out() -> None:
    other = story(9, "（上接第1版）", "别家的事。")
    assembled = joined((NEWS, [story(1, "港口改革再提速", "说完了。")]), (board(3, "3版", "综合"), [other]))
    assert "别家的事" not in assembled.extract.body


def test_headlines_that_only_name_the_series_stay_separate_stories() -> None:
    pages = [(board(n, f"特{n}版", "改革巡礼"), [story(n, "海湾改革巡礼专题报道", f"第{n}段。")]) for n in (1, 2)]
    assert joined(*pages).extract.body.split("\n")[2:] == [
        page_marker(PAPER, DAY, "特2版"), "海湾改革巡礼专题报道", "第2段。",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["（下转第三版）", "……的改革。下转第3版", "事情（转3版）", "► 下转第 3 版"])
def test_notes_that_lead_on(line: str) -> None:
    assert goes_to(line) == "3版"


@pytest.mark.parametrize("line", ["经济形势好转。三版", "读者可在第3版读到全文。", "甲段。"])
def test_lines_that_lead_nowhere(line: str) -> None:
    assert goes_to(line) is None
    assert comes_from(line) is None


@pytest.mark.parametrize(
    "title",
    [
        "（上接第1版）港口再提速",
        "上接1版：港口再提速",
        "港口再提速（续）",
        "港口再提速（上接A01版）",
        "港口再提速（下转第2版）",
    ],
)
def test_marks_are_no_part_of_a_headline(title: str) -> None:
    assert without_marks(title) == "港口再提速"


def test_the_surface_is_the_e_papers() -> None:
    source = Epaper(EpaperSource(kind="epaper", base_url=BASE))
    assert source.surface(joined((NEWS, [story(1, "甲", "乙。")])).extract.url) is Surface.EPAPER
