"""Who is named, as what, and who is not; and which number an instalment has."""

from __future__ import annotations

import pytest
from support_outline import FIRST, SECOND, body

from storage.outline import outline, people, series_number


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("（海门日报/海风新闻记者 王宁）", [("记者", "王宁")]),
        ("(海门日报/海风新闻记者 王宁)", [("记者", "王宁")]),
        ("本报记者 王宁 李明月 通讯员 赵大海", [("记者", "王宁"), ("记者", "李明月"), ("通讯员", "赵大海")]),
        ("本报记者 王宁、李明月", [("记者", "王宁"), ("记者", "李明月")]),
        ("文/王宁 图/李明月", [("文", "王宁"), ("图", "李明月")]),
        ("记者 王 宁", [("记者", "王宁")]),
        ("记者 王　宁　李　强", [("记者", "王宁"), ("记者", "李强")]),
        ("记者王宁通讯员李强", [("记者", "王宁"), ("通讯员", "李强")]),
        ("本报记者王宁李强", [("记者", "王宁"), ("记者", "李强")]),
        ("□本报记者 王宁", [("记者", "王宁")]),
        ("首席记者 王宁 摄影 李强", [("首席记者", "王宁"), ("摄影", "李强")]),
        ("记者 王宁 文 李强 摄", [("记者", "王宁"), ("摄影", "李强")]),
        ("记者 王宁 李强 摄影报道", [("记者", "王宁"), ("记者", "李强")]),
        ("王宁 摄", [("摄影", "王宁")]),
        ("王宁/摄", [("摄影", "王宁")]),
        ("王  宁摄（人民视觉）", [("摄影", "王宁")]),
        ("本报记者 王宁 共享联盟·松川 李强", [("记者", "王宁"), ("记者", "李强")]),
        ("版式设计：王宁", [("版式设计", "王宁")]),
        ("讲述人：后庄村河长 王宁", [("讲述人", "王宁")]),
        ("（实习生王宁对本文亦有贡献）", [("实习生", "王宁")]),
        ("记者 阿不都·热合曼 通讯员 欧阳明", [("记者", "阿不都·热合曼"), ("通讯员", "欧阳明")]),
        ("责任编辑：丁一", [("责任编辑", "丁一")]),
        ("责任编辑:王宁 审核:李强 校对:赵大海", [("责任编辑", "王宁"), ("审核", "李强"), ("校对", "赵大海")]),
        ("编辑 | 王宁", [("编辑", "王宁")]),
        ("来源：海门日报", []),
        ("来源：海门日报 作者：王宁", [("作者", "王宁")]),
        ("海门日报供图", []),
        ("市委宣传部供图", []),
        ("受访者供图", []),
        ("通讯员 市财政局 李强", [("通讯员", "李强")]),
        ("本报评论员", []),
        ("采写：南都记者 方南", [("记者", "方南")]),
        ("记者从市财政局获悉", []),
        ("记者调查：老楼加梯", []),
        ("□ 王 宁 李强", [("作者", "王宁"), ("作者", "李强")]),
        ("□ 城里的水", []),
        ("记者王 宁 通讯员李 强", [("记者", "王宁"), ("通讯员", "李强")]),
        ("作者︱王宁", [("作者", "王宁")]),
        ("記者陳大文／台北報導", [("记者", "陳大文")]),
        ("□ 盖小满", [("作者", "盖小满")]),
        ("一审丨王 宁 二审丨李强", [("一审", "王宁"), ("二审", "李强")]),
        ("图文：王宁", [("文/图", "王宁")]),
        ("图文并茂", []),
        ("记者王宁、李强报道", [("记者", "王宁"), ("记者", "李强")]),
        ("本报记者 王宁 发自北京", [("记者", "王宁")]),
        ("海门晚报·海风壹点记者 王宁", [("记者", "王宁")]),
        ("作者单位：海门大学", []),
        ("主笔：王宁", [("主笔", "王宁")]),
        ("文 王宁 图 李强", [("文", "王宁"), ("图", "李强")]),
        ("文 王 宁 图 李 强", [("文", "王宁"), ("图", "李强")]),
        ("编辑：王 文 责任编辑：李 图", [("编辑", "王文"), ("责任编辑", "李图")]),
        ("本报记者王宁摄", [("摄影", "王宁")]),
        ("高空拍摄", []),
        ("一审：王宁 二审：李强 三审：赵大海", [("一审", "王宁"), ("二审", "李强"), ("三审", "赵大海")]),
        ("（一审法院）", []),
        ("记者：薄其红", [("记者", "薄其红")]),
        ("编辑：邰玉凤 校对：都小满", [("编辑", "邰玉凤"), ("校对", "都小满")]),
        ("编辑：你好", []),
        ("作者：佚名", []),
        ("（记者隽华）", [("记者", "隽华")]),
        ("本版撰文 记者 王宁 本版编辑 李强", [("记者", "王宁"), ("编辑", "李强")]),
        ("記者 陳大文 攝影：李志強", [("记者", "陳大文"), ("摄影", "李志強")]),
        ("責任編輯：王寧", [("责任编辑", "王寧")]),
        ("", []),
    ],
)
def test_people_of_a_credit(line: str, named: list[tuple[str, str]]) -> None:
    assert [(person.role, person.name) for person in people(line)] == named


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        (["本报记者 王 宁 通讯员 赵大海", FIRST], "本报记者 王 宁 通讯员 赵大海"),
        ([FIRST, f"{SECOND}（海门日报记者 王宁）"], "海门日报记者 王宁"),
        ([f"本报讯（记者 王宁）{FIRST}", SECOND], "记者 王宁"),
        (["○本报记者 王宁", FIRST], "本报记者 王宁"),
        (["□ 王 宁", FIRST], "王 宁"),
        (["□ 记者 王宁 报道", FIRST], "记者 王宁 报道"),
        (["文/图 王宁", FIRST], "文/图 王宁"),
        (["作者 | 王宁", FIRST], "作者 | 王宁"),
        (["泵房记", "王 宁", FIRST], "王 宁"),
        (["王宁 李强", FIRST, SECOND], "王宁 李强"),
        (["泵房记", "王 宁", "水是一根长线", "穿过三十七间屋子", "谁也没有打过结"], "王 宁"),
        (["护林员候选人", "王宁", "男，1960年出生，守泵房三十年，换下来的阀门一只没有丢，排在窗台上。"], None),
        (["公告", FIRST], None),
        (["时评", FIRST], None),
        (["泵房记", "文摘", FIRST], None),
        (["泵房里的人", "王宁", FIRST, "李强", SECOND], None),
        (["目录", "水往哪里流", "王宁", "城里的泵房是怎样换牌子的", "李强"], None),
        (["本报记者 王宁 发自北京", FIRST], "本报记者 王宁 发自北京"),
        (["本报评论员", FIRST], "本报评论员"),
        (["本报评论员", FIRST, "（记者 王宁）"], "记者 王宁"),
        (["本报记者", FIRST], None),
        ([FIRST, "王宁 摄", SECOND], None),
        ([FIRST, "责任编辑：丁一"], None),
        ([FIRST, "来源：海门日报"], None),
        ([FIRST, SECOND], None),
    ],
)
def test_the_byline_is_as_printed(lines: list[str], byline: str | None) -> None:
    assert outline(body(*lines)).byline == byline


@pytest.mark.parametrize(
    "line", ["□ 王宁", "作者 | 王宁", "○本报记者 王宁", "记者：薄其红", "本报评论员", "（本报编辑部）", "本報記者 王寧"]
)
def test_a_line_that_signs_is_no_headline_and_no_table(line: str) -> None:
    assert [each.role.value for each in outline(body(line, FIRST)).lines] == ["byline", "body"]


@pytest.mark.parametrize(
    "line", ["责任编辑：王宁 电话：0532-12345678", "责编 王宁 邮箱 abc@example.org", "编辑：王宁 2021-10-26"]
)
def test_an_editor_line_may_say_how_to_reach_them(line: str) -> None:
    found = outline(body(FIRST, line))
    assert (found.lines[1].role.value, [each.name for each in found.people]) == ("editor", ["王宁"])


def test_a_byline_may_have_several_lines() -> None:
    found = outline(body("文字：王宁", "摄影：李强", "制图：赵大海", FIRST, "图为泵房。李强 摄"))
    assert [each.role.value for each in found.lines] == ["byline", "byline", "byline", "body", "caption"]


def test_everyone_of_a_body_once_and_in_order() -> None:
    found = outline(
        body(
            "旧泵房换了牌子",
            "文/王宁 图/李强",
            FIRST,
            "图为换下的阀门。李强 摄",
            f"{SECOND}（记者 王宁）",
            "责任编辑：丁一",
        )
    )
    assert [(person.role, person.name) for person in found.people] == [
        ("文", "王宁"), ("图", "李强"), ("摄影", "李强"), ("记者", "王宁"), ("责任编辑", "丁一"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("海门改革行第12期", 12),
        ("海门改革行第１２期", 12),
        ("“海门改革行”之12", 12),
        ("“海门改革行”系列报道之七：水从哪里来", 7),
        ("水从哪里来（之七）", 7),
        ("改革系列报道⑦", 7),
        ("改革系列报道㉑ 水从哪里来", 21),
        ("改革行系列（第十二期）", 12),
        ("改革行系列（七）", 7),
        ("“改革行”系列报道之一百零三", 103),
        ("改革行系列报道之一", 1),
        ("改革观察｜第三篇", 3),
        ("改革观察No.8", 8),
        ("改革观察丨⑫水从哪里来", 12),
        ("改革观察（第⑫期）", 12),
        ("改革观察2021（12）", 12),
        ("改革观察（廿三）", 23),
        ("改革观察（2021）", None),
        ("第一集团军的老兵", None),
        ("第三集中供热站投用", None),
        ("第一篇章：从零开始", None),
        ("今日第3版有专题", None),
        ("第一批试点公布", None),
        ("地铁第二期工程开工", None),
        ("改革是重要内容之一", None),
        ("三分之二的泵房修好了", None),
        ("水从哪里来", None),
    ],
)
def test_the_number_of_an_instalment(title: str, number: int | None) -> None:
    assert series_number(title, None, "") == number
    assert series_number("", title, "") == number


def test_a_number_in_a_sentence_counts_only_where_it_says_what_is_printed() -> None:
    assert series_number("", None, f"{FIRST}本报与市委改革办联合推出专栏，今天刊出第一期。") == 1
    assert series_number("", None, f"{FIRST}第一期培训班办在泵房里，学员坐在水管上听课，一听就是一个下午。") is None
    assert (
        series_number("", None, "这是第三次扩建，前两期都提前完工，第四期列入明年计划，全部建成后泵房有三十七处。")
        is None
    )


def test_the_kicker_names_the_series() -> None:
    found = outline(body("“海门改革行”系列报道之三", "旧泵房换了牌子", FIRST))
    assert (found.kicker, found.number) == ("“海门改革行”系列报道之三", 3)
    assert outline(body("旧泵房换了牌子", FIRST)).kicker is None
