"""Who is named as an author, asked in SQL: a function that both databases spell differently."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

EDITING: Final = ("编", "校", "审", "签发", "值班", "监制", "策划", "统筹", "版式", "设计")
"""What a role says that makes nobody an author."""

_NO_EDITOR: Final = " AND ".join(f"{{role}} NOT LIKE '%{word}%'" for word in EDITING)


class author_names(FunctionElement[str]):
    """The names of a Json column of people but for those who edited, one a line; null where nobody is left."""

    type = Text()
    inherit_cache = True


@compiles(author_names, "sqlite")
def _sqlite_names(element: author_names, compiler: SQLCompiler, **kw: Any) -> str:
    wanted = _NO_EDITOR.format(role="json_extract(value, '$.role')")
    return (
        "(SELECT group_concat(json_extract(value, '$.name'), char(10)) "
        f"FROM json_each({compiler.process(element.clauses, **kw)}) WHERE {wanted})"
    )


@compiles(author_names, "postgresql")
def _postgres_names(element: author_names, compiler: SQLCompiler, **kw: Any) -> str:
    wanted = _NO_EDITOR.format(role="value ->> 'role'").replace("%", "%%")  # the driver's own sign
    return (
        "(SELECT string_agg(value ->> 'name', chr(10)) "
        f"FROM jsonb_array_elements({compiler.process(element.clauses, **kw)}) WHERE {wanted})"
    )
