"""Full text: the index agrees with reading every text, on both databases, whatever the archive was put through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from support_databases import Clock, archive, clock, database_url, postgres_server, prose, reading
from support_fulltext import folded, pieces, scan

from storage import Archive, Filter, open_archive
from storage.care.checking import Part, check
from storage.care.moving import copy
from storage.care.repairing import repair
from storage.fulltext import BadQuery, Order, counting, facets, matching, parse, ranking, search
from storage.fulltext.folding import fold, folded_with_origins
from storage.fulltext.snippets import snippet
from storage.migrations.versions import v0008_fulltext, v0016_index
from storage.values import Person, Surface

__all__ = ["archive", "clock", "database_url", "postgres_server"]

LETTERS = "12改革开放市南区营商环境的Ａaßﬁé①½㎏Ⅳ 　，,。「」\"-:%_'*\u0301가\u11a8ｶﾞ"
"""Few enough that words recur, strange enough to be folded in every way."""


def find(archive: Archive, asked: str, order: Order = Order.RANK, limit: int = 10_000) -> list[tuple[int, int]]:
    with archive.database.reading() as connection:
        found = search(connection, parse(asked), order, limit=limit)
    return [(hit.id, hit.section) for hit in found.rows]


def quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def random_text(dice: Random) -> str:
    """Lines of every length, some of which the outline takes for markers, organisations and headlines."""
    lines = ["".join(dice.choice(LETTERS) for _ in range(dice.randrange(1, 40))) for _ in range(dice.randrange(1, 9))]
    printed = ["青岛日报2021年10月26日特1版", "市财政局", "开放的市南区", "记者 改革开"]
    for number in range(dice.randrange(4)):
        lines.insert(dice.randrange(len(lines) + 1), printed[number])
    return "\n".join(lines)


@pytest.fixture
def filled(archive: Archive) -> Iterator[Archive]:
    dice = Random(7)
    first = date(2021, 10, 26)
    for number in range(16):
        on = first.replace(year=2021 - dice.choice((0, 0, 0, 1, 4, 20))) + timedelta(days=dice.randrange(12))
        title = "".join(dice.choice(LETTERS) for _ in range(8)).strip() or "题"
        body = f"{random_text(dice)}\n第{number}篇{prose(number)}"
        archive.record_many(None, "s", [reading(f"http://w.cn/{number}", body, title=title, printed_on=on)])
    return archive


def test_the_index_agrees_with_reading_every_text(filled: Archive) -> None:
    texts = pieces(filled)

    @settings(max_examples=50, deadline=None)
    @given(
        words=st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=3),
        without=st.lists(st.text(LETTERS, min_size=1, max_size=2), max_size=1),
        by_date=st.booleans(),
    )
    def agrees(words: list[str], without: list[str], by_date: bool) -> None:
        wanted = [word for word in words if folded(word)] or ["改革"]
        unwanted = [word for word in without if folded(word)]
        asked = " ".join([*map(quoted, wanted), *(f"-{quoted(word)}" for word in unwanted)])
        order = Order.DATE if by_date else Order.RANK
        assert find(filled, asked, order) == scan(texts, wanted, unwanted, by_date=by_date)

    agrees()


@given(line=st.text(max_size=12))
def test_folding_by_pieces_is_folding_the_line(line: str) -> None:
    assert folded_with_origins(line).text == fold(line) == folded(line)


# --- words in every shape -------------------------------------------------------------------------------------------

STRANGE = (
    "ＧＤＰ增长８．５％，外资①号\n"
    "Straße 与 STRASSE；ﾃﾞｰﾀ 中心  两个空格\n"
    "末尾是改\n革字开头：100%_'quoted'\"x\" a-b * (c) ^d"
)


STRINGS = (
    ("gdp增长8.5%", True),
    ("外资1号", True),
    ("ＳＴＲＡＳＳＥ", True),
    ("データ", True),
    ('"中心 两个空格"', True),
    ('"中心两个空格"', False),
    ("革", True),
    ("改革", False),  # never across paragraphs
    ("100%_'", True),
    ('"""x"" a-b * (c) ^"', True),
    ("题", True),
    ("目增", False),  # nor from the title into the text
    ("记" * 3000, False),
    ("AND", False),
    ("NEAR(增长", False),
)


def test_any_string_is_found_as_it_stands(archive: Archive) -> None:
    archive.record_many(None, "s", [reading("http://w.cn/1", STRANGE, title="题目")])
    assert [(asked, bool(find(archive, asked))) for asked, _ in STRINGS] == list(STRINGS)


def test_a_section_longer_than_any_index_entry(archive: Archive) -> None:
    body = "\n".join("甲乙丙丁戊己庚辛" * 40 + f"第{number}行" for number in range(400)) + "末尾"
    archive.record_many(None, "s", [reading("http://w.cn/1", body)])
    assert find(archive, "行末尾") == find(archive, "第399行末") == [(1, 1)]


# --- fields, filters, order -----------------------------------------------------------------------------------------

BUNDLE = """青岛日报2021年10月26日1版
市财政局
统筹用好各类资金
营商环境要改善，改革没有终点，改革还要继续。
青岛日报2021年10月26日特2版
市司法局
法治护航营商环境
营商环境营商环境营商环境，人民调解。
（记者 甲乙丙）"""


@pytest.fixture
def library(archive: Archive) -> Archive:
    first, second = date(2021, 10, 26), date(2022, 3, 1)
    people = (Person("甲乙丙", "记者"), Person("丁戊", "责任编辑"))
    bundle = reading(
        "http://w.cn/1", BUNDLE, title="巡礼开篇", printed_on=first, byline="记者 甲乙丙", editor="丁戊", people=people
    )
    archive.record_many(None, "one", [bundle])
    later = f"{prose(5)}营商环境，营商环境。"
    archive.record_many(None, "two", [reading("http://w.cn/2", later, title="营商环境再提升", printed_on=second)])
    return archive


FIELDS = (
    ("营商环境", [(2, 1), (1, 2), (1, 1)]),  # title, headline, text
    ("改革 营商环境", [(1, 1)]),
    ("营商环境 -改革", [(2, 1), (1, 2)]),
    ("title:巡礼 营商环境", [(1, 2), (1, 1)]),
    ("org:青岛市财政局", [(1, 1)]),
    ("org:司法 人民调解", [(1, 2)]),
    ("page:特2 营商环境", [(1, 2)]),
    ("-page:特2版 营商环境", [(2, 1), (1, 1)]),
    ("by:甲乙丙 营商环境", [(1, 2), (1, 1)]),
    ("from:2022 营商环境", [(2, 1)]),
    ("to:2021-10-26 营商环境", [(1, 2), (1, 1)]),
    ("from:2021-10 to:2021-10 title:营商", []),
    ("org：财政局", [(1, 1)]),
    ("“营商环境” －改革", [(2, 1), (1, 2)]),
    ("＂营商环境＂ －“改革还要”", [(2, 1), (1, 2)]),
    ("org：“青岛市 财政局”", []),
    ('"“营商环境”"', []),
    ("“营商环境”要", []),
    ("“改革", []),
    ("改革\0营商环境", [(1, 1)]),
)


def test_fields_narrow_a_search(library: Archive) -> None:
    assert [(asked, find(library, asked)) for asked, _ in FIELDS] == list(FIELDS)


def test_filters_of_the_list_mean_the_same(library: Archive) -> None:
    def sections(**asked: Any) -> list[tuple[int, int]]:
        with library.database.reading() as connection:
            found = search(connection, parse("营商环境", Filter(**asked)))
        return [(hit.id, hit.section) for hit in found.rows]

    assert sections(series="two") == [(2, 1)]
    assert sections(organisation="司法局") == sections(page="特2") == [(1, 2)]
    assert sections(from_=date(2021, 10, 27)) == [(2, 1)]
    assert sections(byline="甲乙丙", to=date(2021, 12, 31)) == [(1, 2), (1, 1)]


def test_pages_follow_each_other(library: Archive) -> None:
    with library.database.reading() as connection:
        query = parse("营商环境")
        told = [search(connection, query, limit=1, offset=number) for number in range(4)]
    assert [(row.id, row.section) for page in told for row in page.rows] == find(library, "营商环境")
    assert [page.more for page in told] == [True, True, False, False]


@pytest.mark.parametrize(
    "asked",
    ["", "  ", "-改革", '"改革', '改"革" "', "from:明天", "to:2021-13", "-from:2021", '""', "from:0000"],
)
def test_a_bad_query_is_one_sentence(asked: str) -> None:
    with pytest.raises(BadQuery) as told:
        parse(asked)
    assert "\n" not in str(told.value)
    assert str(told.value).endswith(("。", "."))


def test_what_is_shown_of_a_hit(library: Archive) -> None:
    with library.database.reading() as connection:
        hit = search(connection, parse("营商环境 调解")).rows[0]
        plain = search(connection, parse("org:财政局")).rows[0]
    assert (hit.page, hit.organisation, hit.printed_on) == ("特2版", "青岛市司法局", date(2021, 10, 26))
    assert hit.snippet.marked() == "法治护航[[营商环境]] [[营商环境]][[营商环境]][[营商环境]]，人民[[调解]]。"
    assert "[[" not in plain.snippet.marked()
    assert plain.lines == (1, 4)


@given(
    line=st.text(LETTERS + "改革市", max_size=60), words=st.lists(st.text(LETTERS, min_size=1, max_size=3), max_size=2)
)
def test_every_hit_of_a_line_is_marked(line: str, words: list[str]) -> None:
    wanted = [fold(word) for word in words if fold(word)]
    told = snippet([line], wanted).pieces
    assert bool([piece for piece, is_hit in told if is_hit]) == any(word in fold(line) for word in wanted)
    for word in wanted:
        assert all(word not in fold(piece) for piece, is_hit in told if not is_hit and piece in line)


def test_what_matches_have_in_common(library: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with library.database.reading() as connection:
        told = facets(connection, parse("营商环境"))
        monkeypatch.setattr(counting, "COUNTED", 2)
        cut = facets(connection, parse("营商环境"))
    assert (told.told, told.exact) == ("3", True)
    assert told.organisations == (("青岛市司法局", 1), ("青岛市财政局", 1))
    assert told.months == (("2022-03", 1), ("2021-10", 2))
    assert dict(told.pages) == {"1版": 1, "特2版": 1}
    assert told.people == (("甲乙丙", 2),)
    assert cut.told == "2+"


def test_what_matches_have_in_common_is_counted_as_by_hand(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {(each.article_id, each.position): each for each in pieces(filled)}
    for most in (3, 10_000):
        monkeypatch.setattr(counting, "COUNTED", most)
        for word in ("改革", "开", "区", "市", "第", "篇某", "某市"):
            found = [texts[each] for each in scan(list(texts.values()), [word])]
            with filled.database.reading() as connection:
                told = facets(connection, parse(word))
            assert (told.total, told.exact) == (min(most, len(found)), len(found) <= most)
            assert sum(number for _, number in told.years) == told.total
            if told.exact:
                months = Counter(f"{each.day:%Y-%m}" for each in found)
                assert told.months == tuple(sorted(months.items(), reverse=True))
                assert dict(told.pages) == Counter(each.page for each in found if each.page)
                assert sum(number for _, number in told.organisations) == sum(bool(each.organisation) for each in found)


@pytest.mark.slow
def test_many_matches_come_in_the_same_order_as_few(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways for large archives, taken in a small one."""
    texts = pieces(filled)
    for few, several, sample, limit in ((0, 10, 7, 9), (3, 10, 12, 9), (5, 10, 3, 4), (3, 0, 12, 9), (0, 1, 40, 2)):
        monkeypatch.setattr(ranking, "FEW", few)
        monkeypatch.setattr(ranking, "SEVERAL", several)
        monkeypatch.setattr(matching, "SAMPLE", sample)
        for words in (["改革"], ["开"], ["区 "], ["第", "期"], ["市这一年"], ["段：某市"], ["改", "1"]):
            asked = " ".join(map(quoted, words))
            assert find(filled, asked, limit=limit) == scan(texts, words)[:limit]
            assert find(filled, asked, Order.DATE, limit=limit) == scan(texts, words, by_date=True)[:limit]


def test_of_one_day_the_first_are_those_recorded_last(archive: Archive) -> None:
    for number in range(4):
        archive.record_many(None, "s", [reading(f"http://w.cn/{number}", f"{prose(number)}同一句话。")])
    for order in Order:
        assert [find(archive, "同一句话", order, limit=limit) for limit in (1, 2)] == [[(4, 1)], [(4, 1), (3, 1)]]


# --- kept right -----------------------------------------------------------------------------------------------------


def whole(archive: Archive) -> bool:
    return list(check(archive.database)) == []


def test_the_index_follows_the_archive(archive: Archive, clock: Clock) -> None:
    url = "http://w.cn/1"
    archive.record_many(None, "s", [reading(url, f"{prose(1)}旧的说法。", at=clock.now)])
    assert find(archive, "旧的说法") == [(1, 1)]
    clock.forward(days=1)
    archive.record_many(None, "s", [reading(url, f"{prose(1)}新的说法。", at=clock.now)])
    assert (find(archive, "旧的说法"), find(archive, "新的说法")) == ([], [(1, 1)])
    assert archive.drop(1) == (1,)
    assert find(archive, "新的说法") == []
    assert whole(archive)
    archive.drop(1, undo=True)
    assert find(archive, "新的说法") == [(1, 1)]
    assert whole(archive)


def test_a_copy_is_found_when_asked_for(archive: Archive) -> None:
    first, second = (reading(f"http://{host}.cn/1", prose(1), surface=surface) for host, surface in SURFACES)
    archive.record_many(None, "s", [first, second])  # the second is the leading one
    with archive.database.reading() as connection:
        plain = search(connection, parse("办成了")).rows
        both = search(connection, parse("办成了", Filter(copies=True))).rows
    assert [hit.copy_of for hit in plain] == [None]
    assert {hit.copy_of for hit in both} == {None, plain[0].id}


SURFACES = (("m.w", Surface.REPRINT), ("w", Surface.WEBSITE))


DAMAGES = (
    "DELETE FROM passages WHERE id = (SELECT min(id) FROM passages)",
    "UPDATE passages SET text = '别的' WHERE id = (SELECT max(id) FROM passages)",
    "EMPTY",
    "DROP TABLE fulltext",
)


def test_a_damaged_index_is_found_and_built_anew(library: Archive) -> None:
    before = find(library, "营商环境")
    emptied = "INSERT INTO fulltext (fulltext) VALUES ('delete-all')"
    for damage in DAMAGES:
        told = (emptied if library.database.is_sqlite else "TRUNCATE fulltext") if damage == "EMPTY" else damage
        with library.database.writing() as connection:
            connection.execute(text(told))
        findings = list(check(library.database))
        assert {finding.part for finding in findings} == {Part.INDEX}
        assert repair(library.database, findings) == findings
        assert whole(library)
        assert find(library, "营商环境") == before


def test_without_the_indexes_that_make_it_quick_a_search_finds_the_same(library: Archive) -> None:
    """Somebody may have dropped them with a database tool; one of the two is SQLite's alone."""
    query, before = parse("改革"), find(library, "改革")
    with library.database.reading() as connection:
        counted = facets(connection, query)
    with library.database.writing() as connection:
        for name in ("ix_articles_brief", "ix_sections_spoken"):
            connection.execute(text(f"DROP INDEX IF EXISTS {name}"))
    with library.database.reading() as connection:
        assert facets(connection, query) == counted
    assert find(library, "改革") == before != []


def test_an_older_archive_is_indexed_by_its_upgrade(library: Archive) -> None:
    before = find(library, "营商环境")
    with library.database.writing() as connection:
        connection.execute(text("DROP TABLE fulltext"))
        connection.execute(text("DROP TABLE passages"))
        with Operations.context(MigrationContext.configure(connection)):
            v0008_fulltext.upgrade()
            v0016_index.upgrade()
    assert find(library, "营商环境") == before
    assert whole(library)


def test_a_moved_archive_answers_the_same(library: Archive, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'moved.db'}"
    copy(library.database.engine.url.render_as_string(hide_password=False), target)
    with open_archive(target) as moved:
        assert find(moved, "营商环境") == find(library, "营商环境")
        assert whole(moved)
