"""What `doctor` finds of a source, step by step: the values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.language import say


class Step(StrEnum):
    """A step on the way from a source's name to a text, in the order in which they are taken."""

    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    ROBOTS = "robots"
    HTTP = "http"
    CHALLENGE = "challenge"
    HOME = "home"
    DIRECTORY = "directory"
    BOARD = "board"
    RESULTS = "results"
    LIST = "list"
    LINK = "link"
    STORY = "story"
    ARTICLE = "article"
    DATE = "date"


WORDS = {
    Step.DNS: ("域名", "name"),
    Step.TCP: ("连接", "connection"),
    Step.TLS: ("加密", "encryption"),
    Step.ROBOTS: ("robots.txt", "robots.txt"),
    Step.HTTP: ("网页应答", "answer"),
    Step.CHALLENGE: ("没有验证", "no check for robots"),
    Step.HOME: ("电子报首页", "home page"),
    Step.DIRECTORY: ("版面目录", "directory"),
    Step.BOARD: ("版面", "board"),
    Step.RESULTS: ("搜索结果", "results"),
    Step.LIST: ("列表", "list"),
    Step.LINK: ("文章链接", "links"),
    Step.STORY: ("稿件", "story"),
    Step.ARTICLE: ("正文", "text"),
    Step.DATE: ("日期", "date"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One step: what was found at which address; `ok` is False where it fails, and `detail` then says why."""

    step: Step
    url: str
    detail: str
    ok: bool = False

    @property
    def words(self) -> str:
        """The step in words."""
        return say(*WORDS[self.step])


@dataclass(slots=True)
class Examined:
    """One source as it was found.

    likely      it is only a likely default that nobody has confirmed: that it fails is no finding
    answered    its host answered something over HTTP
    server_at   what its server takes the time to be, None where it does not say
    """

    source: str
    likely: bool = False
    checks: list[Check] = field(default_factory=list)
    answered: bool = False
    server_at: datetime | None = None

    @property
    def failed(self) -> Check | None:
        """The first step that fails, None where all is well."""
        return next((check for check in self.checks if not check.ok), None)

    def well(self, step: Step, url: str, detail: str) -> None:
        """Note a step that was taken."""
        self.checks.append(Check(step, url, detail, ok=True))

    def broken(self, step: Step, url: str, detail: str) -> None:
        """Note a step that fails."""
        self.checks.append(Check(step, url, detail))
