"""Asking for pages, departments and people: on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from support_databases import archive, clock, database_url, postgres_server  # noqa: F401

from storage import Archive, Filter
from storage.asking.queries import page_label
from storage.readings import Reading
from storage.values import Document, Extract, Person, Surface

BODY = """\
改革专刊开篇
市里的会议昨天开到很晚，几个部门把一年的账目摊开来讲了一遍。（本报记者 王 宁）
海湾日报2022年3月8日1版
海湾日报2022年3月8日特1版
市财政局
把钱花在刀口上
今年的预算压缩了一成半，省下的都给了学校和卫生院。
"""


@pytest.fixture
def asked(archive: Archive) -> Archive:
    url = "http://paper.example/p/1.html"
    document = Document(url, 200, {}, b"<p>one</p>", datetime.now(UTC), url)
    people = (Person("王宁", "记者"), Person("Émile", "记者"), Person("赵一", "责任编辑"))
    extract = Extract(
        url,
        "改革专刊",
        BODY.strip(),
        printed_on=date(2022, 3, 8),
        byline="本报记者 王 宁",
        editor="赵一",
        people=people,
    )
    archive.record_many(None, "reform", [Reading(document, extract, Surface.WEBSITE)])
    return archive


CASES = [
    (Filter(page="特1"), 1),
    (Filter(page="特1版"), 1),
    (Filter(page="01"), 1),
    (Filter(page="特2"), 0),
    (Filter(organisation="财政局"), 1),
    (Filter(organisation="财政局", page="特1"), 1),
    (Filter(organisation="财政局", page="1"), 0),
    (Filter(byline="王宁"), 1),
    (Filter(byline="王 宁"), 1),
    (Filter(byline="赵一"), 0),
    (Filter(byline="100%"), 0),
    (Filter(byline="name"), 0),
    (Filter(byline="编辑"), 0),
    (Filter(byline="ÉMILE"), 1),
    (Filter(byline="émile"), 1),
    (Filter(series="reform", from_=date(2022, 3, 8), to=date(2022, 3, 8)), 1),
    (Filter(series="other"), 0),
    (Filter(from_=date(2022, 3, 9)), 0),
    (Filter(to=date(2022, 3, 7)), 0),
]


def test_filters(asked: Archive) -> None:
    found = [(asked_for, len(list(asked.instalments(asked_for)))) for asked_for, _ in CASES]
    assert found == CASES


@pytest.mark.parametrize(
    ("written", "label"), [("特1", "特1版"), ("第01版", "1版"), ("A07", "A07版"), ("1-4", "1-4版"), ("副刊", "副刊")]
)
def test_page_label(written: str, label: str) -> None:
    assert page_label(written) == label
