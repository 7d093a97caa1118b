"""Apprise plugins for the group bots of 企业微信, 钉钉 and 飞书, which report a refusal inside an HTTP 200.

They take the place of Apprise's own, which look at the HTTP status alone, and keep their URLs. Three things are added:
`?base=http://…` names another gateway, a text too long is cut at a paragraph, and a 飞书 bot with signing is
`feishu://SECRET@TOKEN`. (Apprise 2.2 encodes the 钉钉 signature twice; here it is encoded once.)
"""

# Apprise's classes are annotated in part only.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass
from typing import Any, ClassVar

import requests
from apprise import NotifyBase, NotifyFormat, NotifyType
from apprise.exception import AppriseImproperlyConfigured
from apprise.manager_plugins import NotificationManager
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark
from apprise.plugins.wecombot import NotifyWeComBot

from scheduler.notify.wording import clip
from storage.language import say

PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_REASON = 200
CODES = ("errcode", "code", "StatusCode")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message was not taken; `passing` when trying again later makes sense."""

    sentence: str
    passing: bool


def plain_size(text: str) -> int:
    """Return the bytes of the text in UTF-8."""
    return len(text.encode("utf-8", "replace"))


def written_size(text: str) -> int:
    """Return the bytes of the text as it stands in a JSON request."""
    return plain_size(json.dumps(text, ensure_ascii=False))


class GroupBot(NotifyBase):
    """What the three have in common: a POST of JSON, answered by a code that is 0 when the message was taken.

    home   the service's own address
    native what follows `home` in the address that the service itself hands out; people paste that one, too
    busy   codes that mean "too often" or "not now", besides the HTTP statuses
    limit  how long a text may be, measured by `size`
    """

    home: ClassVar[str]
    native: ClassVar[str]
    label: ClassVar[tuple[str, str]]
    busy: ClassVar[frozenset[str]]
    limit: ClassVar[int]
    request_rate_per_sec = 0
    socket_read_timeout = 10.0
    refusal: Refusal | None = None

    def __init__(self, base: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base = (base or self.home).rstrip("/")
        if not self.base.startswith(("http://", "https://")):
            raise AppriseImproperlyConfigured("base is no http(s) address")

    @classmethod
    def parse_url(cls, url: str, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return what Apprise's plugin reads of the URL, and `base`."""
        results = super().parse_url(url, *args, **kwargs)
        return results and {**results, "base": results["qsd"].get("base")}

    @classmethod
    def parse_native_url(cls, url: str) -> dict[str, Any] | None:
        """Return the same of the address that the service hands out, None for any other address."""
        found = re.match(re.escape(cls.home) + cls.native, url)
        return cls.parse_url(f"{cls.secure_protocol}://{found['token']}/") if found else None

    def url_parameters(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the parameters that Apprise writes into the URL, `base` among them."""
        extra = {} if self.base == self.home else {"base": self.base}
        return {**super().url_parameters(*args, **kwargs), **extra}

    def send(
        self,
        body: str,
        title: str = "",
        notify_type: NotifyType = NotifyType.INFO,
        body_format: NotifyFormat | None = None,
        **kwargs: Any,
    ) -> bool:
        """Send one text; when it is not taken, `refusal` says why."""
        markdown = body_format == NotifyFormat.MARKDOWN
        head = f"# {title}" if markdown and title else title
        text = "\n".join(part for part in (head, body) if part).replace("\r\n", "\n")
        path, params, payload = self.request(clip(text, self.limit, self.size), title, markdown)
        self.refusal = self._post(path, params, payload)
        if self.refusal:
            self.logger.warning("%s", self.refusal.sentence)
        return self.refusal is None

    def size(self, text: str) -> int:
        """Return how much of `limit` the text takes."""
        return written_size(text)

    def request(self, text: str, title: str, markdown: bool) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Return path, query and payload of the request that carries the text."""
        raise NotImplementedError

    def _post(self, path: str, params: dict[str, str], payload: dict[str, Any]) -> Refusal | None:
        self.throttle()
        try:
            response = requests.post(
                f"{self.base}{path}",
                params=params,
                data=json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"),
                headers={"User-Agent": self.app_id, "Content-Type": "application/json; charset=utf-8"},
                verify=self.verify_certificate,
                timeout=self.request_timeout,
                allow_redirects=self.redirects,
            )
        except requests.RequestException as error:
            return Refusal(f"{say(*self.label)}{_trouble(error)}", passing=True)
        return self.judge(response.status_code, response.content)

    def judge(self, status: int, content: bytes) -> Refusal | None:
        """Return why the service did not take the message, None when it did; only code 0 in a 200 is a yes."""
        answer = _answer(content)
        code = next((str(answer[key]) for key in CODES if answer.get(key) is not None), None)
        if status == requests.codes.ok and code == "0":
            return None
        told = str(answer.get("errmsg") or answer.get("msg") or answer.get("StatusMessage") or "")[:LONGEST_REASON]
        passing = status in PASSING_STATUS or code in self.busy or "too many request" in told.lower()
        return Refusal(f"{say(*self.label)}{_refused(status, code, told)}", passing)


class WeComBot(GroupBot, NotifyWeComBot):
    """企业微信 group bot: `wecombot://KEY`. A text may have 2048 bytes; 20 messages a minute."""

    home = "https://qyapi.weixin.qq.com"
    native = r"/cgi-bin/webhook/send\?key=(?P<token>[\w-]+)$"
    label = ("企业微信", "WeCom")
    busy = frozenset({"-1", "45009", "45033"})
    limit = 2048
    # Apprise counts characters when told to split; a Chinese one has three bytes.
    body_maxlen = 2048 // 3

    def size(self, text: str) -> int:
        """Return bytes, as 企业微信 counts."""
        return plain_size(text)

    def request(self, text: str, title: str, markdown: bool) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Return the request for a text message; `title` already stands in the text."""
        return "/cgi-bin/webhook/send", {"key": self.key}, {"msgtype": "text", "text": {"content": text}}


class DingTalkBot(GroupBot, NotifyDingTalk):
    """钉钉 group bot: `dingtalk://[SECRET@]TOKEN[/PHONE…]`. A request may have 20000 bytes; 20 messages a minute."""

    home = "https://oapi.dingtalk.com"
    native = r"/robot/send\?access_token=(?P<token>\w+)$"
    label = ("钉钉", "DingTalk")
    busy = frozenset({"-1", "90018", "90030", "130101", "410100"})
    limit = 19000

    def request(self, text: str, title: str, markdown: bool) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Return the signed request for a text, or for Markdown where the channel asks for it."""
        shown: dict[str, Any] = {"text": {"content": text}, "msgtype": "text"}
        if markdown:
            shown = {"markdown": {"title": title or self.app_desc, "text": text}, "msgtype": "markdown"}
        query = {"access_token": self.token, **self._signed()}
        return "/robot/send", query, {**shown, "at": {"atMobiles": self.targets, "isAtAll": False}}

    def _signed(self) -> dict[str, str]:
        if not self.secret:
            return {}
        stamp = str(round(time.time() * 1000))
        return {"timestamp": stamp, "sign": _digest(self.secret, f"{stamp}\n{self.secret}")}


class OpenBot(GroupBot):
    """飞书 in China, Lark outside of it: a request may have 20 KB; 100 messages a minute, 5 a second."""

    native = r"/open-apis/bot/v2/hook/(?P<token>[\w-]+)$"
    busy = frozenset({"11232", "11247", "230020", "99991400"})
    limit = 19000
    token: str

    def request(self, text: str, title: str, markdown: bool) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Return the request for a text message; `title` already stands in the text."""
        payload = {"msg_type": "text", "content": {"text": text}, **signed_for_feishu(self.user)}
        return f"/open-apis/bot/v2/hook/{self.token}", {}, payload


class FeishuBot(OpenBot, NotifyFeishu):
    """飞书 group bot: `feishu://[SECRET@]TOKEN`."""

    home = "https://open.feishu.cn"
    label = ("飞书", "Feishu")


class LarkBot(OpenBot, NotifyLark):
    """Lark group bot: `lark://[SECRET@]TOKEN`."""

    home = "https://open.larksuite.com"
    label = ("Lark", "Lark")


def register() -> NotificationManager:
    """Put the bots in the place of Apprise's own, once; return Apprise's register of plugins."""
    manager = NotificationManager()
    for plugin in (WeComBot, DingTalkBot, FeishuBot, LarkBot):
        if manager[str(plugin.secure_protocol)] is not plugin:
            manager.add(plugin, force=True)
    return manager


def signed_for_feishu(secret: str | None) -> dict[str, str]:
    """Return the fields that sign a 飞书 message; empty without a secret. The secret is part of the key there."""
    if not secret:
        return {}
    stamp = str(int(time.time()))
    return {"timestamp": stamp, "sign": _digest(f"{stamp}\n{secret}", "")}


def _digest(key: str, words: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()


def _answer(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _trouble(error: requests.RequestException) -> str:
    """Return the trouble in words of ours: those of the library hold the address, and the address holds the key."""
    if isinstance(error, requests.Timeout):
        return say("没有按时回答。", " did not answer in time.")
    if isinstance(error, requests.exceptions.SSLError):
        return say("的证书不可信。", ": its certificate is not trusted.")
    return say("连不上。", " cannot be reached.")


def _refused(status: int, code: str | None, told: str) -> str:
    if code is None:
        return say(f"的回答看不懂（HTTP {status}）。", f" gave an answer that is not its own (HTTP {status}).")
    where = "" if status == requests.codes.ok else f"HTTP {status}，"
    return say(f"拒收：{where}错误码 {code}，{told}", f" refused it: {where}code {code}, {told}")
