"""`/docs`: the API in words, made from its own description. FastAPI's stock page loads scripts from another host."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response

from web.pages_shell import page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> Response:
    """Show every operation with its parameters."""
    app: FastAPI = request.app
    operations = [
        (path, method, operation)
        for path, methods in sorted(app.openapi()["paths"].items())
        for method, operation in methods.items()
    ]
    return page(request, "docs.html", operations=operations)
