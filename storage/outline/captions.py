"""Short sentences under a picture, told from short paragraphs."""

from __future__ import annotations

import re
from enum import IntEnum

from storage.outline.folding import fold

_SCENE = re.compile(
    r".{2,40}(?:风光|风景|鸟瞰|鸟瞰图|俯瞰|航拍|航拍图|全景|全貌|远景|近景|夜景|外景|内景|街景|海景|景色|景象|景观|美景|一景|一角|一隅|掠影|风貌|新貌|面貌|实景|场景|现场|现场图|资料图|效果图|"
    r"规划图|示意图|实景图|图片|照片|截图|剪影|雄姿|倩影|图)。?"
)
_PHOTO = re.compile(
    r".{2,40}(?:鸟瞰|俯瞰|航拍|鸟瞰图|航拍图|现场图|资料图|效果图|规划图|示意图|实景图|资料照片|资料片|截图)。?"
)
_THING = re.compile(
    r".{2,22}(?:区|市|湾|港|镇|村|街|路|桥|园|馆|厂|站|岛|河|湖|山|海|中心|码头|大厦|广场|基地|平台|公园|机场|车间|大厅|校园|社区|水库|[步绿栈航赛]道|古城|新城|大棚|[稻梯麦茶]田|驿站|食堂|书屋|书房|厂房|[游邮货]轮|班列|湿地|绿地|草坪|[林牧渔农]场|机器人|无人机|雕塑|泊位|生产线|流水线|实验室|展厅|展台|隧道|泳场|大道|公寓|小区|航站楼)。?"
)
_DOING = re.compile(
    r".{2,30}(?:举行|召开|开幕|揭牌|启动|启用|投用|通车|签约|建成|亮相|开工|竣工|开业|试运行).{0,6}。|"
    r".{2,30}(?:现场|仪式|大会|活动|论坛|会议)上?.{0,12}。"
)
_SEEN = re.compile(
    r".{2,16}(?:在|的).{2,18}。|.{2,20}(?:忙碌|作业|参观|体验|办理|装卸|起航|靠泊|穿梭|嬉戏|驶过|驶出|驶入)。"
)
_AT_IT = re.compile(r"[^,]{0,16}(?:[员工者师士民农客生户]|(?<![多少些有没别每个众本])人|师傅|孩子)们?正?在[^,]{3,24}。")
_TELLS = re.compile(
    r"^(?:这|那|他|她|它|我|你|如今|近年来|今年以来|为此|为了|但|而|然而|因此|所以|同时|此外|目前|下一步|未来|据|截至|其中|记者|可以|事实|有人|大家|一句话|对此)"
)
_TALK = re.compile(rf"^[^:]{{2,14}}:|{_TELLS.pattern}|^(?:今年|去年|日前|近日)|[“”\"?!…说說]")
_FUNCTION = re.compile(r"[是了有将把被让使会能要就都也不没已正我你他她它这那吗呢吧着过必须可应更很最]")
_COMPOUNDS = re.compile(
    r"[技功智动产储性]能|能[源力量耗]|新能|社会|会[议展客场堂]|[大展峰年晚]会|博览会|运动会|委员会|要[闻道]|重要|主要|过[程江街]|"
    r"最[美大高长]|应急|供应|就业|可[视再]|更新|公正|不[动锈]|[国所]有|有[限机轨]|其他|将军|着陆"
)  # words in which such a character makes no sentence: 高技能人才比武现场 names a thing


class Shows(IntEnum):
    """How much of a caption the words of a short sentence are, and so where it may stand to be one."""

    NOTHING = 0
    DOING = 1
    """Who does what where, or who someone is: right under a headline or a picture."""
    PEOPLE = 2
    """Which people are at what (工人正在安装阀门。) and no more: between paragraphs, too, but under a sub-head."""
    THING = 3
    """A place, a thing, a scene (……一角。): wherever pictures stand."""
    PHOTO = 4
    """What kind of picture it is (……鸟瞰。 ……现场图。): anywhere."""


def shows(line: str) -> Shows:
    """What a short sentence shows by its words."""
    text = fold(line)
    if _TALK.search(text):
        return Shows.NOTHING
    at_it = _AT_IT.fullmatch(text)
    if _FUNCTION.search(_COMPOUNDS.sub("", text)):
        return Shows.DOING if at_it or _DOING.fullmatch(text) else Shows.NOTHING
    if _PHOTO.fullmatch(text):
        return Shows.PHOTO
    if _SCENE.fullmatch(text) or ("," not in text and _THING.fullmatch(text)):
        return Shows.THING
    if at_it:
        return Shows.PEOPLE
    seen = _DOING.fullmatch(text) or ("," not in text and _SEEN.fullmatch(text))
    return Shows.DOING if seen else Shows.NOTHING


def tells(line: str) -> bool:
    """Whether a sentence opens as text does and no caption (今年以来，……)."""
    return _TELLS.match(fold(line)) is not None
