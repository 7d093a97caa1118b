"""Who is named by a byline, an editor line or a credit, and as what.

A credit is read as a row of roles and names. A role speaks for the names behind it (`记者 甲 乙`, `文/甲`) unless it
stands at the end of them (`甲 摄`, `记者 甲 乙 摄影报道`); words that are neither make a line no credit line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from storage.outline.folding import fold
from storage.outline.names import bracketed_names, is_outlet, may_be_name, read_names, signs_alone
from storage.patterns import pattern
from storage.scripts import simplified
from storage.values import Person

_REPORTERS = "首席记者|见习记者|实习记者|特约记者|特派记者|驻地记者|摄影记者|文字记者|记者"
WRITERS = (
    "特约通讯员|通讯员|讲述人|口述人|口述|特约撰稿人|特约撰稿|撰稿人|撰稿|撰文|作者|主笔|实习生|特约评论员|评论员|执笔|"
    "文字|整理|采写|采访"
)
_EDITORS = (
    "责任编辑|执行编辑|值班编辑|文字编辑|美术编辑|版面编辑|图片编辑|见习编辑|责编|美编|编辑|责任校对|校对|责任审读|"
    "审读|编审|审核|审校|初审|复审|终审|监审|审签|签发|执行主编|副主编|主编|总编辑|值班主任|值班总编|责任主编|"
    "监制|总监制|策划|总策划|统筹|执行|版式设计|版式|设计|排版|检校|责校|编校|核稿|图编|值班编委"
)
_ROUNDS = "一审|二审|三审|一校|二校|三校|视觉|出品人|出品|组版|带班编委|总值班|配音|出镜|主播"
_PICTURES = "摄影报道|摄影|摄像|供图|制图|绘图|漫画|图片|航拍|剪辑|视频|图表"
_OUTLETS = r"(?:图片|文章|稿件|信息|素材|资料|数据)?(?:来源|稿源|出处|转自|供稿单位|供稿)"
_WORD = r"(?:文字?|图片?|摄影?)"
_ROLE = rf"摄影\s?记者|(?:{_ROUNDS})(?=\s*[:/|丨]|\s)|{_EDITORS}|{_REPORTERS}|{WRITERS}|{_PICTURES}"
_HAN = "一-鿿㐀-䶿"
_BOTH = rf"(?<![一-鿿])(?:{_WORD}\s*[/、]\s*{_WORD}(?=[\s:/|]|$|{_REPORTERS})|(?:图文|文图)(?=\s*[:/|]|\s))"
_LONE_ROLE = rf"{_ROLE}|(?<![{_HAN}])[文图摄](?![{_HAN}])"
_NAMED_ROLE = pattern(f"{_LONE_ROLE}|{_BOTH}")
_TOKEN = pattern(
    rf"(?P<source>{_OUTLETS})\s*[:/|]\s*[^\s|;,]*|(?P<host>主持人?)\s*[:/|]\s*(?=[{_HAN}/]{{0,12}}(?:{_REPORTERS}))|"
    rf"(?P<both>{_BOTH})\s*[:/|]?|"
    rf"(?P<role>{_LONE_ROLE})(?P<mark>\s*[:/|丨])?|"
    rf"(?P<words>(?:(?!{_ROLE})[{_HAN}])+(?:·(?:(?!{_ROLE})[{_HAN}])+)*)|(?P<other>\S)"
)
_SPOKEN = {"摄": "摄影", "摄影报道": "摄影", "责编": "责任编辑", "美编": "美术编辑", "摄影 记者": "摄影记者"}
_CLOSING = {"摄影报道": "文/图"}  # behind names it says that they wrote and photographed, before one only the latter
_BEHIND = frozenset(["文", "图", "摄", "摄影", "摄影报道", "供图", "航拍", "采写", "制图", "绘图", "漫画", "整理"])
_KEEPS_REPORTER = frozenset(["文", "文/图", "摄影报道", "采写", "整理"])
_REPORTING = frozenset(_REPORTERS.split("|"))
_EDITING = frozenset(f"{_EDITORS}|{_ROUNDS}".split("|"))
_OPENING = "(（[［【〔"
_BRACKET = pattern(r"[(\[【](?P<inside>[^()\[\]【】。]{2,80})[)\]】]")
_PHOTO = frozenset(
    ["摄影", "供图", "图", "图片", "制图", "绘图", "漫画", "航拍", "摄像", "摄影记者", "图表", "视频", "剪辑"]
)
_UNBRACKETED = pattern(
    rf"【?[{_HAN}/0-9]{{2,24}}讯】? *(?P<credit>(?:[{_HAN}]{{0,4}}记者|通讯员|实习生) ?[{_HAN}]{{2,3}}"
    rf"(?:[ 、](?:(?:[{_HAN}]{{0,2}}记者|通讯员|实习生) ?)?[{_HAN}]{{2,3}}){{0,5}})(?= |报道)"
)
_BY_WHOM = pattern(rf"(?:^|[\s。,;)/(])(?P<credit>(?:[{_HAN}·]{{2,8}}|[{_HAN}] [{_HAN}])\s*[/ ]\s*(?:摄影?|供图))\)?$")
_PAPER = rf"[{_HAN}]{{2,6}}(?:[日晚早晨]报|新闻)社?"
_UNNAMED = pattern(
    rf"[(\[□■○●◇◆ ]*(?:本[报刊台社网]|{_PAPER}(?:[/·]{_PAPER})*)(?:特约|首席|本报)?"
    rf"(?:评论员|观察员|编辑部|记者|通讯员|[{_HAN}]{{0,4}}(?:采访组|报道组|调研组)) ?"
    r"(?:集体|综合)?(?:采写|报道|整理)?[)\] ]*"
)
_ISSUED = pattern(rf"《?{_PAPER}》? ?\(?[0-9]{{4}}[年./-][0-9]{{1,2}}[月./-][0-9]{{1,2}}日?\)?(?:[特专增]刊)?")
_ISSUED_END = frozenset("日刊)0123456789")
_TAKEN_FROM = pattern(r"[摘选]自《[^》]{2,20}》[^。;]{0,24}")
_SUPPLIED = pattern(
    rf"[{_HAN}、 ]{{2,18}}(?<!本[报刊])供稿|"
    rf"本[版文组期](?!.{{0,6}}[图照]).{{0,8}}由[{_HAN}、 ]{{2,18}}(?:提供|整理|撰写)"
)
_SOURCE_LINE = pattern(rf"{_OUTLETS}\s*[:/|]\s*[^。,;]{{1,30}}")
_AUTHORS_SIGNS = "□○◎"
_BETWEEN = pattern(r"[ 、]+")
_SIGNED = pattern(rf"[{_AUTHORS_SIGNS}] *(?P<names>[{_HAN}]{{2,3}}(?:[ 、]+[{_HAN}]{{2,3}}){{0,3}})")
_CONTACT = pattern(
    r"(?<=[一-鿿])\([^()]{3,28}(?:教授|讲师|研究员|导师|博士|学者|专家|主任|书记|[局处院会所校]长|干部|大学|学院|党校|研究[院所]|中心|委员)\)$|"
    r"[\s|,;(]*(?:新闻|投稿|读者|联系)?(?:电话|热线|邮箱|QQ|微信|E-?mail)\s*:?\s*[0-9A-Za-z@._()—-]+\)?$|\s+[0-9]{4}-[0-9]{2}-[0-9]{2}$"
)
_ROLES = f"{_EDITORS}|{_ROUNDS}|{_REPORTERS}|{WRITERS}|{_PICTURES}"
_ROLE_MARKS = frozenset("文图摄") | {role[-1] for role in _ROLES.split("|")}
_TELLING = frozenset(["讲述人", "口述人", "口述"])
_TITLE = pattern(r".{1,12}(?:[长员师匠]|主任|书记|教授|经理|主席|村民|居民)")
_CONTRIBUTED = pattern(r"对(?:本|此)文(?:亦|也|均)?有(?:重要)?贡献(?=\)?$)")
_LOOSE = frozenset("/、,|丨()&□■○●◎◇◆△▲☆★▶►※—-_·[]【】<>*\\")
_LONGEST, _LONGEST_UNNAMED, _MOST_AHEAD = 90, 24, 8


class CreditKind(Enum):
    """Whose line a credit is: the story's authors, a picture's, or those who edited and approved it."""

    BYLINE = auto()
    PICTURE = auto()
    EDITORS = auto()


@dataclass(frozen=True, slots=True)
class _Part:
    """One piece of a credit; `marked` where a colon ties a role to what follows, `glued` where no space parts it."""

    kind: str
    text: str
    marked: bool = False
    glued: bool = False


@dataclass(slots=True)
class _Credit:
    """A credit being read: who was found, and how many words were neither names, roles nor outlets."""

    people: list[Person]
    strange: int = 0


def people(text: str) -> tuple[Person, ...]:
    """Everyone a byline, editor or credit line names, in printed order, each name and role once.

    `（青岛日报/观海新闻记者 甲乙丙）`, `本报记者 甲 乙 通讯员 丙`, `文/甲 图/乙`, `责任编辑：丁`; a name printed with a
    space inside (王 宁) is put together. Outlets and sources are never people. Empty where the line names nobody.
    """
    return tuple(dict.fromkeys(_read(fold(text)).people))


def credit_kind(line: str) -> CreditKind | None:
    """What the line is that names people and says nothing else, None where it is no such line."""
    found = _credit(fold(line))
    roles = {person.role for person in found}
    if not roles:
        return None
    return CreditKind.EDITORS if roles <= _EDITING else CreditKind.PICTURE if roles <= _PHOTO else CreditKind.BYLINE


def is_unnamed(line: str) -> bool:
    """Whether the line signs without a name: 本报评论员, 本报编辑部."""
    text = fold(line)
    return len(text) <= _LONGEST_UNNAMED and _UNNAMED.fullmatch(simplified(text)) is not None


def photo_credit(line: str) -> str:
    """The end of a caption that names the photographer (`……的吊车。甲乙 摄`), empty where it names none."""
    text = fold(line).rstrip("。.")
    whole = re.split(r"[。,;]", text)[-1]
    if _credit(whole):
        return whole
    found = _BY_WHOM.search(simplified(text))
    return text[found.start("credit") : found.end("credit")] if found else ""


def is_source_line(line: str) -> bool:
    """Whether the line only says which outlet a text comes from."""
    text = fold(line).strip("()[]【】 ")
    if len(text) <= _LONGEST and _TAKEN_FROM.fullmatch(simplified(text)):
        return True
    if len(text) <= _LONGEST_UNNAMED and (_ISSUED if text[-1:] in _ISSUED_END else _SUPPLIED).fullmatch(text):
        return not people(text)
    return (
        len(text) <= _LONGEST // 2
        and (":" in text or "/" in text or "|" in text)
        and bool(_SOURCE_LINE.fullmatch(simplified(text)))
        and not people(text)
    )


def credits(line: str) -> Iterator[str]:
    """The credits within a paragraph: `……（本报记者 甲）`, `本报讯（记者 乙）……`, `本报讯 记者 丙 ……`; no brackets."""
    opening = _UNBRACKETED.match(fold(line)[:_LONGEST]) if "讯" in line else None
    if opening and all(signs_alone(person.name) for person in _credit(opening["credit"])):
        yield opening["credit"]
    if not any(map(line.__contains__, _OPENING)):
        return
    folded, printed = fold(line), line.strip()
    for found in _BRACKET.finditer(folded):
        inside = found["inside"]
        if _credit(inside.strip()) or (found.end() == len(folded) and bracketed_names(folded)):
            whole = len(printed) == len(folded)
            yield printed[found.start("inside") : found.end("inside")].strip() if whole else inside


def _credit(text: str) -> list[Person]:
    """Everyone whom a folded text names that consists of a credit alone; nobody where it says anything else."""
    if text[-1:].isascii() and len(text) <= _LONGEST * 2:
        text = _CONTACT.sub("", text).rstrip()
    if not 2 <= len(text) <= _LONGEST or text[-1] in "。!?;":
        return []
    if text[0] not in _AUTHORS_SIGNS and _ROLE_MARKS.isdisjoint(simplified(text)):
        return []
    credit = _read(text)
    return [] if credit.strange else credit.people


def _read(text: str) -> _Credit:
    """The credit in a folded text, empty where it holds neither a role nor the sign that stands for one (□ 甲 乙).

    Names in front of the first role count only for a role that stands behind them.
    """
    text = _closed_up(text)
    signed = _SIGNED.fullmatch(text)
    if signed and all(map(signs_alone, _BETWEEN.split(signed["names"]))):
        return _Credit(_given(_BETWEEN.split(signed["names"]), "作者"))
    if not _NAMED_ROLE.search(simplified(text)):
        return _Credit([])
    parts = list(_parts(text))
    credit, role, names, told = _Credit([]), "", list[str](), False
    for number, part in enumerate(parts):
        if part.kind == "words" and role in _TELLING and not names and _TITLE.fullmatch(part.text):
            continue  # 讲述人：上溪村河长 甲
        if part.kind == "words":
            behind = _role_follows(parts[number : number + _MOST_AHEAD])
            names += _names(part, credit, known=bool(role), told=told, behind=behind)
        elif part.kind == "role" and _stands_behind(part, parts[number + 1 :], names, role):
            closing = _CLOSING.get(part.text, part.text)
            credit.people += _given(names, role if role and part.text in _KEEPS_REPORTER else closing)
            role, names, told = "", [], False
        elif part.kind != "other":
            if part.glued and part.text in _REPORTING and role in _BEHIND | {"文/图"}:
                names = names[:-1]  # 采写：某报记者 甲: what runs into 记者 is the paper
            credit.people += _given(names, role)
            role, names, told = (part.text if part.kind == "role" else ""), [], part.marked
        elif part.text not in _LOOSE:
            credit.strange += 1
    credit.people += _given(names, role)
    return credit


def _given(names: list[str], role: str) -> list[Person]:
    return [Person(name, _SPOKEN.get(role, role)) for name in names] if role else []


def _parts(text: str) -> Iterator[_Part]:
    end = 0
    for found in _TOKEN.finditer(simplified(text)):
        glued = found.start() == end and end > 0
        if found["both"]:
            yield _Part("role", "文/图", marked=found[0].rstrip()[-1] in ":|")
        elif found["role"]:
            yield _Part("role", found["role"], marked=bool(found["mark"]), glued=glued)
        else:
            yield _Part(found.lastgroup or "other", text[found.start() : found.end()], glued=glued)
        end = found.end()


_BEFORE_NAME = "(?<![一-鿿])|(?<=[记記]者)|(?<=[讯訊][员員])|(?<=[编編][辑輯])|(?<=校[对對])|(?<=审核)"
_SPACED = pattern(rf"(?:{_BEFORE_NAME})(?![文图圖摄攝])([一-鿿]) {{1,3}}([一-鿿])(?![一-鿿])")


_SPACED_IN_FRONT = pattern(r"(?<![一-鿿])(?![文图圖])([一-鿿]) {1,3}([一-鿿])(?=[摄攝](?![一-鿿]))")  # 王 宁摄
_REPORTS = pattern(rf"(?<=、)([{_HAN}]{{2,3}})报道(?![{_HAN}])")
_RUN_ON = pattern(rf"([{_HAN}]{{2,3}}(?<!拍))([摄攝])(?![{_HAN}])")


def _closed_up(text: str) -> str:
    """Two single characters with a space between are one name: 王 宁 → 王宁, but 文 王宁 stays; 王宁摄 → 王宁 摄."""
    text = _CONTRIBUTED.sub("", text)
    if " " in text:
        text = _SPACED_IN_FRONT.sub(r"\1\2", _SPACED.sub(r"\1\2", text))
    text = _RUN_ON.sub(_parted, text) if "摄" in text or "攝" in text else text
    return _REPORTS.sub(r"\1 报道", text) if "、" in text else text


def _parted(found: re.Match[str]) -> str:
    """The name that runs on into 摄 set apart, where its last two or three characters are one."""
    run = found[1]
    name = next((run[start:] for start in range(len(run) - 1) if may_be_name(run[start:])), "")
    return f"{run.removesuffix(name)} {name} {found[2]}".lstrip() if name else found[0]


def _stands_behind(part: _Part, following: list[_Part], names: list[str], role: str) -> bool:
    """Whether a role closes the names before it: it may stand so, and neither a colon nor the role that speaks for
    them (文 甲 图 乙) ties it to the words that follow.
    """
    if part.marked or not names or part.text not in _BEHIND | {"文/图"}:
        return False
    next_words = next((each for each in following if each.kind != "other"), None)
    if next_words is None or next_words.kind != "words":
        return True
    return len(part.text) == 1 and role not in _BEHIND


def _role_follows(parts: list[_Part]) -> bool:
    """Whether the words at the head of `parts` stand in front of a role: right there, as an outlet does and a name with
    摄 behind it, or as one of several names (甲 乙 摄).
    """
    worded = [part for part in parts if part.kind != "other"]
    names = list(takewhile(lambda part: part.kind == "words", worded))
    behind = worded[len(names) :]
    return bool(behind) and behind[0].kind == "role" and (len(names) == 1 or all(may_be_name(p.text) for p in names))


def _names(part: _Part, credit: _Credit, *, known: bool, told: bool, behind: bool) -> list[str]:
    """The names in a run of characters; characters that are neither name nor outlet count as strange."""
    found = read_names(part.text, glued=part.glued and known, told=told)
    if found and (known or behind):
        return found
    if not is_outlet(part.text) and not (behind and len(part.text) <= 14 and not found):
        credit.strange += 1
    return []
