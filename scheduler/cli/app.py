"""The commands by name; only the one that is asked for is imported, because a crawl's tools take a second to load."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, Final, NamedTuple

import typer

from scheduler.cli.helping import Helped, HelpedGroup
from storage.language import say


class Command(NamedTuple):
    """Where a command lives: a module of this package, and its function, or its group's Typer."""

    module: str
    name: str
    zh: str
    en: str
    group: bool = False
    minus: bool = False
    """Whether an argument may begin with a minus."""


COMMANDS: Final[dict[str, Command]] = {
    "demo": Command("demo", "demo", "离线演示：自带的报纸网站，从抓取到查询走一遍", "the whole product, offline"),
    "init": Command("init", "init", "写一份带注释的 xunli.toml", "write a commented xunli.toml"),
    "crawl": Command("crawl", "crawl", "现在抓取一次，或补抓一段日子", "one run now, or a backfill"),
    "serve": Command("serve", "serve", "后台服务：按时间表抓取，回答 HTTP", "the service: crawls on schedule"),
    "run-due": Command("serve", "run_due", "把到点的跑一遍就结束，给 cron 和定时器用", "run what is due, then end"),
    "list": Command("ask", "list_", "列出各期", "list the instalments"),
    "show": Command("ask", "show", "读一期", "show one instalment"),
    "search": Command("search", "search_", "全文检索，一行是一篇报道", "search the full text", minus=True),
    "diff": Command("diff", "diff", "看两稿之间改了什么", "what changed between two revisions"),
    "export": Command("export", "export", "导出：表格、电子书、引文……", "tables, a book, citations …"),
    "coverage": Command("coverage", "coverage", "逐日台账：哪天有、哪天没有、凭什么", "the ledger day by day"),
    "runs": Command("ask", "runs", "运行记录", "the history of runs"),
    "status": Command("status", "status", "档案和运行的现状", "the state of archive and runs"),
    "drop": Command("manage", "drop", "把误收的一期永久拿掉", "take a false match out, for good"),
    "extract": Command("extract", "extract_files", "看抽取器从网页里读出什么", "what the extractor makes of pages"),
    "reextract": Command(
        "reextract", "reextract", "用现在的抽取器重读全部快照，不联网", "the extractor over all snapshots"
    ),
    "probe": Command("probe", "probe", "看一个网址：来源会读出什么、为什么", "what a source would see at an address"),
    "doctor": Command("doctor", "doctor", "逐个来源实地检查，说出第一处不通", "a live check of every source"),
    "import": Command(
        "importing", "import_", "把 WARC 或存下来的网页收进档案", "a WARC or a saved page into the archive"
    ),
    "notify": Command("notify", "notify", "试一试通知渠道", "try the notification channels"),
    "mcp": Command("mcp", "mcp", "把存档交给智能助手查（只读）", "the archive for an assistant, read-only"),
    "db": Command(
        "database", "app", "数据库：升级、检查、备份、搬家", "the database: upgrade, backup, move", group=True
    ),
}


def build(wanted: str | None) -> typer.Typer:
    """Return the command line in which `wanted` is real and the others are names with their help."""
    app = typer.Typer(
        name="xunli",
        cls=HelpedGroup,
        help=say(
            "巡礼：跟住一个报纸系列，一期不落地存下来。\n\n全局选项：--config 文件，--lang zh|en。",
            "xunli follows a newspaper series and keeps it.\n\nGlobal options: --config FILE, --lang zh|en.",
        ),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_first_asked)
    for name, command in COMMANDS.items():
        _add(app, name, command, real=name == wanted)
    return app


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"xunli {version('xunli')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_tell_version, help=say("显示版本", "show the version"))
]


def _first_asked(version: Version = False) -> None:
    """What is asked before any command."""


def _add(app: typer.Typer, name: str, command: Command, *, real: bool) -> None:
    told = say(command.zh, command.en)
    if not real:
        app.command(name, cls=Helped, help=told)(_unloaded)
    elif command.group:
        app.add_typer(_load(command), name=name, cls=HelpedGroup, help=told)
    else:
        settings = {"ignore_unknown_options": True} if command.minus else None
        app.command(name, cls=Helped, help=told, context_settings=settings)(_load(command))


def _load(command: Command) -> Any:
    return getattr(import_module(f"scheduler.cli.{command.module}"), command.name)


def _unloaded() -> Callable[[], None]:
    raise AssertionError("a command that is run is a real one")
