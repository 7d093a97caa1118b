"""When two addresses are one place: the key that an address is looked up by.

Left out of a key because they never choose another text: the scheme, the user, a default port, the fragment, a
trailing index page or slash, and the parameters that counters, sharing and caches put on. All other parameters stay,
sorted: `?id=7` and `?app=article&contentid=7` choose what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_DAY: Final = re.compile(
    r"/[a-z]?((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[/_.-])"
    r"|/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"
)
_INDEX_PAGE: Final = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)

_TRACKING: Final = re.compile(
    r"utm_\w+|spm|scm|from|isappinstalled|share\w*|weixin\w*|wx\w*|nsukey|timestamp|_t|t|_|r|rnd|rand|random|v|ver|version"
    r"|fbclid|gclid|msclkid|bd_vid|hmsr|hmpl|hmcu|hmkw|hmci|channel|pvid|trackid|tracking\w*|ref|referer|referrer|source"
    r"|src|clicktime|enterid|sf|sfrom",
    re.IGNORECASE,
)
"""Parameters of counters, sharing and caches, by name."""

_CHOOSING_FROM: Final = re.compile(r"\d{6,}|[0-9a-f]{16,}", re.IGNORECASE)
"""A long number under a short tracking name (`?t=20211026`, `?r=1384812`) may well be an article's number."""

_AMBIGUOUS: Final = frozenset({"t", "r", "v", "source", "src", "ref", "channel", "sf"})

_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "/:@!$&'()*+,;=~-._"


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """Return the key of an address: `host[:port]/path[?query]`. Two addresses of one key are the same place."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:  # a page may link to anything; what is no address equals only itself
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    path = quote(unquote(parts.path or "/"), safe=_SAFE)
    path = _INDEX_PAGE.sub("/", re.sub(r"/{2,}", "/", path))
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if _chooses(*pair)))
    return f"{_ascii(host)}{port}{path.rstrip('/') or '/'}" + (f"?{query}" if query else "")


def day_in(url: str) -> date | None:
    """Return the day that an address names in its path (/2021-10/26/, /t20211026_7.html), None where it names none."""
    found = _DAY.search(url)
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None


def host_of(url: str) -> str:
    """Return the host of an address with its port, as its key has it: however it is spelt."""
    return canonical(url).split("/")[0]


def same_host(one: str, other: str) -> bool:
    """Say whether two addresses stand on one host and port."""
    return host_of(one) == host_of(other)


def stands_on(url: str, hosts: Iterable[str]) -> bool:
    """Say whether an address is on one of these hosts, which are given with their port."""
    return host_of(url) in _spelt_alike(frozenset(hosts))


@lru_cache(maxsize=64)  # a run asks for the hosts of its few sources, once for each link
def _spelt_alike(hosts: frozenset[str]) -> frozenset[str]:
    return frozenset(host_of(f"http://{host}") for host in hosts)


def plain(url: str) -> str:
    """Return an address with its host written plainly: no user, no final dot, no port that goes without saying."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port in {None, _PORTS.get(parts.scheme)} else f":{parts.port}"
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    return parts._replace(netloc=(f"[{host}]" if ":" in host else host) + port).geturl()


def served_at(host: str, port: int) -> str:
    """Return the address of what a host serves at a port; an IPv6 number stands in brackets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def is_front_page(url: str) -> bool:
    """Say whether an address is a host's front page, which stands for no text."""
    return canonical(url).endswith("/") and canonical(url).count("/") == 1


def _chooses(name: str, value: str) -> bool:
    if not _TRACKING.fullmatch(name):
        return True
    return name.lower() in _AMBIGUOUS and _CHOOSING_FROM.fullmatch(value) is not None


def _ascii(host: str) -> str:
    try:
        return host.encode("ascii").decode() if host.isascii() else host.encode("idna").decode()
    except UnicodeError:  # no host that can be looked up; as it stands it still equals itself
        return host
