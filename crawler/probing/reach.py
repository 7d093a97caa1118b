"""The way to a host before HTTP: its name, the connection, the encryption. For `doctor`."""

from __future__ import annotations

import asyncio
import socket
import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from crawler.probing.examined import Check, Step
from storage.language import say
from storage.osreasons import os_reason

PATIENCE = 10.0
"""Seconds that a connection may take."""


async def way_to(url: str) -> list[Check]:
    """Return the steps to a host up to the first that fails: its name, the connection, the encryption.

    Nothing where a proxy stands between: then only HTTP can tell.
    """
    parts = urlsplit(url)
    if getproxies().get(parts.scheme) and not proxy_bypass(parts.netloc):
        return []
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    wrong, _ = await _name(host, port)
    found = [Check(Step.DNS, url, wrong or host, ok=not wrong)]
    if not wrong:
        wrong, at, doubt = await _reached(host, port, secure)
        step = at or (Step.TLS if secure else Step.TCP)
        found.append(Check(step, url, wrong or f"{host}:{port}{doubt}", ok=not wrong))
    return found


_Told = tuple[str, Step | None]
"""What is wrong, "" where nothing is, and at which step where that is another than the one asked for."""


async def _name(host: str, port: int) -> _Told:
    try:
        await asyncio.wait_for(asyncio.get_running_loop().getaddrinfo(host, port), PATIENCE)
    except (socket.gaierror, UnicodeError):
        return say(f"域名 {host} 解析不了", f"the name {host} does not resolve"), None
    except TimeoutError:
        return say(f"域名 {host} {PATIENCE:.0f} 秒没有解析出来", f"no answer for the name {host}"), None
    return "", None


async def _reached(host: str, port: int, secure: bool) -> tuple[str, Step | None, str]:
    """Return what is wrong with the connection, and what is doubtful of it: a crawl reads whatever certificate it has.

    Newspapers forget to renew theirs, or send half of the chain; what they serve over http is no surer.
    """
    if not secure:
        return (*await _connection(host, port, None), "")
    try:
        return (*await _connection(host, port, ssl.create_default_context()), "")
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    doubt = say(f"；证书不可信（{why}），抓取照读", f"; its certificate is not trusted ({why}); read all the same")
    return (*await _connection(host, port, unverified), doubt)


async def _connection(host: str, port: int, context: ssl.SSLContext | None) -> _Told:
    """Open a connection and close it again. Raises SSLCertVerificationError."""
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port, ssl=context), PATIENCE)
    except ssl.SSLCertVerificationError:
        raise
    except ssl.SSLError as error:
        reason = error.reason or str(error)
        return say(f"加密连接建立不了：{reason}", f"no encryption: {reason}"), Step.TLS
    except TimeoutError:
        return say(f"{host}:{port} {PATIENCE:.0f} 秒没有接通", f"{host}:{port} does not answer"), Step.TCP
    except OSError as error:
        reason = os_reason(error)
        return say(f"{host}:{port} 连不上：{reason}", f"{host}:{port}: {reason}"), Step.TCP
    writer.close()
    return "", None
