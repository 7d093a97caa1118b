"""What xunli follows when nobody told it otherwise: 「青岛改革巡礼」 on the real sites.

Addresses and their marks are those of the site facts: the desktop home is confirmed, the e-paper bases and the
search are only likely, so each is marked unconfirmed and its silence is no complaint until it once answered.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

DEFAULT_SERIES: Final[dict[str, Any]] = {
    "name": "qingdao-reform",
    "title": "青岛改革巡礼",
    "match": ["改革巡礼"],
    "since": date(2021, 10, 26),
    "schedule": "30 7 * * *",
    "source": [
        {
            "kind": "website",
            "base_url": "https://www.guanhai.com.cn",
            "mobile_url": "https://m.guanhai.com.cn",
            "lists": ["/"],
        },
        {"kind": "epaper", "base_url": "https://epaper.guanhai.com.cn/conpaper/qdrb"},
        {"kind": "epaper", "base_url": "https://epaper.qingdaonews.com/qdrb"},
        {
            "kind": "search",
            "url": "https://app.guanhai.com.cn/?app=search&controller=index&action=search"
            "&wd={words}&page={page}&order=time",
        },
    ],
}
