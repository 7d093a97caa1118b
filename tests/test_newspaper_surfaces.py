"""The newspaper's other surfaces: both e-paper skins, the search in both layouts, reprints, and two years of it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote, urljoin

import pytest
from lxml import html
from lxml.html import HtmlElement
from test_newspaper import Got, get

from demo import Newspaper, Piece, edition

DAY = date(2021, 11, 2)


@pytest.fixture(scope="module")
def printed() -> Iterator[Newspaper]:
    with edition() as newspaper:
        yield newspaper


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as newspaper:
        yield newspaper


def tree(got: Got) -> HtmlElement:
    return html.document_fromstring(got.body, parser=html.HTMLParser(encoding="utf-8"))


def front(paper: Newspaper, on: date) -> str:
    return f"{paper.epaper}/html/{on:%Y-%m/%d}/node_1.htm"


def boards(url: str) -> dict[str, str]:
    """Board addresses by their printed names, from the directory on the board at the address."""
    links = tree(get(url)).xpath('//table[@id="bmdhTable"]//a[@id="pageLink"]')
    return {link.text_content(): urljoin(url, link.get("href")) for link in links}


def stories(url: str) -> list[str]:
    links = tree(get(url)).xpath('//div[@id="main-ed-articlenav-list"]//td/div/a/@href')
    return [urljoin(url, link) for link in links]


def search(paper: Newspaper, words: str, page: int = 1) -> HtmlElement:
    return tree(get(paper.search.format(words=quote(words), page=page)))


def test_entry_page_leads_to_the_newest_issue(printed: Newspaper) -> None:
    content = tree(get(printed.epaper + "/paperindex.htm")).xpath("//meta[@http-equiv='refresh']/@content")[0]
    url = urljoin(printed.epaper + "/", content.partition("URL=")[2])
    assert url == front(printed, printed.instalments()[-1].printed_on)
    assert get(url + "?v=1").status == 200


def test_a_board_directory_has_special_boards_a_gap_and_pdfs(printed: Newspaper) -> None:
    names = list(boards(front(printed, DAY)))
    assert names[:3] == ["第01版：要闻", "第02版：本市新闻", "第03版：综合新闻"]
    assert not [name for name in names if "07" in name]
    assert "特1版：青岛改革巡礼" in names
    page = tree(get(front(printed, DAY)))
    pdf = urljoin(front(printed, DAY), page.xpath('//table[@id="bmdhTable"]//a[contains(@href, ".pdf")]/@href')[0])
    assert f"/conpaper/qdrb/resfile/{DAY}/01/" in pdf
    assert get(pdf).body.startswith(b"%PDF")
    areas = page.xpath('//div[@id="main-ed-map"]/map/area/@href')
    assert [urljoin(front(printed, DAY), area) for area in areas] == stories(front(printed, DAY))


def test_every_instalment_is_printed_whole(printed: Newspaper) -> None:
    for piece in printed.instalments():
        pages = [get(url).text for board in boards(front(printed, piece.printed_on)).values() for url in stories(board)]
        told = unescape("".join(pages))
        for line in piece.truth.lines:
            if line.role not in ("marker", "table", "organisation"):
                assert line.text in told, (piece.title, line)


def story_of(paper: Newspaper, piece: Piece, name: str) -> HtmlElement:
    return tree(get(stories(boards(front(paper, piece.printed_on))[name])[0]))


def test_a_story_has_founder_tags_and_comments(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY, named="kicker")
    page = story_of(paper, piece, "特1版：特别报道")
    assert len(page.xpath("//founder-title")) == 1
    assert page.xpath('//table[@class="wz"]//div[@id="ozoom"]/founder-content')
    assert "青岛改革巡礼" in page.xpath('//table[@class="wz"]//td[@class="font02"]')[0].text_content()
    assert any("npm:article-content" in str(comment) for comment in page.xpath("//comment()"))


@pytest.mark.parametrize(
    ("named", "board"), [("board", "青岛改革巡礼"), ("kicker", "特别报道"), ("title", "青岛改革巡礼")]
)
def test_where_the_name_stands(paper: Newspaper, named: str, board: str) -> None:
    piece = paper.print_instalment(DAY, named=named)
    assert ("巡礼" in piece.title) == (named == "title")
    names = boards(front(paper, DAY))
    special = f"特1版：{board}"
    assert special in names
    hidden = [span.text_content() for span in tree(get(names[special])).xpath('//tr[@class="wzlb_tr"]//span')]
    assert any("青岛改革巡礼" in text for text in hidden) == (named == "kicker")


def test_a_day_without_issue(paper: Newspaper) -> None:
    paper.print_news(DAY)
    paper.print_news(DAY + timedelta(days=4))
    quiet = DAY + timedelta(days=1)
    assert get(front(paper, quiet)).status == 200
    paper.set_issues(without=[quiet])
    assert get(front(paper, quiet)).status == 404
    assert get(front(paper, DAY - timedelta(days=1))).status == 404
    assert get(f"{paper.epaper}/html/2021-13/45/node_1.htm").status == 404


def test_advertisement_notice_and_a_continued_story(paper: Newspaper) -> None:
    paper.print_news(DAY)
    names = boards(front(paper, DAY))
    titles = {
        name: [row.text_content() for row in tree(get(url)).xpath('//tr[@class="wzlb_tr"]//a')]
        for name, url in names.items()
    }
    assert "广告" in titles["第04版：民生"]
    assert "本报信息" in titles["第06版：国内国际"]
    assert set(titles["第01版：要闻"]) & set(titles["第02版：本市新闻"])


def test_board_steps_end_in_a_script(paper: Newspaper) -> None:
    paper.print_news(DAY)
    url, steps = front(paper, DAY), 1
    while not (onward := tree(get(url)).xpath('//a[@id="ed_next"]/@href')[0]).startswith("javascript:"):
        url, steps = urljoin(url, onward), steps + 1
    assert steps == len(boards(url))


def test_the_classic_skin_prints_the_same(printed: Newspaper) -> None:
    piece = printed.instalments()[1]
    url = f"{printed.classic}/html/{piece.printed_on:%Y-%m/%d}/node_2.htm"
    page = get(url)
    assert "<a id=pageLink href=./node_2.htm>" in page.text
    assert re.search(r'href="\.\./(?:\.\./)?[\d/-]*node_2.htm"', page.text)
    nodes = [urljoin(url, link) for link in tree(page).xpath('//a[@id="pageLink"]/@href')]
    told = "".join(get(urljoin(node, link)).text for node in nodes for link in tree(get(node)).xpath("//ul//a/@href"))
    assert all(line.text in unescape(told) for line in piece.truth.lines if line.role in ("paragraph", "headline"))
    assert "<!--enpcontent-->" in told
    assert "<introtitle>" in told
    (pdf, *_) = tree(page).xpath('//a[contains(@href, ".pdf")]/@href')
    assert get(urljoin(url, pdf)).headers["content-type"] == "application/pdf"


def test_search_finds_pages_and_marks(printed: Newspaper) -> None:
    page = search(printed, "改革巡礼")
    results = page.xpath('//div[@class="column search-result-list"]/ul/li/h3[@class="title"]/a')
    assert len(results) == 10
    assert results[0].xpath('.//span[@class="keyword"]')
    assert page.xpath('//div[@class="m-imagetext"]/div/span')[0].text_content().startswith("2021-12-")
    found, number = set[str](), 1
    while links := search(printed, "改革巡礼", number).xpath("//h3/a/@href"):
        found |= set(links)
        number += 1
    wanted = {f"{printed.website}/p/{piece.id}.html" for piece in printed.instalments() if piece.named != "board"}
    assert wanted <= found
    assert len(found) > len(wanted)
    assert f"约{len(found)}篇" in page.text_content()


def test_search_variant_empty_page_and_cap(paper: Newspaper) -> None:
    paper.print_instalment(DAY)
    paper.search_layout("variant")
    page = search(paper, "改革巡礼")
    assert page.xpath('//dl[@class="search-list"]/dd/div[@class="article title"]/a')
    assert page.xpath('//div[@class="search-time"]/p[@class="f-l"]/span')[0].text_content() == "1"
    assert "没有找到" in search(paper, "南极科考").text_content()
    assert "没有找到" in search(paper, "改革巡礼", 101).text_content()


def test_search_leads_to_the_sister_host(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY, surfaces={"search", "dailyqd"})
    assert search(paper, "改革巡礼").xpath("//h3/a/@href") == [f"{paper.dailyqd}/guanhai/{piece.id}_1.html"]
    assert get(f"{paper.website}/p/{piece.id}.html").status == 404
    assert piece.truth.body[-1] in unescape(get(f"{paper.dailyqd}/guanhai/{piece.id}_1.html").text)


def test_old_lists_count_from_the_oldest_page(paper: Newspaper) -> None:
    pieces = paper.print_many(55)
    url, found, visited = f"{paper.dailyqd}/news/node_3118.htm", list[str](), list[str]()
    while url:
        visited.append(url.rpartition("/")[2])
        page = tree(get(url))
        found += [urljoin(url, link) for link in page.xpath('//div[@class="maincon_left_top"]/div/ul/li/div/a/@href')]
        onward = page.xpath('//div[@id="displaypagenum"]/center/a[text()="下一页"]/@href')
        url = urljoin(url, onward[0]) if onward else ""
    assert visited == ["node_3118.htm", "node_3118_2.htm", "node_3118_1.htm"]
    assert found == [f"{paper.dailyqd}/guanhai/{piece.id}_1.html" for piece in reversed(pieces)]


@pytest.mark.parametrize(
    ("surface", "box"), [("qingdaonews", '//div[@class="m-ct mb80"]'), ("portal", '//article[@id="mp-editor"]')]
)
def test_reprints(printed: Newspaper, surface: str, box: str) -> None:
    base: str = getattr(printed, surface)
    links = [
        urljoin(base, link)
        for link in tree(get(base + "/")).xpath("//ul[@class='newsList' or @class='news']/li/a/@href")
    ]
    assert len(links) == len(printed.state.newest())
    page = tree(get(links[0]))
    title, text = page.xpath("//h1")[0].text_content(), page.xpath(box)[0].text_content()
    piece = next(piece for piece in printed.state.newest() if piece.title == title)
    assert all(line.text.split("\t")[0] in text for line in piece.truth.lines if line.role != "marker")


def test_surfaces_close_and_reopen(paper: Newspaper) -> None:
    paper.print_instalment(DAY)
    paper.close("epaper", "special")
    assert get(front(paper, DAY)).status == get(paper.website + "/special/gaige/").status == 404
    paper.reopen("epaper", "special")
    assert get(front(paper, DAY)).status == get(paper.website + "/special/gaige/").status == 200


def test_the_paper_and_the_reprints_keep_what_was_printed(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY, surfaces={"website", "epaper", "dailyqd"})
    paper.correct(piece.id, body=["更正后的一段。"])
    paper.withdraw(piece.id, "410")
    reprint = f"{paper.dailyqd}/guanhai/{piece.id}_1.html"
    assert piece.truth.body[-1] in unescape(get(reprint).text)
    printed = "".join(get(url).text for board in boards(front(paper, DAY)).values() for url in stories(board))
    assert piece.text.sections[-1].body[0] in unescape(printed)
    paper.correct(piece.id, body=["处处更正。"], everywhere=True)
    assert "处处更正。" in get(reprint).text


def test_moving_a_piece_takes_it_off_a_surface(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY)
    paper.move(piece.id, {"mobile"})
    assert get(f"{paper.website}/p/{piece.id}.html").status == 404
    assert get(f"{paper.mobile}/p/{piece.id}.html").status == 200
    assert not search(paper, "改革巡礼").xpath("//h3/a")


def test_two_years_with_a_quarter_on_one_surface(paper: Newspaper) -> None:
    printed = paper.print_years(date(2021, 10, 26), date(2023, 10, 25))
    lonely = [piece for piece in printed if not {"lists", "epaper"} <= piece.surfaces]
    assert 0.2 < len(lonely) / len(printed) < 0.3
    alone = {surface for piece in lonely for surface in piece.surfaces}
    assert alone >= {"epaper", "search", "website", "mobile", "dailyqd", "qingdaonews", "portal"}
    assert {piece.named for piece in printed} == {"title", "kicker", "board"}
    assert all("epaper" in piece.surfaces for piece in printed if piece.named != "title")
    paper.arrange(remember=40)
    assert get(paper.website + "/index_3.html").status == 404
    assert get(front(paper, date(2022, 8, 17))).status == 200
