"""`xunli export`: instalments in a format that other programs read, into a file or the next program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from scheduler.cli import print_no_more
from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.cli.filters import Byline, Copies, From, Limit, Organisation, Page, Series, To, wanted
from storage import Filter
from storage.export import FORMATS, CannotExport, Export, Format, to_file, to_stream
from storage.export.formats import by_suffix
from storage.language import plural, say
from storage.osreasons import os_reason

NAMES = ",".join(FORMATS)


def export(
    format_: Annotated[str | None, typer.Option("-f", "--format", metavar="FORMAT", help=NAMES)] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=say("写到哪里", "where to write it"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=say("已有的文件也覆盖", "overwrite an existing file"))] = False,
    series: Series = None,
    from_: From = None,
    to: To = None,
    page: Page = None,
    organisation: Organisation = None,
    byline: Byline = None,
    copies: Copies = False,
    limit: Limit = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("一行 JSON", "one JSON row"))] = False,
) -> None:
    """Write the instalments out; to stdout without -o."""
    chosen = _format(format_, output)
    asked = wanted(series, from_, to, page, organisation, byline, copies, limit)
    if output is None:
        if json_rows and chosen is not FORMATS["jsonl"]:
            fail(say("--json 说的是写好的文件，请用 -o 写明是哪个。", "--json tells of a file: name it with -o."))
        _print(chosen, asked)
        return
    with _of(asked) as exported:
        path = _place(output, chosen, asked)
        count = to_file(chosen, exported, path, replace=force)
    if json_rows:
        print_rows([{"file": str(path), "format": chosen.name, "instalments": count}])
    else:
        out().print(
            Text(say(f"写好了 {path}：{count} 期。", f"Wrote {path}: {plural(count, 'instalment', 'instalments')}."))
        )


def _format(name: str | None, output: Path | None) -> Format:
    """Return the format asked for by name, else by the file's name; JSON Lines where nothing is asked for."""
    if name is None:
        chosen = FORMATS["jsonl"] if output is None else by_suffix(output)
        return chosen or fail(
            say(f"看不出 {output} 是什么格式，请用 -f 写明：{NAMES}。", f"{output}: name a format with -f: {NAMES}.")
        )
    return FORMATS.get(name) or fail(
        say(f"没有 {name} 这种格式，只有：{NAMES}。", f"No format {name}; there are: {NAMES}.")
    )


def _place(output: Path, chosen: Format, asked: Filter) -> Path:
    """Return the file to write: the one named, or one named after the series in a folder."""
    return output / f"{asked.series or 'xunli'}{chosen.suffix}" if output.is_dir() else output


@contextmanager
def _of(asked: Filter) -> Iterator[Export]:
    with APP.reader() as archive, archive.database.reading() as connection:
        yield Export.of(connection, asked, APP.config, datetime.now(UTC))


def _print(chosen: Format, asked: Filter) -> None:
    if not chosen.text and sys.stdout.isatty():
        fail(
            say(
                f"{chosen.name} 不是给眼睛看的文字，请用 -o 写进文件。",
                f"{chosen.name} is no text: name a file with -o.",
            )
        )
    with _of(asked) as exported:
        try:
            to_stream(chosen, exported, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            print_no_more()
            raise CannotExport("stdout", os_reason(error)) from error
