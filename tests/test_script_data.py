"""Articles that a page without a text of its own hands to its scripts as data."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from support_cms import PROSE, TITLE, document, paragraphs

from crawler.extract import LayoutChanged, extract

TEXT = paragraphs(PROSE)
ARTICLE = {"id": 7, "title": TITLE, "content": TEXT, "source": "岛城日报", "pubTime": "2024-07-01 10:10:00"}
OTHER = {"title": "另一篇文章的标题也在数据里", "content": paragraphs(PROSE[::-1] * 2)}
COMMENT = {"user": "甲", "content": "说得很好，我们这里也该学一学，希望早日办成。" * 20}
DATA = {"props": {"article": ARTICLE, "related": [OTHER], "comments": [COMMENT]}}
JSON = json.dumps(DATA, ensure_ascii=False)
DETAIL = f"title:{json.dumps(TITLE)},content:{json.dumps(TEXT)},hits:a,source:b"
LITERAL = f"{{data:[{{detail:{{{DETAIL}}}}}],error:b}}"
QUOTED = TEXT.replace("<", r"\u003C").replace('"', r"\"")


def shell(script: str, title: str = TITLE) -> str:
    return f"<html><head><title>{title}_岛城网</title></head><body><div id='app'></div>{script}</body></html>"


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{JSON}</script>',
        f"<script>window.__INITIAL_STATE__={JSON};(function(){{var s=1;}}());</script>",
        f"<script>window.__DATA__=JSON.parse({json.dumps(json.dumps(DATA))})</script>",
        f'<script id="RENDER_DATA" type="application/json">{quote(JSON)}</script>',
        f"<script>window.__NUXT__=(function(a,b){{return {LITERAL}}}(1,null))</script>",
        f"<script>var BASE = {{ title: '&quot;{TITLE}&quot;'.slice(6, -6), content: '&quot;{QUOTED}&quot;' }}</script>",
    ],
    ids=["json", "assigned", "packed", "quoted for addresses", "literal", "slices"],
)
def test_the_text_is_read_from_the_data_of_a_script(script: str) -> None:
    found = extract(document(shell(script)))
    assert (found.title, found.body.split("\n"), found.layout) == (TITLE, list(PROSE), "state")


def test_time_and_source_come_with_it_and_a_name_in_their_place_says_nothing() -> None:
    found = extract(document(shell(f"<script>var a={JSON}</script>")))
    assert found.published_at is not None
    assert (found.published_at.isoformat(), found.source) == ("2024-07-01T02:10:00+00:00", "岛城日报")
    seconds = JSON.replace('"2024-07-01 10:10:00"', "1719799800")
    assert extract(document(shell(f"<script>var a={seconds}</script>"))).published_at == found.published_at
    assert extract(document(shell(f"<script>var a={LITERAL}</script>"))).source is None


def test_a_page_with_a_title_for_all_its_articles_has_the_only_one() -> None:
    alone = json.dumps({"article": ARTICLE, "comments": [COMMENT]}, ensure_ascii=False)
    found = extract(document(shell(f"<script>var a={alone}</script>", title="客户端")))
    assert (found.title, found.body.split("\n")) == (TITLE, list(PROSE))


def test_which_of_two_articles_it_is_must_be_said() -> None:
    with pytest.raises(LayoutChanged):
        extract(document(shell(f"<script>var a={JSON}</script>", title="客户端")))


def test_comments_are_no_article() -> None:
    data = json.dumps({"comments": [COMMENT]}, ensure_ascii=False)
    with pytest.raises(LayoutChanged):
        extract(document(shell(f"<script>var a={data}</script>")))


def test_who_wrote_it_comes_with_it_unless_that_is_the_outlet() -> None:
    for name, person in (("岛城日报记者 冯言", "冯言"), ("冯言", "冯言"), ("岛城新闻", None)):
        told = json.dumps(ARTICLE | {"author": name}, ensure_ascii=False)
        found = extract(document(shell(f"<script>var a={told}</script>")))
        assert [one.name for one in found.people] == [person] * (person is not None)


@pytest.mark.parametrize("field", ["data", "content"])
@pytest.mark.parametrize("name", ["contentList", "content_elements", "blocks"])
def test_a_text_that_an_editor_keeps_in_pieces(name: str, field: str) -> None:
    pieces = [{"type": "image", "caption": "窗口前的队伍"}, *({"type": "text", field: line} for line in PROSE)]
    told = {"title": TITLE, name: pieces, "comments": [COMMENT], "pubTime": "2024-07-01 10:10:00"}
    script = f"<script>var a={json.dumps({'doc': told, 'hot': [OTHER]}, ensure_ascii=False)}</script>"
    assert extract(document(shell(script))).body.split("\n") == list(PROSE)


def test_articles_in_a_list_are_no_pieces_of_one() -> None:
    told = {"title": TITLE, "contents": [OTHER, {"title": "又一篇文章的标题也在里面", "content": TEXT}]}
    with pytest.raises(LayoutChanged):
        extract(document(shell(f"<script>var a={json.dumps(told, ensure_ascii=False)}</script>")))
