"""What the pages of more portals, authorities and blogs do: in the tests' own words."""

from __future__ import annotations

import pytest
from support_cms import PROSE, document, page, paragraphs

from crawler.extract import extract
from storage.values import Extract

DATED = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def dated(line: str, inner: str = "") -> Extract:
    """The usual page with another date line."""
    return extract(document(page(inner or paragraphs(PROSE)).replace(DATED, line)))


def read(inner: str, after: str = "") -> Extract:
    return extract(document(page(inner, after=after)))


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (
            "<span>2024-07-01 10:10</span>\n <span><a>岛城晨报</a></span>\n <span>评论</span><i>T大</i><i>T小</i>",
            "岛城晨报",
        ),
        ("<em>汪彤</em><em>岛国证券报·中证岛网</em><time>2024-07-01 10:10</time>", "岛国证券报·中证岛网"),
        ("<span>岛城晚报·看岛壹点</span><span>2024-07-01 10:10</span><span>1.2万阅读</span>", "岛城晚报·看岛壹点"),
        ("<span>海天财经</span><em>2024-07-01 10:10:12</em><em>听新闻</em>", "海天财经"),
        ("2024-07-01 10:10 来源：岛城日报 <a href='#'>进入论坛</a>", "岛城日报"),
    ],
)
def test_the_outlet_among_facts_that_only_style_sets_apart(line: str, source: str) -> None:
    assert dated(f"<div class='info'>{line}</div>").source == source


def test_words_in_spans_beside_a_day_are_one_word() -> None:
    said = "<p><span>记者</span><span>了解到，改革</span>\n<span>前，开一家小店要交二十七份材料。</span></p>"
    first = read(f"{said}{paragraphs(PROSE)}").body.split("\n")[0]
    assert first == "记者了解到，改革前，开一家小店要交二十七份材料。"


def test_who_issued_a_document_by_the_record_above_it() -> None:
    record = "<table><tr><th>发布机构：</th><td>岛城市教育局</td><th>成文日期：</th><td>2024-07-01</td></tr></table>"
    assert dated(record).source == "岛城市教育局"
