"""Why a document gives no extract. All are one family, carry the address and survive pickling."""

from __future__ import annotations

from storage.language import say


class ExtractionError(Exception):
    """A document that gives no extract. `url` is its address, `sentence` says what is wrong."""

    def __init__(self, url: str, sentence: str) -> None:
        super().__init__(url, sentence)
        self.url = url
        self.sentence = sentence

    def __str__(self) -> str:
        return say(f"{self.sentence}（{self.url}）", f"{self.sentence} ({self.url})")


class LayoutChanged(ExtractionError):
    """The document is a page, but nothing in it is recognised as an article. `title` is its headline, "" without."""

    def __init__(self, url: str, sentence: str, title: str = "") -> None:
        super().__init__(url, sentence)
        self.args = (url, sentence, title)
        self.title = title


class NotAnArticle(ExtractionError):
    """The document is something else than an article.

    `kind` is `challenge` (a check for robots), `withdrawn` (the page says that its article is gone), `empty`,
    `binary`, `data` (a table, JSON, a feed), `video` (a player without text), `index` (a board of an e-paper),
    `endless` (longer than any article) or `error_page` (the server's own failure, served as a page).
    """

    def __init__(self, url: str, sentence: str, kind: str) -> None:
        super().__init__(url, sentence)
        self.args = (url, sentence, kind)
        self.kind = kind
