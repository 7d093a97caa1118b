"""When two texts, and two addresses, are the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.addresses import canonical, day_in, is_front_page, same_host
from storage.identity.fingerprint import fingerprint, fold, same_reading

LONG = "改革没有完成时，只有进行时。" * 12


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("改革 巡礼", "改革巡礼"),
        ("改革\u200b巡\ufeff礼", "改革巡礼"),
        ("改革\n\n　巡礼", "改革巡礼"),
        ("１２３，ＡＢＣ", "123,abc"),
        ("“放管服”", '"放管服"'),
        ("「放管服」", '"放管服"'),
        ("一——二", "一—二"),
        ("未完……", "未完…"),
        ("张·三", "张•三"),
    ],
)
def test_what_a_reader_does_not_see_does_not_count(one: str, other: str) -> None:
    assert same_reading(one, other)
    assert fingerprint("题", LONG + one) == fingerprint("题", LONG + other)


@pytest.mark.parametrize(("one", "other"), [("12天", "13天"), ("3.5%", "35%"), ("改革", "政革"), ("他说", "他，说")])
def test_what_a_reader_sees_counts(one: str, other: str) -> None:
    assert not same_reading(one, other)
    assert fingerprint("题", LONG + one) != fingerprint("题", LONG + other)


def test_a_reprints_own_title_makes_no_other_text() -> None:
    assert fingerprint("一个标题", LONG) == fingerprint("另一个标题", LONG)


def test_of_a_text_that_says_too_little_the_title_counts() -> None:
    assert fingerprint("甲局的视频", "点击观看") != fingerprint("乙局的视频", "点击观看")


def test_the_fingerprint_names_its_version() -> None:
    assert fingerprint("题", LONG).startswith("1:")


def test_no_text_folds_to_nothing() -> None:
    assert fold(None) == fold("") == fold(" \u3000\u200b") == ""


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("a eÉ\u0301\u3099\u200b -―.…“ｶﾞ①Σ改革"), max_size=40), st.text(max_size=20))
def test_what_stands_before_an_ideograph_has_nothing_to_do_with_what_follows(before: str, after: str) -> None:
    assert fold(f"{before}改{after}") == f"{fold(before)}改{fold(after)}"


@pytest.mark.parametrize(
    "variant",
    [
        "https://www.example.com/p/12.html",
        "http://www.example.com:80/p/12.html",
        "https://WWW.example.com:443/p/12.html#comments",
        "http://www.example.com/p/12.html?utm_source=wx&utm_medium=x",
        "http://www.example.com//p/12.html?v=1",
        "http://www.example.com/p/12.html?from=singlemessage&isappinstalled=0",
        "http://www.example.com/p/12.html?share_token=ab&t=1635",
        "http://user@www.example.com/p/%31%32.html",
        " http://www.example.com/p/12.html ",
    ],
)
def test_one_place_has_many_spellings(variant: str) -> None:
    assert canonical(variant) == "www.example.com/p/12.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.cn/p/1.html", "http://a.cn/p/2.html"),
        ("http://a.cn/p/1.html", "http://m.a.cn/p/1.html"),
        ("http://a.cn/show?id=1", "http://a.cn/show?id=2"),
        ("http://a.cn/?app=article&contentid=1", "http://a.cn/?app=article&contentid=2"),
        ("http://a.cn:8080/1", "http://a.cn:8081/1"),
        ("http://a.cn/P/1", "http://a.cn/p/1"),
        ("http://a.cn/news?r=20211026", "http://a.cn/news?r=20211027"),
        ("http://a.cn/node_2.htm", "http://a.cn/node_3.htm"),
    ],
)
def test_two_places_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_order_of_parameters_and_an_index_page_make_no_other_place() -> None:
    assert canonical("http://a.cn/s?b=2&a=1") == canonical("http://a.cn/s?a=1&b=2")
    assert canonical("http://a.cn/gg/index.html") == canonical("http://a.cn/gg/") == canonical("http://a.cn/gg")
    assert canonical("http://a.cn") == canonical("http://a.cn/index.shtml") == "a.cn/"


def test_front_pages_and_hosts() -> None:
    assert is_front_page("https://www.a.cn/index.html")
    assert not is_front_page("https://www.a.cn/gg/")
    assert same_host("http://a.cn/1", "https://a.cn:443/2")
    assert not same_host("http://a.cn/1", "http://m.a.cn/1")


@given(st.text())
def test_any_text_has_a_key(text: str) -> None:
    """A page can link to anything at all."""
    for url in ("http://a.cn/" + text, "http://" + text, text):
        assert isinstance(canonical(url), str)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/xw/202110/t20211026_51.html", date(2021, 10, 26)),
        ("/art/2021/8/1/art_7_51.html", date(2021, 8, 1)),
        ("/qingdao/2018-03/18/content_51.htm", date(2018, 3, 18)),
        ("/n1/2021/1026/c7-51.html", date(2021, 10, 26)),
        ("/p/20211026.html", date(2021, 10, 26)),
        ("/art/2021/13/1/art_7_51.html", None),
        ("/at20211026_51.html", None),
        ("/p/155001.html", None),
    ],
)
def test_the_day_that_an_address_names(path: str, day: date | None) -> None:
    assert day_in(f"https://www.example.cn{path}") == day
