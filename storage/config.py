"""The model of `xunli.toml` (design 5.1): what the file says, checked, with the built-in defaults.

It lives here, at the bottom, so that `scrapy crawl`, `xunli crawl` and the service share it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, Literal
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import HTMLTranslator, SelectorError
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from storage.language import say
from storage.schedule.cron import cron_triggers

MOST_DAYS: Final = 365_000
"""Days that a setting may count: as many back from today there was no newspaper yet, and a calendar still is."""

_HTTP = TypeAdapter(HttpUrl)
_HOST = re.compile(r"[^\s\\.][^\s\\]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_LABEL: Final = 63
"""Characters between two dots of a host's name (RFC 1035)."""


def _http_address(value: str) -> str:
    """Return the address without its trailing slash, or raise ValueError when it is no http(s) address.

    pydantic reads what a browser would mend (spaces around it, `https:a.cn`, a backslash); what asks for it would not.
    """
    plain = value.replace("{words}", "w").replace("{page}", "1")
    _HTTP.validate_python(plain)
    host = urlsplit(plain).hostname or ""
    labels = host.removesuffix(".").split(".")
    if not _HOST.fullmatch(urlsplit(plain).netloc) or not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        raise ValueError(say("不是完整的网址，请检查主机名", "no complete address: check the name of the host"))
    return value.rstrip("/") if "?" not in value else value


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ValueError(
            say(f"{expression!r} 不是正则表达式：{error}", f"{expression!r} is no regular expression: {error}")
        ) from error


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Addressed(_Strict):
    @field_validator("base_url", "mobile_url", "url", check_fields=False)
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        return None if value is None else _http_address(value)


class WebsiteSource(_Addressed):
    """A CmsTop site: lists, `/p/NNN.html` articles and, with `mobile_url`, their mobile pages."""

    kind: Literal["website"]
    base_url: str
    mobile_url: str | None = None
    lists: tuple[str, ...] = ("/",)

    @field_validator("lists")
    @classmethod
    def _lead_to_addresses(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for path in value:
            try:
                _http_address(urljoin(info.data.get("base_url", "http://host") + "/", path))
            except ValueError as error:
                raise ValueError(
                    say(f"{path!r} 不是网址也不是路径", f"{path!r} is neither an address nor a path")
                ) from error
        return value


class EpaperSource(_Addressed):
    """A Founder digital paper; `from`/`until` are the printed dates this base serves, both inclusive."""

    kind: Literal["epaper"]
    base_url: str
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    @field_validator("until")
    @classmethod
    def _is_not_before_from(cls, value: date | None, info: ValidationInfo) -> date | None:
        begins = info.data.get("from_")
        if value and begins and value < begins:
            raise ValueError(say(f"早于 from {begins}", f"before from {begins}"))
        return value


class SearchSource(_Addressed):
    """A search page; `{words}` is each plain word of the series in turn, `{page}` the page counted from 1.

    `encoding` is what the words are written in within the address: old sites take them in GBK and find nothing else.
    """

    kind: Literal["search"]
    url: str
    encoding: Literal["utf-8", "gbk"] = "utf-8"

    @field_validator("url")
    @classmethod
    def _has_words(cls, value: str) -> str:
        if "{words}" not in value:
            raise ValueError(say("少了 {words}", "{words} is missing"))
        return value


class ListingSource(_Addressed):
    """Any site, by CSS: `link` finds the links of its lists; the other selectors are optional."""

    kind: Literal["listing"]
    urls: tuple[str, ...] = Field(min_length=1)
    link: str
    title: str | None = None
    date: str | None = None
    next: str | None = None
    body: str | None = None
    remove: str | None = None

    @field_validator("urls")
    @classmethod
    def _are_http(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for url in value:
            _http_address(url)
        return value

    @field_validator("link", "title", "date", "next", "body", "remove")
    @classmethod
    def _is_css(cls, value: str | None) -> str | None:
        if value is not None:
            from lxml.etree import Element, XPath, XPathError  # only who lists by CSS waits for it

            try:
                XPath(HTMLTranslator().css_to_xpath(value))(Element("html"))
            except (SelectorError, XPathError) as error:
                raise ValueError(
                    say(f"{value!r} 不是 CSS 选择器：{error}", f"{value!r} is no CSS selector: {error}")
                ) from error
        return value


SourceConfig = Annotated[WebsiteSource | EpaperSource | SearchSource | ListingSource, Field(discriminator="kind")]


class SeriesConfig(_Strict):
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


class GoneAfter(_Strict):
    """When a text counts as gone: so many confirmations over so many days; 0 days: as soon as they are there."""

    confirmations: int = Field(default=3, ge=1)
    days: int = Field(default=14, ge=0, le=MOST_DAYS)


class CrawlConfig(_Strict):
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


class ServiceConfig(_Strict):
    """Where the service listens; `jitter` is in seconds, a day at most: a slot waits for it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    token: str = ""
    jitter: int = Field(default=0, ge=0, le=86_400)


NewsKind = Literal["new", "revised", "gone", "complaint", "recovery"]


class NotifyConfig(_Strict):
    """One channel: an Apprise URL (a part `$NAME` is read from the environment), for these series and kinds."""

    url: str = Field(min_length=1)
    series: tuple[str, ...] = ("*",)
    kinds: tuple[NewsKind, ...] = ("new", "revised", "gone", "complaint", "recovery")


def _default_series() -> tuple[SeriesConfig, ...]:
    from storage.defaults import DEFAULT_SERIES

    return (SeriesConfig.model_validate(DEFAULT_SERIES),)


class Config(_Strict):
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

    def dump(self) -> dict[str, Any]:
        """Return the configuration as plain values."""
        return self.model_dump(mode="json", by_alias=True)
