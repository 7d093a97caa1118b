"""What can go wrong between a newspaper and its reader, as rules on addresses.

A rule's pattern is a shell glob over the path with its query (`/p/155*.html`), or over the whole address when it
starts with `http`. The newest matching rule that is not used up answers.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from fnmatch import fnmatchcase

from demo.server import Reply, Request

HTML = (("Content-Type", "text/html; charset=utf-8"),)
Honest = Callable[[], Reply]
Spoil = Callable[[Honest], Reply]


@dataclass
class Rule:
    """One damage. `times` is how often it strikes, None for ever; `struck` counts. A stall ends with `release()`."""

    pattern: str
    spoil: Spoil
    times: int | None = None
    struck: int = 0
    gate: Future[None] = field(default_factory=Future)

    def matches(self, request: Request) -> bool:
        if self.times is not None and self.struck >= self.times:
            return False
        return fnmatchcase(request.url if self.pattern.startswith("http") else request.target, self.pattern)

    def release(self) -> None:
        if not self.gate.done():
            self.gate.set_result(None)


def failing(status: int, retry_after: int | str | None, clock: datetime | None) -> Spoil:
    asked = () if retry_after is None else (("Retry-After", str(retry_after)),)
    headers = (*HTML, *asked, *(() if clock is None else (("Date", format_datetime(clock, usegmt=True)),)))
    body = f"<html><head><title>{status}</title></head><body><h1>{status}</h1><p>服务繁忙，请稍后再试</p></body></html>"
    return lambda honest: Reply(status, headers, body.encode())


def stalling(rule: Rule, seconds: float | None) -> Spoil:
    return lambda honest: replace(honest(), wait=seconds, gate=rule.gate)


def cutting(keep: float) -> Spoil:
    def spoil(honest: Honest) -> Reply:
        reply = honest()
        return replace(reply, keep=int(len(reply.body) * keep))

    return spoil


def packing(wraps: int, keep: float, named: str) -> Spoil:
    def spoil(honest: Honest) -> Reply:
        reply = honest()
        body = reply.body
        for _ in range(wraps):
            body = gzip.compress(body, mtime=0)
        headers = (*reply.headers, ("Content-Encoding", named)) if named else reply.headers
        return replace(reply, headers=headers, body=body[: int(len(body) * keep)])

    return spoil


def adding(name: str, value: bytes) -> Spoil:
    def spoil(honest: Honest) -> Reply:
        reply = honest()
        return replace(reply, headers=(*reply.headers, (name, value.decode("latin-1"))))

    return spoil


def hanging_up(honest: Honest) -> Reply:
    return Reply(hang_up=True)


def relabelled(html: str, charset: str) -> str:
    return re.sub(r'(<meta[^>]*charset=")[^"]*', rf"\g<1>{charset}", html, count=1)


def mislabelled(actual: str, declared: str, header: bool) -> Spoil:
    def spoil(honest: Honest) -> Reply:
        reply = honest()
        body = relabelled(reply.body.decode("utf-8"), declared).encode(actual, errors="xmlcharrefreplace")
        kind = f"text/html; charset={declared}" if header else "text/html"
        others = tuple(pair for pair in reply.headers if pair[0].lower() not in ("content-type", "etag"))
        return replace(reply, headers=(("Content-Type", kind), *others), body=body)

    return spoil


CHALLENGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>安全验证</title>
<script>function leastFactor(n){for(var i=2;i*i<=n;i++){if(n%i==0)return i}return n}document.cookie="__jsl_clearance="+
leastFactor(1299709*15485863);setTimeout(function(){location.reload()},1500)</script></head>
<body><div class="verify-box"><h1>请完成安全验证</h1>
<p>系统检测到您的访问过于频繁，请拖动滑块完成验证后继续访问。</p>
<div class="slider">向右拖动滑块</div><p>事件编号：7c2f91</p></div>
<noscript>请开启JavaScript后刷新页面</noscript></body></html>"""


def challenging(honest: Honest) -> Reply:
    return Reply(200, HTML, CHALLENGE.encode())


def redirecting(to: str, status: int) -> Spoil:
    return lambda honest: Reply(status, (("Location", to),))


def streaming(megabytes: float) -> Spoil:
    opening = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>大文件</title></head><body>'.encode()
    return lambda honest: Reply(200, HTML, opening, stream=int(megabytes * 1_000_000) - len(opening))


def saying(body: bytes, content_type: str, status: int) -> Spoil:
    return lambda honest: Reply(status, (("Content-Type", content_type),), body)


def binary_noise(size: int) -> bytes:
    """Bytes no text decoder will like: a PNG's signature and a linear congruential run."""
    state, noise = 20211026, bytearray(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    while len(noise) < size:
        state = (1103515245 * state + 12345) % 2**31
        noise.append(state >> 16 & 0xFF)
    return bytes(noise)
