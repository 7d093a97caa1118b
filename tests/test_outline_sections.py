"""Stories on a page: organisations, headline stacks, sub-heads, captions, notes, tables."""

from __future__ import annotations

import pytest
from support_outline import FIRST, SECOND, THIRD, body, shape

from storage.outline import Outline, normalise_organisation, outline
from storage.outline.organisations import read_organisation
from storage.outline.values import Role

MARK = "海门日报2023年4月7日特1版"


def roles(found: Outline) -> list[str]:
    return [line.role.value for line in found.lines]


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("市财政局", "青岛市财政局"),
        ("市财政局：", "青岛市财政局"),
        ("财政局", "青岛市财政局"),
        ("青岛市财政局", "青岛市财政局"),
        ("市 财 政 局", "青岛市财政局"),
        ("市委编办", "青岛市委编办"),
        ("团市委", "青岛团市委"),
        ("青岛市发展改革委", "青岛市发展改革委"),
        ("市场监管局", "青岛市市场监管局"),
        ("市民政局", "青岛市民政局"),
        ("市南区", "市南区"),
        ("市北区教育局", "市北区教育局"),
        ("胶州", "胶州"),
        ("西海岸新区", "西海岸新区"),
        ("上合示范区：", "上合示范区"),
        ("中共青岛市委办公厅", "中共青岛市委办公厅"),
        ("山东省财政厅", "山东省财政厅"),
        ("济南市财政局", "济南市财政局"),
        ("市财政局、市税务局", "青岛市财政局、青岛市税务局"),
        ("市南、市北、李沧", "市南、市北、李沧"),
        ("古现街道", "古现街道"),
        ("蓝村镇政府", "蓝村镇政府"),
        ("远帆集团", "远帆集团"),
        ("北岭医院", "北岭医院"),
        ("市立医院", "青岛市立医院"),
    ],
)
def test_the_city_is_added_and_nothing_expanded(printed: str, normal: str) -> None:
    assert normalise_organisation(printed) == normal


def test_another_city() -> None:
    assert normalise_organisation("市财政局", city="海门") == "海门市财政局"


@pytest.mark.parametrize(
    "line",
    [
        "青岛市发展改革委", "市财政局：", "市大数据发展管理局", "青岛市委编办",
        "青岛市委办公厅", "青岛海关", "市总工会", "胶州",
        "胶州市", "即墨区", "西海岸新区",
        "青岛自贸片区", "上合示范区：", "青岛高新区管委", "国家税务总局青岛市税务局",
        "青岛市委全面深化改革委员会办公室", "青岛市“双招双引”办公室",
        "青岛市教育局 青岛市体育局", "青岛市国家安全局",
        "苏州工业园区", "董家口产业园区", "【市财政局】", "（市南区）", "■市教育局", "● 市水务局：",
        "青岛三十九中", "青岛大学附属中学：", "历下区、济南高新区",
    ],
)  # fmt: skip
def test_organisation_lines(line: str) -> None:
    assert read_organisation(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "打造国际大都市", "建设示范区", "打破僵局", "服务大局", "一窗通办",
        "怎么办", "城市", "社区", "记者：今年怎么样", "具体措施：",
        "让群众好办事", "谋划全局", "擦亮城市", "营商环境：",
        "【名词解释】", "■市财政局：把钱花在刀刃上", "中小学", "学校、社区",
        "全市各区", "有关部门", "海洋强市", "国家级新区", "先行示范区", "胶东五市", "新区",
        "市区两级政府", "小窗口连着大政府", "青岛新增三家医院", "胶州老人住上新医院",
    ],
)  # fmt: skip
def test_lines_that_only_look_like_organisations(line: str) -> None:
    assert read_organisation(line) is None


@pytest.mark.parametrize("colon", ["", ":", "："])
def test_a_department_with_its_headlines(colon: str) -> None:
    found = outline(body(f"市水务管理局{colon}", "旧泵房有了新牌子", "谁来修都写清楚", FIRST, SECOND))
    assert shape(found) == [(None, [("青岛市水务管理局", ("旧泵房有了新牌子", "谁来修都写清楚"))])]
    assert found.pages[0].sections[0].organisation_printed == "市水务管理局"
    assert found.pages[0].sections[0].body == (FIRST, SECOND)


@pytest.mark.parametrize("printed", ["【市水务管理局】", "■市水务管理局", "（市水务管理局）", "【市水务管理局】："])
def test_a_department_set_off_by_a_sign_or_a_frame(printed: str) -> None:
    found = outline(
        body(printed, "旧泵房有了新牌子", FIRST, printed.replace("水务管理", "教育"), "学校开到家门口", SECOND)
    )
    assert [part.organisation for part in found.pages[0].sections] == ["青岛市水务管理局", "青岛市教育局"]
    assert found.pages[0].sections[0].organisation_printed == "市水务管理局"


def test_a_list_of_departments_is_text() -> None:
    found = outline(body("谁修得最快", FIRST, "一等奖", "●市水务管理局", "●市教育局", "●崂山区", SECOND))
    assert shape(found) == [(None, [(None, ("谁修得最快",))])]


def test_an_area_that_the_city_knows_opens_its_story_under_a_page_headline() -> None:
    found = outline(body(MARK, "海湾北岸的新坐标", "上合示范区", "一条班列拉来一座城", FIRST))
    assert shape(found)[0][1] == [(None, ("海湾北岸的新坐标",)), ("上合示范区", ("一条班列拉来一座城",))]


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
        ("高技能人才比武现场。", FIRST, SECOND),
        ("工人正在安装阀门。", "泵房换了新牌子", SECOND),
    ],
)
def test_captions(line: str, before: str, after: str) -> None:
    found = outline(body(MARK, "城里的水", "——管网见闻", before, line, after))
    assert [each.text for each in found.lines if each.role is Role.CAPTION] == [line]


@pytest.mark.parametrize(
    "line", ["这件事没有完。", "改革还在路上。", "他说得不错。", "现在，水清了。", "变化正在发生。"]
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
        ([PUMPS, BY, FIRST, STORES, "——管网见闻", SECOND], [(PUMPS,), (STORES, "——管网见闻")]),
        ([PUMPS, FIRST, STORES, SECOND], [(PUMPS,), (STORES,)]),
        ([PUMPS, f"{FIRST}（记者 王宁）", STORES, f"{SECOND}（记者 李强）"], [(PUMPS,), (STORES,)]),
        (["崂山区：把账本贴在门口", BY, FIRST, INNER, SECOND], [("崂山区：把账本贴在门口",)]),
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


@pytest.mark.parametrize("line", ["图纸由设计院提供", "他买了一台相机，每天拍摄", "改革出发"])
def test_short_lines_that_only_speak_of_pictures(line: str) -> None:
    assert outline(body(MARK, "城里的水", FIRST, line, SECOND)).pages[0].sections[1].headline == (line,)


def test_notes_stand_before_the_story() -> None:
    found = outline(body(MARK, "开栏的话", FIRST, "市水务管理局", "旧泵房有了新牌子", f"编者按：{SECOND}", THIRD))
    assert [part.organisation for part in found.pages[0].sections] == [None, "青岛市水务管理局"]
    assert roles(found) == ["marker", "note", "body", "organisation", "headline", "note", "body"]


def test_a_note_below_the_byline_is_the_storys() -> None:
    found = outline(body(MARK, PUMPS, BY, "核心提示", FIRST, SECOND, "编者按", THIRD))
    assert [part.lines for part in found.pages[0].sections] == [(2, 6), (7, 8)]


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
