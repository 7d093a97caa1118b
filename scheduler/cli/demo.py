"""`xunli demo`: the whole product on the bundled newspaper, offline, in under a minute."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from crawler import logs
from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.run import work
from demo import Newspaper, edition
from scheduler.cli.common import err, fail, out, print_rows
from scheduler.cli.coverage import draw
from scheduler.cli.progress import watching
from scheduler.cli.reading import show_article
from scheduler.cli.telling import instalment_table, tell_run
from storage import Archive, Instalment, open_archive
from storage.asking.rows import run_row
from storage.config import Config
from storage.configfile import load_config
from storage.engine import address_of
from storage.language import say
from storage.osreasons import os_reason
from storage.values import Surface

FIRST, LAST = date(2021, 10, 26), date(2021, 12, 14)
"""The days of the demo's issues."""
FILES = ("xunli.db", "xunli.db-wal", "xunli.db-shm", "xunli.toml")
AGAIN = "python -m demo --port"
"""How the newspaper is opened again; stands in the configuration of every demo, and in no other."""


def demo(
    folder: Annotated[
        Path, typer.Option(metavar="FOLDER", help=say("演示的档案放在哪里", "where the demo's archive goes"))
    ] = Path("xunli-demo"),
    json_rows: Annotated[
        bool, typer.Option("--json", help=say("每次运行一行 JSON，别的话写到 stderr", "one JSON row a run"))
    ] = False,
) -> None:
    """Crawl a newspaper, archive it, ask it; leaves an archive to try the other commands on, nothing running."""
    console = err() if json_rows else out()
    toml = _cleared(folder)
    with edition() as paper:
        toml.write_text(_toml(paper, folder), encoding="utf-8")
        config = load_config(toml, {})
        _step(console, say("一、开一家本地报纸网站", "1. A newspaper site on this machine"))
        _introduce(console, paper)
        with open_archive(config.database) as archive:
            archive.upgrade()
            _tour(console, paper, config, archive)
            if json_rows:
                print_rows(run_row(run, config.zone) for run in reversed(archive.runs()))
    farewell(console, toml)


def _introduce(console: Console, paper: Newspaper) -> None:
    ours = [piece for piece in paper.instalments() if "改革巡礼" in piece.title]
    total = len(paper.state.pieces)
    console.print(
        say(
            f"{paper.website}　印了 {total} 篇稿件，其中 {len(ours)} 期的标题写着「青岛改革巡礼」",
            f"{paper.website} has {total} pieces; {len(ours)} are titled 青岛改革巡礼",
        )
    )


def _tour(console: Console, paper: Newspaper, config: Config, archive: Archive) -> None:
    _step(
        console,
        say(
            "二、抓取：找出每一期，去掉网页杂物，存进数据库",
            "2. Crawl: each instalment, without the chrome",
        ),
    )
    _crawl(console, config, archive)
    _step(console, say("三、再抓一次：没有新的，只看一眼列表", "3. Crawl again: nothing new costs a look at the list"))
    _crawl(console, config, archive)
    corrected = next(one for one in archive.instalments() if one.surface is Surface.WEBSITE)
    _correct(paper, corrected)
    _step(
        console,
        say(
            "四、报社改了一篇稿子：存成新的一稿，旧稿还在",
            "4. A correction becomes a revision",
        ),
    )
    _crawl(console, config, archive, Wishes(recheck=True))
    _step(
        console,
        say(
            "五、补抓：到电子报上逐日翻一遍，凑齐全部各期", "5. Backfill: the e-paper day by day, for the whole series"
        ),
    )
    _crawl(console, config, archive, Wishes(since=FIRST))
    draw(console, config.series[0].title, archive.agenda.ledger(config.series[0].name, FIRST, LAST))
    _step(console, say("六、档案里有什么", "6. What the archive holds"))
    found = list(archive.instalments())
    console.print(instalment_table(found, config.zone))
    _step(console, say("七、读一期", "7. Read one"))
    _show_one(console, archive, found, config)


def _show_one(console: Console, archive: Archive, found: list[Instalment], config: Config) -> None:
    # One that fits a screen and has departments and a table to show.
    one = min(found, key=lambda each: (each.surface is not Surface.WEBSITE, each.sections < 2, each.characters))
    article = archive.article(one.id)
    if article is not None:
        show_article(console, article, config.zone)


def _crawl(console: Console, config: Config, archive: Archive, wishes: Wishes | None = None) -> None:
    job = open_job(config, config.series[0], wishes or Wishes(), archive)
    if not isinstance(job, Job):
        fail(say(f"运行 {job.run_id} 还占着演示的档案。", f"Run {job.run_id} holds the demo's archive."))
    with watching(config.series[0].title, job.progress) as watch:
        logs.set_up("ERROR")
        run = work(job, watch)
    tell_run(console, run, config.series[0].title)


def _correct(paper: Newspaper, corrected: Instalment) -> None:
    number = next(piece.id for piece in paper.instalments() if piece.title == corrected.title)
    paper.correct(number, title=f"{corrected.title}（更正）")


def _cleared(folder: Path) -> Path:
    """Make the folder, take an earlier demo's files out of it, and return where its configuration goes."""
    toml = folder / "xunli.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        left = [folder / name for name in FILES if (folder / name).exists()]
        if left and not (toml.is_file() and AGAIN.encode() in toml.read_bytes()):
            fail(
                say(
                    f"{left[0]} 不是演示留下的，没有动它；请用 --folder 另写一个目录。",
                    f"{left[0]} is no earlier demo's and was not touched: name another --folder.",
                )
            )
        for path in left:
            path.unlink()
    except OSError as error:
        fail(say(f"写不了目录 {folder}：{os_reason(error)}。", f"{folder} cannot be written: {os_reason(error)}."))
    return toml


def _toml(paper: Newspaper, folder: Path) -> str:
    again = f"{AGAIN} {urlsplit(paper.website).port}"
    database = address_of((folder / "xunli.db").absolute())
    told = say(
        f"演示用的配置；本地报纸在演示结束时已经关掉，要再抓取请在代码目录里先用 {again} 打开它。",
        f"The demo's configuration. Its newspaper is closed; to crawl it again, open it in the checkout: {again}",
    )
    return f"""\
# {told}
database = {json.dumps(database, ensure_ascii=False)}

[crawl]
delay = 0

[[series]]
name = "qingdao-reform"
title = "青岛改革巡礼"
match = ["改革巡礼"]

  [[series.source]]
  kind = "website"
  base_url = "{paper.website}"
  mobile_url = "{paper.mobile}"
  lists = ["/"]

  [[series.source]]
  kind = "epaper"
  base_url = "{paper.epaper}"

  [[series.source]]
  kind = "search"
  url = "{paper.search}"
"""


def called() -> str:
    """Return how xunli is called here: after `make demo` it is on nobody's path."""
    own = Path(sys.argv[0])
    known = own.name != "xunli" or shutil.which("xunli") is not None
    return "xunli" if known else str(own)


def _step(console: Console, title: str) -> None:
    console.print()
    console.print(Rule(Text(title, style="bold magenta"), align="left", style="magenta"))


def farewell(console: Console, toml: Path) -> None:
    """Print commands that can be copied as they stand: a comment begins behind a blank, which no wide space is."""
    _step(console, say("接下来可以试试", "What to try next"))
    quoted = shlex.quote(str(toml))
    for command, meaning in (
        ("list --organisation 发展", say("发展改革部门都说了什么", "what the development commission said")),
        ("search 停车 org:交警", say("在标题和每一行正文里找", "words in titles and in every line")),
        ("show 1", say("读第 1 号", "read number 1")),
        ("runs", say("每次运行的记录", "the history of runs")),
        (
            "serve",
            say("后台服务，也在 http://127.0.0.1:8080 上看", "the service, and the reader at http://127.0.0.1:8080"),
        ),
    ):
        _offer(console, f"{called()} --config {quoted} {command}", meaning)
    _offer(console, f"{called()} init", say("跟真的报纸：写一份配置，然后 xunli crawl", "follow the real paper"))


def _offer(console: Console, command: str, meaning: str) -> None:
    console.print(Text(f"  {command}").append(f"  # {meaning}", style="dim"))
