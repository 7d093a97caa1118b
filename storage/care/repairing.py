"""What a check found wrong and the archive can give back: texts from their revisions, fingerprints, sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from storage.care.checking import Finding, Part, of_text
from storage.engine import Database
from storage.fulltext import index, proof
from storage.outline import outline
from storage.tables import articles, revisions, sections
from storage.writing import section_rows

Article = Row[*tuple[Any, ...]]


def repair(database: Database, findings: Iterable[Finding]) -> list[Finding]:
    """Put right what can be put right, each article in a transaction of its own; return what was.

    Left alone is what needs a person: a text that neither of its two places vouches for, and a fingerprint that
    another instalment has. Raises ArchiveError.
    """
    found = list(findings)
    if any(finding.part is Part.INDEX for finding in found):
        with database.writing() as connection:
            proof.repair(connection)
    return [finding for finding in found if finding.part is Part.INDEX or _repair(database, finding)]


def _repair(database: Database, finding: Finding) -> bool:
    if finding.part not in _AGAIN:
        return False
    a, r = articles.c, revisions.c
    newest = articles.outerjoin(revisions, (r.article_id == a.id) & (r.number == a.revision))
    asked = select(
        a.id, a.title, a.body, a.fingerprint, r.title.label("newest_title"), r.body.label("newest_body")
    ).select_from(newest)
    with database.reading() as connection:
        series = connection.scalar(select(a.series).where(a.id == finding.article_id))
    try:
        with database.writing(lock=series) as connection:
            article = connection.execute(asked.where(a.id == finding.article_id)).one_or_none()
            repaired = article is not None and _AGAIN[finding.part](connection, article)
            if article is not None and repaired:
                index.put(connection, [article.id])
            return repaired
    except IntegrityError:
        return False


def _text(connection: Connection, article: Article) -> bool:
    """Take the newest revision's text where the fingerprint vouches for it."""
    if article.newest_body is None or of_text(article.newest_title, article.newest_body)[0] != article.fingerprint:
        return False
    values = {"title": article.newest_title, "body": article.newest_body}
    connection.execute(update(articles).where(articles.c.id == article.id).values(values))
    return True


def _fingerprint(connection: Connection, article: Article) -> bool:
    """Compute it again where the newest revision vouches for the text."""
    if (article.title, article.body) != (article.newest_title, article.newest_body):
        return False
    printed, characters = of_text(article.title, article.body)
    values = {"fingerprint": printed, "characters": characters}
    connection.execute(update(articles).where(articles.c.id == article.id).values(values))
    return True


def _sections(connection: Connection, article: Article) -> bool:
    connection.execute(delete(sections).where(sections.c.article_id == article.id))
    rows = section_rows(article.id, outline(article.body, title=article.title))
    if rows:
        connection.execute(sections.insert(), rows)
    return True


_AGAIN: Final[dict[Part, Callable[[Connection, Article], bool]]] = {
    Part.REVISION: _text,
    Part.FINGERPRINT: _fingerprint,
    Part.SECTIONS: _sections,
}
