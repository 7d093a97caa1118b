"""Summaries, machines' boxes, captions and signatures around a text, as pages drawn at random had them."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TEASERS, TITLE, document, page, paragraphs

from crawler.extract import extract
from storage.values import Extract

LINE = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"
HEADLINE = f"<h1>{TITLE}</h1>"


def read(shell: str, below: str = "", above: str = "") -> Extract:
    return extract(document(shell.replace(LINE, LINE + below).replace(HEADLINE, above + HEADLINE)))


def lines(found: Extract) -> list[str]:
    return found.body.split("\n")


SUMMARIES = (
    f"<p><b>【导读】</b>{PROSE[0][:42]}……</p>",
    f"<div><strong>摘要：</strong>{PROSE[0][:40]}…</div>",
    f"<p>{PROSE[0][:40]}……</p>",
    f"<div><b>AI摘要</b><p>{PROSE[0][:38]}，做法受到欢迎。</p><i>由AI生成，仅供参考</i></div>",
    "<div><div>智能摘要</div><div>政务大厅推出一张表，群众办事从此不用来回跑，下一步还会推广。</div></div>",
)
COMMENTS = (
    "<div><h3>网友评论</h3><form><textarea></textarea></form>"
    "<div><b>海风</b><p>说得好，支持！</p><span>2小时前</span></div></div>"
)


@pytest.mark.parametrize("summary", SUMMARIES)
@pytest.mark.parametrize("opening", ["", "本报讯（记者 苗圃）"])
def test_a_summary_above_the_box_is_no_part_of_the_text_and_hides_no_box(summary: str, opening: str) -> None:
    text = [opening + PROSE[0], *PROSE[1:]]
    found = read(page(paragraphs(text), after="<div><span>作者：林海</span></div>" + COMMENTS), summary)
    assert lines(found) == text


@pytest.mark.parametrize("summary", SUMMARIES[:3])
def test_a_summary_above_a_reporter_and_below_a_deck(summary: str) -> None:
    text = ["本报记者 苗圃", *PROSE]
    found = read(page(paragraphs(text)).replace(LINE, f"<div>——来自窗口一线的报道</div>{LINE}"), summary)
    assert (lines(found), found.subtitle) == (text, "——来自窗口一线的报道")


@pytest.mark.parametrize("summary", SUMMARIES[:3])
def test_a_summary_above_an_editors_note(summary: str) -> None:
    note = "编者按 " + PROSE[1] + PROSE[2]
    text = [note, *PROSE]
    assert lines(read(page(f"<blockquote><p>{note}</p></blockquote>" + paragraphs(PROSE)), summary)) == text


def test_paragraphs_that_no_element_holds_are_of_the_text_that_an_element_goes_on_with() -> None:
    rows = (("街道", "件数"), ("临港", "47"), ("河西", "82"))
    table = f"<table>{''.join(f'<tr><td>{name}</td><td>{count}</td></tr>' for name, count in rows)}</table>"
    text = [PROSE[0] + PROSE[1], PROSE[2] + PROSE[3]]
    inner = "".join(f"　　{line}<br><br>" for line in text) + table + f"<div>{paragraphs(PROSE[3:] + PROSE[2:4])}</div>"
    assert lines(read(page(inner))) == [*text, "街道 | 件数", "临港 | 47", "河西 | 82", *PROSE[3:], *PROSE[2:4]]


def test_a_sentence_that_is_printed_twice_stays() -> None:
    assert lines(read(page(paragraphs(PROSE)), f"<div>{PROSE[0]}</div>"))[:1] == [PROSE[0]]


def test_what_a_machine_wrote_of_a_text_in_one_column_with_its_head() -> None:
    head = f"<div>{HEADLINE}{LINE}{SUMMARIES[4]}</div>"
    found = extract(document(page(paragraphs(PROSE)).replace(HEADLINE + LINE, head)))
    assert (lines(found), found.source) == (list(PROSE), "岛城日报")


@pytest.mark.parametrize("headline", [HEADLINE, f"<h1>{TITLE[:4]}<br>{TITLE[4:]}</h1>"])
@pytest.mark.parametrize("reporter", ["本报记者 苗圃", "□本报记者 苗圃 通讯员 林海", "岛城日报首席记者 苗圃"])
def test_the_reporter_right_above_the_box_is_printed(headline: str, reporter: str) -> None:
    found = read(page(paragraphs(PROSE)).replace(HEADLINE, headline), f"<p>{reporter}</p>")
    assert (lines(found), found.title.replace(" ", "")) == ([reporter, *PROSE], TITLE)


@pytest.mark.parametrize("fact", ["作者：苗圃", "本报记者 苗圃 2024-07-01", "记者：苗圃", "岛城日报 苗圃"])
def test_a_fact_of_the_site_above_the_box_is_not(fact: str) -> None:
    assert lines(read(page(paragraphs(PROSE)), f"<p>{fact}</p>")) == list(PROSE)


def test_a_text_goes_on_below_a_caption_and_a_heading() -> None:
    first, rest = PROSE[0] + PROSE[1], [*PROSE[2:]]
    inner = f"<section><section><p>{first}</p></section></section>"
    inner += "<figure><img src='/1.jpg'><figcaption>窗口前。</figcaption></figure>"
    inner += f"<div><div><h4>新闻背景</h4><p>{rest[0]}{rest[1]}</p></div>{paragraphs([rest[2] + rest[3]])}</div>"
    assert lines(read(page(inner))) == [first, "窗口前。", "新闻背景", rest[0] + rest[1], rest[2] + rest[3]]


def test_who_went_over_a_text_above_the_sites_claim() -> None:
    claim = (
        "凡本网注明来源为“岛城网”的作品，版权均属岛城网，未经授权不得转载，违者将依法追究责任，转载请注明来源和作者。"
    )
    claim = f"<div>版权声明：{claim}</div>"
    audit = "<p>一审：苗圃<br>二审：林海<br>三审：石磊</p>"
    assert lines(read(page(paragraphs(PROSE) + audit + claim))) == list(PROSE)


def test_a_channels_card_between_paragraphs() -> None:
    card = "<div><img src='/qr.png'><span>岛城网官方微信</span><span>扫码关注</span></div>"
    assert lines(read(page(paragraphs(PROSE[:3]) + card + paragraphs(PROSE[3:])))) == list(PROSE)


LONG = "岛城改革巡礼之三 | 一张表办成一件事：政务大厅里的十分钟"
PLAIN = "从“来回跑”到“一次办”，政务大厅做对了什么"
EXCLAIMED = f"{PLAIN}！海棠村发现九十四株古树名木，从今天起，市民可以认养，一家一株，先到先得"


@pytest.mark.parametrize(
    ("claim", "shown", "title"),
    [
        ("岛城改革巡礼之三 | 一张表办..._岛城网", f"<h3>{LONG}</h3>", LONG),
        ("从“来回跑”到“一次办”，政务大..._岛城网", f"<p><strong>{PLAIN}</strong></p>", PLAIN),
        (f"{EXCLAIMED[:24]}..._岛城网", f"<p><strong>{EXCLAIMED}</strong></p>", EXCLAIMED),
        (f"{PLAIN}_岛城网", f"<div class='b1'>{PLAIN[:8]}<br>{PLAIN[8:]}</div>", PLAIN),
    ],
)
def test_a_headline_that_its_pages_title_cuts_or_that_is_set_in_two_lines(claim: str, shown: str, title: str) -> None:
    shell = page(paragraphs(PROSE)).replace(f"<title>{TITLE}_岛城网", f"<title>{claim}").replace(HEADLINE, shown)
    assert extract(document(shell)).title == title


def test_a_deck_and_a_kicker_beside_a_hidden_heading() -> None:
    shown = f"<h1 style='display:none'>{TITLE}</h1><div>{TITLE}</div>"
    shown = f"<div class='k'>全市改革工作推进会召开</div>{shown}<div>——来自窗口一线的报道</div>"
    found = extract(document(page(paragraphs(PROSE)).replace(HEADLINE, shown)))
    assert (found.kicker, found.subtitle) == ("全市改革工作推进会召开", "——来自窗口一线的报道")


def test_a_deck_is_no_headline_where_the_title_is_the_sites() -> None:
    shell = page(paragraphs(PROSE)).replace(f"<title>{TITLE}_岛城网", "<title>岛城网")
    shell = shell.replace(HEADLINE, f"<div>{TEASERS[0]}</div><div>——政务大厅里一张表办成一件事的群众</div>")
    assert not extract(document(shell)).title.startswith("——")


def test_a_long_headline_behind_the_sites_name_and_a_hyphen() -> None:
    whole = PLAIN + "！海棠村发现九十四株古树名木，从今天起市民可以认养"
    shell = page(paragraphs(PROSE)).replace(f"<title>{TITLE}_岛城网", f"<title>岛城网-{whole}")
    found = extract(document(shell.replace(HEADLINE, f"<table><tr><td>{whole}</td></tr></table>")))
    assert found.title == whole
