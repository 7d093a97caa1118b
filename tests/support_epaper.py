"""Pages of an invented Founder paper, in both skins, for the tests of the e-paper source."""

from __future__ import annotations

from datetime import UTC, date, datetime

from storage.config import SeriesConfig
from storage.values import Document

BASE = "http://paper.example/conpaper/hwrb"
FOLDER = f"{BASE}/html/2021-10/26"
DAY = date(2021, 10, 26)
PAPER = "海湾日报"


def document(html: str | bytes, url: str = f"{FOLDER}/node_1.htm") -> Document:
    body = html if isinstance(html, bytes) else html.encode()
    return Document(url, 200, {"content-type": "text/html"}, body, datetime(2026, 1, 1, tzinfo=UTC), url)


def series(**changes: object) -> SeriesConfig:
    told: dict[str, object] = {
        "name": "harbour",
        "title": "海湾改革巡礼",
        "match": ["改革巡礼"],
        "source": [{"kind": "epaper", "base_url": BASE}],
    }
    return SeriesConfig.model_validate(told | changes)


def directory(*entries: tuple[int, str]) -> str:
    """The current skin's directory: the id repeats on every row, each row with the board's PDF."""
    rows = "".join(
        f'<tr><td class="default"><a id="pageLink" href="node_{number}.htm">{text}</a></td>'
        f'<td><a href="../../../resfile/2021-10-26/{number:02}/hwrb{number:02}.pdf"><img src="pdf.gif"></a></td></tr>'
        for number, text in entries
    )
    return f'<table id="bmdhTable"><tbody>{rows}</tbody></table>'


def listing(*stories: tuple[str, str, str]) -> str:
    """The current skin's story list: address, title, and what the hidden span beside it holds."""
    rows = "".join(
        f'<tr><td class="default" valign=top><img src="checkbox.gif"></td><td class="default">'
        f'<div id="{name}" style="display:inline"><a href="{name}.htm">{title}</a></div>'
        f'<span style="display:none">{hidden}</span></td></tr>'
        for name, title, hidden in stories
    )
    return f'<div id="main-ed-articlenav-list"><table>{rows}</table></div>'


def board_page(entries: str, stories: str, areas: str = "", more: str = "") -> str:
    return f"""<html><head><title>{PAPER}数字报</title></head><body>
      <div id="main-ed-map"><map name="PagePicMap">{areas}</map>
      <img src="../../../resfile/2021-10-26/01/Page_b.jpg" usemap="#PagePicMap"></div>
      <span>2021年10月26日 星期二 出版</span>{more}{entries}{stories}</body></html>"""


def story_page(
    title: str, paragraphs: str, *, pretitle: str = "", subtitle: str = "", author: str = "", pictures: str = ""
) -> str:
    """The current skin's story page; rows of sub-title and author are missing when they are empty."""

    def row(cell: str, part: str, html: str) -> str:
        marked = f"<!--<npm:article-{part}>-->{html}<!--</npm:article-{part}>-->"
        return f'<tr valign="top"><td class="{cell}">{marked}</td></tr>' if html else ""

    return f"""<html><head><title>{PAPER}数字报</title></head><body>
      <founder-title>{PAPER}</founder-title><span>2021年10月26日 星期二 出版</span>
      <a title="转到本版的上一篇报道" href="content_1_0.htm">上一篇</a>
      <table class="wz">{row("font02", "pretitle", pretitle)}
      {row("font01", "title", f"<founder-title>{title}</founder-title>")}
      {row("font02", "subtitle", subtitle)}
      {row("font02", "author", author and f"<founder-author>{author}</founder-author>")}
      <tr><td><table id="newspic" style="display:none">{pictures}</table></td></tr>
      <tr><td><div id="ozoom" class="content"><!--<npm:article-content>--><founder-content>{paragraphs}
      </founder-content><!--</npm:article-content>--></div></td></tr></table></body></html>"""
