"""Lines that name the department, district or functional area a story speaks for, and one spelling for each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from storage.outline.folding import fold
from storage.patterns import pattern

_LONGEST = 24


def _words(*lists: str) -> tuple[str, ...]:
    """The words of these lists, for `startswith` and `endswith`."""
    return tuple(word for line in lists for word in line.split())


_DISTRICTS = {"青岛": _words("市南 市北 李沧 崂山 城阳 黄岛 即墨 胶州 平度 莱西 胶南 四方")}
_KNOWN_AREAS = {"青岛": _words("西海岸新区 自贸片区 上合示范区 临空示范区 高新区")}
_LONG_OFFICES = _words("委员会 办公室 办公厅 领导小组 专项小组 指挥部 联合会 人大常委会 管委会 街道办事处 学会 促进会")
_OFFICES = _LONG_OFFICES + _words(
    "编办 网信办 研究室 纪委 监委 政法委 组织部 宣传部 统战部 工作部 社工部 巡察办 工委 发展改革委 发改委 卫健委",
    "国资委 农委 委办 改革办 深改委 委 局 厅 管委 政府 人大 政协 法院 检察院 海关 海事局 总队 支队 调查队 工会 团市委",
    "团委 妇联 工商联 科协 残联 侨联 文联 社科联 红十字会 贸促会 供销社 联合社 仲裁委 党校 行政学院 档案馆 图书馆",
    "博物馆 美术馆 科技馆 文化馆 促进中心 服务中心 发展中心 监测中心 研究中心 管理中心 指挥中心 交易中心 保障中心",
    "事务中心 控制中心 检测中心 运营中心 推广中心 救助中心 测试中心 党委 党组 市委 区委 县委 街道 集团 公司 大学",
    "学院 医院 研究院 研究所 设计院 规划院 血站 气象台 广播电视台 剧院 乐团 银行 分行 支行 机场 协会 商会",
    "外办 侨办 台办 巡办 改革办 深改办 金融办 督查办 信访办 人防办 扶贫办 政府办 港澳办 双招双引办 法制办 文明办",
)
_SCHOOLS = _words("中学 小学 学校 幼儿园 一中 二中 三中 四中 五中 六中 七中 八中 九中 十中")
_NAMES_END = _OFFICES + _SCHOOLS
_PLACED_OFFICE = pattern(
    "(?:[一-鿿]{2,3}(?<![城都门夜集超上股楼早]))?市(?!场|民|容|域|内|区|级|中)[一-鿿“”]{2,12}"
    "(?:中心|专班|总站|机关|(?<![主承协举创开联通同网代帮掌快速就上包易能可好要])办)"
)  # what ends so is an office where a city's name is in front of it: 市轨道办, 市妇女儿童活动中心
_NAMED_FOR_THEMSELVES = _SCHOOLS + _words(
    "集团 公司 大学 学院 医院 银行 机场 街道 街道办 街道办事处 镇政府 镇人民政府 镇党委"
)
_AREAS = _words(
    "新区 片区 示范区 度假区 高新区 开发区 试验区 保税区 功能区 先行区 聚集区 集聚区 经济区 合作区 产业园区 保护区",
    "引领区 港区 生态园 科学城 科技城 产业园 工业园区 工业园 科技园 软件园 物流园 综保区 大学城 蓝谷 蓝色硅谷",
)
_DIVISIONS = _words("区 市 县 旗 州 盟")
_PLACES = _DIVISIONS + _SCHOOLS + _words("城 谷 园 港 镇 乡 村 街道 岛 基地 中心")
_COMMON = pattern(
    "(?:[过餐歌舞客大]厅|原委|[新大开布变破僵困定结残棋战时乱危胜败当格骗终]局|(?<!安)全局|[都上超集夜股楼门闹入全强大区县]市|"
    "(?<![业技])园区|[社小景地山老市灾校厂街疫辖郊专禁误特全强大省]区|(?:样板|核心|中心|自治|生活|居民|工业)区|城[区市]|"
    "[全强大区市]县|强镇)$"
)  # a word that only looks like a place or an office closes the line: 城市, 开局
_COMMON_VILLAGE = pattern(
    "(?:城乡|农村|乡村|(?:^|[小大老旧新穷美好荒深困城])山村|渔村|示范村|城中村|空心村|[老家故]乡)$"
)
_TOWN = pattern(
    "(?:[一-鿿]{2,3}[市区县]|[一-鿿]{2,6}新区)[一-鿿]{2,3}(?<![小古强重城乡名特新])[镇乡村]"
)  # 胶州市里岔镇
_NAMED_LIKE_WORDS = pattern(
    "(?:^|[市省])(?:[^老新主古旧全副大小中]城[区市]|[^老大]山区|[成昌宜]都市|[江荆海天玉厦]门市)$"
)
_VERBS = _words(
    "建设 聚力 建立 实施 加强 创新 改革 锻造 筑强 走近 做强 做优 做大 做实 争当 勇当 勇做 叫响 打破 打开 开创",
    "谋划 布好 下好 织密 守护 守牢 夯实 持续 不断 全面 全力 努力 奋力 围绕 统筹 致力 引领 服务 保障 汇聚 点燃",
    "跑出 蹚出 探索 书写 绘就 高质量 高标准 高水平 高效 以 为 向 用 从 在 给 当好 干好 抓好 抓实 立足 锚定 对标",
    "瞄准 擘画 描绘 扎实 进一步 如何 怎样 一个 这个 那个 每个 各 本 据 记者 专家 问 答 图 注 近 今 去 国家级 省级",
    "市级 县级 区级 镇级 村级 全市 全省 全区 全县 有关 相关 部分 所有 其他 多个",
)
_INSIDE = pattern(
    "推动|推进|聚焦|激活|激发|完善|坚持|构建|强化|深化|加快|优化|提升|筑牢|助力|赋能|打造|擦亮|破解|释放|护航|领跑|争创|[了的是着让把被们]|"
    "新[建增添]|建[成起好]|办[成起好]|设立|成立|获批|迎来|告别|走[进出向]|[住开搬送请跑引]进|[住用坐装]上|[开搬送]到|进驻|入驻|落户|联手|携手|牵手|对话|"
    "[0-9一二三四五六七八九十百千两几多](?:[家所个座处位名项条级]|[市区县省]$)"
)
_OF_A_KIND = pattern("国家级|省级|市级|县级|全国|全球|世界|首[个批家]|先行|一流|高端|千亿|百亿|万亿")
_LAST_MARKS = frozenset(word[-1] for word in _NAMES_END + _AREAS + _PLACES) | {":", "班", "站", "关"}
_NAME = pattern(r"[一-鿿A-Za-z0-9·()“”—、 ]+")
_HIGHER = ("省", "山东", "国家", "中国", "中央", "中共", "全国", "国务院", "最高", "教育部", "财政部")
_NOT_THE_CITY = ("市中区", "市场", "市容", "市政公用", "市民中心", "市民服务", "市域")
SIGNS = "■●◆★▶►◇○□◎▲△※▌▍▎┃"
_SET_OFF = pattern(rf"[{SIGNS}]\s*(?P<signed>[^{SIGNS}]+)[{SIGNS}]?|[【\[(〖](?P<framed>[^\])】〗]+)[\])】〗]\s*:?")
_FRAME = SIGNS + "【[［〔(（〖】]］〕)）〗：: \u3000\xa0"
_SET_WIDE = pattern("[一-鿿](?: [一-鿿]){2,9}:?")  # 市 财 政 局
_PARTING = (":", " ", "|", "—", "】", "]")
_HEADED = pattern(
    r"(?P<name>[^:|—]{2,16})(?::|\||——)\s*(?P<rest>[^:|—].{2,39})|[【\[](?P<framed>[^】\]]{2,16})[】\]]\s*(?P<told>[^:].{2,39})"
)
_ASIDE = pattern(r"(?P<name>[^():]{3,24})\((?P<also>[^():]{2,14})\)(?P<colon>:?)")
_TITLES = "[局处科院校区县市镇部会]长|主任|书记|主席|总经理|董事长|党组|党委|副|负责人|新闻发言人|工作人员|记者"
_SPACED_HEAD = pattern(rf"(?P<name>[^ ]{{3,16}}) +(?P<rest>(?!{_TITLES})[一-鿿“《][^ 。;]{{4,28}}[^ 。;,:])")
_OTHER_PLACE = pattern(r"[一-鿿]{2,4}[市区县](?!场|民|政|容|域)|[一-鿿]{2,6}(?:新区|片区|示范区|度假区|开发区)")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that a line names: as printed, and how sure the line's own words make it.

    printed   without colon and spaces at the ends
    sure      it can be nothing else; else it may be a headline as well (青岛财富管理试验区 under a department)
    place     a district or an area, not an office
    colon     it stands as a sub-head: `上合示范区:`
    headed    a headline follows in the same line: `胶州:为……`
    under     in round brackets, as the office stands that a headline above it is about
    """

    printed: str
    sure: bool
    place: bool
    colon: bool = False
    headed: bool = False
    under: bool = False


def read_organisation(line: str, city: str = "青岛") -> Organisation | None:
    """The organisation that a line consists of or opens with; None where it is no organisation line."""
    text = fold(line)
    if text.endswith(" |"):
        text = text[:-2].rstrip() + ":"  # 市南区 |, the headline below it
    if not 2 <= len(text) <= 60 or text[0] in "—―-":
        return None
    if text[1] == " " and _SET_WIDE.fullmatch(text):
        return read_organisation(text.replace(" ", ""), city)
    set_off = _SET_OFF.fullmatch(text)
    if set_off:
        return _set_off((set_off["signed"] or set_off["framed"]).strip(), line, city)
    aside = _ASIDE.fullmatch(text)
    if aside and (_is_office(aside["also"]) or _is_likely(aside["also"], city) or _is_sure(aside["also"], city)):
        found = read_organisation(aside["name"] + aside["colon"], city)
        return replace(found, printed=_printed(line)) if found else None
    if not (any(map(text.__contains__, _PARTING)) or text[-1] in _LAST_MARKS or text.startswith(_districts(city))):
        return None
    if text.endswith(":"):
        name = text[:-1].rstrip()
        known = _is_sure(name, city) or _is_likely(name, city) or _is_named_with_colon(name)
        return Organisation(_printed(line), sure=True, place=not _is_office(name), colon=True) if known else None
    headed = _HEADED.fullmatch(text)
    if headed:
        name = (headed["name"] or headed["framed"]).strip()
        usable = (_is_sure(name, city) or _is_likely(name, city)) and text[-1] not in "。;,"
        return Organisation(_headed_by(line), sure=True, place=not _is_office(name), headed=True) if usable else None
    spaced = _SPACED_HEAD.fullmatch(text)
    if spaced and _is_sure(spaced["name"], city) and _is_office(spaced["name"]) and not _is_sure(spaced["rest"], city):
        return Organisation(line.split()[0], sure=True, place=False, headed=True)
    sure = _is_sure(text, city)
    if not sure and not _is_likely(text, city):
        return None
    return Organisation(_printed(line), sure, place=not _is_office(text))


def _set_off(name: str, line: str, city: str) -> Organisation | None:
    """The organisation that a sign or a frame sets off: ■市教育局, 【市财政局】. With words behind it lists."""
    found = read_organisation(name, city)
    if found is None or found.headed:
        return None
    return replace(found, printed=_printed(line.strip(_FRAME)), under=fold(line)[0] == "(")


def normalise_organisation(printed: str, city: str = "青岛") -> str:
    """One spelling of an organisation: 市财政局, 财政局 and 青岛市财政局 are all 青岛市财政局.

    The city is added to an office that leaves it out, and nothing is expanded; colon and spaces are dropped, two
    organisations in one line kept apart by 、. A district or area (胶州, 西海岸新区), an office of one, of another city
    or above the city names its own place and stays as printed, and so does what has a name of its own (海尔集团).
    """
    text = fold(printed).strip(": ").replace("(", "（").replace(")", "）")
    listed = [text] if "“" in text else re.split(r"\s*、\s*", text)
    if _OTHER_PLACE.match(listed[0]) and not listed[0].startswith(("市", city)):
        city = ""  # 胶州市委、市政府 are both 胶州's
    return "、".join(_with_city(name, city) for part in listed for name in _spaced_out(part))


def _spaced_out(text: str) -> list[str]:
    """The names that spaces part; one name where its characters are set apart (市 财 政 局)."""
    parts = text.split()
    return parts if all(len(part) > 2 for part in parts) else ["".join(parts)]


def _with_city(name: str, city: str) -> str:
    if not name or not city or city in name[:8] or name.startswith((*_HIGHER, *_districts(city))):
        return name
    if name.startswith("市") and not name.startswith(_NOT_THE_CITY):
        return city + name
    own = name.partition("（")[0]
    if not _is_office(own) or own.startswith(("县", "区")) or _OTHER_PLACE.match(own):
        return name
    if own.endswith(_NAMED_FOR_THEMSELVES) and not own.endswith("行政学院"):
        return name
    return f"{city}{name}" if own.endswith(("市委", "市政府")) else f"{city}市{name}"


def _printed(line: str) -> str:
    return line.strip().rstrip(":：﹕∶|｜丨│︱ \u3000\xa0").strip()


def _headed_by(line: str) -> str:
    """The organisation in front of its headline: what stands before a colon, a bar or a dash, or in a frame."""
    return _printed(re.split(r"[:：﹕∶|｜丨│︱—】\]］〕]", line, maxsplit=1)[0].lstrip(_FRAME))


def _districts(city: str) -> tuple[str, ...]:
    return _DISTRICTS.get(city, ())


def _is_sure(name: str, city: str) -> bool:
    """An office of a named place, or a district, or an area that carries the city's name or one we know."""
    if not _is_name(name):
        return False
    parts = re.split("[、 ]", name)
    if len(parts) > 1 and all(_is_sure(part, city) for part in parts):
        return True
    own = name.removeprefix(f"{city}市") if name != f"{city}市" else name
    bare = own[:-1] if own[-1:] in {"区", "市"} else own
    if bare in _districts(city) or name.removeprefix(city) in _KNOWN_AREAS.get(city, ()):
        return True
    if name.endswith(("镇", "乡", "村")) and _TOWN.fullmatch(name) and not _COMMON_VILLAGE.search(name):
        return True
    placed = name.startswith((city, "市", "县", "区", *_districts(city), *_HIGHER)) or name[:5].endswith(
        ("市", "区", "县")
    )
    return placed and _is_office(name) and (" " not in name) and ("、" not in name or "“" in name)


def _is_likely(name: str, city: str) -> bool:
    """An office without its place (财政局), an area (临空示范区), a district we do not know (历下区), or several."""
    parts = name.split("、")
    if len(parts) > 1:
        return len(name) <= _LONGEST and all(_is_likely(part, city) or _is_sure(part, city) for part in parts)
    if not _is_name(name) or re.search("[“” ]", name) or _INSIDE.search(name) or len(name) > 14:
        return False
    if _is_office(name):
        return len(name) >= 3 and not name.endswith(_SCHOOLS)
    if _is_common(name) or name in _AREAS or _OF_A_KIND.match(name):
        return False
    return (name.endswith(_AREAS) and len(name) > 3) or (name.endswith(_DIVISIONS) and len(name) <= 6)


def _is_named_with_colon(name: str) -> bool:
    """A short name with a colon behind it, alone in its line, that ends like a place: `北站片区:`."""
    place = _is_name(name) and name.endswith(_PLACES) and len(name) <= 12
    return place and not _INSIDE.search(name) and not _COMMON_VILLAGE.search(name)


def _is_office(name: str) -> bool:
    if name.endswith(_LONG_OFFICES):
        return True
    port = "港口" in name and name.endswith("港")
    if _PLACED_OFFICE.fullmatch(name) and not _INSIDE.search(name):
        return True
    return (port or name.endswith(_OFFICES + _SCHOOLS)) and not _INSIDE.search(name) and not _is_common(name)


def _is_common(name: str) -> bool:
    return _COMMON.search(name[-4:]) is not None and not _NAMED_LIKE_WORDS.search(name)


def _is_name(name: str) -> bool:
    return 2 <= len(name) <= _LONGEST and bool(_NAME.fullmatch(name)) and not name.startswith(_VERBS)
