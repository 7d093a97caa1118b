"""What went wrong with an address, as one sentence for its visit."""

from __future__ import annotations

import asyncio

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.fetching.downloads import NotHttp, NoTls
from crawler.fetching.manners import BudgetSpent, Refused, RobotsFail, RobotsUnread
from crawler.fetching.statuses import status_sentence
from storage.errors import ArchiveError
from storage.language import say

_SENTENCES: dict[type[BaseException], tuple[str, str]] = {
    CannotResolveHostError: ("域名解析不了：请检查网络和地址", "the host name does not resolve"),
    NoTls: (
        "建立不了 https 连接：服务器不说 TLS，或加密方式对不上",
        "no https connection: no TLS there, or none that both sides know",
    ),
    DownloadConnectionRefusedError: ("连接被拒绝：服务器没有开着，或地址、端口不对", "the connection was refused"),
    DownloadTimeoutError: ("等了太久没有回应", "no answer in time"),
    ResponseDataLossError: ("正文没有收全，连接中途断了", "the body was cut short"),
    DownloadCancelledError: ("文件太大，超过上限，没有下载", "the document is larger than the limit"),
    UnsupportedURLSchemeError: ("不是 http(s) 地址", "not an http(s) address"),
    NotHttp: ("服务器的回答不合 HTTP 的规矩，读不了", "the answer breaks the rules of HTTP"),
    DownloadFailedError: ("下载失败：连接断了，没有收到完整的回答", "the download failed: the connection broke"),
}


def is_unreachable(error: BaseException | None) -> bool:
    """Tell whether the error means that the host did not answer at all."""
    if isinstance(error, RobotsUnread):
        return is_unreachable(error.why)
    kinds = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, DownloadFailedError)
    return isinstance(error, kinds) and not isinstance(error, NotHttp)


def is_given_up(error: BaseException | None) -> bool:
    """Tell whether it was us who gave the request up, as a run that ends does: that says nothing of the address.

    What the archive said against it has ended the run (`Keeping`).
    """
    return isinstance(error, (BudgetSpent, asyncio.CancelledError, ArchiveError))


def sentence(error: BaseException | None) -> str:
    """Return what went wrong, without a full stop."""
    if isinstance(error, RobotsUnread):
        why = sentence(error.why)
        return say(
            f"robots.txt 读不到（{why}），就不访问",
            f"robots.txt could not be had ({why}), so nothing is asked",
        )
    if isinstance(error, RobotsFail):
        return status_sentence(error.status)
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, IgnoreRequest):
        return say("robots.txt 不允许访问", "forbidden by robots.txt")
    for kind, (zh, en) in _SENTENCES.items():
        if isinstance(error, kind):
            return say(zh, en)
    return say(f"请求失败（{type(error).__name__}）", f"the request failed ({type(error).__name__})")
