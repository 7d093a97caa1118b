"""The commands by name."""

from __future__ import annotations

import typer

from scheduler.cli import ask, coverage, crawl, database, demo, extract, init, manage, notify, serve, status
from storage.language import say

app = typer.Typer(
    name="xunli",
    help=say(
        "巡礼：跟住一个报纸系列，一期不落地存下来。全局选项：--config 文件，--lang zh|en。",
        "xunli follows a newspaper series and keeps it. Global options: --config FILE, --lang zh|en.",
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command(
    "demo",
    help=say("离线演示：自带的报纸网站，从抓取到查询走一遍", "the whole product on a bundled newspaper, offline"),
)(demo.demo)
app.command("init", help=say("写一份带注释的 xunli.toml", "write a commented xunli.toml"))(init.init)
app.command("crawl", help=say("现在抓取一次", "one run now"))(crawl.crawl)
app.command("serve", help=serve.SERVE)(serve.serve)
app.command("run-due", help=serve.RUN_DUE)(serve.run_due)
app.command("list", help=say("列出各期", "list the instalments"))(ask.list_)
app.command("show", help=say("读一期", "show one instalment"))(ask.show)
app.command("coverage", help=say("逐日台账：哪天有、哪天没有、凭什么这么说", "the ledger day by day"))(
    coverage.coverage
)
app.command("runs", help=say("运行记录", "the history of runs"))(ask.runs)
app.command("status", help=say("档案和运行的现状", "the state of archive and runs"))(status.status)
app.command("drop", help=say("把误收的一期永久拿掉", "take a false match out, for good"))(manage.drop)
app.command("extract", help=say("看抽取器从存下来的网页里读出什么", "what the extractor makes of saved pages"))(
    extract.extract_files
)
app.command("notify", help=say("试一试通知渠道", "try the notification channels"))(notify.notify)
app.add_typer(database.app, name="db", help=say("数据库：升级、备份、搬家", "the database: upgrade, backup, move"))
