"""Lines that name the department, district or functional area a story speaks for, and one spelling for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.outline.folding import fold

_LONGEST = 24
_DISTRICTS = {"青岛": "市南 市北 李沧 崂山 城阳 黄岛 即墨 胶州 平度 莱西 胶南 四方"}
_OFFICES = (
    "委员会|办公室|办公厅|编办|网信办|研究室|纪委监委|纪委|监委|政法委|组织部|宣传部|统战部|工作部|社工部|巡察办|机关工委|党工委|工委|"
    "发展改革委|发改委|卫生健康委|卫健委|国资委|农委|委办|改革办|深改委|深改办|委|局|厅|管委会|管委|人民政府|政府|人大常委会|人大|政协|"
    "人民法院|中级法院|法院|人民检察院|检察院|海关|海事局|总队|支队|总工会|工会|团市委|团委|妇联|工商联|科协|残联|侨联|文联|社科联|"
    "红十字会|贸促会|供销社|联合社|仲裁委|党校|行政学院|档案馆|消防救援支队|促进中心|服务中心|事业发展中心|行政审批局|党委|党组|市委|区委|县委|"
    "街道办事处|街道|集团|公司|大学|学院|医院|研究院|研究所|银行|港口|机场|协会|学会|商会|办"
)
_AREAS = "新区|片区|示范区|度假区|高新区|开发区|试验区|保税区|功能区|先行区|聚集区|集聚区|经济区|合作区|产业园区|保护区|引领区|生态园|科学城|科技城|产业园|蓝谷|蓝色硅谷|国际航运中心"
_STRONG = re.compile(rf".*(?:{_OFFICES})")
_AREA = re.compile(rf".*(?:{_AREAS})")
_DIVISION = re.compile(r"[一-鿿]{1,5}(?:区|市|县|旗|州|盟)")
_WORDS = re.compile(
    r".*(?:(?:[新大开布变破僵困定结残棋战时乱危胜败当骗饭赌迷终]|(?<!安)全|格)局|[过餐歌舞]厅|客厅|大厅|大都市|城市|社区|小区|园区|景区|城区|地区|山区|"
    r"老区|市区|灾区|校区|厂区|街区|疫区|辖区|郊区|专区|禁区|误区|特区|都市|上市|超市|集市|夜市|股市|楼市|门市|闹市|入市|全市|全区|全县|区市|"
    r"怎么办|咋办|承办|协办|主办|举办|帮办|代办|通办|快办|易办|网办|办|推诿|原委)"
)
_PLAIN_OFFICE = re.compile(
    r".*(?:编办|网信办|委办|改革办|深改办|巡察办|外办|侨办|台办|金融办|督查办|信访办|人防办|扶贫办|政府办|市委办|区委办|港澳办|双招双引办|法制办|文明办)"
)
_VERBS = (
    "建设|打造|推动|推进|聚焦|聚力|激活|激发|完善|坚持|构建|建立|实施|强化|深化|加快|加强|优化|提升|创新|改革|锻造|筑牢|筑强|助力|赋能|走进|走近|做强|做优|"
    "做大|做实|争创|争当|勇当|勇做|擦亮|叫响|破解|打破|打开|开创|谋划|布好|下好|织密|守护|守牢|夯实|持续|不断|全面|全力|努力|奋力|围绕|统筹|致力|引领|服务|"
    "保障|汇聚|释放|点燃|跑出|蹚出|探索|书写|绘就|高质量|高标准|高水平|高效|让|以|把|为|向|用|从|在|给|当好|干好|抓好|抓实|立足|锚定|对标|瞄准|擘画|描绘|扎实|进一步|"
    "如何|怎样|一个|这个|那个|每个|各|本|记者|专家|问|答|图|注|近|今|去"
)
_VERB = re.compile(rf"(?:{_VERBS})")
_INSIDE = re.compile(
    r"(?:推动|推进|聚焦|激活|激发|完善|坚持|构建|强化|深化|加快|优化|提升|筑牢|助力|赋能|打造|擦亮|破解|释放|护航|领跑|争创|[了的是])"
)
_NAME = re.compile(r"[一-鿿A-Za-z0-9·()—、 ]+")
_HIGHER = ("省", "山东", "国家", "中国", "中央", "中共", "全国", "国务院", "最高", "教育部", "财政部")
_HEADED = re.compile(r"(?P<name>[^:]{2,16}):\s*(?P<rest>[^:].{2,39})")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that a line names: as printed, and how sure the line's own words make it.

    printed   without colon and spaces at the ends
    sure      it can be nothing else; otherwise it may just as well be a headline (青岛财富管理试验区 under a department)
    colon     it stands as a sub-head: `上合示范区:`
    headed    a headline follows in the same line: `胶州:为……`
    """

    printed: str
    sure: bool
    colon: bool = False
    headed: bool = False


def read_organisation(line: str, city: str = "青岛") -> Organisation | None:
    """The organisation that a line consists of or opens with; None where it is no organisation line."""
    text = fold(line)
    if not 2 <= len(text) <= 60:
        return None
    if text.endswith(":"):
        name = text[:-1].rstrip()
        known = _is_sure(name, city) or _is_likely(name, city) or _is_named_with_colon(name)
        return Organisation(_printed(line), sure=True, colon=True) if known else None
    headed = _HEADED.fullmatch(text)
    if headed:
        name = headed["name"].strip()
        usable = (_is_sure(name, city) or _is_likely(name, city)) and text[-1] not in "。;,"
        return (
            Organisation(_printed(re.split("[:：﹕∶]", line, maxsplit=1)[0]), sure=True, headed=True)
            if usable
            else None
        )
    if _is_sure(text, city):
        return Organisation(_printed(line), sure=True)
    return Organisation(_printed(line), sure=False) if _is_likely(text, city) else None


def normalise_organisation(printed: str, city: str = "青岛") -> str:
    """One spelling of an organisation: 市财政局 → 青岛市财政局, 胶州 → 青岛市胶州, 西海岸新区 → 青岛西海岸新区.

    The city is added where it is missing, nothing is expanded; colon and spaces are dropped. A functional area
    has the city's bare name in front, as such areas write themselves; an office above the city stays as it is.
    """
    name = re.sub(r"\s+", "", fold(printed)).strip(":")
    if not name or not city or city in name[:8] or name.startswith(_HIGHER):
        return name
    if name.startswith("市") and not name.startswith(tuple(_districts(city))):
        return city + name
    place = name.split("区", 1)[0] + "区" if "区" in name else name
    return f"{city}{name}" if _AREA.fullmatch(place) or _AREA.fullmatch(name) else f"{city}市{name}"


def _printed(line: str) -> str:
    return line.strip().rstrip(":：﹕∶ \u3000\xa0").strip()


def _districts(city: str) -> tuple[str, ...]:
    return tuple(_DISTRICTS.get(city, "").split())


def _is_sure(name: str, city: str) -> bool:
    """An office of a named place, or a district, or an area that carries the city's name or one we know."""
    if not _is_name(name):
        return False
    if all(_is_sure(part, city) for part in parts) if len(parts := re.split("[、 ]", name)) > 1 else False:
        return True
    bare = name[:-1] if name[-1] in "区市" else name
    if bare in _districts(city) or name in {"西海岸新区", f"{city}西海岸新区", "自贸片区", f"{city}自贸片区"}:
        return True
    placed = name.startswith((city, "市", *_districts(city), *_HIGHER)) or name[:5].endswith(("市", "区", "县"))
    return placed and _is_office(name) and "、" not in name and " " not in name


def _is_likely(name: str, city: str) -> bool:
    """An office without its place (财政局), an area (临空示范区), a district that we do not know (历下区)."""
    if not _is_name(name) or " " in name or "、" in name or _INSIDE.search(name) or len(name) > 14:
        return False
    if _is_office(name):
        return len(name) >= 3
    return not _WORDS.fullmatch(name) and bool((_AREA.fullmatch(name) and len(name) > 3) or _DIVISION.fullmatch(name))


def _is_named_with_colon(name: str) -> bool:
    """A short name with a colon behind it, alone in its line, that ends like a place: `金家岭:` does not, `北站片区:` does."""
    return (
        _is_name(name)
        and not _INSIDE.search(name)
        and bool(re.fullmatch(r".{1,10}(?:区|城|谷|园|港|镇|街道|岛|基地|中心)", name))
    )


def _is_office(name: str) -> bool:
    if not _STRONG.fullmatch(name) or _INSIDE.search(name):
        return False
    return not _WORDS.fullmatch(name) or bool(_PLAIN_OFFICE.fullmatch(name))


def _is_name(name: str) -> bool:
    return 2 <= len(name) <= _LONGEST and bool(_NAME.fullmatch(name)) and not _VERB.match(name)
