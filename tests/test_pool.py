"""Reading over all cores: what a process that dies takes with it, and what it does not."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from multiprocessing import active_children

import pytest
from support_crawl import ROOT, environment

from crawler.extract import extract
from crawler.pool import Read, ReaderCrashed, Readers
from storage.outline import outline
from storage.values import Document

PILED = 24
SENTENCE = "清晨六点，码头上的灯还亮着，值夜班的老师傅把最后一箱海货搬上车，记下时间和件数。"


class Deadly(dict[str, str]):
    """Headers that end every process in which they are looked at but the one that made them."""

    def __init__(self, maker: int) -> None:
        super().__init__()
        self.maker = maker

    def __reduce__(self) -> tuple[type[Deadly], tuple[int]]:
        return Deadly, (self.maker,)

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        if os.getpid() != self.maker:
            os.kill(os.getpid(), signal.SIGKILL)
        return default


def page(number: int, headers: dict[str, str] | None = None) -> Document:
    title = f"第{number}号码头的一天"
    text = "".join(f"<p>{SENTENCE}这是第{number}天的第{line}笔。</p>" for line in range(12))
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{text}</div></body></html>"
    return Document(
        f"http://paper.test/{number}.html", 200, {} if headers is None else headers, html.encode(), datetime.now(UTC)
    )


@asynccontextmanager
async def started() -> AsyncIterator[Readers]:
    """Readers whose processes are at work: enough was waiting at once."""
    readers = Readers(2)
    try:
        await asyncio.gather(*(readers.read(page(number)) for number in range(PILED)))
        yield readers
    finally:
        readers.close()


def run(work: Callable[[Readers], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with started() as readers:
            await work(readers)

    asyncio.run(whole())


async def outcomes(readers: Readers, documents: list[Document]) -> list[Read | BaseException]:
    return await asyncio.gather(*map(readers.read, documents), return_exceptions=True)


def test_a_process_says_what_the_document_says_and_how_it_is_laid_out() -> None:
    async def work(readers: Readers) -> None:
        document = page(1)
        read, expected = await readers.read(document), extract(document)
        assert read.extract == expected
        assert read.outline.pages == outline(expected.body, title=expected.title).pages

    run(work)


def test_a_document_that_kills_its_reader_fails_alone() -> None:
    async def work(readers: Readers) -> None:
        documents = [page(number) for number in range(PILED)]
        documents[5] = page(5, Deadly(os.getpid()))
        found = await outcomes(readers, documents)
        assert [number for number, each in enumerate(found) if not isinstance(each, Read)] == [5]
        assert isinstance(found[5], ReaderCrashed)

    run(work)


@pytest.mark.parametrize("rounds", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_processes_that_are_killed_take_no_document_with_them(rounds: int) -> None:
    async def work(readers: Readers) -> None:
        for _ in range(rounds):
            before = {child.pid for child in active_children()}
            reading = asyncio.gather(*(readers.read(page(number)) for number in range(PILED)))
            await asyncio.sleep(0)
            os.kill(next(pid for pid in before if pid), signal.SIGKILL)
            assert all(isinstance(read, Read) for read in await reading)

    run(work)


def test_a_read_that_is_given_up_leaves_the_others_their_answers_whatever_dies() -> None:
    async def work(readers: Readers) -> None:
        before = {child.pid for child in active_children()}
        reading = [asyncio.ensure_future(readers.read(page(number))) for number in range(4 * PILED)]
        await asyncio.sleep(0)
        for given_up in reading[::2]:
            given_up.cancel()
        os.kill(next(pid for pid in before if pid), signal.SIGKILL)
        kept = await asyncio.wait_for(asyncio.gather(*reading[1::2]), 60)
        assert all(isinstance(read, Read) for read in kept)
        assert all(given_up.cancelled() for given_up in reading[::2])

    run(work)


OWNER = """
import asyncio, sys
sys.path.insert(0, "tests")
from test_pool import started

async def hold():
    async with started():
        print("started", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


@pytest.mark.slow
def test_processes_end_with_the_one_that_they_read_for_even_where_that_is_killed() -> None:
    """They have its output open: while one of them lives, that has no end."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", OWNER], cwd=ROOT, env=environment(), stdout=pipe, text=True) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == "started\n"
        owner.kill()
        assert owner.communicate(timeout=60) == ("", None)
