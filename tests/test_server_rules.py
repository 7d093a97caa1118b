"""What a PostgreSQL server's administrator rules: rights, limits of time, a schema of one's own, who may write."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from support_databases import administer, create, postgres_server, prose, reading

from storage import open_archive
from storage.care.backup import backup
from storage.engine import Database
from storage.errors import ArchiveError, Cancelled, CannotOpen, Lent, NotAllowed, OnlyReads, TooLong

__all__ = ["postgres_server"]

pytestmark = pytest.mark.slow  # as all that asks PostgreSQL alone

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")
LIMIT = 2
"""Seconds."""


@pytest.fixture
def url(postgres_server: str) -> Iterator[str]:
    """The address of an archive of one instalment."""
    name = f"xunli_{uuid4().hex}"
    create(postgres_server, name)
    url = make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with open_archive(url) as archive:
        archive.upgrade()
        archive.record_many(None, "s", [reading("http://w.cn/1", prose(1))])
    yield url
    administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def reader(url: str) -> Iterator[str]:
    """The same as a role sees it that owns nothing and may do nothing yet."""
    name = f"reader_{uuid4().hex}"
    administer(url, f"CREATE ROLE {name} LOGIN")
    yield make_url(url).set(username=name).render_as_string(hide_password=False)
    administer(url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def grant(url: str, reader: str, kinds: str) -> None:
    administer(url, f"GRANT SELECT ON ALL {kinds} IN SCHEMA public TO {make_url(reader).username}")


def test_a_role_that_may_only_read_is_told_what_it_lacks(url: str, reader: str, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="GRANT"):
        open_archive(reader, read_only=True)
    grant(url, reader, "TABLES")
    with open_archive(reader, read_only=True) as archive:
        assert archive.counts().instalments == 1
    with open_archive(reader) as archive, pytest.raises(NotAllowed, match="permission denied"):
        archive.record_many(None, "s", [reading("http://w.cn/2", prose(2))])
    with pytest.raises(NotAllowed) as caught:
        backup(reader, tmp_path / "b.db")
    assert make_url(reader).database in str(caught.value)  # whose right it is, and not the file that is written
    grant(url, reader, "SEQUENCES")
    assert backup(reader, tmp_path / "b.db").rows


def test_a_database_that_only_reads_answers(url: str, tmp_path: Path) -> None:
    administer(url, f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
    with open_archive(url) as archive:
        archive.upgrade()
        with pytest.raises(OnlyReads, match="只能读"):
            archive.record_many(None, "s", [reading("http://w.cn/2", prose(2))])
        assert archive.counts().instalments == 1
    assert backup(url, tmp_path / "b.db").rows


def test_what_the_driver_warns_of_is_said_by_what_it_raises(url: str) -> None:
    """Whether it warns of a pipeline that broke depends on how much was under way."""
    with open_archive(url):
        assert not logging.getLogger("psycopg").isEnabledFor(logging.WARNING)


def with_query(url: str, **more: str) -> str:
    """Return an address that says more behind its question mark."""
    return make_url(url).update_query_dict(more).render_as_string(hide_password=False)


def test_an_archive_may_have_a_schema_of_its_own(url: str) -> None:
    administer(url, "CREATE SCHEMA mine")
    mine = with_query(url, options="-csearch_path=mine")
    with open_archive(mine) as archive:
        archive.upgrade()
        assert archive.counts().instalments == 0
    with open_archive(url) as archive:
        assert archive.counts().instalments == 1


def test_a_schema_that_is_not_there_is_one_sentence(url: str) -> None:
    nowhere = with_query(url, options="-csearch_path=nowhere")
    with pytest.raises(CannotOpen, match="schema"), open_archive(nowhere) as archive:
        archive.upgrade()


def said_at_the_start(database: Database) -> tuple[dict[str, str], list[str]]:
    """What a connection brought along, and what holds in it."""
    shown = ("timezone", "lock_timeout", "transaction_read_only", "transaction_isolation")
    with database.reading() as connection:
        brought = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
        return brought, [str(connection.scalar(text(f"SHOW {name}"))) for name in shown]


def test_a_connection_brings_no_settings_that_a_pooler_would_refuse(url: str) -> None:
    with open_archive(url) as archive:
        brought, holds = said_at_the_start(archive.database)
        assert "options" not in brought
        assert holds == ["UTC", "30s", "off", "read committed"]
    with open_archive(url, read_only=True) as archive:
        brought, holds = said_at_the_start(archive.database)
        assert "options" not in brought
        assert holds == ["UTC", "30s", "on", "repeatable read"]


def test_a_prepared_statement_that_another_connection_has_is_one_sentence(url: str) -> None:
    """As behind a pooler that lends each transaction another connection."""
    with (
        open_archive(url) as archive,
        pytest.raises(Lent, match="prepare_threshold=none"),
        archive.database.reading() as connection,
    ):
        connection.exec_driver_sql("EXECUTE _pg3_0")


@pytest.mark.parametrize("threshold", ["0", "7", "none"])
def test_an_address_may_say_when_statements_are_prepared(url: str, threshold: str) -> None:
    with open_archive(with_query(url, prepare_threshold=threshold)) as archive:
        assert archive.counts().instalments == 1
        with archive.database.reading() as connection:
            said = connection.connection.driver_connection.prepare_threshold  # type: ignore[union-attr]
    assert said == (None if threshold == "none" else int(threshold))


def test_a_threshold_that_is_no_number_is_one_sentence(url: str) -> None:
    with pytest.raises(CannotOpen, match="prepare_threshold"), open_archive(with_query(url, prepare_threshold="often")):
        pass


@pytest.fixture
def hurried(url: str) -> str:
    """The same archive, in a database that gives nothing much time."""
    name = make_url(url).database
    administer(url, *(f"ALTER DATABASE {name} SET {limit} = '{LIMIT}s'" for limit in LIMITS))
    return url


def test_a_move_may_take_longer_than_a_server_lets_a_question(hurried: str, tmp_path: Path) -> None:
    told: list[str] = []

    def dawdle(table: str, rows: int) -> None:
        if not told:
            sleep(LIMIT * 1.5)  # as long as a large archive's index takes, with the server waiting in its transaction
        told.append(table)

    assert backup(hurried, tmp_path / "b.db", progress=dawdle).rows


@pytest.mark.parametrize(("seconds", "kind"), [(None, Cancelled), (LIMIT / 20, TooLong)])
def test_a_limit_of_the_servers_is_told_from_that_of_a_question(
    hurried: str, seconds: float | None, kind: type[ArchiveError]
) -> None:
    with open_archive(hurried) as archive:
        with pytest.raises(kind), archive.database.reading(seconds) as connection:
            connection.execute(text(f"SELECT pg_sleep({LIMIT * 60})"))
        assert archive.counts().instalments == 1
