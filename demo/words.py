"""The vocabulary of the newspaper's grammar, read from `words.txt`: a list to a line, its words set apart by spaces."""

from __future__ import annotations

from importlib.resources import files

LISTS = {
    name: tuple(rest.split())
    for name, _, rest in (
        line.partition(": ") for line in (files("demo") / "words.txt").read_text("utf-8").splitlines()
    )
}
SURNAMES = LISTS["SURNAMES"]
GIVEN = LISTS["GIVEN"]
PLACES = LISTS["PLACES"]
OFFICES = LISTS["OFFICES"]
DISTRICTS = LISTS["DISTRICTS"]
FIRMS = LISTS["FIRMS"]
THINGS = LISTS["THINGS"]
ACTS = LISTS["ACTS"]
MEASURES = LISTS["MEASURES"]
REASONS = LISTS["REASONS"]
SAYINGS = LISTS["SAYINGS"]
RESULTS = LISTS["RESULTS"]
KINDS = LISTS["KINDS"]
FIELDS = LISTS["FIELDS"]
HEADS_LEFT = LISTS["HEADS_LEFT"]
HEADS_RIGHT = LISTS["HEADS_RIGHT"]
