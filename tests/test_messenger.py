"""News of runs that died, told by a process of its own; the configuration that such processes read."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_chinese_services import KEY, Services, chinese_services
from support_service import write_config, xunli

from scheduler.messenger import Messenger
from scheduler.settings import Settings
from storage import Archive, Run, open_archive
from storage.complaints import raise_one
from storage.configfile import ConfigError
from storage.judge import Complaint
from storage.values import Outcome


@pytest.fixture
def services() -> Iterator[Services]:
    with chinese_services() as running:
        yield running


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write_config(tmp_path, f"sqlite:///{tmp_path / 'xunli.db'}", "http://127.0.0.1:9")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with a run whose process died before it could tell that it was not finished."""
    with open_archive(f"sqlite:///{tmp_path / 'xunli.db'}") as opened:
        opened.upgrade()
        run = opened.begin_run("s")
        assert isinstance(run, Run)
        opened.end_run(run.id, Outcome.FAILED, error="…")
        yield opened


def test_a_process_tells_what_a_dead_one_left(archive: Archive, config: Path, services: Services) -> None:
    [run] = archive.runs()
    channel = f'[[notify]]\nurl = "wecombot://{KEY}/?base={services.base}"\n'
    config.write_text(config.read_text(encoding="utf-8") + channel, encoding="utf-8")
    with archive.database.writing() as connection:
        raise_one(connection, "s", run.id, Complaint("run_unfinished", "没有做完", ("SIGKILL",)), archive.now())
    messenger = Messenger(archive, lambda: xunli(config))
    asyncio.run(messenger.tell("s"))
    assert len(services.texts) == 1
    assert "没有做完" in services.texts[0]
    assert archive.news.untold("s") == []
    asyncio.run(messenger.tell("s"))  # there is nothing left, and no process is started for it
    assert len(services.texts) == 1


def test_a_slow_channel_holds_nobody_and_ends_with_the_service(archive: Archive) -> None:
    async def hurry() -> tuple[frozenset[str], frozenset[str]]:
        messenger = Messenger(archive, lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
        messenger.send("s")
        meanwhile = messenger.busy
        await asyncio.sleep(0)
        await messenger.stop()
        messenger.send("s")
        return meanwhile, messenger.busy

    assert asyncio.run(asyncio.wait_for(hurry(), 60)) == ({"s"}, frozenset())
    assert archive.news.untold("s"), "the next run tells it"


def test_no_room_for_a_process_is_no_end_of_the_service(archive: Archive, tmp_path: Path) -> None:
    asyncio.run(Messenger(archive, lambda: [str(tmp_path / "absent")]).tell("s"))
    assert archive.news.untold("s")


# --- what these processes read


@pytest.fixture
def settings(config: Path) -> Iterator[Settings]:
    opened = Settings(config)
    try:
        yield opened
    finally:
        opened.close()


def test_a_configuration_with_a_mistake_leaves_nothing_behind(
    config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (own := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    config.write_text("database = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="database"):
        Settings(config)
    assert list(own.iterdir()) == []


def test_a_copy_that_was_tidied_away_is_put_back(settings: Settings, config: Path) -> None:
    text = config.read_bytes()
    settings.copy.unlink()
    assert settings.copy.read_bytes() == text
    settings.close()  # as if the whole folder went
    assert settings.copy.read_bytes() == text
    assert settings.copy.parent.stat().st_mode & 0o077 == 0


def test_a_file_that_is_gone_keeps_the_old_configuration(
    config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XUNLI_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    settings = Settings(None)  # ./xunli.toml, as in a container
    try:
        config.unlink()
        with pytest.raises(ConfigError, match=r"xunli\.toml"):
            settings.reload()
        assert [series.name for series in settings.current.series] == ["s"]
    finally:
        settings.close()
