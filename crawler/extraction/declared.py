"""What a site declares of a text that it shows: whose view it is, whose right, whose risk, and whence it came.

Sites word this in hundreds of ways. All begin with the text or the site itself (本文, 以上内容, 某某声明:) and go on to
disclaim or to reserve something. A report that tells of such words begins with whoever says them.
"""

from __future__ import annotations

import re

_LONGEST = 300
_ARTICLE = r"(?:文章|文(?![件化物明字书書艺藝旅体體学學献獻])|稿件?)"
_PIECE = rf"(?:{_ARTICLE}|内容|內容|言论|言論|观点|觀點|信息|資訊|资讯|作品|图片|圖片|视频|影片)"
_TEXT = (
    rf"(?:(?:本|以上|上述|文中|文内|文內|转载|轉載|登载|刊登|原创)(?:的|此)?{_PIECE}|[该該此]{_ARTICLE}"
    rf"|本(?:站|网站?|網站?|平台|公众号|页面)(?:之|的|所|上)*(?:文字|刊|转|轉|发|發|提供|{_PIECE})"
    r"|(?:文章|稿件|内容|內容)(?:内容|內容|观点|觀點)?(?:仅|僅|由|来源|來源|取材|授权|授權|系|均))"
)
_STATEMENT = rf".{{0,10}}?(?<!免责)(?<!免責)(?:声明|聲明)\s?:.{{0,40}}?(?:本站|本网|本網|此|{_PIECE})"
"""A declaration that calls itself one, and speaks of a text."""
_DISCLAIMED = (
    r"(?:[仅僅只不][能可]?)代表.{0,24}(?:立场|立場|观点|觀點|看法|意见|意見)|"
    r"[与與].{0,10}(?:本站|本网|本網|平台|立场|立場).{0,8}(?:无关|無關)|不[构構]成.{0,14}(?:建议|建議|推荐|推薦|依据|依據|要约)|(?:风险|風險|后果|後果|责任|責任|盈亏).{0,6}自[担擔负負行]|"
    r"[传傳][递遞播]更多|[仅僅只]供.{0,10}[参參]考|不对.{0,24}(?:负责|保证|担保|承诺)|[并並]不意味|侵[权權].{0,12}(?:联系|聯繫|刪|删|必究)|"
    r"信息存储|信息发布平台|授[权權].{0,4}(?:发布|發布|刊登|刊載|转载|轉載)|[转轉][载載][须須需请請]|智能.{0,4}生成|"
    r"(?:非经|非經|未经|未經).{0,8}(?:授权|授權|许可|許可)"
)
_STATED = re.compile(
    rf"^[\W_]*(?:(?:{_STATEMENT}|{_TEXT}).{{0,200}}?(?:{_DISCLAIMED})|{_TEXT}.{{0,80}}?[与與].{{0,16}}(?:无关|無關))",
    re.I | re.S,
)
_WHENCE = re.compile(
    r"^[\W_]*[本此]文(?:源自|来自|來自|首[发發][于於自]?|原[载載刊][于於自]?|[转轉][载載]自)\s?[:,，]?[^。]{2,60}[\W_]*$"
)
"""Where a text came from, as a portal says it: a fragment, and no sentence of the text about itself."""

_DISCLAIMER = re.compile(r"^[\W_]*免(?:责声|責聲)明\s?:")


def is_declared(line: str) -> bool:
    """Whether a line, folded, is what a site declares of the text that it shows."""
    return len(line) <= _LONGEST and bool(_STATED.match(line) or _WHENCE.match(line))


def is_disclaimer(line: str) -> bool:
    """Whether a line, folded, calls itself a disclaimer: 免责声明：…"""
    return bool(_DISCLAIMER.match(line))
