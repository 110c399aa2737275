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


def add(space: Workspace, package: str, said: str, meant: str, by: str) -> str:
    """Add a line and return it. Raises NoSaying, Stale, NotAllowed, OSError."""
    left, right = words_of(said), words_of(meant)
    if not left or not right or any(len(word) > LONGEST for word in (*left, *right)):
        raise NoSaying("words")
    if _MEANING & set("".join((*left, *right))):
        raise NoSaying("signs")
    line = f"{' '.join(left)} = {' '.join(right)}"
    try:
        raw, stamp = space.read(package, PATH)
    except NotHere:
        raw, stamp = _HEAD.encode(), GONE
    now = raw.decode("utf-8-sig")
    if line in now.splitlines():
        return line
    text = f"{now}{'' if now.endswith(chr(10)) else chr(10)}{line}\n"
    Lexicon().add(PATH, text.splitlines())
    space.write(package, PATH, text.encode(), stamp, by)
    return line
