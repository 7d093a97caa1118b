"""What is asked for and is not there, in one sentence each: pages, API, feed and assistants say the same."""

from __future__ import annotations

from fastapi import HTTPException

from storage.asking.reader import Reader
from storage.config import Config
from storage.language import say
from web.api_asking import series_of


def no_article(article_id: int | str) -> str:
    """Return the sentence for an id that the archive does not have."""
    return say(f"没有编号为 {article_id} 的文章。", f"There is no article {article_id}.")


def no_run(run_id: int) -> str:
    """Return the sentence for a run that the archive does not have."""
    return say(f"没有运行 {run_id}。", f"There is no run {run_id}.")


def no_series(name: str) -> str:
    """Return the sentence for a series of which nobody knows."""
    return say(f"没有叫 {name} 的系列。", f"There is no series {name}.")


def series_or_404(config: Config, reader: Reader, asked: str | None) -> list[str]:
    """Return the names of the series. Raises HTTPException where `asked` is none of them."""
    names = series_of(config, reader)
    if asked is not None and asked not in names:
        raise HTTPException(404, no_series(asked))
    return names
