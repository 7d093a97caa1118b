"""What one line looks like by its own words, before its neighbours are asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

from storage.outline.folding import CHINESE_NUMERAL, fold
from storage.outline.markers import read_jump, read_marker
from storage.outline.names import may_be_name
from storage.outline.organisations import SIGNS, Organisation, read_organisation
from storage.outline.people import CreditKind, credit_kind, is_source_line, is_unnamed
from storage.patterns import pattern
from storage.scripts import simplified

_LONGEST_HEADLINE, _LONGEST_KICKER, _LONGEST_SENTENCE, _LONGEST_PICTURE = 38, 80, 45, 120
_LONGEST_FORM, _LONGEST_NOTE, _LONGEST_WORD, _SHORTEST_TEXT = 60, 16, 5, 6
_LONGEST_CREDIT = 60
"""Characters at a line's end in which its picture's credit begins: none has more than 49, blanks behind 摄影 aside."""


class Kind(IntEnum):
    """PARAGRAPH is text, SENTENCE a short one that may stand under a picture, SHORT may be a headline, EXCLAIMED is
    rarely one.
    """

    BLANK = auto()
    MARKER = auto()
    JUMP = auto()
    TABLE = auto()
    BYLINE = auto()
    EDITOR = auto()
    SOURCE = auto()
    NOTE = auto()
    SUBHEAD = auto()
    PICTURE = auto()
    ORGANISATION = auto()
    KICKER = auto()
    DASH = auto()
    SHORT = auto()
    EXCLAIMED = auto()
    SENTENCE = auto()
    PARAGRAPH = auto()


HEADS = frozenset({Kind.ORGANISATION, Kind.KICKER, Kind.DASH, Kind.SHORT})
TEXT = frozenset({Kind.PARAGRAPH, Kind.SENTENCE, Kind.EXCLAIMED})
STORY = frozenset({Kind.PARAGRAPH, Kind.SUBHEAD, Kind.TABLE, Kind.NOTE, Kind.EXCLAIMED})


@dataclass(frozen=True, slots=True)
class Look:
    """A line's kind and, for an organisation line, what it names."""

    kind: Kind
    organisation: Organisation | None = None


_SENTENCE_END = pattern(r"[。;…]|[!?][”\"』」)]$")
_INNER_STOP = pattern(r"[。;](?=.)")
_NUMBERED = pattern(
    rf"(?:第?[{CHINESE_NUMERAL}]{{1,3}}[、.,:是]|\([{CHINESE_NUMERAL}]{{1,3}}\)|\(?[0-9]{{1,2}}[.、)](?![0-9])|"
    rf"第[{CHINESE_NUMERAL}]{{1,3}}[,章节条]|[①-⑳]|[壹贰叁肆伍陆柒捌玖][、:| ]|其[一二三四五六][,:、]|"
    r"(?:改革)?关键词\s*[:|/]|(?:0[1-9]|(?i:NO|PART)\s?\.?\s?[0-9]{1,2})[\s/|:]+(?=[一-鿿“])|[●■◆★◇○□◎·-]\s*[一-鿿“])"
)
_NOTE = pattern(
    r"[\[(【<■●*]*\s*(?:(?:今日|本期|本版)(?:导读|看点|要目)|编者按|编者的话|编前|编后|编辑手记|开[栏篇][的语话]+|写在前面|卷首语|按语|主持人语|(?:核心|要点|新闻|阅读)提示|核心阅读|阅读提要|内容提要|导读|记者手记)"
)
_AFTERWORD = pattern(r"[\[(【<■●*]*\s*(?:编后|编辑手记|记者手记)")
_LABEL = pattern(rf"[{SIGNS}]*\s*[一-鿿]{{2,{_LONGEST_WORD}}}|[【\[][^【】\[\]。]{{2,12}}[】\]]")
_AT_PLACE = pattern(r"\((?:[左右][起]?[0-9一二三四五六]?|[前后]排.{0,4}|[左右][边侧])\)")  # 工作人员（右）向市民讲解
_OPENS_PICTURE = pattern(
    r"(?:[▲△↑▼↓←◀]|(?P<labelled>(?:[左右]?[上中下]|左|右|大|小|本版|题|组|以上)?[图照]片?\s*(?:[0-9①-⑨一二三四五六七八九]{1,2}(?:[、,和至-]图?[0-9①-⑨一二三四五六七八九]{1,2})*)?\s*(?:均?为|[::])|图\s?(?:[①-⑨]|[0-9]{1,2}[.、])|(?:[上下左右]图|图\s?(?:[0-9①-⑨]{1,2}|[一二三四五六七八九]))\s)|[图照]片说明|资料图|供图\s*[:/].{2,20}$|"
    r"\(?(?:资料|视频|效果|示意)(?:图|截图)?\)?[。.]?$|\(?(?:本[版文组]|以上|文中|其[他余]|除署名[者外]*,?)*(?:图片|照片|配图)(?:除署名[者外]*,?)?(?:均?由.{2,24}[提摄]供?|均为.{2,8}[图片照])\)?[。.]?$|"
    r"图源\s*[:/|]|\(?(?:新华社|中新社|本报)发(?:\(.{2,12}摄\))?\)?$)"
)
_CREDIT = pattern(
    r"(?:(?:(?<=[\s/)。■□●○◎])|[(\[])[一-鿿·/]{1,16}(?:[\s、]?[一-鿿·]{1,8}){0,3}[/\s]?(?:摄|供图|航拍|翻拍)|(?<=[\s。])资料(?:图片?|照片)|(?:摄影|图片?)\s*[/:]\s*(?!简历)\S{2,8}|供图|"
    r"\((?:资料[图照片]|图片|视频截图|效果图|翻拍|航拍)[^()]{0,12}\))[)\]]?[。.]?$"
)
_QUOTED = pattern(
    r"[说道称问答表示指出认为][:,]\s*[“\"]|[:,][“\"][^”\"]*[”\"]?$"
)  # 某乡：“小板凳”坐出好邻里 is a headline
_SPEAKER = pattern(
    r"[问答QA]|(?:本报)?记者|主持人|编辑|网友|市民|读者|嘉宾|专家|观众|居民|[一-鿿]{2,6}(?:[日晚早晨]报|新闻)"
)
_FACT = pattern(
    "(?:[一-鿿]{0,4}(?:时间|地[点址]|嘉宾|对象|电话|邮箱|网址|单位)|对话人物|(?:责任|牵头)部门|主[讲持]人?|受访[者人]|[主承协]办方?|"
    "制[图表]|备?注|附件?[0-9一二三四五]?|PS):|\\*|"
    "[一-鿿]{0,4}(?:单位|部门) [^ ]{2,24}(?:[局委办厅院会]|政府|集团|公司|中心)$"
)
_LABELLED = pattern(
    rf"[一-鿿]{{2}}(?:[{CHINESE_NUMERAL}]{{1,3}}|[0-9]{{1,2}}|[①-⑳])\s*(?:[:|]|\s).{{2,34}}[^。;]"
)  # 镜头一：……: what is counted belongs together
_LONE_NUMBER = pattern(
    r"[一二三四五六七八九]|十[一二三四五]?|[壹贰叁肆伍陆柒捌玖]|[Ⅰ-Ⅻ]|0[1-9]|(?i:PART)\s?\.?\s?[0-9]{1,2}|"
    r"[0-9]{1,2}月[0-9]{1,2}日[ ,][一-鿿 ]{1,8}"
)  # a magazine's sub-head, a diary's
_POINTS_TO_PAGE = pattern(
    r"(?:(?:>+|→|▶+|►|[详刊]?见|\.{3,}|…+)\s*第?[A-Z特]?[0-9]{1,2}(?:[、—-]+[A-Z特]?[0-9]{1,2})?版?|"
    r"[^版] +第?[A-Z特]?[0-9]{1,2}版)[)】\]]?$"
)
_NEWSPAPER = "(?:[一-鿿]{1,6}(?:[日晚早晨]报|新闻)|青报)社?"
_ON = "[0-9]{1,2}月[0-9]{1,2}日"
DATELINE = pattern(
    rf"[【\[]?(?:(?:本报|本台|本社|据?(?:新华社|中新社))[一-鿿、 ]{{0,12}}(?:{_ON})?\s*(?:(?<![快短简])讯|电|消息)|"
    rf"{_NEWSPAPER}(?:[/·]{_NEWSPAPER})*(?:[一-鿿]{{0,4}}{_ON})?\s*讯|"
    r"[一-鿿]{2,10}讯\s?\((?=[^)]{0,12}(?:记者|通讯员))|\([^()]{2,24}(?:记者|通讯员)[^()]{2,30}\)(?=.{8}))"
)
_REMARK = pattern(
    r"\((?!原标?题)(?:[^()]{6,}|(?:本报|据|综合)[^()]*)\)"
)  # a whole line in round brackets is said aside: （作者为本报编辑）
_CELLS = pattern(r"\t|\s*\|\s*|\s{2,}")
_HAN = pattern(r"[一-鿿]")
_GAP = pattern(r"\s\s|\|")
_DASHES = ("——", "—", "――", "--")
_ARROWS = frozenset("▲△↑▼↓←◀")
_BESIDE = ("(左", "(右", "(前", "(后")
_PICTURING = "摄图料发照拍攝圖發"
_CREDITING = frozenset("摄图照拍料")  # one of these stands in every credit
_CREDITS = {CreditKind.BYLINE: Kind.BYLINE, CreditKind.PICTURE: Kind.PICTURE, CreditKind.EDITORS: Kind.EDITOR}
_FIGURE = pattern(r"[-+±]?[0-9][0-9.,]*\s*[%‰一-鿿A-Za-z/²³℃]{0,8}")
DATE_ONLY = pattern(
    r"[0-9]{4}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?(?:\s*(?:星期|周).)?(?:\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)


def look(line: str) -> Look:
    """The kind of one line, from its own words alone."""
    text = fold(line)
    if not text:
        return Look(Kind.BLANK)
    if len(text) > _LONGEST_PICTURE:
        return Look(Kind.TABLE if is_row(line) else Kind.NOTE if is_note(text) else Kind.PARAGRAPH)
    if len(text) > _LONGEST_FORM and text[-1] == "。":
        return Look(_of_prose(line, text))
    named = _by_form(line, text)
    if named and not (named is Kind.SUBHEAD and text[0] in SIGNS):
        return Look(named)
    organisation = read_organisation(line)
    return Look(Kind.ORGANISATION, organisation) if organisation else Look(named or _by_length(text))


def _of_prose(line: str, text: str) -> Kind:
    """What a line is that is too long, or too much of a sentence, for a marker, a credit and a headline."""
    if is_note(text):
        return Kind.NOTE
    if is_row(line):
        return Kind.TABLE
    if is_picture_line(text):
        return Kind.PICTURE
    return Kind.SUBHEAD if _NUMBERED.match(text) and text[0] not in SIGNS else Kind.PARAGRAPH


def _by_form(line: str, text: str) -> Kind | None:
    """What a line is that its form gives away; the forms are tried in this order."""
    if read_marker(line):
        return Kind.MARKER
    if read_jump(line):
        return Kind.JUMP
    if is_source_line(line):
        return Kind.SOURCE
    if is_note(text):
        return Kind.NOTE
    credit = credit_kind(line)
    if credit:
        return _CREDITS[credit]
    if is_unnamed(line):
        return Kind.BYLINE
    if is_row(line):
        return Kind.TABLE
    if is_picture_line(text):
        return Kind.PICTURE
    if text[0] in SIGNS and text[-1] == "。":
        return Kind.PARAGRAPH  # ●an item of a list
    counted = _LABELLED.fullmatch(text) and not may_be_name(text[:3])  # 镜头一：…, and no 张小三：…
    return Kind.SUBHEAD if counted or _NUMBERED.match(text) or _LONE_NUMBER.fullmatch(text) else None


def is_note(text: str) -> bool:
    """Whether a folded line is, or opens with, the label of the editors' own words: 编者按, 核心提示."""
    return _NOTE.match(_label(text)) is not None


def is_label(line: str) -> bool:
    """Whether a line is nothing but a word or two, or a few in a frame, as a box beside a story is called: 短评."""
    return _LABEL.fullmatch(fold(line)) is not None


def is_afterword(line: str) -> bool:
    """Whether a note is the last word of the story before it: 编后, 记者手记."""
    return bool(_AFTERWORD.match(_label(fold(line))))


def _label(text: str) -> str:
    """How a folded line begins, a label that print has set wide (编 者 按) closed up."""
    label = simplified(text[:_LONGEST_NOTE])
    return label.replace(" ", "") if label[1:2] == " " else label


def is_picture_line(text: str) -> bool:
    """Whether a folded line says of itself that it stands under a picture: 图为……, ……摄."""
    if any(map(text.__contains__, _BESIDE)) and _AT_PLACE.search(text) and not _INNER_STOP.search(text):
        return True
    if text[:1] not in _ARROWS and not any(map(text.__contains__, _PICTURING)):
        return False
    text = simplified(text)
    opened = _OPENS_PICTURE.match(text)
    if opened is not None and (opened["labelled"] is not None or not _INNER_STOP.search(text[:-12].rstrip())):
        return True
    if _CREDITING.isdisjoint(text[-_LONGEST_CREDIT:]):
        return False
    credit = _CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT))
    return credit is not None and not _INNER_STOP.search(text[: credit.start()].rstrip())


def _by_length(text: str) -> Kind:
    dated = DATELINE.match(text)
    if (dated and len(text) > dated.end() + _SHORTEST_TEXT) or _POINTS_TO_PAGE.search(text):
        return Kind.PARAGRAPH
    if text.endswith(_DASHES) and len(text) <= _LONGEST_KICKER and "。" not in text and _is_worded(text):
        return Kind.KICKER
    if _SENTENCE_END.search(text) or _QUOTED.search(text):
        return Kind.SENTENCE if _is_one_sentence(text.rstrip('”"』」)')) else Kind.PARAGRAPH
    if len(text) > _LONGEST_HEADLINE or text[-1] in ",、:;." or text.count(",") > 3 or not _is_worded(text):
        return Kind.PARAGRAPH
    if _FACT.match(text) or _REMARK.fullmatch(text):
        return Kind.PARAGRAPH
    if text.startswith(_DASHES):
        return Kind.DASH
    if text[-1] in "!?":
        return Kind.PARAGRAPH if _is_said(text) else Kind.EXCLAIMED
    return Kind.SHORT


def _is_said(text: str) -> bool:
    """Whether somebody speaks in an interview: 问：, 记者：, 王宁：."""
    speaker, colon, _ = text.partition(":")
    return bool(colon) and (may_be_name(speaker) or _SPEAKER.fullmatch(speaker) is not None)


def _is_one_sentence(text: str) -> bool:
    return len(text) <= _LONGEST_SENTENCE and text.endswith("。") and not _INNER_STOP.search(text)


def _is_worded(text: str) -> bool:
    """Words enough for a headline: a date, a figure or a single name is none."""
    words = len(_HAN.findall(text))
    return (words > 2 or 4 <= 2 * words >= len(text)) and not may_be_name(text) and not DATE_ONLY.fullmatch(text)


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: cells apart by tabs, bars, or wide gaps with figures in them."""
    if line.isprintable() and "|" not in line and "｜" not in line and "  " not in line:
        return False
    bare = line.strip()
    if "\t" in bare or bare.count("|") > 1 or bare.count("｜") > 1 or " | " in bare:
        return True
    if not _GAP.search(bare):
        return False
    cells = [cell for cell in _CELLS.split(fold(bare)) if cell]
    return len(cells) > 2 and sum(bool(_FIGURE.fullmatch(cell)) for cell in cells) * 2 >= len(cells)


def cells(line: str) -> int:
    """How many cells a line has if single spaces part them; 0 where it has no figure at all."""
    parts = fold(line).split()
    return len(parts) if any(_FIGURE.fullmatch(part) for part in parts) else 0
