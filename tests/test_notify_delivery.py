"""Delivery over real HTTP and SMTP to a local server that answers like the services."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from support_chinese_services import (
    HANG,
    HOOK,
    KEY,
    SECRET,
    SIGNED_HOOK,
    TOKEN,
    Services,
    chinese_services,
    mail_host,
    told,
)

from crawler.logs import set_up
from scheduler.notify.bots import DingTalkBot, FeishuBot, GroupBot, LarkBot, WeComBot
from scheduler.notify.channels import masked, open_channel, validate
from scheduler.notify.deliver import Pace, deliver
from scheduler.notify.values import Delivery, Kind, Message
from storage.config import NotifyConfig

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    seconds: float = 0
    pauses: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    def pace(self, limit: float = 240, pauses: tuple[float, ...] = (2, 15, 45)) -> Pace:
        return Pace(
            pauses=pauses, limit=limit, sleep=self.sleep, monotonic=lambda: self.seconds, now=lambda: NOON
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNLI_LANG", "zh")


@pytest.fixture
def services() -> Iterator[Services]:
    with chinese_services() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def news(kind: Kind = "new", series: str = "gaige", text: str = "正文第一句。", subject: str = "系列｜题目") -> Message:
    return Message(kind, series, "系列", subject, text, "http://reader.example/instalments/7")


def channel(url: str, **fields: object) -> NotifyConfig:
    return NotifyConfig.model_validate({"url": url, **fields})


def urls(base: str) -> dict[str, str]:
    return {
        "wecom": f"wecombot://{KEY}/?base={base}",
        "dingtalk": f"dingtalk://{SECRET}@{TOKEN}/13800138000?base={base}",
        "feishu": f"feishu://{HOOK}?base={base}",
        "signed feishu": f"feishu://{SECRET}@{SIGNED_HOOK}?base={base}",
        "lark": f"lark://{HOOK}/?base={base}",
    }


NAMES = list(urls(""))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_arrives(services: Services, clock: Clock, name: str) -> None:
    url = urls(services.base)[name]
    assert deliver([news()], [channel(url)], {}, clock.pace()) == [
        Delivery(masked(url), (news(),), True, 1, None, NOON)
    ]
    assert services.texts == ["系列｜题目\n正文第一句。\nhttp://reader.example/instalments/7"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (told(errcode=40008, errmsg="invalid message type", code=40008, msg="invalid message type"), "40008"),
        (told(400, errcode=19024, code=19024, msg="Key Words Not Found"), "Key Words Not Found"),
        ((200, "<html>请先登录</html>".encode()), "看不懂"),
        (told(200), "看不懂"),
        (told(200, code=None, errcode=None), "看不懂"),
    ],
)
def test_a_refusal_within_an_answer_is_a_failure_and_not_repeated(
    services: Services, clock: Clock, name: str, answer: tuple[int, bytes], words: str
) -> None:
    services.answers.append(answer)
    [delivery] = deliver([news()], [channel(urls(services.base)[name])], {}, clock.pace())
    assert (delivery.ok, delivery.attempts, delivery.delivered_at) == (False, 1, None)
    assert delivery.error is not None
    assert words in delivery.error
    assert services.texts == clock.pauses == []


@pytest.mark.parametrize(
    ("name", "busy"),
    [
        ("wecom", told(errcode=45009, errmsg="api freq out of limit")),
        ("dingtalk", told(errcode=130101, errmsg="send too fast, exceed 20 times per minute")),
        ("feishu", told(code=11232, msg="create message service trigger rate limit")),
        ("feishu", told(400, code=9499, msg="too many request")),
        ("lark", told(429, code=99991400, msg="request trigger frequency limit")),
        ("wecom", told(500)),
        ("dingtalk", (502, b"Bad Gateway")),
    ],
)
def test_what_passes_is_tried_again_later(services: Services, clock: Clock, name: str, busy: tuple[int, bytes]) -> None:
    services.answers.extend([busy, busy])
    [delivery] = deliver([news()], [channel(urls(services.base)[name])], {}, clock.pace())
    assert (delivery.ok, delivery.attempts, clock.pauses, services.tried) == (True, 3, [2, 15], 3)
    assert len(services.texts) == 1


def test_trying_ends(services: Services, clock: Clock) -> None:
    services.answers.extend([told(errcode=45009, errmsg="api freq out of limit")] * 9)
    messages = [news(subject="系列｜一"), news("gone", subject="系列｜二")]
    first, second = deliver(messages, [channel(urls(services.base)["wecom"])], {}, clock.pace())
    assert (first.ok, first.attempts, services.tried) == (False, 4, 4)
    assert first.error == second.error
    assert second.attempts == 0


def test_the_limit_ends_it_before_the_rounds_do(services: Services, clock: Clock) -> None:
    services.answers.extend([told(503)] * 9)
    [delivery] = deliver([news()], [channel(urls(services.base)["wecom"])], {}, clock.pace(limit=10))
    assert (delivery.attempts, clock.pauses) == (2, [2])


@pytest.mark.parametrize("name", NAMES)
def test_a_service_that_does_not_answer(services: Services, clock: Clock, name: str) -> None:
    services.answers.append(HANG)
    [delivery] = deliver([news()], [channel(f"{urls(services.base)[name]}&rto=0.2")], {}, clock.pace(pauses=()))
    assert not delivery.ok
    assert delivery.error is not None
    assert "没有按时回答" in delivery.error


@pytest.mark.parametrize("name", NAMES)
def test_out_of_reach_tells_no_key(clock: Clock, name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = urls(f"http://127.0.0.1:{taken.getsockname()[1]}")[name]
        [delivery] = deliver([news()], [channel(url)], {}, clock.pace(pauses=()))
    assert delivery.error is not None
    assert "连不上" in delivery.error
    assert not any(secret in str(delivery) for secret in (KEY, TOKEN, SECRET, HOOK))


def test_a_wrong_signature_is_named(services: Services, clock: Clock) -> None:
    url = f"dingtalk://SEC1234567890@{TOKEN}?base={services.base}"
    [delivery] = deliver([news()], [channel(url)], {}, clock.pace())
    assert delivery.error == "钉钉拒收：错误码 310000，sign not match"


@pytest.mark.parametrize("name", NAMES)
def test_a_long_text_is_cut_at_a_paragraph_and_keeps_its_link(services: Services, clock: Clock, name: str) -> None:
    text = "\n".join(f"第{number}段" + "“改革”" * 40 for number in range(200))
    [delivery] = deliver([news(text=text)], [channel(urls(services.base)[name])], {}, clock.pace())
    assert delivery.ok, delivery.error
    *kept, cut, link = services.texts[0].split("\n")
    assert (cut, link) == ("……", "http://reader.example/instalments/7")
    assert kept == ["系列｜题目", *text.split("\n")][: len(kept)]


def test_a_channel_that_fails_does_not_stop_the_others(services: Services, clock: Clock) -> None:
    channels = [
        channel("wecombot://$ABSENT"),
        channel(f"wecombot://wrong-key-1234?base={services.base}"),
        channel(urls(services.base)["feishu"]),
    ]
    absent, wrong, good = deliver([news()], channels, {}, clock.pace())
    assert (absent.ok, absent.attempts, absent.channel) == (False, 0, "wecombot://$ABSENT")
    assert absent.error is not None
    assert "$ABSENT" in absent.error
    assert wrong.error is not None
    assert "93000" in wrong.error
    assert good.ok


def test_series_and_kinds_choose(services: Services, clock: Clock) -> None:
    wanted = channel(urls(services.base)["feishu"], series=["gaige"], kinds=["complaint"])
    messages = [
        news("new"),
        news("complaint", series="other"),
        news("complaint", subject="要的"),
        news("test", series="", subject="测试"),
    ]
    assert [one.told[0].kind for one in deliver(messages, [wanted], {}, clock.pace())] == ["complaint", "test"]
    assert [text.split("\n")[0] for text in services.texts] == ["要的", "测试"]


def test_many_become_one(services: Services, clock: Clock) -> None:
    messages = [news(subject=f"系列｜第{number}篇") for number in range(1, 31)] + [news("complaint")]
    many, one = deliver(messages, [channel(urls(services.base)["feishu"])], {}, clock.pace())
    assert (*many.told, *one.told) == tuple(messages)
    lines = services.texts[0].split("\n")
    assert (lines[0], lines[1], lines[-2], lines[-1]) == (
        "系列｜新收 30 期", "第1篇", "另有 10 条", "http://reader.example/",
    )  # fmt: skip


def test_a_plain_web_hook_stays_apprises(services: Services, clock: Clock) -> None:
    url = f"json://127.0.0.1:{services.port}/hooks/very-secret-path"
    services.answers.append((500, b""))
    [delivery] = deliver([news("gone")], [channel(url)], {}, clock.pace())
    assert (delivery.ok, delivery.attempts, delivery.channel) == (True, 2, f"json://127.0.0.1:{services.port}/…")
    [payload] = services.hooked
    assert (payload["title"], payload["type"]) == ("系列｜题目", "warning")
    assert payload["message"].startswith("正文第一句。")


def test_a_web_hook_that_is_not_there_is_not_asked_again(services: Services, clock: Clock) -> None:
    services.answers.append((404, b""))
    [delivery] = deliver([news()], [channel(f"json://127.0.0.1:{services.port}/hooks/secret-path")], {}, clock.pace())
    assert (delivery.ok, delivery.attempts) == (False, 1)
    assert delivery.error is not None
    assert "404" in delivery.error
    assert "secret-path" not in delivery.error


def test_a_refusal_is_told_where_a_run_has_set_its_logs_up(services: Services, clock: Clock) -> None:
    set_up()
    services.answers.append((404, b""))
    [delivery] = deliver([news()], [channel(f"json://127.0.0.1:{services.port}/hooks/secret-path")], {}, clock.pace())
    assert "404" in (delivery.error or "")


def test_mail(clock: Clock) -> None:
    with mail_host() as (port, mails):
        url = f"mailto://127.0.0.1:{port}?from=xunli@example.org&to=desk@example.org&mode=insecure&format=text"
        [delivery] = deliver([news()], [channel(url)], {}, clock.pace())
    assert delivery.ok, delivery.error
    mail = message_from_bytes(mails[0])
    assert str(make_header(decode_header(mail["Subject"]))) == "系列｜题目"


def test_names_from_the_environment(services: Services, clock: Clock) -> None:
    environ = {"WHOLE": urls(services.base)["wecom"] + "\n", "KEY": KEY, "REST": f"{HOOK}?base={services.base}"}
    channels = [channel(url) for url in ("$WHOLE", f"wecombot://${{KEY}}/?base={services.base}", "feishu://$REST")]
    deliveries = deliver([news()], channels, environ, clock.pace())
    assert [one.ok for one in deliveries] == [True, True, True]
    assert [one.channel for one in deliveries] == ["$WHOLE", "wecombot://${KEY}/…", "feishu://$REST"]
    assert KEY not in json.dumps([str(one) for one in deliveries])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("wecombot://$ABSENT", "$ABSENT 没有设置"),
        ("wecombot://a key!", "写法不对"),
        (f"wecombot://{KEY}?base=ftp://gateway", "写法不对"),
        ("nosuch://token-1234567890", "没有这种通知通道"),
        ("just words", "没有这种通知通道"),
    ],
)
def test_validate_names_the_channel_in_one_sentence(url: str, words: str) -> None:
    good = channel(f"feishu://{HOOK}")
    [problem] = validate([good, channel(url)], {})
    assert problem.startswith(f"notify[2].url（{masked(url)}）")
    assert words in problem
    assert problem.count("。") == 1
    assert not any(secret in problem for secret in (KEY, "token-1234567890"))


@pytest.mark.parametrize(
    ("url", "plugin"),
    [
        (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}", WeComBot),
        (f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", DingTalkBot),
        (f"https://open.feishu.cn/open-apis/bot/v2/hook/{HOOK}", FeishuBot),
        (f"https://open.larksuite.com/open-apis/bot/v2/hook/{HOOK}", LarkBot),
    ],
)
def test_the_address_that_the_service_hands_out_works(url: str, plugin: type[GroupBot]) -> None:
    service = open_channel(1, channel(url), {})
    assert isinstance(service, plugin)
    assert service.base == plugin.home


def test_a_written_url_keeps_its_gateway() -> None:
    service = open_channel(1, channel(f"wecombot://{KEY}/?base=https://gateway.example/wecom/"), {})
    again = open_channel(1, channel(service.url()), {})
    assert isinstance(again, WeComBot)
    assert again.base == "https://gateway.example/wecom"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"wecombot://{KEY}", "wecombot://6…a"),
        (f"dingtalk://{SECRET}@{TOKEN}/13800138000", "dingtalk://a…0/…"),
        ("dingtalk://$SECRET@$TOKEN", "dingtalk://…"),
        ("wecombot://short", "wecombot://…"),
        ("json://user:pass@hook.example:8443/secret?a=b", "json://hook.example:8443/…"),
        ("mailtos://me:p/w@smtp.example.org", "mailtos://…/…"),
        ("pbul://o.abcdefghijklmnop", "pbul://o…p"),
        ("ntfy://my-private-topic", "ntfy://m…c"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "https://qyapi.weixin.qq.com/…"),
        ("no url at all", "…"),
    ],
)
def test_masking(url: str, shown: str) -> None:
    assert masked(url) == shown
