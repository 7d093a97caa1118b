"""How lists go on: the addresses of a list's pages, and the bars, buttons and scripts that lead on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True)
class Turn:
    """A page of a list: its address and number, what leads on from it, and where to (None: nowhere)."""

    url: str
    page: int
    html: str
    head: str
    next_url: str | None
    start: str
    way: str


Address = Callable[[int, int], str]
"""The address of a page by its number and that of the last one."""


def _folder(number: int, last: int) -> str:
    return "/channel/12/" if number == 1 else f"/channel/12/list_{number}.html"


def _index(number: int, last: int) -> str:
    return "/xw/index.shtml" if number == 1 else f"/xw/index_{number}.shtml"


def _trs(number: int, last: int) -> str:
    return "/xw/index.shtml" if number == 1 else f"/xw/index_{number - 1}.shtml"


def _trs_folder(number: int, last: int) -> str:
    return "/xw/" if number == 1 else f"/xw/index_{number - 1}.html"


def _query(number: int, last: int) -> str:
    return "/channel/12/" if number == 1 else f"/channel/12/?page={number}"


def _named(number: int, last: int) -> str:
    return "/xw/12.html" if number == 1 else f"/xw/12_{number}.html"


def _oldest(number: int, last: int) -> str:
    return "/xw/node_3118.htm" if number == 1 else f"/xw/node_3118_{last - number + 1}.htm"


def _phpcms(number: int, last: int) -> str:
    return f"/index.php?m=content&c=index&a=lists&catid=9&page={number}"


def _dashed(number: int, last: int) -> str:
    return f"/list-12-{number}.html"


def _pages(number: int, last: int) -> str:
    return "/xw/" if number == 1 else f"/xw/page/{number}/"


def _home(number: int, last: int) -> str:
    return "/" if number == 1 else f"/index_{number}.html"


ADDRESSES: Final[tuple[Address, ...]] = (
    _folder, _index, _trs, _trs_folder, _query, _named, _oldest, _phpcms, _dashed, _pages, _home,
)  # fmt: skip
WORDS: Final = ("下一页", "下一页>>", "下页", "[下一页]", "后一页", "下一頁", "Next", "next »", "下一页 &gt;")


@dataclass(frozen=True)
class Bar:
    """What a bar is made of: the list's addresses, the page it stands on and the last one."""

    dice: Random
    host: str
    address: Address
    page: int
    last: int
    plain: bool

    def href(self, number: int) -> str:
        """Write a page's address as templates do."""
        path = self.address(number, self.last).replace("&", "&amp;")
        name = path.rsplit("/", 1)[1]
        here = self.address(self.page, self.last).rsplit("/", 1)[0]
        near = not self.plain and name and path.rsplit("/", 1)[0] == here and "?" not in name
        return self.dice.choice([path, self.host + path] + ([name, f"./{name}"] if near else []))

    @property
    def ends(self) -> bool:
        return self.page >= self.last


def _off(bar: Bar, word: str) -> str:
    """Show the word for the next page where there is none."""
    here = bar.href(bar.page)
    return bar.dice.choice(
        (
            "",
            f"<span>{word}</span>",
            f'<a class="disabled" href="{here}">{word}</a>',
            f'<a href="javascript:;">{word}</a>',
            f'<a href="#">{word}</a>',
            f'<a href="{here}">{word}</a>',
            f'<li class="disabled"><a href="{bar.href(1)}">{word}</a></li>',
            f"<a>{word}</a>",
        )
    )


def _words(bar: Bar) -> str:
    word = bar.dice.choice(WORDS)
    before = f'<a href="{bar.href(bar.page - 1)}">上一页</a>' if bar.page > 1 else "<span>上一页</span>"
    following = _off(bar, word) if bar.ends else f'<a href="{bar.href(bar.page + 1)}">{word}</a>'
    edges = (f'<a href="{bar.href(1)}">首页</a>', f'<a href="{bar.href(bar.last)}">尾页</a>')
    return f'<div class="page">共{bar.last}页 {edges[0]} {before} {following} {edges[1]}</div>'


def _numbered(bar: Bar) -> str:
    shown = [n for n in range(1, bar.last + 1) if abs(n - bar.page) < 4 or n in (1, bar.last)]
    current = bar.dice.choice(
        (
            f"<span>{bar.page}</span>",
            f"<strong>{bar.page}</strong>",
            f'<a class="current" href="{bar.href(bar.page)}">{bar.page}</a>',
            f'<a class="on" href="javascript:;">{bar.page}</a>',
            f'<a href="#">{bar.page}</a>',
            f"<b>[{bar.page}]</b>",
        )
    )
    one = bar.dice.choice(('<a href="{}">{}</a>', '<li><a href="{}">{}</a></li>', '<a href="{}">[{}]</a>'))
    links, before = [], 0
    for number in shown:
        links += ["<i>...</i>"] if number > before + 1 else []
        links.append(current if number == bar.page else one.format(bar.href(number), number))
        before = number
    return f'<div class="pages">{"".join(links)}</div>'


def _both(bar: Bar) -> str:
    word = bar.dice.choice(WORDS)
    following = _off(bar, word) if bar.ends else f'<a href="{bar.href(bar.page + 1)}">{word}</a>'
    return f'<div class="pagination">{_numbered(bar)}{following}</div>'


def _pictured(bar: Bar) -> str:
    if bar.ends:
        return ""
    inner = bar.dice.choice(('<img src="next.gif" alt="下一页">', '<i class="icon"></i>'))
    title = ' title="下一页"' if "<i" in inner else ""
    return f'<div><a href="{bar.href(bar.page + 1)}"{title}>{inner}</a></div>'


def _arrow(bar: Bar) -> str:
    sign = bar.dice.choice(("&gt;", "›", "»", "→", ""))
    target = bar.href(bar.page if bar.ends else bar.page + 1)
    name = bar.dice.choice(("next", "page-next", "pagination-next")) + (" disabled" if bar.ends else "")
    return f'<div><a class="{name}" href="{target}">{sign}</a></div>'


def _button(bar: Bar) -> str:
    if bar.ends:
        return '<div class="more">没有更多了</div>'
    target = bar.href(bar.page + 1)
    return bar.dice.choice(
        (
            f'<button class="more" data-url="{target}">加载更多</button>',
            f'<div class="load" data-href="{target}"><span>点击加载更多</span></div>',
            f'<a href="javascript:;" data-url="{target}">加载更多</a>',
            f'<a href="#" data-href="{target}">查看更多</a>',
            f'<a href="{target}">加载更多</a>',
        )
    )


def _relation(bar: Bar) -> str:
    return ""


def _call(bar: Bar) -> str:
    """Write the page bar as a script, as TRS WCM does; it numbers its pages from 0."""
    first = bar.address(1, bar.last).rsplit("/", 1)[1] or bar.address(2, 2).rsplit("/", 1)[1].replace("_1", "")
    name, ending = first.split(".")
    call = f'{bar.last}, {bar.page - 1}, "{name}", "{ending}"' + bar.dice.choice(("", ", 286"))
    return f'<div class="page"><script language="javascript">\ncreatePageHTML({call});\n</script></div>'


def _located(bar: Bar) -> str:
    if bar.ends:
        return ""
    target = bar.href(bar.page + 1)
    return bar.dice.choice(
        (
            f'<input type="button" value="下一页" onclick="location.href=\'{target}\'">',
            f'<a href="#" onclick="window.location=\'{target}\';return false">下一页</a>',
            f"<a href=\"javascript:location.href='{target}'\">下一页</a>",
        )
    )


def _scripted(bar: Bar) -> str:
    return '<div class="page"><a href="javascript:goPage(2)">2</a> <a href="javascript:goPage(2)">下一页</a></div>'


def _nothing(bar: Bar) -> str:
    return ""


WAYS: Final = (
    _words,
    _words,
    _numbered,
    _both,
    _both,
    _pictured,
    _arrow,
    _button,
    _relation,
    _call,
    _located,
    _scripted,
)


LEADING: Final = tuple(way for way in WAYS if way is not _scripted)
"""Those that name their addresses."""


def turn(dice: Random, host: str, *, plain: bool) -> Turn:
    """Draw a list, one of its pages and what leads on from it; `plain`: no address starts from the list's own."""
    address = dice.choice(ADDRESSES)
    last = dice.choice((1, 2, 3, 8, 25))
    page = dice.choice((1, 1, 2, last))
    page = min(page, last)
    way = _nothing if last == 1 else dice.choice(WAYS)
    if way is _call and plain:
        way = _words
    if way is _call:
        address = dice.choice((_trs, _trs_folder))
    return _turn(way, Bar(dice, host, address, page, last, plain))


def chain(dice: Random, host: str) -> list[Turn]:
    """Draw a list and every page of it, the first one first."""
    address, last, way = dice.choice(ADDRESSES), dice.choice((2, 3, 8, 12)), dice.choice(LEADING)
    if way is _call:
        address = dice.choice((_trs, _trs_folder))
    return [_turn(way, Bar(dice, host, address, page, last, False)) for page in range(1, last + 1)]


def _turn(way: Callable[[Bar], str], bar: Bar) -> Turn:
    html, head = way(bar), ""
    address, page, last, host = bar.address, bar.page, bar.last, bar.host
    following = None if bar.ends or way is _scripted else host + address(page + 1, last)
    if way is _relation and following:
        head = f'<link rel="next" href="{bar.href(page + 1)}">'
    return Turn(host + address(page, last), page, html, head, following, host + address(1, last), way.__name__[1:])
