"""The version of everything that turns a kept document into an extract."""

from __future__ import annotations

EXTRACTOR = "xunli-14"
"""Raise it with every change that can change an extract, of a page or of an assembled issue."""
