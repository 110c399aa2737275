"""What people say for what a card or law calls otherwise: one more line in the package's word lists."""

from __future__ import annotations

from kiosk.content.policy.errors import WordsError
from kiosk.content.policy.lexicon import LONGEST, Lexicon
from kiosk.hub.studio.errors import NotHere
from kiosk.hub.studio.workspace import GONE, Workspace

PATH = "words/studio.txt"
_HEAD = "# Written in the studio: what people here say = what the texts call it.\n"
_MEANING = frozenset("=>!#-*\n\r")
"""What means something in a word list."""


class NoSaying(WordsError):
    """Nothing to add, too long, or with a sign that means something in a word list."""


def words_of(text: str) -> tuple[str, ...]:
    return tuple(text.replace("，", " ").replace("、", " ").replace(",", " ").split())


def add(space: Workspace, package: str, said: str, meant: str, card: str, by: str) -> tuple[str, ...]:
    """Add what people say for a card's name, for words of the texts, or both; returns the lines.

    For a card the saying is read as its name, so that it is found by it. Raises NoSaying, Stale, NotAllowed, OSError.
    """
    left, right = words_of(said), words_of(meant)
    if not left or not (right or card) or any(len(word) > LONGEST for word in (*left, *right)):
        raise NoSaying("words")
    if _MEANING & set("".join((*left, *right, card))):
        raise NoSaying("signs")
    found = ((">", card), ("=", " ".join(right)))
    lines = tuple(f"{' '.join(left)} {sign} {text}" for sign, text in found if text)
    try:
        raw, stamp = space.read(package, PATH)
    except NotHere:
        raw, stamp = _HEAD.encode(), GONE
    there = raw.decode("utf-8-sig").splitlines()
    text = "\n".join([*there, *(line for line in lines if line not in there)]) + "\n"
    Lexicon().add(PATH, text.splitlines())
    space.write(package, PATH, text.encode(), stamp, by)
    return lines
