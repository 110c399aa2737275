"""Words a primary-school reader knows (elder-ui U19), in Chinese: short sentences, no Latin, no office or IT word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_SENTENCE = 20
"""Characters, without blanks; a run of digits or Latin letters reads as one word and counts as two."""

LATIN_ALLOWED = frozenset({"English"})
"""The key that changes to English says so to those who read it."""

_END = re.compile(r"[。！？；!?;\n]")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.:·-]*")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def faults(text: str, hard: Iterable[str]) -> Iterator[str]:
    """What is wrong with a Chinese text, in figures.

    `hard` are the words that no resident should meet; one that begins with ! may stand although a hard one is in it.
    """
    words = tuple(hard)
    for sentence in _END.split(text):
        length = len(re.sub(r"\s", "", _WORD.sub("00", sentence)))
        if length > LONGEST_SENTENCE:
            yield f"{sentence}: {length} characters, at most {LONGEST_SENTENCE}"
    for word in _LATIN.findall(text):
        if word not in LATIN_ALLOWED:
            yield f"{word} is not Chinese"
    for word in words:
        if word.startswith("!"):
            text = text.replace(word[1:], "")
    for word in words:
        if not word.startswith("!") and word in text:
            yield f"{word} is not an everyday word"
