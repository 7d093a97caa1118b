"""The article that a page built by scripts hands to them as data: `__NEXT_DATA__`, `__INITIAL_STATE__`, `__NUXT__`.

Such a page shows an empty frame, and its text stands in an inline script as a field of an object, beside the fields of
its title, time and source. The objects are JSON or literals of JavaScript (keys without quotes, names in a value's
place), maybe as a string for `JSON.parse`. Their fields are read as they stand, nothing is run: of a script's tokens
only braces and `key: "string"` count. Comments and teasers are objects with texts as well, so the article's own is the
one whose title the page's title begins with; where none is, it must be the only one that has a title and a long text.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.titles import page_title, same_words
from storage.encoding import legible

SCRIPTS = etree.XPath("//script[not(@src)]/text()", smart_strings=False)
"""What stands in a page's own scripts."""
_TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[{}:]|[\w$.]+')
_TEXT_KEY = re.compile(r"(?:content|body|html|text|txt|detail)s?$", re.I)
_TITLE_KEY = re.compile(r"^(?:\w*title|headline|name|subject)$", re.I)
_TIME_KEY = re.compile(
    r"^(?:\w*publish\w*|pub_?(?:time|date)\w*|(?:news|show|release|issue)_?(?:time|date)|ctime|create_?time\w*)$", re.I
)
_SOURCE_KEY = re.compile(r"^(?:\w*source(?:_?name)?|copy_?from|media_?name|befrom)$", re.I)
_AUTHOR_KEY = re.compile(r"^(?:author(?:_?name)?|reporter|writer)$", re.I)
_PIECES_KEY = re.compile(
    r"(?:content|body|text|detail|block|paragraph|element|section)s?(?:_?(?:list|data|elements|blocks))?$", re.I
)
"""What an editor that keeps a text in pieces calls their list; in a piece the text may be its `data` or `value`."""
_REMARK_KEY = re.compile(r"comment|repl(?:y|ies)|pinglun", re.I)
"""What readers' words are called, which stand within the article that they are about, too."""
_PIECE_KEY = re.compile(rf"{_TEXT_KEY.pattern}|^(?:data|value)$", re.I)
_TIME = re.compile(r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{10}(?:\d{3})?$")
_MOST = 1_000_000
"""Characters of a script up to which it is looked at."""
_LEAST_TEXT = 60
"""Characters, markup aside, from which a field may be an article."""
_LEAST_TITLE = 4
_LONGEST_LINE = 400
_MARKUP = re.compile(r"<[^<>]*>|\s+")


@dataclass(eq=False)
class _Thing:
    """An object in a script: its fields that are strings or plain words, the object around it and its name there.

    `pieces` are the texts of objects in its lists, by the list's name.
    """

    around: _Thing | None = None
    under: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: re.Pattern[str], value: re.Pattern[str] | None = None) -> str:
        """The first field of some name, of the object itself or else of the one around it."""
        for thing in (self, self.around):
            for key, raw in thing.fields.items() if thing else ():
                if name.match(key) and (told := _line(raw)) and (value is None or value.match(told)):
                    return told
        return ""


@dataclass(frozen=True, slots=True)
class Stated:
    """An article as a page hands it to its scripts; `text` may be HTML."""

    title: str
    text: str
    time: str
    source: str
    author: str = ""


def stated(root: _Element) -> Stated | None:
    """The article that a page hands to its scripts, None where there is none or it cannot be told which it is."""
    found = {one.text: one for source in SCRIPTS(root) if len(source) <= _MOST for one in _articles(source)}
    every = list(found.values())
    claim = page_title(root)
    own = [one for one in every if same_words(claim[: len(one.title)], one.title)]
    if not own and len({one.title for one in every}) == 1:
        own = every
    return max(own, key=lambda one: len(one.text), default=None)


def _articles(source: str) -> Iterator[Stated]:
    text = source.strip()
    for thing in _things(unquote(text) if text.startswith("%7B") else text):
        for told in () if _REMARK_KEY.search(thing.under) else _texts(thing):
            title = thing.first(_TITLE_KEY)
            if len(title) >= _LEAST_TITLE and len(_MARKUP.sub("", told)) >= _LEAST_TEXT:
                time, source = thing.first(_TIME_KEY, _TIME), thing.first(_SOURCE_KEY)
                yield Stated(title, told, time, source, thing.first(_AUTHOR_KEY))


def _texts(thing: _Thing) -> Iterator[str]:
    """The fields of an object that may be an article, and the lists of pieces that are one together."""
    for key, raw in thing.fields.items():
        if _TEXT_KEY.search(key) and len(raw) >= _LEAST_TEXT:
            yield _value(raw)
    for pieces in thing.pieces.values():
        told = [_value(piece) for piece in pieces]
        yield "".join(one if "</" in one else f"<p>{html.escape(one)}</p>" for one in told)


def _put_in(thing: _Thing, around: _Thing) -> None:
    """Hands a piece of a text to the object that lists it; one with a title is an article of its own."""
    if not _PIECES_KEY.search(thing.under) or any(map(_TITLE_KEY.match, thing.fields)):
        return
    texts = (raw for key, raw in thing.fields.items() if raw[:1] in ("'", '"') and _PIECE_KEY.search(key))
    if text := max(texts, key=len, default=""):
        around.pieces.setdefault(thing.under, []).append(text)


def _things(source: str, packed: bool = True) -> Iterator[_Thing]:
    """Every object of a script as they end; with `packed` those in a string for `JSON.parse`, too."""
    now = _Thing()
    key = colon = last = ""
    for match in _TOKENS.finditer(source):
        token = match[0]
        if token == "{":
            now = _Thing(now, key if colon else last)
        elif token == "}":
            yield now
            last, around = now.under, now.around or _Thing()
            _put_in(now, around)
            now = around
        elif colon and key:
            now.fields.setdefault(key, token)
            token = ""
        elif packed and len(token) > _LEAST_TEXT and token[1:2] in ("{", "["):
            yield from _things(_value(token), packed=False)
        key, colon = (key, token) if token == ":" else (token.strip("\"'"), "")


def _value(token: str) -> str:
    """What a token says: a string without its escapes, a plain word as it stands."""
    if token[:1] not in ("'", '"'):
        return token
    inner = token[1:-1]
    if token[0] == "'":
        inner = inner.replace("\\'", "'").replace('\\"', '"').replace('"', '\\"')
    try:
        told = json.loads(f'"{inner}"', strict=False)
    except ValueError:
        told = inner
    if "&lt;" in told or "&quot;" in told[:6]:
        told = html.unescape(told).strip('"')
    return legible(told)


def _line(token: str) -> str:
    """A field of one line; a name in a value's place says nothing."""
    return " ".join(_value(token).split()) if len(token) <= _LONGEST_LINE and not token.isidentifier() else ""
