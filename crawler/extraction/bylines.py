"""Who wrote an article, as it is printed: in its text, above it, or among the facts beside its date."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extraction.chrome import closed_up
from crawler.extraction.fields import OTHER_ROLE, moments
from crawler.extraction.lines import SHORT_MOMENT
from storage.outline import people
from storage.values import Person

_ROLE = (
    r"(?:全媒体|首席|特派|特约|实习|见习|本报|摄影|驻\S{1,4}|融媒体?|中心)*"
    r"(?:记者|記者|通讯员|通訊員|特派员|评论员|特约撰稿人?|撰稿|作者|撰文|文/图|图/文|摄影报道|摄影|图片|文|图)"
)
_BYLINE_END = re.compile(
    rf"[(（【\[]\s*((?:[^()（）\[\]【】。！？]{{0,24}})?{_ROLE}[\s:：/]*[^()（）\[\]【】。！？]{{2,60}})[)）】\]]\s*$"
)
_BYLINE_LINE = re.compile(
    r"^[(（【\[□■◎○●△▲◇◆\s]*((?:[\u4e00-\u9fffA-Za-z/·&\s《》+|｜丨]{0,24}?)(?:记者|記者|通讯员|通訊員|评论员|撰文|文/图|"
    r"图/文|作者|撰稿)[\s:：/／]+[\u4e00-\u9fffA-Za-z·、，,/\s:：]{2,60}?)[)）】\]]?$"
)
_BYLINE_LEAD = re.compile(
    r"^[（(【\[]?\s*((?:本报|本社|本网|新华社|中新社|[\u4e00-\u9fff]{2,8}(?:报|网|社|新闻))\S{0,6}?(?:记者|"
    r"記者)[\s]*[\u4e00-\u9fff·、\s]{2,16}?)[)）】\]]\s*\S"
)
_BYLINE_OPENING = re.compile(
    r"^[^。！？]{0,24}[（(]\s*((?:本报|本社|全媒体|首席|见习|实习|特派)*(?:记者|記者|通讯员|通訊員)"
    r"[^()（）。！？]{2,60}?)\s*[)）]"
)
_BYLINE_BAR = re.compile(
    r"^((?:文|撰文|采写|采访|撰稿|作者)(?:\s?[/／]\s?图)?\s*[|｜丨]\s*[\u4e00-\u9fff·、，\s]{2,24})$"
)
_COLUMNIST = re.compile(
    r"^文\s?[/／|｜丨]\s*[^。，！？]{2,16}(?:作家|作者|研究员|教授|撰稿人|专家)\s+([\u4e00-\u9fff]{2,4})$"
)
"""Above a column, with what its author is: 文/某某专栏作家 苗圃."""
_NO_AUTHOR = re.compile(r"编辑|来源|來源|佚名|由\S{1,16}(?:提供|供图)|作者(?:单位|简介|系|为)")
"""（图片由受访单位提供） names nobody who wrote, （作者单位：某某） no person."""
_REPORTER_BESIDE = re.compile(
    r"(?:^\W?|(?<=\s))((?:[\u4e00-\u9fff]{1,8}(?:新[闻聞]|[报報网網社]))?(?:全媒体|首席|特约|特派|见习|实习|本报)*(?:记者|記者|通讯员|通訊員)\s?[\u4e00-\u9fff·]{2,4}"
    r"(?:[\s、，]+(?:(?:通讯员|通訊員|实习生|摄影)\s?)?(?!(?:责任)?编辑|责编|审核|来源|發布|发布|时间|日期)[\u4e00-\u9fff·]{2,4}(?!\s?[:：]))*)"
    r"(?=$|\s?[/／╱|｜]|\s+(?:《|发布|来源|來源|时间|日期|(?:责任)?编辑|责编|审核|20\d\d))"
)
"""The reporter in a date line, his part in front of his name: 2024-07-01 某报 首席记者 张某."""
_AUTHOR_BESIDE = re.compile(
    rf"(?:作者|撰文|撰稿|记者|記者)\s*[:：丨｜|]\s*(?:(?:本报|本网|本刊)?(?:记者|記者)\s+)?(?!佚名|未知|不详|{OTHER_ROLE}|时间|发布|点击)"
    rf"[\u4e00-\u9fff·]{{2,8}}?(?:[、，,\s]+(?!{OTHER_ROLE}|[\u4e00-\u9fff]{{1,3}}(?:[网網报報社台刊闻]|编辑|责编))"
    r"[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff：:]))*(?=$|[^\u4e00-\u9fff·]|编辑|责|来源|时间|发布|点击|阅读|浏览|字号|字体|审核|评论|我[要来]|分享|打印|收藏)"
)
"""The author among the other facts of a date line."""
_POSTED_BY = re.compile(r"(?<=\s)由\s+([\u4e00-\u9fff·]{2,8})(?=\s|$)")
"""As blogs' software says it: 发布于 2024年7月1日 由 苗圃."""
_BEFORE_ISSUE = re.compile(
    r"^([\u4e00-\u9fff·]{2,8}(?:[\s、][\u4e00-\u9fff·]{2,4})*)\s*(?=《[^《》]{2,18}》\s*[(（]\s*(?:19|20)\d\d年)"
)
"""As a paper names a story's author beside its issue."""
_MARKED = re.compile(r"^[□■◎○●]\s*([\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3})\s")
"""The author behind a mark: □ 苗 圃　2024-07-01."""
_WRITER = re.compile(
    r"记者|記者|通讯员|通訊員|作者|撰文|撰稿|评论员|特派员|摄影|攝影|文/图|图/文|[(（]文|文\s?[|｜丨]|^文\s?[/／]|图片"
)
_SET_WIDE = re.compile(r"^([\u4e00-\u9fff])\s([\u4e00-\u9fff])$")
_BETWEEN_EDITORS = re.compile(r"(?:(?<![A-Za-z])\s|[、，,/])+")
"""What stands between two names; a blank behind Latin letters is within one: 责编：Anna Li."""
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})*$|^[A-Za-z][A-Za-z .]{2,24}$")


def byline_of(lines: Iterable[str]) -> str | None:
    """The author words as printed: in brackets at a paragraph's end, on a line of their own, or opening the text."""
    kept = [line for line in lines if _WRITER.search(line)]
    ends = [line[-100:] for line in kept]
    short = [line for line in kept if len(line) <= 90]
    openings = [line[:60] for line in kept]
    tries = (
        (_BYLINE_END, ends),
        (_COLUMNIST, short),
        (_BYLINE_LINE, short),
        (_BYLINE_BAR, short),
        (_BYLINE_OPENING, openings),
        (_BYLINE_LEAD, openings),
    )
    for pattern, parts in tries:
        for match in filter(None, map(pattern.search, parts)):
            if not _NO_AUTHOR.search(match[1]):
                return str(match[1]).strip()
    return None


def author_beside(lines: Iterable[str]) -> str | None:
    """The author words of the first line that gives them beside a date or an outlet."""
    dated = (closed_up(line) for line in lines if any(word in line for word in "者撰员由《□■◎○●"))
    matches = (
        _AUTHOR_BESIDE.search(line)
        or _REPORTER_BESIDE.search(line)
        or _POSTED_BY.search(line)
        or _BEFORE_ISSUE.match(line)
        or _MARKED.match(line)
        for line in dated
        if line.startswith("作者")
        or "来源" in line
        or "来自" in line
        or "编辑" in line
        or any(True for _ in moments(line))
        or SHORT_MOMENT.search(line)
    )
    return next((match[match.lastindex or 0] for match in matches if match), None)


def people_of(byline: str | None, editor: str | None) -> tuple[Person, ...]:
    """Everyone whom the byline and the editor line name, with the role as printed; a bare name is an author's."""
    named = people(byline or "")
    if byline and not named:
        byline = _SET_WIDE.sub(r"\1\2", byline)
        alone = [byline] if _NAME.match(byline) else byline.split()
        named = tuple(Person(name, "作者") for name in alone) if all(map(_NAME.match, alone)) else ()
    editors = [Person(name, "责任编辑") for name in _BETWEEN_EDITORS.split(editor or "") if name]
    return tuple(dict.fromkeys((*named, *editors)))
