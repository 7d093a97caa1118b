"""`xunli init`: writes a commented `xunli.toml`."""

from __future__ import annotations

from pathlib import Path
from shutil import copymode
from typing import Annotated

import typer

from scheduler.cli.common import fail, out, print_rows
from storage.beside import beside
from storage.language import say
from storage.osreasons import os_reason

TEMPLATE = """\
# xunli 的配置。不写的项都用这里列出的默认值；日期是报纸的日期，时间用 24 小时制。

timezone = "Asia/Shanghai"
database = "sqlite:///xunli.db"          # 环境变量 XUNLI_DATABASE 优先；也可以是 postgresql://用户:密码@主机/库名

[crawl]
user_agent = "xunli/1.0 (+https://example.org/contact)"   # 请改成能联系到您的地址
delay = 1.0                              # 对同一台服务器两次请求之间隔几秒
obey_robots = true                       # 遵守 robots.txt
recheck_days = 30                        # 见报后多少天以内还会回头复查有没有更正
gone_after = { confirmations = 3, days = 14 }    # 连续几次、历时几天打不开，才算撤下
timeout = 3600                           # 一次运行最多几秒
budget = 0                               # 一次运行最多几个请求，0 为不限

[service]
host = "127.0.0.1"
port = 8080
token = ""                               # 监听别的地址、或要从网页上触发抓取时必须有；也可用环境变量 XUNLI_TOKEN
jitter = 0                               # 定时抓取随机推迟最多几秒

# 通知：一个渠道一节，url 是 Apprise 的写法；密钥可以写成 "$名字"，从环境变量里取。
# [[notify]]
# url = "wecombot://$WECOM_KEY"          # 企业微信；钉钉 dingtalk://…，飞书 feishu://…，邮件 mailto://…
# series = ["*"]
# kinds = ["new", "revised", "gone", "complaint", "recovery"]

[[series]]
name = "qingdao-reform"                  # 命令里用的名字
title = "青岛改革巡礼"
match = ["改革巡礼"]                      # 列表里的标题含有其中一个词的就是；"re:…" 是正则表达式
exclude = []                             # 含有这些词的不是
since = 2021-10-26
schedule = "30 7 * * *"                  # 每天 7:30（cron 写法：分 时 日 月 星期）

  [[series.source]]
  kind = "website"
  base_url = "https://www.guanhai.com.cn"
  mobile_url = "https://m.guanhai.com.cn"
  lists = ["/"]                          # 也可以写专题页的路径：名叫这个系列的页面，里面每一条都算

  # 电子报和站内搜索的地址尚未有人证实，能用时会自动用上。
  [[series.source]]
  kind = "epaper"
  base_url = "https://epaper.guanhai.com.cn/conpaper/qdrb"
  # from = 2021-10-26                    # 这个地址只有从这天到那天的报纸时才写
  # until = 2024-12-31

  [[series.source]]
  kind = "epaper"
  base_url = "https://epaper.qingdaonews.com/qdrb"

  [[series.source]]
  kind = "search"
  url = "https://app.guanhai.com.cn/?app=search&controller=index&action=search&wd={words}&page={page}&order=time"
  # encoding = "gbk"                     # 老网站的搜索词要用 GBK 编码时

  # 任何网站的任何列表页都可以这样接进来，不用写程序；先用 xunli probe 网址 看看它长什么样。
  # [[series.source]]
  # kind = "listing"
  # urls = ["https://www.example.com/gaige/"]
  # link = "ul.news a"                   # CSS 选择器；另有 title、date、next、body、remove 可选
"""

ENGLISH = {
    "xunli 的配置。不写的项都用这里列出的默认值；日期是报纸的日期，时间用 24 小时制。":
        "Configuration of xunli. What is left out has the value shown here; a date is the newspaper's.",
    "环境变量 XUNLI_DATABASE 优先；也可以是 postgresql://用户:密码@主机/库名":
        "$XUNLI_DATABASE wins; or postgresql://user:password@host/name",
    "请改成能联系到您的地址": "put in where you can be reached",
    "对同一台服务器两次请求之间隔几秒": "seconds between two requests to one host",
    "遵守 robots.txt": "keep to robots.txt",
    "见报后多少天以内还会回头复查有没有更正": "how many days after printing a text is looked at again for corrections",
    "连续几次、历时几天打不开，才算撤下": "a text is gone when it failed so often in a row, over so many days",
    "一次运行最多几秒": "seconds a run may take",
    "一次运行最多几个请求，0 为不限": "requests a run may make; 0 is no limit",
    "监听别的地址、或要从网页上触发抓取时必须有；也可用环境变量 XUNLI_TOKEN":
        "needed on another address, and to start a crawl from the web pages; or $XUNLI_TOKEN",
    "定时抓取随机推迟最多几秒": "a scheduled crawl is put off by up to so many seconds, at random",
    '通知：一个渠道一节，url 是 Apprise 的写法；密钥可以写成 "$名字"，从环境变量里取。':
        'Channels, a section each; url as Apprise writes it; a secret may be "$NAME", read from the environment.',
    "企业微信；钉钉 dingtalk://…，飞书 feishu://…，邮件 mailto://…":
        "WeCom; DingTalk dingtalk://…, Feishu feishu://…, mail mailto://…",
    "命令里用的名字": "its name in commands",
    '列表里的标题含有其中一个词的就是；"re:…" 是正则表达式':
        'what has one of these words in its title on a list belongs; "re:…" is a regular expression',
    "含有这些词的不是": "what has one of these does not",
    "每天 7:30（cron 写法：分 时 日 月 星期）": "every day at 7:30 (cron: minute hour day month weekday)",
    "也可以写专题页的路径：名叫这个系列的页面，里面每一条都算":
        "or the path of a topic page: of a page that is called as the series every entry counts",
    "电子报和站内搜索的地址尚未有人证实，能用时会自动用上。":
        "Nobody has confirmed the addresses of e-paper and search; they are used once they answer.",
    "这个地址只有从这天到那天的报纸时才写": "where this address has the paper of these days only",
    "老网站的搜索词要用 GBK 编码时": "where an old site's search takes its words in GBK",
    "任何网站的任何列表页都可以这样接进来，不用写程序；先用 xunli probe 网址 看看它长什么样。":
        "Any list of any site can be read so, without code; xunli probe URL shows first what it looks like.",
    "CSS 选择器；另有 title、date、next、body、remove 可选": "CSS; optional: title, date, next, body, remove",
}  # fmt: skip
"""The template's remarks for who reads English; what is no remark stays."""


def template() -> str:
    """Return the file in the chosen language."""
    english = TEMPLATE
    for zh, en in ENGLISH.items():
        english = english.replace(f"# {zh}\n", f"# {en}\n")
    return say(TEMPLATE, english)


def _write(file: Path) -> None:
    """Write the file whole or leave what was there, with its permissions. Raises OSError."""
    if file.exists() and not file.is_file():  # a device
        file.write_text(template(), encoding="utf-8")
        return
    place = file.resolve()
    with beside(place) as part:
        part.write_text(template(), encoding="utf-8")
        if place.exists():
            copymode(place, part)
        part.replace(place)


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("写到哪里", "where to write it"))] = Path(
        "xunli.toml"
    ),
    force: Annotated[bool, typer.Option("--force", help=say("已有的文件也覆盖", "overwrite an existing file"))] = False,
    json_rows: Annotated[bool, typer.Option("--json", help=say("一行 JSON", "one JSON row"))] = False,
) -> None:
    """Write a commented xunli.toml."""
    if file.exists() and not force:
        fail(say(f"{file} 已经有了；要覆盖请加 --force。", f"{file} exists; add --force to overwrite it."))
    try:
        _write(file)
    except OSError as error:
        fail(say(f"写不了 {file}：{os_reason(error)}。", f"{file} cannot be written: {os_reason(error)}."))
    if json_rows:
        print_rows([{"file": str(file)}])
        return
    out().print(say(f"写好了 {file}。下一步：xunli crawl", f"Wrote {file}. Next: xunli crawl"))
