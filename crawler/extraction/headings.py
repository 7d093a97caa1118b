"""Which headings begin what is none of the article: lists of other things, and what readers wrote.

The same words head a newspaper's own sidebar (相关链接, 热点回应, 网友评论 with the reporter's account of them), so a
heading counts for what follows it: plain prose makes it a printed one; readers leave the marks of a list of comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block
from crawler.extraction.chrome import is_chrome_line, is_link_line, is_tail_heading, may_head_links, plain

_SENTENCE_END = re.compile(r"[。！？!?…][”」』）)】]*$")
_SIGNATURE = re.compile(
    r"\s*(?:（[^（）]{1,30}）|\([^()]{1,30}\)|【[^【】]{1,30}】|［[^［］]{1,30}］|\[[^][]{1,30}\])$"
)
"""What a last paragraph ends with, behind its full stop: （记者 王宁）, (立悟/编译), （完）."""
_OF_A_PICTURE = re.compile(r"[摄攝照]|(?<!文[/／])[图圖]")
"""What is signed so, （王宁 摄）, （资料图）, stands under a picture."""
_READERS = re.compile(r"评论|跟帖|跟贴|留言|说两句|(?:我要|我来|发表|查看|新闻的?)回应")
_MARK = re.compile(
    r"(?:分钟|小时|天)前|^\W*(?:(?:回复|举报|点?赞|顶|踩|支持|反对|引用|登录|注册|发表评论|展开)[\s\W\d]*)+$|"
    r"(?<!\d)\d{1,2}:\d{2}|\d+楼|^\W*\d+\s*条"
)
"""What stands beside a reader's words and never beside a reporter's: buttons, how long ago, the number of a comment."""
_DECLARES = re.compile(r"声明\W*$")
_LONGEST_MARK = 40
_COMMENTS = 12
"""Lines below a heading in which such marks are looked for: a comment or two."""


def is_sentence(text: str) -> bool:
    """Whether a line is a sentence of a text, signed or not."""
    if len(text) < 20 or ends_sentence(text):
        return len(text) >= 20
    signed = _SIGNATURE.search(text)
    return signed is not None and not _OF_A_PICTURE.search(signed[0]) and ends_sentence(text[: signed.start()])


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))


def heads_list(lines: Sequence[Block], index: int) -> bool:
    """Whether a line heads a list of other things, and not prose of its own."""
    text = lines[index].text
    if not is_tail_heading(text):
        return may_head_links(text) and _heads_links(lines, index)
    if _READERS.search(plain(text)):
        return heads_comments(lines, index)
    return bool(_DECLARES.search(plain(text))) or lines[index].link_share > 0.5 or not _heads_prose(lines, index)


def heads_comments(lines: Sequence[Block], index: int) -> bool:
    """Whether a line heads what readers wrote themselves, which no part of an article ever follows."""
    text = lines[index].text
    if not (is_tail_heading(text) and _READERS.search(plain(text))):
        return False
    return not _is_prose(lines, index + 1) or any(map(_is_readers, lines[index + 1 : index + 1 + _COMMENTS]))


def _heads_links(lines: Sequence[Block], index: int) -> bool:
    """Whether links follow a heading: the next line, and one of the two behind it unless there is none."""
    first, *further = [is_link_line(line) for line in lines[index + 1 : index + 4]] or [False]
    return first and (not further or any(further))


def _heads_prose(lines: Sequence[Block], index: int) -> bool:
    """Whether prose follows a heading, at once or below the sidebar's own title."""
    if _is_prose(lines, index + 1):
        return True
    titled = index + 2 < len(lines) and not lines[index + 1].linked and not is_chrome_line(lines[index + 1].text)
    return titled and _is_prose(lines, index + 2) and not lines[index + 2].linked


def _is_prose(lines: Sequence[Block], index: int) -> bool:
    return index < len(lines) and tells(lines[index])


def tells(block: Block) -> bool:
    """Whether a line is a sentence of somebody's text, and none of the site's."""
    return block.link_share < 0.2 and is_sentence(block.text) and not is_chrome_line(block.text)


def _is_readers(block: Block) -> bool:
    return len(block.text) <= _LONGEST_MARK and bool(_MARK.search(plain(block.text)))
