"""Builds a library: laws in, one SQLite file out, put in place by a rename once it is whole and synced."""

from __future__ import annotations

import sqlite3
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import rjieba

from kiosk.adapters.files import sync_folder
from kiosk.adapters.likeness_worker import MODEL
from kiosk.adapters.policy_library import FILE, FORM, SCALE
from kiosk.content.policy.errors import LibraryError
from kiosk.content.policy.law import Law, citations
from kiosk.content.policy.prior import prior
from kiosk.content.policy.sounds import key
from kiosk.content.policy.tokens import is_han, pairs, plain, runs

CHAMPIONS, CHAMPIONS_OF_MANY, MANY = 1000, 150, 20_000
"""Articles kept for a word: beyond that, those in which it says most. All national and city laws together are about
20,000 articles; a library that has more pays with fewer candidates a word, and stays quick."""
COMMON = 0.25
"""A single character that more articles have than this says nothing and is left out."""
K1, B = 1.2, 0.6
NONE_READ: Mapping[str, bytes] = MappingProxyType({})
_SCHEMA = """
CREATE TABLE shape (laws INTEGER, law_of BLOB, chapter_of BLOB, prior_of BLOB);
CREATE TABLE law (id INTEGER PRIMARY KEY, doc TEXT UNIQUE, title TEXT, passed TEXT, in_force TEXT, source BLOB);
CREATE TABLE article (id INTEGER PRIMARY KEY, law INTEGER, chapter TEXT, number TEXT, text TEXT);
CREATE TABLE word (word TEXT PRIMARY KEY, total INTEGER, articles BLOB, amounts BLOB) WITHOUT ROWID;
CREATE TABLE heading (word TEXT PRIMARY KEY, chapters BLOB) WITHOUT ROWID;
CREATE TABLE cited (article INTEGER PRIMARY KEY, citing BLOB);
CREATE TABLE sound (sound TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID;
CREATE TABLE meaning (article INTEGER PRIMARY KEY, model TEXT, vector BLOB);
"""


def build(folder: Path, laws: Sequence[tuple[Law, bytes]], read: Mapping[str, bytes] = NONE_READ) -> Path:
    """Write the library of these laws into the folder; what was there stays until the new one is whole.

    `read` are the sentence model's vectors of articles, by their texts. The same laws and vectors give the same bytes.
    Raises LibraryError: unwritable folder, no room on the disk.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{FILE}.", delete=False) as made:
            part = Path(made.name)
    except OSError as error:
        raise LibraryError(f"{folder}: cannot be written ({error.strerror or error})") from error
    try:
        _write(part, laws, read)
        part.chmod(0o644)
        part.replace(folder / FILE)
        sync_folder(folder)
    except (sqlite3.Error, OSError) as error:
        raise LibraryError(
            f"{folder}: the new library could not be written ({error}); the old one is untouched"
        ) from error
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + "-journal").unlink(missing_ok=True)
    return folder / FILE


def _write(part: Path, laws: Sequence[tuple[Law, bytes]], read: Mapping[str, bytes]) -> None:
    db = sqlite3.connect(part, isolation_level=None)
    try:
        db.executescript(f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL; PRAGMA user_version = {FORM};")
        db.execute("BEGIN")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            db.execute(statement)
        _fill(db, laws)
        texts = (article.text for law, _ in laws for article in law.articles)
        db.executemany("INSERT INTO meaning VALUES (?,?,?)",
                       ((n, MODEL, read[text]) for n, text in enumerate(texts) if text in read))  # fmt: skip
        db.execute("COMMIT")
    finally:
        db.close()


def _fill(db: sqlite3.Connection, laws: Sequence[tuple[Law, bytes]]) -> None:
    words, headings = _Words(), _Headings()
    law_of, chapter_of, prior_of = array("I"), array("I"), array("f")
    spoken: Counter[str] = Counter()
    for number, (law, source) in enumerate(laws):
        db.execute(
            "INSERT INTO law VALUES (?,?,?,?,?,?)", (number, law.doc, law.title, law.passed, law.in_force, source)
        )
        for cited, citing in sorted(citations(law).items()):
            rows = array("I", (len(law_of) + place for place in citing))
            db.execute("INSERT INTO cited VALUES (?,?)", (len(law_of) + cited, rows.tobytes()))
        for article in law.articles:
            law_of.append(number)
            chapter_of.append(headings.number(number, law.title, article.chapter))
            prior_of.append(prior(article.chapter, article.text))
            shown = (len(law_of) - 1, number, article.chapter, article.number, article.text)
            db.execute("INSERT INTO article VALUES (?,?,?,?,?)", shown)
            words.add(article.text)
            spoken.update(w for run in runs(plain(article.text)) for w in rjieba.cut(run) if 1 < len(w) < 6)
    shape = (len(laws), law_of.tobytes(), chapter_of.tobytes(), prior_of.tobytes())
    db.execute("INSERT INTO shape VALUES (?,?,?,?)", shape)
    db.executemany("INSERT INTO word VALUES (?,?,?,?)", words.rows())
    db.executemany("INSERT INTO heading VALUES (?,?)", headings.rows())
    db.executemany("INSERT INTO sound VALUES (?,?)", sounds(spoken, rjieba.has_word))


def sounds(spoken: Counter[str], known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Words by how they sound, the commonest first; words of chance (unknown and rare) are left out."""
    found = defaultdict(list)
    for word, count in sorted(spoken.items(), key=lambda pair: (-pair[1], pair[0])):
        sound = key(word)
        if sound and (known(word) or count > 2):
            found[sound].append(word)
    return [(sound, " ".join(words)) for sound, words in sorted(found.items())]


class _Words:
    """Which article holds which pair of characters and which single ones, and how much of it."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._lengths: list[int] = []

    def add(self, text: str) -> None:
        words = pairs(plain(text))
        counts = Counter(words)
        counts.update(char for run in runs(plain(text)) if is_han(run) and len(run) > 1 for char in run)
        for pair, count in counts.items():
            self._found[pair].append((len(self._lengths), count))
        self._lengths.append(len(words))

    def rows(self) -> Iterable[tuple[str, int, bytes, bytes]]:
        mean = sum(self._lengths) / max(1, len(self._lengths)) or 1.0
        most = CHAMPIONS if len(self._lengths) <= MANY else CHAMPIONS_OF_MANY
        norms = [K1 * (1 - B + B * length / mean) for length in self._lengths]
        for pair in sorted(self._found):
            found = [(article, _amount(count, norms[article])) for article, count in self._found[pair]]
            total = len(found)
            if len(pair) == 1 and total > COMMON * len(self._lengths) + 20:
                continue
            kept = most if len(pair) > 1 else min(most, CHAMPIONS_OF_MANY)
            if total > kept:
                found = sorted(sorted(found, key=lambda f: (-f[1], f[0]))[:kept])
            yield pair, total, array("I", (f[0] for f in found)).tobytes(), bytes(f[1] for f in found)


def _amount(count: int, norm: float) -> int:
    return max(1, round(SCALE * count / (count + norm)))


class _Headings:
    """Chapters with the words of their heading and of their law's title."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._found: dict[str, list[int]] = defaultdict(list)

    def number(self, law: int, title: str, chapter: str) -> int:
        known = self._numbers.get((law, chapter))
        if known is None:
            known = self._numbers[law, chapter] = len(self._numbers)
            for pair in sorted(set(pairs(plain(title)) + pairs(plain(chapter.partition(" ")[2])))):
                self._found[pair].append(known)
        return known

    def rows(self) -> Iterable[tuple[str, bytes]]:
        return [(pair, array("I", chapters).tobytes()) for pair, chapters in sorted(self._found.items())]
