"""The website's and the mobile site's lists: home, older pages, channels, special topics, sitemap of nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from demo import designs
from demo.markup import image, link, list_name, minute, page
from demo.model import SERIES, Piece
from demo.pages_desktop import FOOTER, NAVIGATION, hot
from demo.server import Reply
from demo.state import State

OLDER = re.compile(r"/(?:index(?:_(\d+))?\.html)?")
CHANNEL = re.compile(r"/channel/(\w+)/(?:(?:index|list)(?:_(\d+))?\.html)?")
SPECIAL = re.compile(r"/special/gaige/(?:index\.html)?")
LONGEST_LINK = 26


def shortened(title: str) -> str:
    """A list has room for so many characters; the whole title stands in the link's title attribute."""
    return title if len(title) <= LONGEST_LINK else title[: LONGEST_LINK - 1] + "…"


def pages_in(state: State, listed: Sequence[Piece]) -> int:
    return max(1, -(-len(listed) // state.page_size))


def address(state: State, piece: Piece) -> str:
    """Absolute, as the site writes them; every ninth begins with a slash instead, as some of the site's do."""
    full = state.url(piece)
    return full if piece.id % 9 else full.removeprefix(state.urls["website"])


def entries(state: State, number: int) -> list[tuple[str, str, str]]:
    """Address, title and time of a list page's entries; pages past the last exist on an endless list only."""
    listed = state.listed()
    shown = listed[(number - 1) * state.page_size : number * state.page_size]
    if shown or state.lists != "endless":
        return [(address(state, piece), piece.title, minute(piece)) for piece in shown]
    first = 90_000_000 - number * state.page_size
    return [
        (f"{state.urls['website']}/p/{first + one}.html", f"往日新闻第{first + one}号", "2015-03-01 08:00")
        for one in range(state.page_size)
    ]


def next_page(state: State, number: int) -> int | None:
    last = pages_in(state, state.listed())
    if number < last or state.lists == "endless":
        return number + 1
    return min(2, last) if state.lists == "loop" else None


def item(url: str, title: str, when: str) -> str:
    named = link(url, shortened(title), title)
    return f'<div class="pic-summary"><div class="title">{named}<time>{when}</time></div></div>'


def flow(shown: Sequence[tuple[str, str, str]]) -> str:
    return "".join(item(*entry) for entry in shown)


def focus(shown: Sequence[tuple[str, str, str]]) -> str:
    return (
        '<div class="focus_list"><ul>'
        + "".join(f"<li>{link(url, title)}<span>{when}</span></li>" for url, title, when in shown)
        + "</ul></div>"
    )


def pictures(state: State) -> str:
    """The picture block, bare links in a list, and the entries that broke other people's readers."""
    chosen = [piece for piece in state.listed()[: state.page_size] if piece.id % 5 == 0][:5]
    bare = "".join(f'<a href="{state.url(one)}" title="{escape(one.title)}">{image(one, 0)}</a>' for one in chosen)
    return f'<div class="img-box"><ul>{bare}</ul></div>'


def oddities(state: State) -> str:
    """Two links that are no full addresses and one to somebody else's host, all in the news flow."""
    stranger = f"外地媒体看{SERIES}"
    return (
        item("/zhuanti/haiyang.html", "海洋日专题", "2021-06-08 08:00")
        + item("javascript:openApp()", "打开客户端看直播", "")
        + item(state.urls["elsewhere"] + "/gaige/1.html", stranger, "2021-10-28 09:00")
    )


def onward(state: State, number: int, folder: str = "/") -> str:
    following = next_page(state, number)
    back = link(folder + list_name(number - 1), "上一页", inside=' class="prev"') if number > 1 else ""
    forth = link(folder + list_name(following), "下一页", inside=' class="next"') if following else ""
    return f'<div class="page">{back}<span class="current">{number}</span>{forth}</div>'


def home(state: State, number: int) -> Reply:
    shown, design = entries(state, number), designs.NAMED[state.design]
    top = pictures(state) + oddities(state) if number == 1 else ""
    inner = {
        "none": '<div class="news-flow"></div>',
        "moved": '<div class="welcome"><a href="/channel/news/index.html">进入新闻频道</a></div>',
        "focus": focus(shown) + onward(state, number),
    }.get(design.lists, top + flow(shown) + onward(state, number))
    meta = '<meta name="description" content="观海新闻，青岛日报社新媒体平台">'
    return page("观海新闻", meta, NAVIGATION + f'<div class="main">{inner}</div>' + FOOTER)


def channel_item(url: str, title: str, when: str) -> str:
    return (
        '<li class="article-picture-item"><div class="m-imagetext"><img src="/img/thumb.jpeg" alt=""></div>'
        f'<h3>{link(url, title)}</h3><span class="time">{when}</span></li>'
    )


def channel(state: State, name: str, number: int) -> Reply:
    """A channel's list; `more` is the variant whose next page hangs on a button."""
    items = "".join(channel_item(*entry) for entry in entries(state, number))
    bar = onward(state, number, f"/channel/{name}/")
    if name == "more" and next_page(state, number):
        following = f"/channel/more/list_{number + 1}.html"
        bar = f'<div class="load-more" data-url="{following}"><a href="{following}">加载更多</a></div>'
    listing = f'<div class="article-list"><ul data-cid="21">{items}</ul></div>'
    return page("新闻_观海新闻", "", NAVIGATION + listing + bar + FOOTER)


def beside(state: State) -> str:
    """What stands beside a topic's own list: ordinary news under no heading, the site's hot list, a related topic."""
    shown = [piece for piece in state.newest() if piece.kind == "news" and "website" in piece.surfaces][:6]
    latest = "".join(f"<p>{link(state.url(one), one.title)}</p>" for one in shown)
    return (
        f'<div class="r-col"><div class="news-roll">{latest}</div>{hot(state)}'
        f'<div class="more-topics"><h3>相关专题</h3><a href="/zhuanti/haiyang.html">海洋日专题</a></div></div>'
    )


def special(state: State) -> Reply:
    """The series' own page: every link of its list belongs to it, whatever its words."""
    listed = [piece for piece in reversed(state.instalments()) if "website" in piece.surfaces]
    items = "".join(f"<li>{link(state.url(one), one.title)}<em>{one.published_at:%Y-%m-%d}</em></li>" for one in listed)
    head = f'<div class="special-head"><h1>{SERIES}</h1></div>'
    inner = f'{NAVIGATION}{head}<div class="special-list"><ul>{items}</ul></div>{beside(state)}{FOOTER}'
    return page(f"{SERIES}_专题_观海新闻", "", inner)


def exists(state: State, number: int) -> bool:
    return 1 <= number <= pages_in(state, state.listed()) or state.lists == "endless"


def answer(state: State, path: str) -> Reply | None:
    older, in_channel = OLDER.fullmatch(path), CHANNEL.fullmatch(path)
    if older and exists(state, int(older[1] or 1)):
        return home(state, int(older[1] or 1))
    if in_channel and exists(state, int(in_channel[2] or 1)):
        return channel(state, in_channel[1], int(in_channel[2] or 1))
    if SPECIAL.fullmatch(path) and "special" not in state.closed:
        return special(state)
    return None
