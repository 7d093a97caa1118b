"""What else the pages say in words; those for the archive's values are in `storage.words`."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from fastapi import HTTPException

from storage.answers import Address
from storage.asking.reader import Reader
from storage.config import Config
from storage.language import say
from web.api_asking import series_of


def relation(address: Address) -> str:
    """Return how an address belongs to the instalment, as the JSON rows name it."""
    return address.relation.value if address.relation else "lead"


def series_or_404(config: Config, reader: Reader, asked: str | None) -> list[str]:
    """Return the names of the series. Raises HTTPException where `asked` is none of them."""
    names = series_of(config, reader)
    if asked is not None and asked not in names:
        raise HTTPException(404, say(f"没有叫 {asked} 的系列。", f"There is no series {asked}."))
    return names


def no_article(article_id: int) -> str:
    """Return the sentence for an id that the archive does not have."""
    return say(f"没有编号为 {article_id} 的文章。", f"There is no article {article_id}.")


def ends() -> tuple[str, str]:
    """Return how people call the first and the last day of a window: `from` and `to` are words of the address."""
    return say("开始日期", "The first day"), say("结束日期", "the last day")


def weekday(on: date) -> str:
    """Return the day of the week, in short."""
    return say("周" + "一二三四五六日"[on.weekday()], ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[on.weekday()])


def outward(url: str) -> str:
    """Return an address that may stand in a link, "" for one that is not of the web: pages are not to be trusted."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
