"""Stories on a page: organisations, headline stacks, sub-heads, captions, notes, tables."""

from __future__ import annotations

import pytest
from support_outline import FIRST, SECOND, THIRD, body, shape

from storage.outline import Outline, outline
from storage.outline.values import Role

MARK = "海门日报2023年4月7日特1版"


def roles(found: Outline) -> list[str]:
    return [line.role.value for line in found.lines]


@pytest.mark.parametrize("colon", ["", ":", "："])
def test_a_department_with_its_headlines(colon: str) -> None:
    found = outline(body(f"市水务管理局{colon}", "旧泵房有了新牌子", "谁来修都写清楚", FIRST, SECOND))
    assert shape(found) == [(None, [("青岛市水务管理局", ("旧泵房有了新牌子", "谁来修都写清楚"))])]
    assert found.pages[0].sections[0].organisation_printed == "市水务管理局"
    assert found.pages[0].sections[0].body == (FIRST, SECOND)


def test_an_area_under_a_department_is_its_headline() -> None:
    found = outline(
        body("市商务局", "青岛保税物流试验区", "货不落地就通关", FIRST, "市教育局", "学校开到家门口", SECOND)
    )
    assert [part.organisation for part in found.pages[0].sections] == ["青岛市商务局", "青岛市教育局"]


def test_lead_lines_and_lead_photo_stand_before_the_organisations() -> None:
    found = outline(
        body(MARK, "水管里的改革", "——城市管理小组见闻", "团岛湾晨景。", "市水务管理局", "旧泵房有了新牌子", FIRST)
    )
    lead = found.pages[0].sections[0]
    assert (lead.organisation, lead.headline, lead.body, lead.captions, lead.lines) == (
        None, ("水管里的改革", "——城市管理小组见闻"), (), ("团岛湾晨景。",), (2, 4),
    )  # fmt: skip
    assert roles(found)[:5] == ["marker", "headline", "subtitle", "caption", "organisation"]


def test_a_district_page_holds_several_stories() -> None:
    found = outline(
        body(
            MARK, "从一根水管看一座城——", "崂山区：把账本贴在门口", FIRST, "仓库搬进片区里", "零件不用等三天", SECOND,
            "金家岭片区：", "楼宇里的泵房", THIRD, "签字签在龙头旁", FIRST,
        )
    )  # fmt: skip
    assert [(part.organisation, part.headline[0]) for part in found.pages[0].sections] == [
        ("崂山区", "从一根水管看一座城——"),
        ("崂山区", "仓库搬进片区里"),
        ("金家岭片区", "楼宇里的泵房"),
        ("崂山区", "签字签在龙头旁"),
    ]


def test_a_department_tells_one_story() -> None:
    found = outline(body("市水务管理局", "旧泵房有了新牌子", FIRST, "先看后修", "修完再看", SECOND, "一、换件", THIRD))
    assert len(found.pages[0].sections) == 1
    assert roles(found)[3:5] == ["subhead", "subhead"]
    assert found.pages[0].sections[0].body == (FIRST, "先看后修", "修完再看", SECOND, "一、换件", THIRD)


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, SECOND, THIRD],
        [FIRST, "这件事没有完。", SECOND],
        [FIRST, "一、管水", SECOND, "（二）管电", THIRD],
        [FIRST, "泵房里的新规矩", SECOND],
        [FIRST, "先看后修", "修完再看", SECOND],
        [FIRST, "真快啊！", SECOND],
        ["问：水管谁来修？", f"答：{FIRST}", "问：钱从哪里来？", f"答：{SECOND}"],
        [FIRST, SECOND, "海门市人民政府", "2023年4月7日"],
        [FIRST, "——先看后修；", "——修完再看。", SECOND],
        [FIRST, "王大海", "李小山", SECOND],
    ],
)
def test_a_text_without_structure_is_one_section(lines: list[str]) -> None:
    found = outline(body(*lines))
    assert shape(found) == [(None, [(None, ())])]
    assert found.pages[0].sections[0].body == tuple(lines)
    assert found.pages[0].sections[0].lines == (1, len(lines))


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("图为修好的泵房。王宁 摄", FIRST, SECOND),
        ("团岛湾鸟瞰。", FIRST, SECOND),
        ("维修工在泵房换件。", "泵房换了新牌子", SECOND),
        ("换下来的旧阀门。", "泵房换了新牌子", SECOND),
        ("（资料图）", FIRST, SECOND),
        ("维修工在泵房换件。（王宁 摄）", FIRST, SECOND),
        ("维修工在泵房换件。海门日报/海风新闻记者 王 宁 摄", FIRST, SECOND),
        ("维修工在泵房换件。 王 宁 摄", FIRST, SECOND),
        ("维修工在泵房换件。市水务管理局供图", FIRST, SECOND),
        ("图片由市水务管理局提供", FIRST, SECOND),
        ("新华社发（王宁摄）", FIRST, SECOND),
        ("图源：海门影像", FIRST, SECOND),
        ("图一 修好的泵房。", FIRST, SECOND),
        ("上图 工人在泵房换件。 王 宁摄（海门视觉）", FIRST, SECOND),
        ("改建后的泵房。资料图", FIRST, SECOND),
        ("从前的泵房（翻拍）。", FIRST, SECOND),
        ("今日泵房。 本报记者 王宁 航拍", FIRST, SECOND),
        ("上图：居民在看牌子。均 本报记者 王宁 摄", FIRST, SECOND),
        ("高技能人才比武现场。", FIRST, SECOND),
        ("工人正在安装阀门。", "泵房换了新牌子", SECOND),
        ("网格员在泵房门口核对牌子。", FIRST, SECOND),
        ("▲网格员讲解换牌流程。海门日报/海风新闻记者 王宁山 摄", FIRST, SECOND),
        ("网格员讲解换牌流程。王宁、李强 摄", FIRST, SECOND),
        ("左上图：换下来的牌子，字已经看不清。", FIRST, SECOND),
        ("图一、图二：泵房换牌前后，字都看得清。", FIRST, SECOND),
        ("图①换下来的牌子，字已经看不清。", FIRST, SECOND),
        ("新牌子挂上了墙。图/王宁", FIRST, SECOND),
        ("本版图片除署名外均由市水务管理局提供", FIRST, SECOND),
        ("网格员（右）向居民讲解牌子上的字", FIRST, SECOND),
        ("改建前的三号泵房（资料片）", FIRST, SECOND),
        ("友人在泵房旧址参观。", FIRST, SECOND),
        ("团岛湾滨海步道。", "泵房换了新牌子", SECOND),
    ],
)
def test_captions(line: str, before: str, after: str) -> None:
    found = outline(body(MARK, "城里的水", "——管网见闻", before, line, after))
    assert [each.text for each in found.lines if each.role is Role.CAPTION] == [line]


@pytest.mark.parametrize(
    "line", ["这件事没有完。", "改革还在路上。", "他说得不错。", "现在，水清了。", "变化正在发生。", "不少人在观望。"]
)
def test_short_sentences_are_text(line: str) -> None:
    found = outline(body(MARK, "城里的水", "泵房换了新牌子", FIRST, line, SECOND))
    assert line in found.pages[0].sections[0].body


BY, BY_TWO = "本报记者 王宁", "本报记者 李强"
PUMPS, STORES, INNER = "泵房换了新牌子", "仓库搬进片区里", "先看后修"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([PUMPS, BY, FIRST, INNER, SECOND, "修完再看", THIRD], [(PUMPS,)]),
        ([PUMPS, BY, INNER, FIRST, STORES, BY_TWO, SECOND, "有人签字", THIRD], [(PUMPS,), (STORES,)]),
        ([PUMPS, f"本报讯（记者 王宁）{FIRST}", INNER, SECOND, STORES, f"新华社北京4月7日电 {THIRD}"],
         [(PUMPS,), (STORES,)]),
        ([PUMPS, BY, FIRST, STORES, f"{SECOND}（记者 李强）", "签字签在龙头旁", THIRD],
         [(PUMPS,), (STORES,), ("签字签在龙头旁",)]),
        ([PUMPS, "■ 核心阅读", FIRST, BY, SECOND, INNER, THIRD], [(PUMPS,)]),
        ([PUMPS, BY, FIRST, STORES, "——管网见闻", SECOND], [(PUMPS,), (STORES, "——管网见闻")]),
        ([PUMPS, FIRST, STORES, SECOND], [(PUMPS,), (STORES,)]),
        ([PUMPS, BY, FIRST, STORES, "本报海门4月7日电  （记者李强）泵房又亮了灯。", SECOND], [(PUMPS,), (STORES,)]),
        ([PUMPS, f"海门日报/海风新闻4月7日讯 {FIRST}", STORES, f"海风新闻讯 {SECOND}"], [(PUMPS,), (STORES,)]),
        ([PUMPS, BY, FIRST, STORES, f"（海门日报/海风新闻记者 李强）{SECOND}"], [(PUMPS,), (STORES,)]),
        ([PUMPS, "（更多内容见特2-特8版）", "换牌子的一年 特2版", STORES, FIRST], [(PUMPS,), (STORES,)]),
        ([PUMPS, f"海门日报/海风新闻4月7日讯 {FIRST}", "看新闻，听资讯", SECOND], [(PUMPS,)]),
        ([PUMPS, f"海门都市报讯（记者 王宁）{FIRST}", STORES, f"海门讯（通讯员 李强）{SECOND}"], [(PUMPS,), (STORES,)]),
        ([PUMPS, f"本报讯（记者 王宁）{FIRST}", STORES, "昨日，村民在看牌子。（李强 摄）", "水清了", SECOND],
         [(PUMPS,), (STORES,), ("水清了",)]),
        ([PUMPS, f"本报讯（记者 王宁）{FIRST}", "后庄乡：“小板凳”坐出好邻里", f"本报讯（通讯员 李强）{SECOND}"],
         [(PUMPS,), ("后庄乡：“小板凳”坐出好邻里",)]),
        ([PUMPS, BY, FIRST, STORES, f"据中新社北京4月7日电 {SECOND}{THIRD}"], [(PUMPS,), (STORES,)]),
        (["今日导读", "泵房年底全换完 >>>2版", "仓库搬家（详见5版）", PUMPS, FIRST], [(), (PUMPS,)]),
        (["5G+AI", PUMPS, FIRST], [("5G+AI", PUMPS)]),
        (["新华社快讯｜泵房年底全换完", FIRST], [("新华社快讯｜泵房年底全换完",)]),
        ([PUMPS, FIRST, "（作者为本报评论部编辑）", STORES, SECOND], [(PUMPS,), (STORES,)]),
        ([PUMPS, f"{FIRST}（记者 王宁）", STORES, f"{SECOND}（记者 李强）"], [(PUMPS,), (STORES,)]),
        (["崂山区：把账本贴在门口", BY, FIRST, INNER, SECOND], [("崂山区：把账本贴在门口",)]),
        (["（上接1版）", FIRST, INNER, SECOND, STORES, BY, THIRD], [(), (STORES,)]),
        (["（上接1版）", PUMPS, FIRST, INNER, SECOND], [(), (PUMPS,)]),
        ([PUMPS, "（上接1版）", FIRST, INNER, SECOND], [(PUMPS,)]),
        ([PUMPS, FIRST, "（下转3版）", STORES, SECOND, "先看后修再签字", THIRD],
         [(PUMPS,), (STORES,), ("先看后修再签字",)]),
        ([PUMPS, FIRST, INNER, SECOND, STORES, THIRD], [(PUMPS,), (STORES,)]),
        ([PUMPS, FIRST, "短评", STORES, SECOND], [(PUMPS,), ("短评", STORES)]),
        ([PUMPS, FIRST, "水清了", f"本报讯（记者 王宁）{SECOND}"], [(PUMPS,), ("水清了",)]),
        ([PUMPS, f"{FIRST}（记者 王宁）", "水清了", SECOND], [(PUMPS,), ("水清了",)]),
        ([PUMPS, FIRST, "先把旧表换下来", SECOND, "再把新表装上去", THIRD], [(PUMPS,)]),
        ([PUMPS, BY, FIRST, "短评", STORES, "海 涛", SECOND], [(PUMPS,), ("短评", STORES)]),
        ([PUMPS, BY, FIRST, "短评", SECOND], [(PUMPS,)]),
    ],
)  # fmt: skip
def test_a_story_that_has_signed_goes_on_under_sub_heads(lines: list[str], told: list[tuple[str, ...]]) -> None:
    assert [part.headline for part in outline(body(MARK, *lines)).pages[0].sections] == told


def test_a_subtitle_behind_an_introduction_on_top() -> None:
    assert roles(outline(body(f"编者按：{SECOND}", "——管网见闻", FIRST))) == ["note", "subtitle", "body"]


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        (["小事谁来办？", "大事谁来议？", BY, FIRST], ("小事谁来办？", "大事谁来议？")),
        (["水清了！", FIRST], ("水清了！",)),
        (["问：水管谁来修？", FIRST], ()),
        (["“水清了！”", FIRST], ()),
        ([PUMPS, FIRST, "真快啊！", SECOND], (PUMPS,)),
    ],
)
def test_a_question_on_top_of_a_page_is_its_headline(lines: list[str], headline: tuple[str, ...]) -> None:
    assert shape(outline(body(MARK, *lines))) == [("特1版", [(None, headline)])]


def test_a_line_of_dashes_is_no_headline() -> None:
    assert shape(outline(body(MARK, PUMPS, FIRST, "————", SECOND))) == [("特1版", [(None, (PUMPS,))])]


@pytest.mark.parametrize("mark", [[], ["《 海门日报 》（ 2023年04月07日   03 版）"]])
def test_a_subtitle_on_top_belongs_to_the_title(mark: list[str]) -> None:
    found = outline(body("——管网见闻", BY, FIRST, INNER, SECOND, *mark))
    assert [part.headline for part in found.pages[0].sections] == [("——管网见闻",)]
    assert roles(found)[:5] == ["subtitle", "byline", "body", "subhead", "body"]


@pytest.mark.parametrize("line", ["图纸由设计院提供", "他买了一台相机，每天拍摄", "改革重新出发"])
def test_short_lines_that_only_speak_of_pictures(line: str) -> None:
    assert outline(body(MARK, "城里的水", FIRST, line, SECOND)).pages[0].sections[1].headline == (line,)


def test_notes_stand_before_the_story() -> None:
    found = outline(body(MARK, "开栏的话", FIRST, "市水务管理局", "旧泵房有了新牌子", f"编者按：{SECOND}", THIRD))
    assert [part.organisation for part in found.pages[0].sections] == [None, "青岛市水务管理局"]
    assert roles(found) == ["marker", "note", "body", "organisation", "headline", "note", "body"]


def test_a_note_below_the_byline_is_the_storys() -> None:
    found = outline(body(MARK, PUMPS, BY, "核心提示", FIRST, SECOND, "编者按", THIRD))
    assert [part.lines for part in found.pages[0].sections] == [(2, 6), (7, 8)]


@pytest.mark.parametrize("line", ["问：水管谁来修？", "王宁：谁来修？", "海门日报：谁来修？"])
def test_what_somebody_asks_under_a_headline_is_text(line: str) -> None:
    found = outline(body("市水务管理局", "旧泵房有了新牌子", line, f"答：{FIRST}"))
    assert found.pages[0].sections[0].headline == ("旧泵房有了新牌子",)


@pytest.mark.parametrize(
    "line",
    [
        "时间：2023年4月7日",
        "地点：海门三号泵房",
        "主办单位：海门市水务局",
        "申报单位：市水务局",
        "改革单位 市水务局",
        "单位：万吨",
        "制表：市水务局",
        "注：数据截至三月底",
        "采访对象：王宁",
    ],
)
def test_a_fact_with_its_label_is_text(line: str) -> None:
    assert shape(outline(body(MARK, PUMPS, FIRST, line, SECOND))) == [("特1版", [(None, (PUMPS,))])]


@pytest.mark.parametrize(
    "heads",
    [
        ["水要共治——", "账要同算——"],
        ["一", "二"],
        ["01", "02"],
        ["PART 1", "PART 2"],
        ["3月5日 晴", "4月12日 小雨"],
        ["居民代表 王宁", "企业负责人 李强"],
        ["水管是谁来修的？", "修水管钱从哪里来？"],
    ],
)
def test_sub_heads_that_are_told_by_their_likes(heads: list[str]) -> None:
    lines = [line for head in heads for line in (head, FIRST)]
    assert roles(outline(body(MARK, PUMPS, SECOND, *lines)))[3:] == ["subhead", "body"] * len(heads)


@pytest.mark.parametrize(
    "line",
    [
        "追问一：水管谁来修？",
        "镜头二 泵房的早晨",
        "案例一：换牌子",
        "【人物小传】",
        "主要做法",
        "【群众点赞】",
        "01 换牌子",
        "NO.2 换牌子",
        "壹 换牌子",
        "关键词：换牌子",
        "■换牌子",
    ],
)
def test_a_counted_label_heads_what_is_below_it(line: str) -> None:
    assert roles(outline(body(MARK, PUMPS, FIRST, line, SECOND)))[2:] == ["body", "subhead", "body"]


@pytest.mark.parametrize(
    "line", ["【泵房换了牌子】", "王小三：牌子换了就要有人管", "王宁任海门市人民政府党组成员、水务局局长（图/简历）"]
)
def test_a_headline_in_a_frame_or_with_a_word_on_its_picture(line: str) -> None:
    assert roles(outline(body(MARK, "市水务局", line, FIRST)))[2:] == ["headline", "body"]


def test_short_news_in_a_column() -> None:
    items = ["●后庄乡的泵房近日换上了新的牌子。", "●海门市首批四十六部旧电梯已经更换完毕。"]
    found = outline(body(MARK, "简讯", *items, "（本报综合）", PUMPS, FIRST))
    assert [part.headline for part in found.pages[0].sections] == [("简讯",), (PUMPS,)]
    assert roles(found)[2:5] == ["body"] * 3


@pytest.mark.parametrize(("below", "role"), [("本报记者 王宁 摄影报道", "caption"), (FIRST, "subhead")])
def test_numbered_sentences_are_captions_above_a_photographers_name(below: str, role: str) -> None:
    assert roles(outline(body(MARK, PUMPS, FIRST, "①旧牌子。", "②换牌子的人。", below)))[3:5] == [role] * 2


@pytest.mark.parametrize(
    "points", [["▶全市有三十七处旧泵房。", "▶修好的有二十一处。"], ["换牌的泵房有三十七处。", "工人正在安装阀门。"]]
)
def test_points_under_a_label_are_text(points: list[str]) -> None:
    found = outline(body(MARK, "要点提示", *points, BY, FIRST))
    assert roles(found) == ["marker", "note", "body", "body", "byline", "body"]


def test_a_question_that_the_writer_asks_himself_is_text() -> None:
    assert roles(outline(body(MARK, PUMPS, FIRST, "修水管钱从哪里来？", SECOND)))[2:] == ["body", "body", "body"]


def test_people_listed_with_where_they_are_make_no_headlines() -> None:
    listed = ["王大海 海门市林业局", "李小山（女） 后庄林场", "赵水根 后庄乡"]
    assert roles(outline(body(FIRST, *listed, SECOND))) == ["body"] * 5


def test_lead_lines_that_open_like_names_are_headlines() -> None:
    for lines in (
        ["高新区 泵房换新", "李沧区 水管换新", "黄岛区 牌子换新"],
        ["路长制 长牙齿", "白名单 管到底", "明白纸 明白办"],
    ):
        assert roles(outline(body(MARK, *lines, FIRST)))[1:4] == ["headline"] * 3


def test_two_guests_make_no_headlines() -> None:
    guests = ["市水务局副局长 王宁", "海门大学教授 李强"]
    assert roles(outline(body(MARK, PUMPS, "嘉宾：", *guests, FIRST)))[2:] == ["body"] * 4


@pytest.mark.parametrize(
    "line", ["海门日报2023年4月7日", "海门市水务局供稿", "（海门市水务局供稿）", "本版稿件由市水务局提供"]
)
def test_a_paper_with_its_day_or_who_supplied_a_text_is_its_source(line: str) -> None:
    assert roles(outline(body(MARK, PUMPS, FIRST, line, STORES, SECOND)))[3:5] == ["source", "headline"]


@pytest.mark.parametrize("label", ["编 者 按", "写在前面", "开篇语"])
def test_a_label_however_set_is_a_note(label: str) -> None:
    assert roles(outline(body(MARK, label, FIRST, PUMPS, SECOND))) == ["marker", "note", "body", "headline", "body"]


def test_a_boxs_name_on_top_of_a_page_is_a_headline_line() -> None:
    assert shape(outline(body(MARK, "改革者说", PUMPS, FIRST))) == [("特1版", [(None, ("改革者说", PUMPS))])]


def test_a_line_that_says_what_a_text_was_taken_from_is_its_source() -> None:
    assert roles(outline(body("（原题：泵房里的人）", FIRST, "（摘自《海门文艺》2023年第3期）"))) == [
        "headline",
        "body",
        "source",
    ]


@pytest.mark.parametrize("line", ["市政协委员 王宁：水清不清，居民最有发言权。", "修好一处公布一处，居民都说看得见。"])
def test_a_short_text_under_a_sub_head_is_no_caption(line: str) -> None:
    found = outline(body(MARK, PUMPS, BY, FIRST, INNER, line, "▲ 修好的泵房。"))
    assert roles(found)[4:] == ["subhead", "body", "caption"]
    found = outline(body(BY, FIRST, INNER, line, "▲ 修好的泵房。"))
    assert roles(found)[2:] == ["subhead", "body", "caption"]


def test_a_lead_of_one_sentence_is_no_caption() -> None:
    lead = "今年以来，全市三十七处泵房换了牌子。"
    assert roles(outline(body(MARK, PUMPS, lead, "市水务管理局", STORES, FIRST)))[2] == "body"


def test_a_short_text_that_ends_a_page_is_no_caption() -> None:
    assert roles(outline(body(MARK, PUMPS, FIRST, "遗失声明", "遗失泵房登记牌一块，声明作废。")))[-1] == "body"


def test_the_signed_headline_below_an_introduction() -> None:
    found = outline(body("【开栏的话】", FIRST, PUMPS, BY, SECOND, INNER, THIRD))
    assert [part.headline for part in found.pages[0].sections] == [(), (PUMPS,)]
    assert roles(found)[5] == "subhead"


@pytest.mark.parametrize("lines", [["老船长念起自己写的几句——"], ["磨剪子来——", "戗菜刀——"]])
def test_a_line_that_ends_in_a_dash_stands_on_a_headline_or_is_text(lines: list[str]) -> None:
    found = outline(body(MARK, PUMPS, FIRST, *lines, SECOND))
    assert found.pages[0].sections[0].body == (FIRST, *lines, SECOND)


def test_short_lines_under_a_byline_are_what_it_signs() -> None:
    found = outline(body("给泵房的一首短诗", "作者：王宁", "牌子换了又换", "水还是那股水"))
    assert shape(found) == [(None, [(None, ("给泵房的一首短诗",))])]


@pytest.mark.parametrize("label", ["编后", "记者手记", "【相关链接】", "名词解释", "专家点评", "数读："])
def test_an_afterword_and_a_box_stay_with_their_story(label: str) -> None:
    found = outline(body(MARK, PUMPS, FIRST, SECOND, label, THIRD, STORES, FIRST))
    assert [part.headline for part in found.pages[0].sections] == [(PUMPS,), (STORES,)]


@pytest.mark.parametrize("gap", ["\t", " | ", "  ", " "])
def test_tables_are_kept_as_rows(gap: str) -> None:
    rows = [gap.join(row) for row in (("区域", "泵房", "修好"), ("东片", "12", "9"), ("西片", "25", "24"))]
    found = outline(body("市水务管理局", "旧泵房有了新牌子", FIRST, *rows, SECOND))
    assert found.pages[0].sections[0].body == (FIRST, *rows, SECOND)
    assert [line.text for line in found.lines if line.role is Role.TABLE] == rows


def test_lines_with_blanks_between_read_the_same() -> None:
    lines = [MARK, "市水务管理局：", "旧泵房有了新牌子", FIRST, SECOND]
    close, loose = outline("\n".join(lines)), outline("\n\n".join(lines))
    assert shape(close) == shape(loose)
    assert loose.pages[0].sections[0].lines == (3, 9)
