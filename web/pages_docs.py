"""`/docs`: the API in words, made from its own description. FastAPI's stock page loads scripts from another host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from storage.language import say
from web.api_words import told
from web.pages_shell import page

router = APIRouter(include_in_schema=False)

_UNTOLD: Final = 10**6
"""A bound beyond is there for the database's sake; no reader gets that far."""

Described = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """Something that can be asked with: where it stands, what it means, and what it can be."""

    name: str
    place: str
    required: bool
    told: str
    range: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked; `answers` are statuses with what they mean."""

    path: str
    method: str
    summary: str
    description: str
    values: tuple[Value, ...]
    answers: tuple[tuple[str, str], ...]


@router.get("/api")
def api() -> Response:
    """Lead to what can be asked: people type the common beginning of its addresses."""
    return RedirectResponse("/docs")


@router.get("/docs")
def docs(request: Request) -> Response:
    """Show every operation with what it is asked with and what it answers."""
    app: FastAPI = request.app
    described = app.openapi()
    operations = [
        _operation(described, path, method, operation)
        for path, methods in sorted(described["paths"].items())
        for method, operation in methods.items()
    ]
    return page(request, "docs.html", operations=operations)


def _operation(described: Described, path: str, method: str, operation: Described) -> Operation:
    values = (*_parameters(operation), *_fields(described, operation))
    answers = tuple((status, told(one)) for status, one in sorted(operation["responses"].items()))
    return Operation(path, method, told(operation, "summary"), _plain(told(operation)), values, answers)


def _plain(docstring: str) -> str:
    """Return a docstring as people read it on a page."""
    return docstring.replace("`", "")


def _parameters(operation: Described) -> Iterator[Value]:
    places = {"query": say("参数", "query"), "path": say("地址里", "path")}
    for one in operation.get("parameters", ()):
        schema = one["schema"]
        yield Value(one["name"], places[one["in"]], one.get("required", False), told(schema), _range(schema))


def _fields(described: Described, operation: Described) -> Iterator[Value]:
    """Yield the fields that an operation's JSON body has."""
    content = operation.get("requestBody", {"content": {}})["content"]
    for kind in content.values():
        schema = described["components"]["schemas"][kind["schema"]["$ref"].rpartition("/")[2]]
        for name, one in schema["properties"].items():
            yield Value(name, "JSON", name in schema.get("required", ()), told(one), _range(one))


def _range(schema: Described) -> str:
    """Return what a value can be, as far as a reader needs it: its form, its bounds, its default; "" for any text."""
    one = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    parts = [{"date": "2021-10-26", "boolean": "true, false"}.get(one.get("format", one.get("type")), "")]
    first, last = one.get("minimum"), one.get("maximum", _UNTOLD)
    if first is not None and last < _UNTOLD:
        parts.append(f"{first} … {last}")
    if schema.get("default") is not None:
        default = str(schema["default"]).lower()
        parts.append(say(f"缺省 {default}", f"default {default}"))
    return say("，", ", ").join(part for part in parts if part)
