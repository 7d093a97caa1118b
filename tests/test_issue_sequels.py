"""An issue's stories that go on on another board: which further stories are read, and what of them is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support_epaper import DAY, FOLDER, board_page, directory, document, listing, series, story_page

from crawler.epapers.issue import MOST_BOARDS, Issue
from crawler.sources.base import ReadError
from storage.readings import Role
from storage.values import Document

BOARDS = directory((1, "第01版：要闻"), (3, "第03版：综合"))
TITLE = "海湾改革巡礼：从一枚印章看放权"
ORDINARY = "港口吞吐量再创新高"
BEGUN = "<p>甲段。</p><p>说到一半（下转第三版）</p>"
REST = "<p>（上接第一版）就说完了。</p><p>丙段。</p>"
OTHERS_REST = "<p>（上接第一版）别家的下半篇。</p>"
OTHER = "<p>别的事，与印章不相干。</p>"
WHOLE = ["海湾日报2021年10月26日1版", "甲段。", "说到一半就说完了。", "丙段。"]


def read(begun: str, *third: tuple[str, str]) -> Issue:
    """Read an issue whose first board has the series' story and an ordinary one, and whose third has `third`."""
    first = ((TITLE, begun), (ORDINARY, OTHER))
    pages = {f"content_{board}_{n}": one for board, many in ((1, first), (3, third)) for n, one in enumerate(many)}
    kept = [
        (Role.BOARD, document(board_page(BOARDS, _listing(pages, board)), f"{FOLDER}/node_{board}.htm"))
        for board in (1, 3)
    ]
    kept += [(Role.STORY, document(story_page(*told), f"{FOLDER}/{name}.htm")) for name, told in pages.items()]
    return Issue.again(series(), kept)


def _listing(pages: dict[str, tuple[str, str]], board: int) -> str:
    return listing(*((name, title, "") for name, (title, _) in pages.items() if name.startswith(f"content_{board}")))


def asked(issue: Issue) -> list[str]:
    return [url.rsplit("/", 1)[1].removesuffix(".htm") for url in issue.stories]


def body(issue: Issue) -> list[str]:
    text = issue.text()
    assert text is not None
    return text.extract.body.split("\n")


@pytest.mark.parametrize("title", ["从一枚印章看放权", "（上接第一版）", f"{TITLE}（上接第一版）"])
def test_the_rest_is_found_by_its_headline_and_nothing_else_is_asked_for(title: str) -> None:
    issue = read(BEGUN, ("春耕备耕有序推进", OTHER), (title, REST))
    assert asked(issue) == ["content_1_0", "content_3_1"]
    assert body(issue) == WHOLE


def test_a_rest_of_another_headline_is_found_by_what_it_says() -> None:
    issue = read(BEGUN, ("春耕备耕有序推进", OTHER), ("印章少了，事情快了", REST), (ORDINARY, OTHERS_REST))
    assert asked(issue) == ["content_1_0", "content_3_0", "content_3_1"]
    assert body(issue) == WHOLE


def test_of_two_that_only_say_so_none_is_taken_for_the_rest() -> None:
    issue = read(BEGUN, ("印章少了", REST), ("街巷新了", OTHERS_REST))
    assert body(issue) == ["海湾日报2021年10月26日1版", "甲段。", "说到一半（下转第三版）"]


def test_a_story_that_ends_where_it_began_asks_for_no_other_board_s() -> None:
    assert asked(read("<p>甲段。</p>", ("从一枚印章看放权", REST))) == ["content_1_0"]


def test_without_the_rest_among_what_was_kept_the_rest_of_the_text_is_read() -> None:
    issue = read(BEGUN, ("从一枚印章看放权", REST))
    kept = [(role, one) for role, one in issue.read() if "content_3" not in one.url]
    assert body(Issue.again(series(), kept))[1] == "甲段。"


def test_a_rest_that_is_not_there_is_done_without() -> None:
    pages = {"content_1_0": (TITLE, BEGUN), "content_3_0": ("印章少了", REST), "content_3_1": ("街巷新了", REST)}
    first, third = (
        document(board_page(BOARDS, _listing(pages, board)), f"{FOLDER}/node_{board}.htm") for board in (1, 3)
    )
    issue = Issue(series(), DAY, first.url)
    assert issue.open(first) == (third.url,)
    assert issue.take_board(third.url, third)
    [began] = issue.choose()
    assert issue.take_story(began, document(story_page(TITLE, BEGUN), began))
    one, other = issue.onwards()
    gone = replace(document("", one), status=404)
    assert [issue.can_spare(url) for url in (began, one, third.url)] == [False, True, True]
    assert [issue.spare(one, gone), issue.spare(other, gone)] == [False, True]
    assert issue.onwards() == ()
    assert body(issue) == ["海湾日报2021年10月26日1版", "甲段。", "说到一半（下转第三版）"]
    assert not issue.lacks, "no board of the series is missing"
    assert [one.url for _, one in issue.read()] == [first.url, third.url, began]


def test_a_rest_that_goes_on_on_a_third_board_is_followed_there() -> None:
    boards = directory((1, "第01版：要闻"), (3, "第03版：综合"), (5, "第05版：专题"))
    rests = ("（上接第1版）就说完了。（下转第5版）", "（上接第3版）丙段。")
    told = {1: (TITLE, BEGUN), 3: ("印章少了", rests[0]), 5: ("还有几枚章", rests[1])}
    kept = [
        (Role.BOARD, document(board_page(boards, listing((f"content_{n}", title, ""))), f"{FOLDER}/node_{n}.htm"))
        for n, (title, _) in told.items()
    ]
    pages = [(n, story_page(title, f"<p>{text}</p>" if n > 1 else text)) for n, (title, text) in told.items()]
    kept += [(Role.STORY, document(page, f"{FOLDER}/content_{n}.htm")) for n, page in pages]
    issue = Issue.again(series(), kept)
    assert asked(issue) == ["content_1", "content_3", "content_5"]
    assert body(issue) == WHOLE


def test_a_story_that_several_boards_list_stands_on_the_one_that_its_page_names() -> None:
    best = listing(("content_3_0", TITLE, ""))
    own = story_page(TITLE, "<p>甲段。</p>").replace("<body>", "<body><strong>第03版：综合</strong>")
    kept = [(Role.BOARD, document(board_page(BOARDS, best), f"{FOLDER}/node_{board}.htm")) for board in (1, 3)]
    issue = Issue.again(series(), [*kept, (Role.STORY, document(own, f"{FOLDER}/content_3_0.htm"))])
    text = issue.text()
    assert text is not None
    assert text.extract.body.split("\n") == ["海湾日报2021年10月26日3版", "甲段。"]
    assert issue.lead_document(text).url == f"{FOLDER}/node_3.htm"
    assert issue.told == 1


def test_without_a_directory_the_issue_goes_on_from_board_to_board_to_its_last() -> None:
    def page(number: int, step: str, title: str) -> str:
        return board_page(
            f"<td id=currentBM>第{number}版：要闻</td>", listing((f"content_{number}", title, "")), "", step
        )

    onward = "<a href=node_{}.htm>下一版</a>".format
    boards = [page(1, onward(2), "明日有雨"), page(2, onward(3), ORDINARY), page(3, onward(1), TITLE)]
    kept = [(Role.BOARD, document(html, f"{FOLDER}/node_{n}.htm")) for n, html in enumerate(boards, 1)]
    kept.append((Role.STORY, document(story_page(TITLE, "<p>丙段。</p>"), f"{FOLDER}/content_3.htm")))
    issue = Issue.again(series(), kept)
    assert [url[-5] for url in issue.boards] == ["1", "2", "3"]
    assert asked(issue) == ["content_3"]


def test_an_issue_that_was_read_before_boards_were_followed_is_read_from_what_was_kept() -> None:
    front = board_page(
        "<td id=currentBM>第1版：要闻</td>", listing(("content_1", TITLE, "")), "", "<a href=node_2.htm>下一版</a>"
    )
    kept = [
        (Role.BOARD, document(front, f"{FOLDER}/node_1.htm")),
        (Role.STORY, document(story_page(TITLE, "<p>甲段。</p>"), f"{FOLDER}/content_1.htm")),
    ]
    text = Issue.again(series(), kept).text()
    assert text is not None
    assert text.extract.body.split("\n")[-1] == "甲段。"


def test_boards_that_lead_on_for_ever_are_no_issue() -> None:
    def board(number: int) -> Document:
        step = f"<a href=node_{number + 1}.htm>下一版</a>"
        html = board_page(
            f"<td id=currentBM>第{number}版：要闻</td>", listing((f"content_{number}", ORDINARY, "")), "", step
        )
        return document(html, f"{FOLDER}/node_{number}.htm")

    with pytest.raises(ReadError, match="还没有完"):
        Issue.again(series(), [(Role.BOARD, board(number)) for number in range(1, MOST_BOARDS + 5)])
