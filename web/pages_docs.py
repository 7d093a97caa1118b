"""`/docs`: the API in words, made from its own description. FastAPI's stock page loads scripts from another host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from web.pages_shell import page

router = APIRouter(include_in_schema=False)


@router.get("/api")
def api() -> Response:
    """Lead to what can be asked: people type the common beginning of its addresses."""
    return RedirectResponse("/docs")


@router.get("/docs")
def docs(request: Request) -> Response:
    """Show every operation with its parameters and the fields of its body."""
    app: FastAPI = request.app
    described = app.openapi()
    operations = [
        (path, method, operation, tuple(_fields(described, operation)))
        for path, methods in sorted(described["paths"].items())
        for method, operation in methods.items()
    ]
    return page(request, "docs.html", operations=operations)


def _fields(described: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the names of the fields that an operation's JSON body has, and whether each is required."""
    content = operation.get("requestBody", {"content": {}})["content"]
    for kind in content.values():
        schema = described["components"]["schemas"][kind["schema"]["$ref"].rpartition("/")[2]]
        yield from ((name, name in schema.get("required", ())) for name in schema["properties"])
