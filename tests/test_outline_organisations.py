"""Lines that name an organisation, one spelling for each, and which story they speak for."""

from __future__ import annotations

import pytest
from support_outline import FIRST, SECOND, body, shape

from storage.outline import normalise_organisation, outline
from storage.outline.organisations import read_organisation

MARK = "海门日报2023年4月7日特1版"


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
        ("市委统战部（市民族宗教局）", "青岛市委统战部（市民族宗教局）"),
        ("县财政局", "县财政局"),
        ("财政局(国资委)", "青岛市财政局（国资委）"),
        ("北岭医院", "北岭医院"),
        ("市立医院", "青岛市立医院"),
        ("市城市更新专班", "青岛市城市更新专班"),
        ("胶州市委、市政府", "胶州市委、市政府"),
        ("青岛市财政局、市审计局", "青岛市财政局、青岛市审计局"),
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
        "县农业农村局", "区财政局", "后庄扶村：", "人民银行青岛市中心支行",
        "【历城区】", "泰山区", "诸城市", "海门市",
        "苏州工业园区", "董家口产业园区", "【市财政局】", "（市南区）", "■市教育局", "● 市水务局：",
        "青岛三十九中", "林山村：", "青岛大学附属中学：", "历下区、济南高新区",
        "市 财 政 局", "西 海 岸 新 区", "国家统计局海门调查队",
        "市轨道办", "市妇女儿童活动中心", "市城市更新专班", "市纪委监委机关",
        "胶州市里岔镇", "红岛经济区（高新区）", "▌市财政局", "★市财政局★",
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
        "小山村：", "老城区", "大都市", "贫困山区", "美丽乡村：", "县级医院",
        "全市各区", "有关部门", "海洋强市", "国家级新区", "先行示范区", "胶东五市", "新区",
        "市区两级政府", "小窗口连着大政府", "青岛新增三家医院", "胶州老人住上新医院",
        "市区一网通办", "市民说了就办", "胶州市美丽乡村", "莱西市特色小镇", "（据市财政局）", "放 管 服",
    ],
)  # fmt: skip
def test_lines_that_only_look_like_organisations(line: str) -> None:
    assert read_organisation(line) is None


@pytest.mark.parametrize(
    "printed", ["【市水务管理局】", "■市水务管理局", "（市水务管理局）", "【市水务管理局】：", "〔市水务管理局〕"]
)
def test_a_department_set_off_by_a_sign_or_a_frame(printed: str) -> None:
    found = outline(
        body(printed, "旧泵房有了新牌子", FIRST, printed.replace("水务管理", "教育"), "学校开到家门口", SECOND)
    )
    assert [part.organisation for part in found.pages[0].sections] == ["青岛市水务管理局", "青岛市教育局"]
    assert found.pages[0].sections[0].organisation_printed == "市水务管理局"


def test_an_office_without_its_city_below_a_pages_own_headline() -> None:
    found = outline(body(MARK, "敢为人先", "争创一流", "水务局", "旧泵房有了新牌子", FIRST))
    told = [(None, ("敢为人先", "争创一流")), ("青岛市水务局", ("旧泵房有了新牌子",))]
    assert shape(found) == [("特1版", told)]


@pytest.mark.parametrize(("signed", "second"), [([], "崂山区"), (["本报记者 王宁"], None)])
def test_a_district_in_a_signed_headline_speaks_for_that_story(signed: list[str], second: str | None) -> None:
    lines = ["崂山区：把账本贴在门口", *signed, FIRST, "仓库搬进片区里", *signed, SECOND]
    assert [part.organisation for part in outline(body(MARK, *lines)).pages[0].sections] == ["崂山区", second]


@pytest.mark.parametrize("form", ["{}丨{}", "{}｜{}", "{}——{}", "【{}】{}", "{}：{}"])
def test_an_organisation_and_its_headline_in_one_line(form: str) -> None:
    lines = [form.format("市水务管理局", "旧泵房换了牌子"), form.format("市教育局", "学校开到家门口")]
    found = outline(body(MARK, lines[0], FIRST, lines[1], SECOND)).pages[0].sections
    told = [("市水务管理局", (lines[0],)), ("市教育局", (lines[1],))]
    assert [(part.organisation_printed, part.headline) for part in found] == told


def test_a_line_above_a_districts_headline_is_its_own_where_no_other_district_shares_it() -> None:
    lines = ["把小事交给大家办", "崂山区：把账本贴在门口", FIRST]
    assert shape(outline(body(MARK, *lines))) == [("特1版", [("崂山区", ("把小事交给大家办", lines[1]))])]
    shared = outline(body(MARK, *lines, "即墨区：仓库搬进片区里", SECOND)).pages[0].sections
    assert [part.organisation for part in shared] == [None, "崂山区", "即墨区"]


def test_a_list_of_departments_is_text() -> None:
    found = outline(body("谁修得最快", FIRST, "一等奖", "●市水务管理局", "●市教育局", "●崂山区", SECOND))
    assert shape(found) == [(None, [(None, ("谁修得最快",))])]


def test_an_office_with_a_date_below_it_closes_a_notice() -> None:
    found = outline(body(MARK, "停水通知", FIRST, "海门市水务集团有限公司", "2023年4月6日", "菜价播报", SECOND))
    assert shape(found) == [("特1版", [(None, ("停水通知",)), (None, ("菜价播报",))])]


def test_an_area_that_the_city_knows_opens_its_story_under_a_page_headline() -> None:
    found = outline(body(MARK, "海湾北岸的新坐标", "上合示范区", "一条班列拉来一座城", FIRST))
    assert shape(found)[0][1] == [(None, ("海湾北岸的新坐标",)), ("上合示范区", ("一条班列拉来一座城",))]


@pytest.mark.parametrize("title", ["局长王宁", "王宁", "3200 32%", "一等奖 王宁"])
def test_an_office_with_something_else_than_a_headline_behind_it(title: str) -> None:
    assert read_organisation(f"市财政局 {title}") is None


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["市教育局", "市体育局", "操场开到九点半", FIRST], [("青岛市教育局、青岛市体育局", ("操场开到九点半",))]),
        (["市财政局 打好“组合拳”", FIRST], [("青岛市财政局", ("市财政局 打好“组合拳”",))]),
        (["打好“组合拳”", "（市财政局）", FIRST, "学校开到家门口", "（市教育局）", SECOND],
         [("青岛市财政局", ("打好“组合拳”",)), ("青岛市教育局", ("学校开到家门口",))]),
        (["打好“组合拳”", "（人民银行青岛市中心支行）", FIRST], [("人民银行青岛市中心支行", ("打好“组合拳”",))]),
        (["市南区 |", "打好“组合拳”", FIRST], [("市南区", ("打好“组合拳”",))]),
        (["打好“组合拳”", "——市财政局", FIRST, "学校开到家门口", "——市教育局", SECOND],
         [("青岛市财政局", ("打好“组合拳”", "——市财政局")), ("青岛市教育局", ("学校开到家门口", "——市教育局"))]),
        (["打好“组合拳”", "市财政局", FIRST, "学校开到家门口", "市教育局", SECOND],
         [("青岛市财政局", ("打好“组合拳”",)), ("青岛市教育局", ("学校开到家门口",))]),
        (["打好“组合拳”", "市财政局", FIRST, "市教育局", "学校开到家门口", SECOND],
         [(None, ("打好“组合拳”",)), ("青岛市财政局", ()), ("青岛市教育局", ("学校开到家门口",))]),
        (["胶州市", "胶州市教育局", "学校开到家门口", FIRST], [("胶州市", ()), ("胶州市教育局", ("学校开到家门口",))]),
    ],
)  # fmt: skip
def test_whose_story_it_is(lines: list[str], told: list[tuple[str, tuple[str, ...]]]) -> None:
    assert shape(outline(body(MARK, *lines))) == [("特1版", told)]


@pytest.mark.parametrize(
    ("lines", "title", "normal"),
    [
        (["济南日报2022年4月12日3版", "市财政局", "账本贴在门口", FIRST], "", "济南市财政局"),
        (["（《济南日报》2022年4月12日第3版）", "市财政局", "账本贴在门口", FIRST], "", "济南市财政局"),
        (["市财政局", "账本贴在门口", FIRST, "济南市教育局", "学校开到家门口", SECOND], "", "济南市财政局"),
        (["市财政局", "账本贴在门口", FIRST], "济南改革巡礼⑤", "济南市财政局"),
        (["市财政局", "账本贴在门口", FIRST], "新乡村里的长治久安", "青岛市财政局"),
        (["市财政局", "账本贴在门口", FIRST], "从深圳改革到青岛改革", "青岛市财政局"),
        (["大众日报2022年4月12日3版", "市财政局", "账本贴在门口", FIRST], "", "青岛市财政局"),
        (["市财政局", "账本贴在门口", FIRST], "", "青岛市财政局"),
    ],
)
def test_the_city_is_the_newspapers(lines: list[str], title: str, normal: str) -> None:
    found = outline(body(*lines), title=title)
    assert next(part.organisation for part in found.pages[0].sections if part.organisation) == normal
