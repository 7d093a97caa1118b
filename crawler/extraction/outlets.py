"""The outlet that a page names as its source: behind 来源, or beside the date without a label."""

from __future__ import annotations

import re

from crawler.extraction.chrome import closed_up
from crawler.extraction.fields import moments, without_editors, without_moments
from crawler.extraction.lines import SHORT_MOMENT

META_SOURCES = ("source", "contentsource", "mediaid", "article:author:source", "og:article:source")

_SOURCE = re.compile(
    r"(?<!图片)(?<!题图)(?<!视频)(?:稿件|文章|新闻|信息|本文)?"
    r"(?:来源|來源|来 源|出处|稿源|转自)(?:于|自)?\s*[:：丨|]\s*|"
    r"(?<=\s)[来來]源\s+(?=[\u4e00-\u9fff])|^(?:摘自|转载自)\s*[:：]?\s*|(?:^|(?<=\s)|本文)来源于\s*(?=[\u4e00-\u9fff])"
)
_CARRIED = re.compile(r"(?<=[|\s])来自\s*[:：]\s*(?P<outlet>[^\s|｜]{2,20})")
"""Whence a forum's portal has a text, among other facts; where a reader is writes the same (来自：湖北)."""
_ISSUED = re.compile(r"(?:发布|发文|制发|供稿)(?:单位|机构|机关)\s*[:：|\s]{1,4}(?P<outlet>[\u4e00-\u9fff]{2,24})")
"""Who put a notice up, on a page of an authority that names no other source."""
_SOURCE_END = re.compile(
    r"\s+[\u4e00-\u9fff]{2,8}记者|\s*(?:作者|(?<!新闻)编辑|(?<!新聞)編輯|责编|责任|記者|记者|时间|時間|日期|(?:发布|發布|发表)(?:[时時]间|日期|于|[:：])|字号|字體|[大小]?字体|"
    r"浏览|阅读|访问|类型\s*[:：]|点击|\s评论|评论(?=\s*[(（:：\d])|[;；]|分享|打印|收藏|举报|我要|查看|手机|【|\[|(?:19|20)\d\d\s*[-年/.]|(?<!\d)\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}|\d{1,2}:\d{2}|大\s*中\s*小|"
    r"原标题|收听|听新闻|语音|已有|有\s*\d|\d*\s*条评论|\d+\s*评论|人参与|参与互动|栏目\s*[:：]|暂无|我来说|\s进入|\s用\s?(?i:app)|\d{1,2}\s?(?:分钟|小时|天)前|刚刚|\||｜|丨|·\s*\d|>|$)"
)
_QUOTED = re.compile(r"[“\"「《][^”\"」》]{1,20}[”\"」》]")
_LABELS = re.compile(
    r"(?:发布时间|发表时间|更新时间|更新|時間|时间|日期|发布于|发表于|(?<![\u4e00-\u9fff])(?:发布|发表)|稿件|来源于?|來源|"
    r"北京时间|发布日期|\+\s?关注|[:：|｜\[\]【】()（）丨,，—\-]|(?<![\u4e00-\u9fff])·|·(?![\u4e00-\u9fff])|\s)+"
)
_PERSONS = re.compile(
    r"\s*(?:(?:阅读|浏览|点击|评论|人气)\s*(?:量|数|次数)?\s*[:：(（\d]|(?:作者|记者|記者|责编|责任编辑)\s*[:：丨|/／]|[/／╱]\s*(?:记者|記者)|\s(?:记者|記者)[\u4e00-\u9fff]{2,4}[/／╱]|"
    r"\s(?:全媒体|首席|特约|特派|见习|实习|本报)*(?:记者|記者|通讯员|通訊員)\s?[\u4e00-\u9fff·]{2,4}(?:\s|$)).*$"
)
OUTLET = re.compile(
    r"(?<![\u4e00-\u9fff])(?!关注|订阅|收藏)[\u4e00-\u9fff]{2}\+$|[网網报報社台刊]$|新闻|日报|晚报|客户端|新浪|腾讯|搜狐|网易|凤凰|在线|频道|融媒|(?:报道|周刊|发布|(?<=[\u4e00-\u9fff]{2})财经)$"
)
_ADDRESS = re.compile(
    r"[□■◎○●]\s*[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3}\s|(?:https?://|(?<![\w.])www\.)\S+|我来说两句.*$|(?:我要|发表|参与|欢迎)\S{0,4}评论.*$"
)
_OUTLET_ALONE = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9.]{1,15} )?[\u4e00-\u9fffA-Za-z0-9·/]{1,10}"
    r"(?:[网網报報]|(?<=^[\u4e00-\u9fff]{2})\+|(?<=^(?:新华|新華|中新))社|客户端|电视台|電視台|通讯社|通訊社|周刊|週刊)(?:[·/][\u4e00-\u9fff]{2,8})?"
)
_CONTROLS = re.compile(
    r"\s(?:[AT]?[特大中小+-]+|评论|分享|打印|收藏|举报|(?:浏览)?字[号体]\S*|听新闻|收听\S*|语音播报)(?=\s|$).*$"
)
"""Buttons behind an outlet in a date line, from the first on."""
_TIME = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)")
_ACCOUNT = re.compile(r"官方[账帐]号")
"""What a portal says of an account whose name stands in a line of its own."""
_BEHIND = re.compile(
    r"(?<=[网網报報社台刊闻聞媒端线線])\s+(?:[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])$|"
    r"\s(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    r"贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆)$|(?:(?<=[\u4e00-\u9fff])\s+|(?<=[网報报社端线]))\d{1,7}(?:\.\d+)?[万亿wW]?\+?\s?(?:次|人)?(?:阅读|浏览|播放|点击|观看|围观)?量?$"
)
"""What stands behind an outlet in an element of its own: a reporter's name, where a portal's author writes from, a
count of readers or comments."""
_PLACE = re.compile(r"[(（][\u4e00-\u9fff](?!版)[\u4e00-\u9fff][)）]?$")
"""Where an outlet sits or that it blogs, behind its name: 岛城时报(北京), 岛城商报(微博); an edition is its name's."""
_NONE = frozenset(("未知", "不详", "佚名", "admin", "无", "举报", "播报", "简报"))
"""What a CMS fills in where nobody gave a source, and buttons that end as papers do."""
_PAPERS_ISSUE = re.compile(
    r"《\s*(?P<outlet>[^《》]{2,16}?)\s*》\s*[(（]\s*(?:19|20)\d\d年\d{1,2}月\d{1,2}日.{0,8}版\s*[)）]$"
)
"""As a paper names itself and its issue beside a story's author: 苗圃《 岛城日报 》（ 2024年07月01日 第 03 版）."""
_LONGEST_DATE_LINE = 80
_LONGEST_NAME = 16


def is_date_line(line: str, below: str = "") -> bool:
    """Whether a line is the one below a headline: a date with a time of day, and the outlet, maybe in the next."""
    if len(line) > _LONGEST_DATE_LINE:
        return False
    if (labelled_source(line) or unlabelled_source(line) or labelled_source(below)) is None:
        return False
    return any(moment.at for moment in moments(line))


def labelled_source(line: str) -> str | None:
    """The outlet that follows 来源: in a line."""
    if len(line) > 200:
        return None
    line = closed_up(line)
    match = _SOURCE.search(line)
    if match is None and (issue := _PAPERS_ISSUE.search(line.strip())):
        return clean_source(issue["outlet"])
    if match is None:
        carried = _CARRIED.search(line)
        return clean_source(carried["outlet"]) if carried and OUTLET.search(carried["outlet"]) else None
    rest = line[match.end() :]
    quoted = _QUOTED.match(rest)
    end = _SOURCE_END.search(rest, quoted.end() if quoted else 0)
    return clean_source(rest[: end.start()] if end else rest)


def unlabelled_source(line: str) -> str | None:
    """The outlet that stands beside a date without a label: 2024-05-20 14:33·新华社."""
    if len(line) > 60 or _ACCOUNT.search(line) or (undated := SHORT_MOMENT.sub(" ", without_moments(line))) == line:
        return None
    rest = _LABELS.sub(
        " ", without_editors(_PERSONS.sub("", _CONTROLS.sub("", _ADDRESS.sub("", _TIME.sub("", undated)))))
    ).strip()
    rest = _BEHIND.sub("", rest).strip(" /／")
    return clean_source(_last_outlet(rest)) if OUTLET.search(rest) and len(rest) <= 20 else None


def _last_outlet(words: str) -> str:
    """The outlet without the Chinese words before it that name none: a column's, or what kind of text it is (原创)."""
    before, _, outlet = words.rpartition(" ")
    plain = re.fullmatch(r"[\u4e00-\u9fff]{2,6}", before) is not None and not OUTLET.search(before)
    return outlet if plain and OUTLET.search(outlet) else words


def issuer(line: str) -> str | None:
    """The authority that a line names as a document's: 发布机构：市教育局."""
    match = _ISSUED.search(line) if len(line) <= 200 else None
    return clean_source(match["outlet"]) if match else None


def source_beside(line: str, label: str) -> str | None:
    """The outlet of a line that stands right behind its label, where both are lines of their own."""
    found = clean_source(without_moments(line)) if len(line) <= 40 and _is_label(label.strip()) else None
    return found if found and (OUTLET.search(found) or found.endswith("》")) else None


def _is_label(text: str) -> bool:
    return _SOURCE.fullmatch(text) is not None or _SOURCE.fullmatch(f"{text}:") is not None


def bare_source(line: str) -> str | None:
    """The outlet that is a whole line, where date and outlet stand in elements of their own."""
    bare = _PERSONS.sub("", line).strip(" \u3000[]【】〔〕")
    return clean_source(bare) if _OUTLET_ALONE.fullmatch(bare) else None


def account_above(line: str, name: str) -> str | None:
    """The account whose name is the line above one that says of whom it is: 2024-07-01 · 某报官方账号."""
    return clean_source(name) if _ACCOUNT.search(line) and len(name) <= _LONGEST_NAME else None


def clean_source(text: str) -> str | None:
    """The outlet's name without label and brackets; None where it is empty or names a person."""
    text = _SOURCE.sub("", text).strip(" \u3000[]【】〔〕()|｜丨/·:：、,，>-—")
    text = _PLACE.sub("", _BEHIND.sub("", text))
    for opening, closing in ("()", "（）"):
        text = text if opening in text else text.replace(closing, "")
        text += closing if text.count(opening) > text.count(closing) else ""
    if (
        not 2 <= len(text) <= 40
        or text in _NONE
        or re.search(r"记者|通讯员|作者|编辑|https?://|(?:^|我要|发表|参与|查看|网友|最新|条)评论|分享", text)
    ):
        return None
    return text
