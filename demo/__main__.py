"""`python -m demo`: serves the demo's newspaper until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import threading

from demo import edition
from demo.newspaper import Newspaper


def announce(paper: Newspaper) -> None:
    print("本地报纸已经开张，按 Ctrl-C 停止。", flush=True)
    for name, url in {
        "网站": paper.website,
        "手机版": paper.mobile,
        "数字报": paper.epaper,
        "数字报（旧版式）": paper.classic,
        "搜索": paper.search,
        "青岛日报网": paper.dailyqd,
        "青岛新闻网": paper.qingdaonews,
        "门户转载": paper.portal,
    }.items():
        print(f"  {name}：{url}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo", description="本地报纸：一个真实的网站，供演示、测试和测速")
    parser.add_argument("--port", type=int, default=0, help="端口；0 由系统分配")
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with edition(parser.parse_args().port) as paper:
        announce(paper)
        ended.wait()


if __name__ == "__main__":
    main()
