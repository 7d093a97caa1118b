"""What goes into the archive and comes out of it, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import event
from support_databases import MORNING, archive, clock, database_url, postgres_server, prose, reading

from storage.answers import Filter
from storage.archive import Archive, open_archive
from storage.engine import CHUNK
from storage.readings import Reading, Recorded
from storage.values import Document, Person, Related, Relation, Surface, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

DESK = "http://www.example.cn/p/1.html"
MOBILE = "http://m.example.cn/p/1.html"
REPRINT = "http://news.example.com/a/99.html"
LATER = MORNING + timedelta(days=1)


def put(archive: Archive, *readings: Reading, series: str = "s") -> list[Recorded]:
    return archive.record_many(None, series, readings)


def verdicts(recorded: Sequence[Recorded]) -> list[Verdict]:
    return [each.verdict for each in recorded]


# --- once each -------------------------------------------------------------------------------------------------------


def test_new_then_unchanged_then_revised(archive: Archive) -> None:
    first, second, third, fourth = (
        put(archive, reading(DESK, text, at=MORNING + timedelta(days=day)))[0]
        for day, text in enumerate([prose(1), prose(1) + "\u200b", prose(2), prose(1)])
    )
    assert verdicts([first, second, third, fourth]) == ["new", "unchanged", "revised", "revised"]
    assert len({each.article_id for each in (first, second, third, fourth)}) == 1
    revisions = archive.revisions(first.article_id or 0)
    assert [each.number for each in revisions] == [1, 2, 3]  # A, B and A again are three
    assert [each.body for each in revisions] == [prose(1), prose(2), prose(1)]
    assert [each.cause for each in revisions] == ["publisher"] * 3
    found = archive.article(first.article_id or 0)
    assert found is not None
    assert (found.body, found.row.first_seen_at, found.row.last_seen_at) == (
        prose(1),
        MORNING,
        MORNING + timedelta(days=3),
    )


def test_the_same_bytes_read_otherwise_are_the_extractors_revision(archive: Archive) -> None:
    put(archive, reading(DESK, prose(1), page=b"kept"))
    recorded = put(archive, reading(DESK, prose(2), page=b"kept"))[0]
    assert recorded.verdict is Verdict.REVISED
    assert [each.cause for each in archive.revisions(recorded.article_id or 0)] == ["publisher", "extractor"]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("at_once", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_one_text_at_three_addresses_is_one_instalment(archive: Archive, order: Sequence[int], at_once: bool) -> None:
    three = [
        reading(DESK, prose(1), surface=Surface.WEBSITE),
        reading(MOBILE, prose(1), surface=Surface.MOBILE),
        reading(REPRINT, prose(1) + "\n", surface=Surface.REPRINT, title="转载：让办事快起来"),
    ]
    ordered = [three[number] for number in order]
    recorded = put(archive, *ordered) if at_once else [put(archive, each)[0] for each in ordered]
    assert verdicts(recorded) == ["new", "copy", "copy"]
    [instalment] = archive.instalments()
    assert (instalment.url, instalment.copies, instalment.revisions) == (DESK, 2, 1)
    for each in recorded:  # every id that was ever given answers, and all say the same of where it stands
        found = archive.article(each.article_id or 0)
        assert found is not None
        assert found.row.copy_of == (None if found.row.id == instalment.id else instalment.id)
        assert {(a.url, a.relation) for a in found.addresses} == {
            (DESK, None),
            (MOBILE, Relation.SAME),
            (REPRINT, Relation.SAME),
        }
        assert found.addresses[0].url == DESK


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_equal_surfaces_the_earlier_published_leads_then_the_address(archive: Archive, turned: bool) -> None:
    other = "http://other.example.cn/1"
    pairs = [
        [reading(DESK, prose(1), published_at=MORNING), reading(other, prose(1), published_at=LATER)],
        [reading(f"{DESK}?2", prose(2)), reading(f"{other}/2", prose(2))],
    ]
    for pair in pairs:
        put(archive, *(reversed(pair) if turned else pair))
    assert {each.url for each in archive.instalments()} == {DESK, f"{other}/2"}


def test_who_takes_over_was_first_seen_when_its_text_was(archive: Archive) -> None:
    put(archive, reading(MOBILE, prose(1), surface=Surface.MOBILE))
    put(archive, reading(DESK, prose(1), at=LATER))
    [instalment] = archive.instalments()
    assert (instalment.url, instalment.first_seen_at) == (DESK, MORNING)


def test_two_instalments_of_one_day_and_title_stay_two(archive: Archive) -> None:
    recorded = put(archive, reading(DESK, prose(1)), reading("http://www.example.cn/p/2.html", prose(2)))
    assert verdicts(recorded) == ["new", "new"]


def test_a_text_revised_into_another_instalments_joins_it(archive: Archive) -> None:
    put(archive, reading(MOBILE, prose(1), surface=Surface.MOBILE), reading(DESK, prose(2)))
    put(archive, reading(REPRINT, prose(1), surface=Surface.REPRINT))
    recorded = put(archive, reading(MOBILE, prose(2), surface=Surface.MOBILE, at=LATER))[0]
    assert recorded.verdict is Verdict.REVISED
    instalment, reprint = sorted(archive.instalments(), key=lambda each: each.url, reverse=True)
    assert (instalment.url, instalment.copies) == (DESK, 1)
    assert reprint.url == REPRINT  # reads as nobody else does any more, and so stands for itself


def test_a_better_surface_revised_into_anothers_text_takes_over(archive: Archive) -> None:
    put(archive, reading(DESK, prose(2)), reading(MOBILE, prose(1), surface=Surface.MOBILE))
    put(archive, reading(DESK, prose(1), at=LATER))
    [instalment] = archive.instalments()
    assert (instalment.url, instalment.copies, instalment.revisions) == (DESK, 1, 2)


def test_a_copy_that_becomes_the_text_of_a_third_changes_sides(archive: Archive) -> None:
    third = "http://www.example.cn/p/3.html"
    put(archive, reading(DESK, prose(1)), reading(third, prose(3), surface=Surface.LISTING))
    put(archive, reading(MOBILE, prose(1), surface=Surface.MOBILE))
    put(archive, reading(MOBILE, prose(3), surface=Surface.MOBILE, at=LATER))
    assert {each.url: each.copies for each in archive.instalments()} == {DESK: 0, MOBILE: 1}


def test_one_text_in_two_series_is_an_instalment_of_each(archive: Archive) -> None:
    assert verdicts(put(archive, reading(DESK, prose(1)), series="a")) == ["new"]
    assert verdicts(put(archive, reading(DESK, prose(1)), series="b")) == ["new"]


# --- addresses -------------------------------------------------------------------------------------------------------


def test_any_of_its_addresses_finds_an_article(archive: Archive) -> None:
    moved = reading(DESK, prose(1), requested="http://www.example.cn/old/1", canonical_url="http://www.example.cn/c/1")
    parts = Reading(moved.document, moved.extract, moved.surface, also=("http://www.example.cn/p/1_2.html",))
    recorded = put(archive, parts)[0]
    asked = [f"{DESK}?utm_source=wx#top", "http://www.example.cn/old/1", "http://www.example.cn/c/1",
             "http://www.example.cn/p/1_2.html", "http://www.example.cn/p/2.html"]  # fmt: skip
    known = archive.known("s", asked)
    assert set(known) == set(asked[:4])
    assert {each.article_id for each in known.values()} == {recorded.article_id}
    assert [known[url].own for url in asked[:4]] == [True, False, False, False]
    assert archive.known("other", asked) == {}


def test_many_addresses_are_asked_for_at_once(archive: Archive) -> None:
    asked = [f"http://www.example.cn/p/{n}.html" for n in range(2000)]
    held = asked[::40]
    put(archive, *(reading(url, prose(n)) for n, url in enumerate(held)))
    assert sorted(archive.known("s", asked)) == sorted(held)


def test_an_address_that_leads_to_ever_new_articles_turns_none_into_another(archive: Archive) -> None:
    latest = "http://www.example.cn/latest"
    second = "http://www.example.cn/p/2.html"
    assert verdicts(put(archive, reading(DESK, prose(1), requested=latest))) == ["new"]
    assert verdicts(put(archive, reading(second, prose(2), requested=latest))) == ["new"]
    assert len(list(archive.instalments())) == 2


def test_an_article_that_moved_is_the_same_article(archive: Archive) -> None:
    [first] = put(archive, reading(DESK, prose(1)))
    [again] = put(archive, reading("http://www.example.cn/new/1", prose(1), requested=DESK, at=LATER))
    assert (again.verdict, again.article_id) == (Verdict.UNCHANGED, first.article_id)
    assert archive.known("s", ["http://www.example.cn/new/1"])["http://www.example.cn/new/1"].own


@pytest.mark.parametrize("claimed", ["http://www.example.cn/", "http://www.example.cn/index.html", MOBILE])
def test_a_canonical_address_that_cannot_be_meant_is_not_believed(archive: Archive, claimed: str) -> None:
    put(archive, reading(DESK, prose(1), canonical_url=claimed))
    assert archive.known("s", [claimed]) == {}


def test_a_wrongly_claimed_address_comes_to_its_own_text(archive: Archive) -> None:
    claimed = "http://www.example.cn/p/2.html"
    put(archive, reading(DESK, prose(1), canonical_url=claimed))
    [recorded] = put(archive, reading(claimed, prose(2)))
    assert recorded.verdict is Verdict.NEW
    assert archive.known("s", [claimed])[claimed].article_id == recorded.article_id


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_every_document_comes_back_as_it_came(archive: Archive) -> None:
    kept = Document(
        DESK, 404, {"etag": '"x"', "x-中": "文"}, bytes(range(256)) * 40, MORNING, "http://asked.example.cn/"
    )
    assert archive.document(archive.keep(kept)) == kept
    assert archive.document(999) is None


def test_identical_bytes_are_stored_once(archive: Archive) -> None:
    one = Document(DESK, 200, {}, b"<html>" * 500, MORNING, DESK)
    again = Document(DESK, 200, {"date": "later"}, one.body, LATER, DESK)
    elsewhere = Document(MOBILE, 200, {}, one.body, LATER, MOBILE)
    ids = [*archive.keep_many([one, again]), archive.keep(again), archive.keep(elsewhere)]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    counts = archive.counts()
    assert counts.snapshots == 2
    assert counts.snapshot_bytes < len(one.body) / 10


def test_an_empty_body_is_kept_too(archive: Archive) -> None:
    empty = Document(DESK, 204, {}, b"", MORNING, DESK)
    assert archive.document(archive.keep(empty)) == empty


def test_an_article_comes_back_whole(archive: Archive) -> None:
    put(
        archive,
        reading(
            DESK, prose(1), kicker="引题", subtitle="副题", printed_on=date(2024, 3, 4), published_at=LATER,
            published_on=date(2024, 3, 6), source="某日报", byline="记者 张三", editor="李四",
            people=(Person("张三", "记者"), Person("李四", "责任编辑")),
            related=(Related("image", "http://i.example.cn/1.jpg"), Related("pdf", "http://i.example.cn/1.pdf")),
        ),
    )  # fmt: skip
    [row] = archive.instalments()
    found = archive.article(row.id)
    assert found is not None
    assert found.row == row
    assert (found.body, found.kicker, found.subtitle) == (prose(1), "引题", "副题")
    assert (row.printed_on, row.dated_on, row.published_at) == (date(2024, 3, 4), date(2024, 3, 4), LATER)
    assert (row.source, row.byline, row.editor) == ("某日报", "记者 张三", "李四")
    assert found.people == (Person("张三", "记者"), Person("李四", "责任编辑"))
    assert found.links == (Related("image", "http://i.example.cn/1.jpg"), Related("pdf", "http://i.example.cn/1.pdf"))
    assert row.characters == len(prose(1).replace("\n", ""))
    assert archive.article(row.id + 1) is None


# --- asking ----------------------------------------------------------------------------------------------------------


def test_a_list_is_filtered_and_newest_first(archive: Archive) -> None:
    days = [date(2024, 1, day) for day in (3, 9, 5)]
    put(archive, *(reading(f"http://www.example.cn/{n}", prose(n), printed_on=day, byline=f"记者 10%_{n}")
                   for n, day in enumerate(days)))  # fmt: skip
    put(archive, reading("http://www.example.cn/x", prose(9), printed_on=days[0]), series="other")
    put(archive, reading(MOBILE, prose(1), surface=Surface.MOBILE, printed_on=days[1]))

    def urls(asked: Filter) -> list[str]:
        return [each.url.rsplit("/", 1)[-1] for each in archive.instalments(asked)]

    assert urls(Filter(series="s")) == ["1", "2", "0"]
    assert urls(Filter(series="s", copies=True)) == ["1.html", "1", "2", "0"]
    assert urls(Filter(series="s", from_=days[2])) == ["1", "2"]
    assert urls(Filter(series="s", from_=days[2], to=days[2])) == ["2"]
    assert urls(Filter(series="s", limit=1, offset=1)) == ["2"]
    assert urls(Filter(series="s", offset=1)) == ["2", "0"]
    assert urls(Filter(byline="10%_2")) == ["2"]
    assert urls(Filter(series="nobody")) == []


def test_sections_are_asked_by_page_and_organisation(archive: Archive) -> None:
    body = (
        "1版\n青岛市财政局：\n花好每一分钱\n今年以来，市财政局把钱花在刀刃上，压减一般性支出，办成了二十件实事。\n"
        "2版\n青岛市教育局：\n办好每一所学校\n今年以来，市教育局新建学校三十所，增加学位四万个，家门口就有好学校。"
    )
    put(archive, reading(DESK, body))

    def found(**asked: str) -> int:
        return len(list(archive.instalments(Filter(**asked))))  # type: ignore[arg-type]

    assert found(page="1版") == found(page="2版") == found(organisation="财政局") == 1
    assert found(page="1版", organisation="财政局") == 1
    assert found(page="2版", organisation="财政局") == found(page="3版") == found(organisation="税务局") == 0


def test_a_new_text_replaces_the_sections_of_the_old(archive: Archive) -> None:
    put(archive, reading(DESK, "1版\n青岛市财政局：\n" + prose(1)))
    put(archive, reading(DESK, "2版\n青岛市教育局：\n" + prose(2)))
    assert list(archive.instalments(Filter(organisation="财政局"))) == []
    assert len(list(archive.instalments(Filter(organisation="教育局", page="2版")))) == 1


# --- taking out ------------------------------------------------------------------------------------------------------


def test_a_dropped_piece_is_out_for_good(archive: Archive) -> None:
    first, copy = put(archive, reading(DESK, prose(1)), reading(MOBILE, prose(1), surface=Surface.MOBILE))
    assert archive.drop(copy.article_id or 0) == (first.article_id, copy.article_id)
    assert list(archive.instalments(Filter(copies=True))) == []
    assert archive.article(first.article_id or 0) is None
    assert all(each.excluded for each in archive.known("s", [DESK, MOBILE]).values())
    again = put(
        archive,
        reading(DESK, prose(2)),  # its address
        reading(REPRINT, prose(1), surface=Surface.REPRINT),  # its text
        reading("http://www.example.cn/p/2.html", prose(2)),  # neither
    )
    assert verdicts(again) == ["filtered", "filtered", "new"]
    assert again[2].article_id not in {first.article_id, copy.article_id}
    assert archive.drop(999) == archive.drop(999, undo=True) == ()


def test_undo_puts_it_back_exactly(archive: Archive) -> None:
    put(archive, reading(DESK, "1版\n" + prose(1), related=(Related("image", "http://i.example.cn/1"),), byline="甲"))
    put(archive, reading(DESK, "1版\n" + prose(2), printed_on=date(2024, 3, 4), published_at=LATER, byline="甲"))
    [second] = put(archive, reading(MOBILE, "1版\n" + prose(2), surface=Surface.MOBILE))
    [row] = archive.instalments()
    before = (archive.article(row.id), archive.article(second.article_id or 0), archive.counts())
    known = archive.known("s", [DESK, MOBILE])
    dropped = archive.drop(row.id)
    assert archive.drop(row.id, undo=True) == dropped
    assert (archive.article(row.id), archive.article(second.article_id or 0), archive.counts()) == before
    assert archive.known("s", [DESK, MOBILE]) == known
    assert len(list(archive.instalments(Filter(page="1版")))) == 1
    assert verdicts(put(archive, reading(DESK, "1版\n" + prose(2), byline="甲"))) == ["unchanged"]


# --- the rest --------------------------------------------------------------------------------------------------------


def test_a_series_remembers(archive: Archive) -> None:
    assert archive.agenda.state("s", "swept") is None
    archive.agenda.remember("s", "swept", {"until": "2024-01-01"})
    archive.agenda.remember("s", "swept", ["一", 2])
    assert archive.agenda.state("s", "swept") == ["一", 2]
    assert archive.agenda.state("t", "swept") is None


def test_a_reader_sees_and_cannot_write(archive: Archive, database_url: str) -> None:
    from storage.errors import ReadOnly

    put(archive, reading(DESK, prose(1)))
    with open_archive(database_url, read_only=True) as reader:
        assert reader.counts().instalments == 1
        with pytest.raises(ReadOnly):
            reader.drop(1)


def test_recording_nothing_is_no_trouble(archive: Archive) -> None:
    assert archive.record_many(None, "s", []) == []
    assert archive.keep_many([]) == []
    assert archive.known("s", []) == {}


def gibberish(seed: int) -> str:
    """A text that shares no phrase with any other."""
    return "".join(map(chr, Random(seed).choices(range(0x4E00, 0x9FA5), k=100)))


@pytest.mark.slow
def test_adding_costs_the_same_number_of_questions_in_an_archive_of_any_size(archive: Archive) -> None:
    asked: list[str] = []
    event.listen(archive.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def cost(start: int, count: int, text: Callable[[int], str] = prose) -> int:
        asked.clear()
        numbers = range(start, start + count)
        put(archive, *(reading(f"http://www.example.cn/p/{n}", text(n)) for n in numbers))
        return len(asked)

    cost(0, 1)  # the first of its year, which on PostgreSQL has a table of the full text
    first = cost(1, 10)
    cost(1000, CHUNK + 10, text=gibberish)  # no two of one pattern: comparing them is what takes time
    assert cost(5000, 10) == first == cost(6000, 1)
