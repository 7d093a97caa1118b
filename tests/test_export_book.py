"""The series as a book, and as typed columns."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from lxml import etree
from support_databases import MORNING, archive, clock, database_url, postgres_server
from support_export import ZONE, exported, exporting, fill, record

from storage import Archive, Filter
from storage.asking.rows import article_row
from storage.export import parquet
from storage.values import Person

__all__ = ["archive", "clock", "database_url", "postgres_server"]

XHTML = {"x": "http://www.w3.org/1999/xhtml", "opf": "http://www.idpf.org/2007/opf"}
BODY = """\
市里的会议昨天开到很晚，几个部门把一年的账目摊开来讲了一遍。（本报记者 王宁）
海湾日报2022年3月8日1版
海湾日报2022年3月8日特1版
市财政局
把钱花在<刀口>上
今年的预算压缩了一成半，省下的都给了学校和卫生院 & 养老院。\x0b
海湾日报2022年3月8日特2版
市民政局
一顿午饭里的改革题
社区食堂开到第三年，老人说饭菜一直热着，账也一直公开着。"""


@pytest.fixture
def book(archive: Archive) -> Archive:
    """An archive of what a book must bear: pages and none, a revision, a withdrawn text, odd titles and addresses."""
    first = {"title": "开栏 <改革> & “账本”", "printed_on": date(2022, 3, 8), "people": (Person("王宁", "记者"),)}
    record(archive, 1, body=BODY, kicker="引题", **first)
    record(archive, 1, body=f"{BODY}更正。", at=MORNING + timedelta(hours=1), **first)
    plain = "\u3000\u3000没有版面的一期，只有一段话，但是话说得足够长，能自己站住。"
    record(archive, 2, body=plain, printed_on=date(2022, 3, 9))
    record(archive, 3, title="]]> --\x01 &amp; 题\ufffe", byline="王\x02宁", printed_on=date(2022, 3, 10))
    return archive


def test_the_contents_are_those_of_the_newspaper(book: Archive) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(book, "epub"))) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type, file.read("mimetype")) == (
            "mimetype", zipfile.ZIP_STORED, b"application/epub+zip",
        )  # fmt: skip
        nav = etree.fromstring(file.read("EPUB/nav.xhtml"))
        chapters = nav.xpath("//x:nav/x:ol/x:li[position() > 1]", namespaces=XHTML)
        assert [_own(one).split("　")[0] for one in chapters] == ["2022-03-08", "2022-03-09", "2022-03-10"]
        pages = chapters[0].xpath("x:ol/x:li", namespaces=XHTML)
        assert [_own(one) for one in pages] == ["1版", "特1版", "特2版"]
        [story] = pages[1].xpath("x:ol/x:li", namespaces=XHTML)
        assert _own(story) == "青岛市财政局　把钱花在<刀口>上"
        for target in nav.xpath("//x:a/@href", namespaces=XHTML):
            name, _, anchor = target.partition("#")
            there = etree.fromstring(file.read(f"EPUB/{name}"))
            assert not anchor or there.xpath("//*[@id=$anchor]", anchor=anchor), target
        text = file.read(f"EPUB/{chapters[0].xpath('x:a/@href', namespaces=XHTML)[0]}").decode()
        assert "报社改动" in text
        assert "王宁. 开栏 &lt;改革&gt; &amp; “账本”[N]. " in text
        package = etree.fromstring(file.read("EPUB/package.opf"))
        assert len(package.xpath("//opf:itemref", namespaces=XHTML)) == 3 + 2


def _own(item: etree._Element) -> str:
    return "".join(item.find("x:a", XHTML).itertext())


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", [Filter(), Filter(series="nobody")], ids=["a book", "no instalment"])
def test_epubcheck_has_nothing_to_say(book: Archive, tmp_path: Path, asked: Filter) -> None:
    program = shutil.which("epubcheck")
    if program is None:
        assert not os.environ.get("XUNLI_CI"), "CI installs epubcheck"
        pytest.skip("epubcheck is missing: apt-get install epubcheck")
    file = tmp_path / "book.epub"
    file.write_bytes(exported(book, "epub", asked))
    # Debian installs it as a Java archive that only some systems start by themselves.
    command = ["java", "-jar", program] if Path(program).read_bytes()[:2] == b"PK" else [program]
    told = subprocess.run([*command, file], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 fatals / 0 errors / 0 warnings" in told.stdout + told.stderr


def test_columns_are_typed(book: Archive) -> None:
    table = pq.read_table(io.BytesIO(exported(book, "parquet")))
    rows = table.to_pylist()
    with exporting(book) as export:
        told = [article_row(article, ZONE) for article in export.articles()]
    assert set(table.column_names) == {*told[0], "dated_on", "citation"}
    assert [row["title"] for row in rows] == [row["title"] for row in told]
    oldest = rows[-1]
    assert oldest["printed_on"] == date(2022, 3, 8)
    assert oldest["first_seen_at"] == datetime(2024, 3, 5, 1, 30, tzinfo=UTC)
    assert str(table.schema.field("first_seen_at").type) == "timestamp[ms, tz=Asia/Shanghai]"
    assert oldest["people"] == told[-1]["people"]
    assert oldest["pages"] == told[-1]["pages"]
    assert [each["number"] for each in oldest["revision_list"]] == [1, 2]


def test_an_empty_archive_is_an_empty_table(archive: Archive) -> None:
    assert pq.read_table(io.BytesIO(exported(archive, "parquet"))).num_rows == 0


def test_row_groups_end_at_their_size_and_lose_no_row(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(archive, 230)
    monkeypatch.setattr(parquet, "GROUP_ROWS", 100)
    file = pq.ParquetFile(io.BytesIO(exported(archive, "parquet")))
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [100, 100, 30]
    assert sorted(file.read(["id"])["id"].to_pylist()) == list(range(1, 231))
