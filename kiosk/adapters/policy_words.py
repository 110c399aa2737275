"""Where word lists lie (the project's own and those that an administrator adds) and who cuts Chinese into words."""

from __future__ import annotations

from pathlib import Path

import rjieba

from kiosk.adapters.policy_library import Library
from kiosk.content.policy.asking import Adviser
from kiosk.content.policy.errors import LibraryError, WordsError
from kiosk.content.policy.lexicon import Lexicon

OURS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "policies" / "words"
THEIRS = "words"
"""The folder beside the library with an administrator's own lists."""


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


def open_adviser(folder: Path, *more: Path) -> tuple[Adviser, Library]:
    """Whoever answers from the library here, with the lists of `more` folders too; close the library when done."""
    library = Library(folder)
    try:
        lexicon = load_words(OURS, *more, folder / THEIRS)
    except Exception:
        library.close()
        raise
    return Adviser(library, lexicon, rjieba.tag, rjieba.has_word), library
