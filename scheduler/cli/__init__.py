"""The command line: `xunli`. One room a group of commands; `main` is the edge where failures become sentences."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from scheduler.exitcodes import ExitCode
from storage.language import choose, say

_GLOBAL = ("--config", "--lang")


def main(arguments: list[str] | None = None) -> None:
    """Run one command and end the process with the exit code that design 5.2 promises."""
    given, rest = _hoist(list(sys.argv[1:] if arguments is None else arguments))
    _open_what_is_closed()
    _spell_what_can_be_spelt()
    try:
        with _speaking(given.get("--lang")):
            if wrong := _misused(given):
                sys.exit(_complain(wrong, ExitCode.USAGE))
            _start_readers(rest)
            sys.exit(_run(given.get("--config"), rest))
    except KeyboardInterrupt:  # also while a command's tools are loaded, which takes a second
        sys.exit(ExitCode.INTERRUPTED)


def _open_what_is_closed() -> None:
    """Let what is printed go nowhere where nobody listens (`>&-`); else the next file opened would be in its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _spell_what_can_be_spelt() -> None:
    """Print a question mark for a character that the terminal's encoding lacks: GBK has no `•`, ASCII no Chinese.

    Where the encoding is UTF-8, Python's own choice stays: it may print names of files that are no UTF-8 as they are.
    """
    out = sys.stdout
    if isinstance(out, TextIOWrapper) and (out.encoding != "utf-8" or out.errors == "strict"):
        out.reconfigure(errors="replace")


@contextmanager
def _speaking(language: str | None) -> Iterator[None]:
    """Set the language of this process and of all that it starts: threads and reading processes know no context."""
    choose(language)
    before = os.environ.get("XUNLI_LANG")
    if language is not None:
        os.environ["XUNLI_LANG"] = language
    try:
        yield
    finally:
        choose(None)
        os.environ.pop("XUNLI_LANG", None)
        if before is not None:
            os.environ["XUNLI_LANG"] = before


def _misused(given: dict[str, str]) -> str | None:
    """Return what is wrong with the options for all commands: unnoticed, another archive would be meant."""
    if missing := [name for name, value in given.items() if not value]:
        return say(f"选项 {missing[0]} 后面少了值。", f"The option {missing[0]} needs a value.")
    language = given.get("--lang", "zh")
    if not language.lower().startswith(("zh", "en")):
        return say(f"--lang 只能是 zh 或 en，不能是 {language}。", f"--lang is zh or en, not {language}.")
    return None


def _start_readers(rest: list[str]) -> None:
    """Have what a command reads with loaded beside its own imports: both take most of a second."""
    if rest[:1] == ["reextract"] and not {"--undo", "--help"}.intersection(rest):
        from crawler.processes import REREADER, prepare

        prepare(REREADER)


def _run(config: str | None, rest: list[str]) -> int:
    from typer.exceptions import Abort, TyperException

    from scheduler.cli.app import build
    from scheduler.cli.common import APP, Failure
    from scheduler.cli.usage import usage
    from storage.configfile import ConfigError
    from storage.errors import ArchiveError

    APP.config_path = Path(config) if config else None
    try:
        wanted = next((name for name in rest if name != "--"), None)
        code = build(wanted)(rest or ["--help"], standalone_mode=False, prog_name="xunli")
        sys.stdout.flush()  # a reader that has gone, or a full disk, is to be noticed here and not when all is over
    except Failure as error:
        return _complain(str(error), error.code)
    except (ConfigError, ArchiveError) as error:
        return _complain(str(error), ExitCode.USAGE)
    except TyperException as error:
        return _complain(usage(error), ExitCode.USAGE)
    except Abort:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return _left_unread()
    except SystemExit as ended:  # typer and rich end the process themselves at a closed pipe, as if it were a bug
        if isinstance(ended.__context__, BrokenPipeError):
            return _left_unread()
        raise
    except UnicodeEncodeError:
        if not any(map(_is_garbled, rest)):
            raise
        return _complain(_no_utf8(), ExitCode.USAGE)
    except OSError as error:
        return _refused_by_system(error)
    return code if isinstance(code, int) else ExitCode.DONE


def _refused_by_system(error: OSError) -> int:
    """Tell what no command could have known before: a full disk, a name that no file can have. Raises all else."""
    from storage.osreasons import os_reason

    if error.errno == errno.ENAMETOOLONG:  # already to ask whether there is such a file
        reason, name = os_reason(error), error.filename
        return _complain(say(f"{reason}：{name}", f"{reason}: {name}"), ExitCode.USAGE)
    if error.errno != errno.ENOSPC:
        raise error
    print_no_more()
    return _complain(say("磁盘已满，没有写完。", "The disk is full; not all was written."), ExitCode.USAGE)


def _is_garbled(argument: str) -> bool:
    """Tell an argument of bytes that are no text; only a file may have such a name."""
    return any("\ud800" <= each <= "\udfff" for each in argument)


def _no_utf8() -> str:
    return say(
        "命令里有不是 UTF-8 的文字，请用 UTF-8 终端。",
        "The command holds text that is not UTF-8; use a UTF-8 terminal.",
    )


def _left_unread() -> int:
    """Whoever read our output has had enough; that is no failure."""
    print_no_more()
    return ExitCode.DONE


def print_no_more() -> None:
    """Let what is still buffered go nowhere: the end of the process would try again, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(sentence: str, code: int) -> int:
    from scheduler.cli.common import harmless

    print(harmless(sentence), file=sys.stderr)
    return int(code)


def _hoist(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take `--config` and `--lang` out, wherever they stand: before the command or behind it."""
    given: dict[str, str] = {}
    rest: list[str] = []
    todo = iter(arguments)
    for argument in todo:
        name, equals, value = argument.partition("=")
        if name in _GLOBAL:
            given[name] = value if equals else next(todo, "")
        elif argument == "--":
            rest += [argument, *todo]
        else:
            rest.append(argument)
    return given, rest
