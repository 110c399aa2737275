"""Where word lists lie (the project's own and those that an administrator adds) and who cuts Chinese into words."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import rjieba

from kiosk.adapters.policy_library import Library
from kiosk.content.policy.asking import Adviser
from kiosk.content.policy.errors import LibraryError, WordsError
from kiosk.content.policy.lexicon import Lexicon

log = logging.getLogger(__name__)
OURS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "policies" / "words"
THEIRS = "words"
"""The folder beside the library, and in a package of cards, with an administrator's own lists."""
Mark = tuple[tuple[str, int, int], ...]


def load_words(*folders: Path) -> Lexicon:
    """The lists of these folders (*.txt), in the order of their names. Raises WordsError, LibraryError."""
    lexicon = Lexicon()
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            try:
                lines = path.read_text("utf-8-sig").splitlines()
            except UnicodeDecodeError:
                raise WordsError(f"{path}: not UTF-8") from None
            except OSError as error:
                raise LibraryError(f"{path}: {error.strerror or error}") from error
            lexicon.add(str(path), lines)
    return lexicon


def list_folders(texts: Path, versions: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Where lists lie: ours; those in the installed packages of cards (from the studio); those beside the texts."""
    return tuple(dict.fromkeys((OURS, *(folder / THEIRS for folder in versions), texts / THEIRS)))


def load_every_word(texts: Path, versions: Iterable[Path] = ()) -> Lexicon:
    """All lists there are; ours alone where another one cannot be read, which the log tells."""
    try:
        return load_words(*list_folders(texts, versions))
    except (WordsError, LibraryError) as error:
        log.warning("word lists cannot be used: %s", error)
        return load_words(OURS)


def mark_of(versions: Iterable[Path], files: Iterable[Path]) -> Mark:
    """Changes when other packages are installed or one of these files is written."""
    found = [(str(folder), 0, 0) for folder in versions]
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((str(path), stat.st_mtime_ns, stat.st_ino))
    return tuple(found)


def their_files(texts: Path) -> tuple[Path, ...]:
    """An administrator's own lists beside the library."""
    return tuple(sorted((texts / THEIRS).glob("*.txt")))


def open_adviser(folder: Path, *more: Path) -> tuple[Adviser, Library]:
    """Whoever answers from the library here, with the lists of `more` folders too; close the library when done."""
    library = Library(folder)
    try:
        lexicon = load_words(OURS, *more, folder / THEIRS)
    except Exception:
        library.close()
        raise
    return Adviser(library, lexicon, rjieba.tag, rjieba.has_word, library.sense()), library
