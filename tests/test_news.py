"""The news of a run, delivered to a local server that answers like the services, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from support_chinese_services import KEY, Services, chinese_services, told
from support_databases import Clock, archive, clock, database_url, postgres_server, prose, reading

from scheduler.news import tell, tell_rest
from scheduler.notify.deliver import Pace
from storage.answers import Run
from storage.archive import Archive
from storage.config import Config
from storage.configfile import parse_config
from storage.judge import Complaint, Judgement
from storage.newsroom import Sent
from storage.running.leases import reap
from storage.tables import deliveries
from storage.values import Outcome, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

HOME = "http://www.example.cn/p"
ONCE = Pace(pauses=(), sleep=lambda seconds: None)
ISSUE = (
    "青岛日报2024年3月5日特1版\n青岛市财政局\n钱要花在刀刃上\n"
    "市财政局今年把每一笔钱的去处写在墙上。来看的人不少。\n"
    "青岛日报2024年3月5日特2版\n青岛市商务局\n开门做生意\n市商务局把窗口搬到了码头。船员上岸就能办。"
)


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNLI_LANG", "zh")


@pytest.fixture
def services() -> Iterator[Services]:
    with chinese_services() as running:
        yield running


def log(archive: Archive) -> list[Any]:
    """Return what was delivered, the newest first."""
    with archive.database.reading() as connection:
        return list(connection.execute(select(deliveries).order_by(deliveries.c.id.desc())))


def config(*channels: str | dict[str, Any], **service: Any) -> Config:
    notify = [{"url": channel} if isinstance(channel, str) else channel for channel in channels]
    source = {"kind": "website", "base_url": "http://www.example.cn"}
    series = {"name": "gaige", "title": "青岛改革巡礼", "match": ["改革巡礼"], "source": [source]}
    return parse_config({"notify": notify, "series": [series], "service": service})


def bot(services: Services) -> str:
    return f"wecombot://{KEY}/?base={services.base}"


def hook(services: Services) -> str:
    return f"json://127.0.0.1:{services.port}/hook"


def begin(archive: Archive) -> int:
    run = archive.begin_run("gaige")
    assert isinstance(run, Run)
    return run.id


def end(archive: Archive, run_id: int, *complaints: Complaint, **judged: Any) -> Run:
    outcome = Outcome.COMPLAINTS if complaints else Outcome.DONE
    ended = archive.end_run(run_id, outcome, judgement=Judgement(complaints, **judged))
    assert ended is not None
    return ended


def record(archive: Archive, run_id: int, number: int, body: str, clock: Clock, **fields: Any) -> int:
    url = f"{HOME}/{number}.html"
    recorded = archive.record_many(run_id, "gaige", [reading(url, body, at=clock.now, **fields)])[0]
    assert recorded.article_id is not None
    return recorded.article_id


def send(archive: Archive, run: Run, told_to: Config) -> list[Sent]:
    return tell(told_to, archive, run, {}, ONCE)


def test_without_channels_nothing_is_said_and_apprise_stays_out() -> None:
    code = (
        "import sys\nimport scheduler.news\n"
        "raise SystemExit(any(name.split('.')[0] == 'apprise' for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_new_instalment_as_a_reader_wants_it(archive: Archive, clock: Clock, services: Services) -> None:
    run_id = begin(archive)
    article_id = record(archive, run_id, 1, ISSUE, clock, title="让办事快起来", printed_on=date(2024, 3, 5))
    sent = send(archive, end(archive, run_id), config(bot(services), port=8090))
    assert [(item.kind, item.ok) for item in sent] == [("new", True)]
    assert services.texts == [
        "青岛改革巡礼｜让办事快起来\n2024年3月5日 · 特1版–特2版\n部门：青岛市财政局、青岛市商务局\n"
        f"市财政局今年把每一笔钱的去处写在墙上。\nhttp://127.0.0.1:8090/instalments/{article_id}"
    ]


def test_a_run_that_brought_nothing_says_nothing(archive: Archive, clock: Clock, services: Services) -> None:
    first = begin(archive)
    record(archive, first, 1, prose(1), clock)
    send(archive, end(archive, first), config(bot(services)))
    clock.forward(days=1)
    second = begin(archive)
    record(archive, second, 1, prose(1), clock)
    assert send(archive, end(archive, second), config(bot(services))) == []
    assert len(services.texts) == 1


def test_a_copy_of_what_is_known_is_no_news(archive: Archive, clock: Clock, services: Services) -> None:
    first = begin(archive)
    record(archive, first, 1, prose(1), clock)
    send(archive, end(archive, first), config(bot(services)))
    clock.forward(days=1)
    second = begin(archive)
    record(archive, second, 2, prose(1), clock)
    assert send(archive, end(archive, second), config(bot(services))) == []


def test_a_revision_says_what_changed(archive: Archive, clock: Clock, services: Services) -> None:
    first = begin(archive)
    record(archive, first, 1, "头一段没有变。\n第二段说有三十处。", clock)
    send(archive, end(archive, first), config())
    clock.forward(days=1)
    second = begin(archive)
    record(archive, second, 1, "头一段没有变。\n第二段说有四十处。", clock)
    sent = send(archive, end(archive, second), config(bot(services)))
    assert [(item.kind, item.subject) for item in sent] == [("revised", "青岛改革巡礼｜改后重登《让办事快起来》")]
    assert "原：第二段说有三十处。\n今：第二段说有四十处。" in services.texts[0]


def test_an_instalment_whose_last_address_went(archive: Archive, clock: Clock, services: Services) -> None:
    first = begin(archive)
    record(archive, first, 1, prose(1), clock)
    end(archive, first)
    clock.forward(days=20)
    run_id = begin(archive)
    gone = archive.missing(run_id, "gaige", f"{HOME}/1.html", "页面不存在（404）", 404, confirmations=1, days=0)
    assert gone is Verdict.GONE
    run = end(archive, run_id)
    assert [item.kind for item in send(archive, run, config(bot(services)))] == ["gone"]
    assert f"{HOME}/1.html" in services.texts[0]
    clock.forward(days=1)
    again = begin(archive)
    archive.missing(again, "gaige", f"{HOME}/1.html", "页面不存在（404）", 404, confirmations=1, days=0)
    assert send(archive, end(archive, again), config(bot(services))) == []


LAYOUT = Complaint("layout_changed", "版式认不出了", (f"{HOME}/1.html",), "website")


def test_a_complaint_is_told_once_then_after_three_and_seven_days_then_its_end(
    archive: Archive, clock: Clock, services: Services
) -> None:
    told_on = []
    for day in range(12):
        run = end(archive, begin(archive), LAYOUT)
        told_on += [day for _ in send(archive, run, config(bot(services)))]
        clock.forward(days=1)
    assert told_on == [0, 3, 7]
    assert "（已持续 3 天）" in services.texts[1]
    run = end(archive, begin(archive))
    assert [item.kind for item in send(archive, run, config(bot(services)))] == ["recovery"]
    assert "2024-03-05 09:30 至 2024-03-17 09:30" in services.texts[-1]
    assert send(archive, end(archive, begin(archive)), config(bot(services))) == []


def test_a_complaint_that_has_no_object_any_more_closes_without_a_word(
    archive: Archive, clock: Clock, services: Services
) -> None:
    end(archive, begin(archive), LAYOUT)
    run = end(archive, begin(archive), lapsed=frozenset({LAYOUT.key}))
    assert run.recovered == ()
    assert archive.news.standing("gaige") == []
    assert send(archive, run, config(bot(services))) == []


def test_an_unreachable_run_is_told_and_is_no_complaint_of_its_own(
    archive: Archive, clock: Clock, services: Services
) -> None:
    noted = Judgement(noted=(Complaint("unreachable", "一个来源也连不上", ()),))
    run = archive.end_run(begin(archive), Outcome.UNREACHABLE, judgement=noted)
    assert run is not None
    assert run.complaints == ()
    assert [item.kind for item in send(archive, run, config(bot(services)))] == ["complaint"]


def test_a_run_whose_process_died_before_its_news_is_told_by_the_next(
    archive: Archive, clock: Clock, services: Services
) -> None:
    end(archive, begin(archive), LAYOUT)
    clock.forward(days=1)
    run = end(archive, begin(archive), unseen=frozenset({LAYOUT.key}))
    assert [item.kind for item in send(archive, run, config(bot(services)))] == ["complaint"]


def test_each_channel_gets_the_kinds_it_is_for(archive: Archive, clock: Clock, services: Services) -> None:
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    run = end(archive, run_id, LAYOUT)
    channels = config({"url": hook(services), "kinds": ["complaint"]}, {"url": bot(services), "kinds": ["new"]})
    assert [(item.channel[:4], item.kind) for item in send(archive, run, channels)] == [
        ("json", "complaint"), ("weco", "new"),
    ]  # fmt: skip
    assert len(services.texts) == len(services.hooked) == 1


def test_many_instalments_arrive_as_one_message(archive: Archive, clock: Clock, services: Services) -> None:
    run_id = begin(archive)
    for number in range(30):
        record(archive, run_id, number, prose(number), clock)
    sent = send(archive, end(archive, run_id), config(bot(services)))
    assert [item.subject for item in sent] == ["青岛改革巡礼｜新收 30 期"]


def test_a_channel_that_fails_is_complained_of_to_the_others_and_tried_again(
    archive: Archive, clock: Clock, services: Services
) -> None:
    channels = config("wecombot://wrong-key-1234567890/?base=" + services.base, hook(services))
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    sent = send(archive, end(archive, run_id), channels)
    assert [(item.kind, item.ok) for item in sent] == [("new", False), ("new", True), ("complaint", True)]
    assert "通知没有送到：wecombot://" in services.hooked[-1]["title"]
    assert "93000" in services.hooked[-1]["message"]
    assert [each.check for each in archive.news.standing("gaige")] == ["delivery"]
    clock.forward(days=1)
    quiet = end(archive, begin(archive), unseen=frozenset({("delivery", sent[0].channel)}))
    assert [(item.kind, item.ok, item.attempts) for item in send(archive, quiet, channels)] == [("new", False, 2)]
    assert len(services.hooked) == 2, "told once"


def test_two_channels_that_look_alike_have_news_and_complaints_of_their_own(
    archive: Archive, clock: Clock, services: Services
) -> None:
    first, second = f"json://127.0.0.1:{services.port}/…", f"json://127.0.0.1:{services.port}/… (2)"
    channels = config(hook(services), hook(services) + "/department")
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    services.answers.extend([told(200), told(404)])
    sent = send(archive, end(archive, run_id), channels)
    assert [(item.kind, item.ok, item.channel) for item in sent] == [
        ("new", True, first), ("new", False, second), ("complaint", True, first),
    ]  # fmt: skip
    clock.forward(days=1)
    later = send(archive, end(archive, begin(archive), unseen=frozenset({("delivery", second)})), channels)
    assert [(item.kind, item.ok, item.channel) for item in later] == [
        ("new", True, second), ("recovery", True, first), ("recovery", True, second),
    ]  # fmt: skip


def test_a_channel_is_called_by_its_number_in_the_configuration(
    archive: Archive, clock: Clock, services: Services
) -> None:
    elsewhere = {"url": hook(services), "kinds": ["gone"]}
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    [failed] = send(archive, end(archive, run_id), config(elsewhere, "wecombot://$ABSENT"))
    assert str(failed.error).startswith("notify[2].url")


def test_what_did_not_arrive_arrives_with_the_next_run(archive: Archive, clock: Clock, services: Services) -> None:
    channels = config(bot(services), hook(services))
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock, title="第一个")
    services.answers.append(told(500))
    sent = send(archive, end(archive, run_id), channels)
    assert [(item.kind, item.ok) for item in sent] == [("new", False), ("new", True), ("complaint", True)]
    clock.forward(days=1)
    again = begin(archive)
    record(archive, again, 2, prose(2), clock, title="第二个")
    unseen = frozenset({("delivery", sent[0].channel)})
    later = send(archive, end(archive, again, unseen=unseen), channels)
    assert [item.subject for item in later if item.channel == sent[0].channel and item.kind == "new"] == [
        "青岛改革巡礼｜第一个", "青岛改革巡礼｜第二个",
    ]  # fmt: skip
    assert [item.kind for item in later if item.kind == "recovery"] == ["recovery", "recovery"]
    assert archive.news.standing("gaige") == []
    assert archive.news.pending("gaige") == []
    tried = [item for item in log(archive) if item.subject == "青岛改革巡礼｜第一个"]
    assert sorted(item.attempts for item in tried) == [1, 2]


def test_news_is_not_sent_for_ever(archive: Archive, clock: Clock, services: Services) -> None:
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    services.answers.append(told(500))
    send(archive, end(archive, run_id), config(bot(services)))
    clock.forward(days=8)
    assert archive.news.pending("gaige") == []


def test_a_pile_that_waited_arrives_as_one(archive: Archive, clock: Clock, services: Services) -> None:
    for number in range(4):
        run_id = begin(archive)
        record(archive, run_id, number, prose(number), clock)
        services.answers.extend([told(500)] * (number + 1))
        send(archive, end(archive, run_id), config({"url": bot(services), "kinds": ["new"]}))
        services.answers.clear()
        clock.forward(hours=6)
    assert len(archive.news.pending("gaige")) == 4
    send(archive, end(archive, begin(archive)), config({"url": bot(services), "kinds": ["new"]}))
    assert archive.news.pending("gaige") == []
    assert [text.splitlines()[0] for text in services.texts] == ["青岛改革巡礼｜新收 4 期"]


def test_a_channel_that_was_taken_out_is_no_complaint_any_more(
    archive: Archive, clock: Clock, services: Services
) -> None:
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    services.answers.append(told(500))
    sent = send(archive, end(archive, run_id), config(bot(services)))
    unseen = frozenset({("delivery", sent[0].channel)})
    send(archive, end(archive, begin(archive), unseen=unseen), config(hook(services)))
    assert archive.news.standing("gaige") == []


def test_the_log_holds_no_secret(archive: Archive, clock: Clock, services: Services) -> None:
    run_id = begin(archive)
    record(archive, run_id, 1, prose(1), clock)
    send(archive, end(archive, run_id), config(bot(services)))
    assert KEY not in repr(log(archive))
    assert log(archive)[0].delivered_at is not None
    assert abs(log(archive)[0].delivered_at - datetime.now(UTC)) < timedelta(hours=1)


def test_a_run_that_nobody_finished_is_told_with_what_it_brought_and_is_over_with_the_next(
    archive: Archive, clock: Clock, services: Services
) -> None:
    record(archive, begin(archive), 1, prose(1), clock)
    clock.forward(days=1)
    assert [series for series, _ in reap(archive.database, clock.now)] == ["gaige"]
    [lost] = archive.news.untold("gaige")
    tell_rest(config(bot(services)), archive, "gaige")
    assert [item.kind for item in reversed(log(archive))] == ["new", "complaint"]
    assert "没有做完" in services.texts[-1]
    assert "没有心跳" in services.texts[-1]
    assert archive.news.untold("gaige") == []
    tell_rest(config(bot(services)), archive, "gaige")
    assert len(services.texts) == 2

    run = end(archive, begin(archive))
    assert [item.kind for item in send(archive, run, config(bot(services)))] == ["recovery"]
    assert run.id > lost.id
