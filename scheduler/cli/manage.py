"""`xunli drop`: takes a false match out, for good, or puts it back."""

from __future__ import annotations

from typing import Annotated

import typer

from scheduler.cli.ask import Id, missing
from scheduler.cli.common import APP, fail, out, print_rows
from storage.language import listed, say


def drop(
    id_: Id,
    undo: Annotated[bool, typer.Option("--undo", help=say("放回来", "put it back"))] = False,
    json_rows: Annotated[bool, typer.Option("--json", help=say("一行 JSON", "one JSON row"))] = False,
) -> None:
    """Take an instalment and its copies out; their addresses are remembered and never read again."""
    with APP.writer() as archive:
        ids = archive.drop(id_, undo=undo)
        if not ids:
            never = say(f"没有拿掉过编号为 {id_} 的文章。", f"No article {id_} was dropped.")
            fail(never if undo else missing(archive, id_))
    if json_rows:
        print_rows([{"id": id_, "dropped": not undo, "ids": list(ids)}])
        return
    numbers = listed(str(one) for one in ids)
    if undo:
        out().print(say(f"放回来了：{numbers}", f"Put back: {numbers}"))
    else:
        out().print(
            say(
                f"拿掉了 {numbers}，以后不再收；反悔用 xunli drop {id_} --undo",
                f"Dropped {numbers}, for good; undo with: xunli drop {id_} --undo",
            )
        )
