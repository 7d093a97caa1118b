"""Whether a run of Chinese characters is a person's name, several, or the name of an outlet or office."""

from __future__ import annotations

import re

from storage.outline.folding import fold
from storage.scripts import simplified

_OUTLET = re.compile(
    r"本[报社台版期栏文刊]|讯|.*联盟|[一-鿿]{2}视觉|视觉中国|东方IC|发自.+|.*(?:报社?|日电|新闻|客户端|中心|传媒|媒体?|集团|公司|[局委办厅部院网台社]|频道|学会|协会|公安|"
    r"提供|报[道导]|综合|综合报[道导]|小组|街道|法院|海关|青岛|观海)"
)
_NO_NAME = re.compile(
    r".*(?:报社?|新闻|客户端|联盟|中心|传媒|集团|公司|频道|报道|报导|综合|小组|街道|资料|[局委办厅网社讯版]|宣传部|编辑部|"
    r"介绍|采访|获悉|了解|表示|现场|调查|手记|评论|单位|简介|电话|热线|邮箱|的|等)|发自.*|(?:受访|采访|被访|当事|读者|网友|市民|企业|学校|主办|组委|单位).*|本[报版期栏文刊].*|青岛.*|观海.*|[从据在为].+"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊"
    "葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟"
    "臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠荆乐冀胥南班储原栗燕楚鄢劳谌逄矫"
    "法苟修矫綦辇官泮战那衣赫宿亓上诸皇尉东公令慕闻端宇"
    "陳張黃劉楊趙吳馬許韓馮鄧蕭葉蘇呂盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴蔣湯溫鄭孫羅齊龐莊聶魯畢單歐關蘭項婁譚謝鄺簡連麥勞陰"
)
_SELDOM = frozenset(
    "卞庞薄仝逯訾昝晁郗冼揭阚阙蔺檀隽郇璩邰芮仉笪宓郦邴郜钮嵇荀羿汲糜仰伊暴厉蓟鄂莘扶堵雍郤濮扈浦茹慎戈庾暨衡弘殳蔚夔厍敖毋乜竺"
    "权盖亢况撒敬鹿晋邸贠禚昌杭湛狄贝伏茅贲滑惠隗幸逢仵佘缑兆"
)
_BEHIND_ROLES = (
    _SURNAMES | _SELDOM
)  # behind a role only: a short line that begins with one of these is as likely a headline
_COMPOUND = frozenset(
    ["欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "东方", "公孙", "令狐", "慕容", "夏侯", "司徒", "端木", "宇文"]
)
_NO_LAST = frozenset("讯报制证单纸岛湾路街镇区县市局委")
"""What closes the names of things and places, and no person's: 简讯, 林长制."""
_WORDS = re.compile(r"[你我他她它这那怎什哪谁请没有是不].*|佚名|未知|待定|同上|现场|直播|回放|到位|分工|来稿")
_SPLIT_NAME = re.compile(r"(?<![一-鿿])([一-鿿]) {1,3}([一-鿿])(?![一-鿿])")
_SET_WIDE = re.compile(
    r"[前引序导题后附跋结尾开按编][言子序曲语记声篇者]|目录|附[录件表]|[公通][告示知]|启事|声明|说明|更正|简[介讯]|[上中下][篇部集]"
)  # headings that print sets wide, too
_LISTED = re.compile(
    r"(?P<name>[一-鿿]{2,3})(?:\([^()]{1,8}\))? +[一-鿿 ]{1,24}"
    r"(?:[局委办厅部院所站场厂店校处队社会村乡镇区县市]|公司|集团|中心|街道|大学|[中小]学)|"
    r"[一-鿿]{2,20}(?:[长师匠员]|主任|负责人|干部|书记|教授|经理|主席|代表|[村居市]民|读者|[专学][家者])"
    r" +(?P<titled>[一-鿿]{2,3})"
)
_LONGEST_NAMES, _LONGEST_BRACKET = 12, 24
_IN_BRACKETS = re.compile(r"(?:^|[。!?”]\s*)\((?P<inside>[一-鿿 、,]{2,20})\)$")
_SPLITS = {4: ((2, 2),), 5: ((3, 2), (2, 3)), 6: ((3, 3), (2, 2, 2))}


def read_names(run: str, *, glued: bool, told: bool = False) -> list[str]:
    """The names that a run of characters is, empty where it is none.

    `glued` says that it follows a role without a space: then it must open with a surname, for 记者调查 names nobody;
    `told` says that a colon hands it to its role: then two or three characters are a name, whatever they open with.
    """
    if "·" in run:
        return [] if any(map(_NO_NAME.fullmatch, [simplified(run), *simplified(run).split("·")])) else [run]
    if glued:
        run = run.removesuffix("报道")
    if len(run) > 6 or len(run) < 2 or _NO_NAME.fullmatch(simplified(run)):
        return []
    parted = next((names for names in _splits(run) if _are_names(names)), None)
    if parted:
        return parted
    if len(run) > 4 or (glued and run[0] not in _BEHIND_ROLES and not (told and _may_be_told(run))):
        return []
    return [run]


def may_be_name(run: str) -> bool:
    """Whether a run of two or three characters standing alone reads as a person's name."""
    return len(run) in {2, 3} and run[0] in _SURNAMES and run[-1] not in _NO_LAST


def lone_names(line: str) -> list[str]:
    """The names that a line consists of (石 磊, 石 磊 王大川), put together; empty where it says anything else.

    One of them shows the space that print sets within a short name: 田横岛, 林长制 and 许可证 open like names, too.
    """
    text = fold(line) if len(line) <= 2 * _LONGEST_NAMES else ""
    if len(text) > _LONGEST_NAMES or not _SPLIT_NAME.search(text):
        return []
    names = re.split(r"[ 、,;]+", _SPLIT_NAME.sub(r"\1\2", text))
    return names if all(map(_is_authors, names)) else []


def bracketed_names(text: str) -> list[str]:
    """The names that the round bracket at the end of a folded text holds and nothing else (……就走了。（王宁 李强）).

    A word in brackets belongs to the sentence in front of it; behind a full stop, or alone, names sign.
    """
    found = _IN_BRACKETS.search(text[-_LONGEST_BRACKET:])
    names = re.split(r"[ 、,]+", _SPLIT_NAME.sub(r"\1\2", found["inside"].strip())) if found else []
    return names if all(map(_is_authors, names)) else []


def pen_name(line: str) -> str | None:
    """The name that a line is which print has set wide (海 涛), whatever it begins with; None for a heading set so."""
    text = fold(line) if len(line) <= 2 * _LONGEST_NAMES else ""
    name = text[:1] + text[-1:] if _SPLIT_NAME.fullmatch(text) else ""
    return name if name and not _SET_WIDE.fullmatch(name) else None


def _is_authors(name: str) -> bool:
    named = may_be_name(name) or (name[:2] in _COMPOUND and len(name) <= 4)
    return named and not _NO_NAME.fullmatch(name)


def is_listed_person(line: str) -> bool:
    """Whether a line is a name and where that one works or lives (王宁（女） 后庄乡), or a title and a name."""
    found = _LISTED.fullmatch(fold(line))
    return found is not None and may_be_name(found["name"] or found["titled"])


def signs_alone(run: str) -> bool:
    """Whether a run of two or three characters behind a sign (□ 王宁) is a name."""
    return len(run) in {2, 3} and run[0] in _BEHIND_ROLES


def _may_be_told(run: str) -> bool:
    return len(run) < 4 and not _WORDS.fullmatch(run)


def is_outlet(run: str) -> bool:
    """Whether a run of characters names a newspaper, a site or an office rather than a person."""
    return any(map(_OUTLET.fullmatch, [simplified(run), *simplified(run).split("·")]))


def _splits(run: str) -> list[list[str]]:
    found = []
    for lengths in _SPLITS.get(len(run), ()):
        ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]
        found.append([run[end - length : end] for end, length in zip(ends, lengths, strict=True)])
    return found


def _are_names(names: list[str]) -> bool:
    """Several names run together each open with a surname; one with a compound surname is a single name."""
    return names[0][:2] not in _COMPOUND and all(name[0] in _SURNAMES for name in names)
