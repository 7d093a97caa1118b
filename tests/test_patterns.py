"""Patterns that are compiled at their first use: all of them compile, and answer as compiled ones do."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

import storage.outline
from storage.patterns import pattern

MODULES = [f"storage.outline.{module.name}" for module in iter_modules(storage.outline.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_compiles(name: str) -> None:
    for value in vars(import_module(name)).values():
        if isinstance(value, type(pattern(""))):
            assert isinstance(value.pattern, str)  # asked for, it is compiled, and a mistake raised


def test_it_answers_as_a_compiled_one() -> None:
    lazy, ready = pattern(r"(?P<n>\d)x"), re.compile(r"(?P<n>\d)x")
    for text in ("1x2x", "x", ""):
        assert lazy.findall(text) == ready.findall(text) == lazy.findall(text)
    assert lazy.groupindex == ready.groupindex


def test_a_mistake_is_named_at_the_first_use() -> None:
    with pytest.raises(re.error):
        pattern("(").search("a")


def test_a_command_that_lists_loads_no_tool_of_a_crawl() -> None:
    heavy = {"alembic", "apprise", "fastapi", "lxml", "pyarrow", "scrapy", "trafilatura", "twisted", "uvicorn"}
    asked = f"import sys, scheduler.cli.app as a; a.build('list'); print(*({heavy} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
