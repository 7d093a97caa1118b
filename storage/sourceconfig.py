"""The sources of a series as `xunli.toml` names them (design 5.1), by their kind."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import urljoin, urlsplit

from cssselect import HTMLTranslator, SelectorError
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, ValidationInfo, field_validator

from storage.language import say

_HTTP = TypeAdapter(HttpUrl)
_HOST = re.compile(r"[^\s\\.][^\s\\]*")
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


class Strict(BaseModel):
    """A section of the configuration: it knows all its keys, and nobody changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Addressed(Strict):
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
