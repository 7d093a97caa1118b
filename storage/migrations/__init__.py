"""Every layout the archive ever had, oldest first. Names are listed so that a start need not load Alembic."""

from __future__ import annotations

from typing import Final

REVISIONS: Final = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014",
    "0015", "0016", "0017", "0018", "0019",
)  # fmt: skip
