"""Documents as authorities set them: the headline in several lines, a number above, files below."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TEASERS, TITLE, document, page, paragraphs, teasers

from crawler.extract import extract

LINE = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def test_a_headline_in_several_lines_is_said_once() -> None:
    title = "岛城人民代表大会常务委员会关于批准调整预算的决议"
    stacked = "<p><b>岛城人民代表大会常务委员会<br>关于批准调整预算的决议</b><br>（2024年6月29日通过）</p>"
    shell = page(stacked + paragraphs(PROSE), title=title).replace(f"<h1>{title}</h1>{LINE}", "")
    told = shell.replace("</head>", "<meta name='firstpublishedtime' content='2024-07-01-10:10:00'></head>")
    found = extract(document(told))
    assert (found.title, found.body.split("\n")) == (title, ["（2024年6月29日通过）", *PROSE])
    assert str(found.published_on) == "2024-07-01"


def test_the_number_above_a_document_and_the_files_below_it_are_printed() -> None:
    inner = f"<div class='doc'><p>岛应急〔2024〕12号</p><div class='zw'>{paragraphs(PROSE)}</div></div>"
    shell = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{LINE}{inner}"
        f"<div><p>附件：<a href='b.doc'>排查表.doc</a></p></div><ul>{teasers()}</ul></body></html>"
    )
    found = extract(document(shell))
    assert found.body.split("\n") == ["岛应急〔2024〕12号", *PROSE, "附件：排查表.doc"]
    assert not set(TEASERS) & set(found.body.split("\n"))


@pytest.mark.parametrize("line", ["文章分页", "微信扫一扫打赏"])
def test_a_sites_own_words(line: str) -> None:
    assert extract(document(page(paragraphs((*PROSE, line))))).body.split("\n") == list(PROSE)
