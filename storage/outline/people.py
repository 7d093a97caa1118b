"""Who is named by a byline, an editor line or a credit, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.outline.folding import fold
from storage.values import Person

_REPORTERS = "首席记者|见习记者|实习记者|特约记者|特派记者|驻地记者|摄影记者|文字记者|记者"
_WRITERS = "特约通讯员|通讯员|特约撰稿人|特约撰稿|撰稿|撰文|作者|实习生|特约评论员|评论员|执笔"
_EDITORS = (
    "责任编辑|执行编辑|值班编辑|文字编辑|美术编辑|版面编辑|图片编辑|见习编辑|责编|美编|编辑|责任校对|校对|责任审读|审读|编审|审核|审校|初审|复审|终审|监审|审签|签发|"
    "执行主编|副主编|主编|总编辑|值班主任|值班总编|责任主编|监制|总监制|策划|总策划|统筹|版式|设计|排版|检校"
)
_PICTURES = "摄影报道|摄影|摄像|供图|制图|绘图|漫画|图片|航拍|剪辑|视频|图表"
_ROLES = f"{_EDITORS}|{_REPORTERS}|{_WRITERS}|{_PICTURES}"
_SPOKEN = {"摄": "摄影", "摄影报道": "摄影", "责编": "责任编辑", "美编": "美术编辑"}
_OUTLETS = r"(?:来源|稿源|出处|转自|信息来源|文章来源|稿件来源|图片来源|供稿|供稿单位|新媒体编辑部)"
_ROLE = re.compile(
    rf"(?P<source>{_OUTLETS})\s*[:/]\s*[^\s|;,]*|(?P<both>(?:文[字]?\s*[/、.·]?\s*图片?|图片?\s*[/、.·]?\s*文)(?=\s*[:/]|\s+[一-鿿]|\s*(?:{_REPORTERS})))\s*[:/]?|"
    rf"(?P<single>(?<![一-鿿])[文图摄])\s*[:/|]\s*|(?P<after>[/\s](?:文|图|摄影报道|摄影|摄|供图)(?=[\s,;)/]|$))|(?P<role>{_ROLES})\s*[:/|]?"
)
_HAN = "一-鿿㐀-䶿"
_TOKEN = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)+|[{_HAN}]+|[^{_HAN}]")
_NO_NAME = re.compile(
    r".*(?:报|报社|网|台|新闻|客户端|中心|传媒|集团|公司|局|委|办|厅|部|院|频道|社|讯|报道|综合|整理|小组|街道|摄影|资料|供图|供稿|观海|青岛|本报|介绍|采访|获悉|了解|等|的)"
)
_COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐"
)
_DOUBLE = frozenset("欧阳 上官 司马 诸葛 皇甫 尉迟 东方 公孙 令狐 慕容 夏侯 司徒 端木 宇文".split())
_BRACKET = re.compile(r"[(\[【](?P<inside>[^()\[\]【】。]{2,80})[)\]】]")
_CREDITS = re.compile(rf"{_ROLES}|[文图摄]\s*[/:]|[/\s][文图摄](?:[\s,;)]|$)")
_LINE_START = re.compile(
    rf"^[□■●◎▲△◆\s]*(?:\([^()]{{0,30}}\))?\s*(?:(?:本报|[一-鿿/·、\s]{{0,24}}?(?:报|报社|新闻|通讯社|网|台|社|客户端|融媒体?|全媒体)?)\s*[/、]?\s*)(?:{_ROLES})|"
    r"^[□■●\s]*(?:文[/:、图字]|图[/:、文片]|摄[/:])|^[□■●\s]*[一-鿿· ]{2,9}[/\s]\s*(?:文|图|摄影|摄|供图)(?:$|[\s,/;])"
)
_EDITOR_LINE = re.compile(rf"^[(\[【]?\s*(?:{_EDITORS})\s*[:/|丨]")
_SOURCE_LINE = re.compile(rf"^[(\[【]?\s*{_OUTLETS}\s*[:/]\s*[^。,;]{{1,30}}[)\]】]?$")
_CLAUSE = re.compile(r"[。!?;]|[一-鿿]{14,}")


def people(text: str) -> tuple[Person, ...]:
    """Everyone a byline, editor or credit line names, in printed order, each name and role once.

    `（青岛日报/观海新闻记者 甲乙丙）`, `本报记者 甲 乙 通讯员 丙`, `文/甲 图/乙`, `责任编辑：丁`; a name printed with a
    space inside (王 宁) is put together. Outlets and sources are never people. Empty where the line names nobody.
    """
    folded = fold(text).strip("()[]【】 ")
    found = (Person(name, role) for role, names in _spans(folded) for name in _names(names))
    return tuple(dict.fromkeys(found))


def is_byline(line: str) -> bool:
    """Whether the line says who wrote or photographed, and nothing else."""
    text = fold(line)
    inside = text.strip("()[]【】 □■●—-")
    if (
        not 2 <= len(text) <= 90
        or _EDITOR_LINE.match(text)
        or _SOURCE_LINE.match(text)
        or _CLAUSE.search(_outside_roles(inside))
    ):
        return False
    return bool(_LINE_START.match(inside)) and bool(people(inside))


def is_editor_line(line: str) -> bool:
    """Whether the line names editors, proof-readers or approvers and nothing else."""
    text = fold(line)
    return len(text) <= 90 and bool(_EDITOR_LINE.match(text)) and "。" not in text


def is_source_line(line: str) -> bool:
    """Whether the line only says which outlet a text comes from."""
    return bool(_SOURCE_LINE.match(fold(line)))


def credits(line: str) -> Iterator[str]:
    """The bracketed credits within a paragraph, brackets left off: `……（本报记者 甲）`, `本报讯（记者 乙）……`."""
    text = line.strip()
    folded = fold(line) if text else ""
    shift = len(folded) == len(text)
    for found in _BRACKET.finditer(folded):
        inside = found["inside"]
        if _CREDITS.search(inside) and not _CLAUSE.search(_outside_roles(inside)) and people(inside):
            yield (text[found.start("inside") : found.end("inside")] if shift else inside).strip()


def _outside_roles(text: str) -> str:
    return _ROLE.sub(" ", text)


def _spans(text: str) -> Iterator[tuple[str, str]]:
    """Each role with the stretch of text that holds its names, before it for `甲 摄`, behind it otherwise."""
    marks = list(_ROLE.finditer(text))
    start, open_role = 0, ""
    for mark in marks:
        before, role = text[start : mark.start()], _role_of(mark)
        if mark["after"]:
            yield _after(open_role, role), before
            open_role = ""
        elif open_role:
            yield open_role, before
            open_role = role
        elif not before.strip() or mark["role"] not in {"摄影报道"}:
            open_role = role
        start = mark.end()
    if open_role:
        yield open_role, text[start:]


def _after(open_role: str, role: str) -> str:
    return open_role if open_role in _REPORTERS.split("|") else role


def _role_of(mark: re.Match[str]) -> str:
    if mark["source"]:
        return ""
    if mark["both"]:
        return "文图"
    printed = (mark["single"] or mark["after"] or mark["role"]).strip(" /")
    return _SPOKEN.get(printed, printed)


def _names(stretch: str) -> Iterator[str]:
    """The names in a stretch of credit: single characters with a space between belong together."""
    held = ""
    for token in _TOKEN.findall(stretch.strip()):
        if token == " ":
            continue
        if len(token) == 1 and re.match(f"[{_HAN}]", token):
            if held:
                yield held + token
                held = ""
            else:
                held = token
            continue
        held = ""
        yield from _whole(token)


def _whole(token: str) -> Iterator[str]:
    if "·" in token:
        yield token
    elif 2 <= len(token) <= 4 and re.match(f"[{_HAN}]", token) and not _NO_NAME.fullmatch(token):
        yield from (token[:2], token[2:]) if len(token) == 4 and _is_pair(token) else (token,)


def _is_pair(token: str) -> bool:
    """Two names of two characters run together: both open with a common surname, and no compound surname does."""
    return token[:2] not in _DOUBLE and token[0] in _COMMON and token[2] in _COMMON and token[1] not in _COMMON
