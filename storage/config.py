"""The model of `xunli.toml` (design 5.1): what the file says, checked, with the built-in defaults.

It lives here, at the bottom, so that `scrapy crawl`, `xunli crawl` and the service share it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from storage.language import say
from storage.schedule.cron import cron_triggers
from storage.sourceconfig import SourceConfig, Strict

MOST_DAYS: Final = 365_000
"""Days that a setting may count: as many back from today there was no newspaper yet, and a calendar still is."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ValueError(
            say(f"{expression!r} 不是正则表达式：{error}", f"{expression!r} is no regular expression: {error}")
        ) from error


class SeriesConfig(Strict):
    """One series that is followed."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str = Field(min_length=1)
    match: tuple[str, ...] = Field(min_length=1)
    exclude: tuple[str, ...] = ()
    since: date | None = None
    schedule: str = "30 7 * * *"
    source: tuple[SourceConfig, ...] = Field(min_length=1)

    @field_validator("match", "exclude")
    @classmethod
    def _are_patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            if not pattern.strip() or pattern == "re:":
                raise ValueError(say("有一个词是空的", "a word is empty"))
            if pattern.startswith("re:"):
                _compiled(pattern[3:])
        return value

    @field_validator("schedule")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        cron_triggers(value, ZoneInfo("UTC"))
        return value


class GoneAfter(Strict):
    """When a text counts as gone: so many confirmations over so many days; 0 days: as soon as they are there."""

    confirmations: int = Field(default=3, ge=1)
    days: int = Field(default=14, ge=0, le=MOST_DAYS)


class CrawlConfig(Strict):
    """How a run behaves. `delay` and `timeout` are seconds, `recheck_days` days, `budget` requests (0: no limit)."""

    user_agent: str = Field(default="xunli/1.0 (+https://example.org/contact)", min_length=1)
    delay: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    obey_robots: bool = True
    recheck_days: int = Field(default=30, ge=0, le=MOST_DAYS)
    gone_after: GoneAfter = GoneAfter()
    timeout: float = Field(default=3600, gt=0, allow_inf_nan=False)
    budget: int = Field(default=0, ge=0)

    @field_validator("user_agent")
    @classmethod
    def _is_one_line(cls, value: str) -> str:
        if _CONTROL.search(value):
            raise ValueError(say("里面有换行或控制字符", "it holds a line break or a control character"))
        return value


class ServiceConfig(Strict):
    """Where the service listens; `jitter` is in seconds, a day at most: a slot waits for it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    token: str = ""
    jitter: int = Field(default=0, ge=0, le=86_400)


NewsKind = Literal["new", "revised", "gone", "complaint", "recovery"]


class NotifyConfig(Strict):
    """One channel: an Apprise URL (a part `$NAME` is read from the environment), for these series and kinds."""

    url: str = Field(min_length=1)
    series: tuple[str, ...] = ("*",)
    kinds: tuple[NewsKind, ...] = ("new", "revised", "gone", "complaint", "recovery")


def _default_series() -> tuple[SeriesConfig, ...]:
    from storage.defaults import DEFAULT_SERIES

    return (SeriesConfig.model_validate(DEFAULT_SERIES),)


class Config(Strict):
    """The whole configuration. `explicit` is false when no file was found and the defaults rule."""

    timezone: str = "Asia/Shanghai"
    database: str = "sqlite:///xunli.db"
    crawl: CrawlConfig = CrawlConfig()
    service: ServiceConfig = ServiceConfig()
    notify: tuple[NotifyConfig, ...] = ()
    series: tuple[SeriesConfig, ...] = Field(default_factory=_default_series, min_length=1)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(say("没有这个时区，例：Asia/Shanghai", "no such time zone")) from error
        return value

    @field_validator("database")
    @classmethod
    def _is_database(cls, value: str) -> str:
        if not re.match(r"(sqlite|postgresql(\+psycopg)?)://", value):
            raise ValueError(say("应当是 sqlite:///… 或 postgresql://…", "sqlite:///… or postgresql://… is needed"))
        return value

    @model_validator(mode="after")
    def _names_are_unique(self) -> Config:
        names = [series.name for series in self.series]
        doubles = sorted({name for name in names if names.count(name) > 1})
        if doubles:
            raise ValueError(say(f"series.name {doubles[0]!r} 写了两次", f"series.name {doubles[0]!r} stands twice"))
        for channel in self.notify:
            for name in set(channel.series) - {"*", *names}:
                raise ValueError(
                    say(f"notify.series 里的 {name!r} 不是系列", f"notify.series names {name!r}, which is no series")
                )
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of schedules and of what people see."""
        return ZoneInfo(self.timezone)

    def find(self, name: str) -> SeriesConfig | None:
        """Return the series of that name, None when there is none."""
        return next((series for series in self.series if series.name == name), None)

    def title_of(self, name: str) -> str:
        """Return how people call a series; one that is not followed any more has its name alone."""
        series = self.find(name)
        return series.title if series else name

    def since_of(self, name: str) -> date | None:
        """Return the day from which on a series is looked for, None where nobody says."""
        series = self.find(name)
        return series.since if series else None
