"""A library of official texts: one SQLite file with the articles and an inverted index, built anew and renamed.

Own postings and not FTS5: a question becomes some eighty words with weights, the best synonym per concept counts, and
headings, laws and neighbours have their say; FTS5 ranks by a sum over all of them only.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kiosk.adapters.likeness import LibrarySense
from kiosk.adapters.likeness_worker import BYTES, MODEL
from kiosk.content.policy.advice import Leaf
from kiosk.content.policy.asking import Passage
from kiosk.content.policy.errors import LibraryError
from kiosk.content.policy.ranking import Posting

FILE = "library.sqlite"
FORM = 1
"""Raised when the file's form changes; an older library is then imported again."""
SCALE = 255


class Library:
    """An open library. Raises LibraryError when there is none in the folder, or it cannot be read.

    Any thread may use it, one at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._sense: LibrarySense | None = None
        if not self._path.is_file():
            raise LibraryError(f"{folder}: no library; make one with `kiosk policy import FILE.md... --into {folder}`")
        address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._load()
        except (sqlite3.Error, OSError, ValueError) as error:
            raise LibraryError(f"{self._path}: cannot be read ({error}); import the texts again") from error
        self.posting = lru_cache(maxsize=128)(self._posting)
        self.headings = lru_cache(maxsize=512)(self._headings)
        self.articles_with = lru_cache(maxsize=8192)(self._articles_with)

    def _load(self) -> None:
        form = self._db.execute("PRAGMA user_version").fetchone()[0]
        if form != FORM:
            raise LibraryError(f"{self._path}: made by another version; import the texts again")
        row = self._db.execute("SELECT laws, law_of, chapter_of, prior_of FROM shape").fetchone()
        self.laws: int = row[0]
        self.law_of: Sequence[int] = array("I", row[1])
        self.chapter_of: Sequence[int] = array("I", row[2])
        self.prior_of: Sequence[float] = array("f", row[3])
        self.size = len(self.law_of)

    def close(self) -> None:
        if self._sense is not None:
            self._sense.close()
        self._db.close()

    def sense(self) -> LibrarySense | None:
        """The sentence model over these texts, in a process that ends with the library; None without vectors."""
        vectors = self.vectors() if self._sense is None else b""
        if vectors:
            self._sense = LibrarySense(vectors)
        return self._sense

    def _posting(self, pair: str) -> Posting | None:
        row = self._row("SELECT total, articles, amounts FROM word WHERE word = ?", pair)
        if row is None or not row[0]:
            return None
        return Posting(dict(zip(array("I", row[1]), map(_SHARES.__getitem__, row[2]), strict=True)), row[0])

    def _articles_with(self, pair: str) -> int:
        row = self._row("SELECT total FROM word WHERE word = ?", pair)
        return row[0] if row else 0

    def _headings(self, pair: str) -> frozenset[int]:
        row = self._row("SELECT chapters FROM heading WHERE word = ?", pair)
        return frozenset(array("I", row[0])) if row else frozenset()

    def citing(self, article: int) -> Sequence[int]:
        """Articles of the same law that name this one."""
        row = self._row("SELECT citing FROM cited WHERE article = ?", article)
        return array("I", row[0]) if row else ()

    def alike(self, sound: str) -> list[str]:
        """Words of the texts with this sound."""
        row = self._row("SELECT words FROM sound WHERE sound = ?", sound)
        return row[0].split() if row else []

    def passage(self, article: int) -> Passage:
        row = self._row(
            "SELECT doc, title, chapter, number, text, passed, in_force FROM article JOIN law ON law.id = article.law"
            " WHERE article.id = ?", article)  # fmt: skip
        if row is None:
            raise LibraryError(f"{self._path}: article {article} is missing; import the texts again")
        return Passage(row[0], row[1], row[2], row[3], row[4], row[5], row[6])

    def leaf(self, doc: str, number: str) -> Leaf | None:
        """One article with its neighbours in the same text; None when there is none."""
        row = self._row("SELECT article.id FROM article JOIN law ON law.id = article.law WHERE doc = ?1"
                        " AND number = ?2 ORDER BY article.id LIMIT 1", doc, number)  # fmt: skip
        if row is None:
            return None
        around = (self._row("SELECT number FROM article JOIN law ON law.id = article.law WHERE doc = ?1"
                            " AND article.id = ?2", doc, row[0] + by) for by in (-1, 1))  # fmt: skip
        before, after = (found[0] if found else "" for found in around)
        return Leaf(self.passage(row[0]), before, after)

    def vectors(self) -> bytes:
        """What the sentence model makes of each article, in their order; empty unless every one was read."""
        made = [row[1] for row in self._read_for_meaning()]
        return b"".join(made) if len(made) == self.size else b""

    def vectors_by_text(self) -> dict[str, bytes]:
        """The same by the articles' texts, of those that were read: an import that has them again need not."""
        return dict(self._read_for_meaning())

    def _read_for_meaning(self) -> list[tuple[Any, ...]]:
        if not self._row("SELECT 1 FROM sqlite_master WHERE name = 'meaning'"):
            return []  # imported before there was a model
        rows = self._every(
            "SELECT text, vector FROM meaning JOIN article ON article.id = meaning.article"
            " WHERE model = ? AND length(vector) = ? ORDER BY article.id", MODEL, BYTES)  # fmt: skip
        return list(rows)

    def sources(self) -> Iterator[tuple[str, bytes]]:
        """The official texts themselves, as they were imported: (doc, bytes)."""
        yield from self._every("SELECT doc, source FROM law ORDER BY id")

    def _every(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise LibraryError(f"{self._path}: damaged ({error}); import the texts again") from error

    def _row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        try:
            row: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise LibraryError(f"{self._path}: damaged ({error}); import the texts again") from error
        return row


_SHARES = [value / SCALE for value in range(SCALE + 1)]
