"""Words a primary-school reader knows (elder-ui U19), in Chinese: short sentences, no Latin, no office or IT word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_SENTENCE = 20
"""Characters, without blanks; a run of digits or Latin letters reads as one word and counts as two."""

LATIN_ALLOWED = frozenset({"English"})
"""The key that changes to English says so to those who read it."""

HARD_ALLOWED = ("验证码",)
"""Every slip warns of this in these words (S13); who has a telephone has been asked for one."""

_END = re.compile(r"[。！？；!?;\n]")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.:·-]*")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def faults(text: str, hard: Iterable[str]) -> Iterator[str]:
    """What is wrong with a Chinese text, in figures; `hard` are the words that no resident should meet."""
    for sentence in _END.split(text):
        length = len(re.sub(r"\s", "", _WORD.sub("00", sentence)))
        if length > LONGEST_SENTENCE:
            yield f"{sentence}: {length} characters, at most {LONGEST_SENTENCE}"
    for word in _LATIN.findall(text):
        if word not in LATIN_ALLOWED:
            yield f"{word} is not Chinese"
    for word in HARD_ALLOWED:
        text = text.replace(word, "")
    for word in hard:
        if word in text:
            yield f"{word} is not an everyday word"
