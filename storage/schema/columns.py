"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, TIMESTAMP, BigInteger, Column, Date, Dialect, Integer, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine


class NotAValue(ValueError):
    """What stands in a column is none of its kind: SQLite keeps whatever somebody's own SQL writes there."""


class SqliteDay(sqlite.DATE):
    """A date as text, which says of what is none that it is none."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _read_day


def _read_day(value: Any) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise NotAValue(str(value)) from error


def read_json(value: str) -> Any:
    """Return what JSON text holds. Raises NotAValue."""
    try:
        return json.loads(value)
    except ValueError as error:
        raise NotAValue(str(error)) from error


class UtcTime(TypeDecorator[datetime]):
    """An instant: TIMESTAMP WITH TIME ZONE on PostgreSQL, ISO 8601 text of one width in UTC on SQLite.

    One width (always microseconds, always +00:00) makes text order the order in time, and SQLite's own
    `datetime()` and `julianday()` read it. Aware in, aware and UTC out; a naive value is a bug and says so.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        try:
            moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError as error:
            raise NotAValue(value) from error
        return moment.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""Structured values: JSON text on SQLite, JSONB on PostgreSQL; Chinese is kept readable."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's number. SQLite counts rows up only in a column declared INTEGER."""


def plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row as JSON's values."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a table that JSON's values stand for."""
    return {name: _of_column(table.c[name], value) for name, value in row.items()}


def _of_column(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
