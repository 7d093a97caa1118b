"""What a site declares of a text that it shows: whose view it is, whose right, whose risk, and whence it came.

Sites word this in hundreds of ways. All begin with the text or the site itself (本文, 以上内容, 某某声明:) and go on to
disclaim or to reserve something. A report that tells of such words begins with whoever says them.
"""

from __future__ import annotations

import re

_LONGEST = 300
_ARTICLE = r"(?:文章|文(?![件化物明字书艺旅体学献])|稿件?)"
_PIECE = rf"(?:{_ARTICLE}|内容|言论|观点|信息|资讯|作品|图片|视频|影片)"
_TEXT = (
    rf"(?:(?:本|以上|上述|文中|文内|转载|登载|刊登|原创)(?:的|此)?{_PIECE}|[该此]{_ARTICLE}"
    rf"|本(?:站|网站?|平台|公众号|页面)(?:之|的|所|上)*(?:文字|刊|转|发|提供|{_PIECE})"
    r"|(?:文章|稿件|内容)(?:内容|观点)?(?:仅|由|来源|取材|授权|系|均))"
)
_STATEMENT = rf".{{0,10}}?(?<!免责)(?<!免责)声明\s?:.{{0,40}}?(?:本站|本网|此|{_PIECE})"
"""A declaration that calls itself one, and speaks of a text."""
_DISCLAIMED = (
    r"(?:[仅只不][能可]?)代表.{0,24}(?:立场|观点|看法|意见)|"
    r"与.{0,10}(?:本站|本网|平台|立场).{0,8}无关|不构成.{0,14}(?:建议|推荐|依据|要约)|(?:风险|后果|责任|盈亏).{0,6}自[担负行]|"
    r"传[递播]更多|[仅只]供.{0,10}参考|不对.{0,24}(?:负责|保证|担保|承诺)|并不意味|侵权.{0,12}(?:联系|删|必究)|"
    r"信息存储|信息发布平台|授权.{0,4}(?:发布|刊登|刊载|转载)|转载[须需请]|智能.{0,4}生成|"
    r"(?:非经|未经).{0,8}(?:授权|许可)"
)
_STATED = re.compile(
    rf"^[\W_]*(?:(?:{_STATEMENT}|{_TEXT}).{{0,200}}?(?:{_DISCLAIMED})|{_TEXT}.{{0,80}}?与.{{0,16}}无关)",
    re.I | re.S,
)
_WHENCE = re.compile(r"^[\W_]*[本此]文(?:源自|来自|首发[于自]?|原[载刊][于自]?|转载自)\s?[:,，]?[^。]{2,60}[\W_]*$")
"""Where a text came from, as a portal says it: a fragment, and no sentence of the text about itself."""

_DISCLAIMER = re.compile(r"^[\W_]*免责声明\s?:")


def is_declared(line: str) -> bool:
    """Whether a line, folded, is what a site declares of the text that it shows."""
    return len(line) <= _LONGEST and bool(_STATED.match(line) or _WHENCE.match(line))


def is_disclaimer(line: str) -> bool:
    """Whether a line, folded, calls itself a disclaimer: 免责声明：…"""
    return bool(_DISCLAIMER.match(line))
