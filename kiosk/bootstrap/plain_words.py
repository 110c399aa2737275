"""Words a primary-school reader knows (elder-ui U19), in Chinese: short sentences, no Latin, no office or IT word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from kiosk.text import Translator

LONGEST_SENTENCE = 20
"""Characters, without blanks; a run of digits or Latin letters reads as one word and counts as two."""

LATIN_ALLOWED = frozenset({"English"})
"""The key that changes to English says so to those who read it."""

HARD_ALLOWED = ("验证码",)
"""Every slip warns of this in these words (S13); who has a telephone has been asked for one."""

_HARD_FILE = Path(__file__).resolve().parents[2] / "assets" / "words" / "hard.txt"

_END = re.compile(r"[。！？；!?;\n]")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.:·-]*")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def faults(text: str) -> Iterator[str]:
    """What is wrong with a Chinese text, in figures."""
    for sentence in _END.split(text):
        length = len(re.sub(r"\s", "", _WORD.sub("00", sentence)))
        if length > LONGEST_SENTENCE:
            yield f"{sentence}: {length} characters, at most {LONGEST_SENTENCE}"
    for word in _LATIN.findall(text):
        if word not in LATIN_ALLOWED:
            yield f"{word} is not Chinese"
    for word in HARD_ALLOWED:
        text = text.replace(word, "")
    for word in _hard():
        if word in text:
            yield f"{word} is not an everyday word"


@cache
def _hard() -> tuple[str, ...]:
    lines = _HARD_FILE.read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def catalogue_faults(templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key, fault) over a whole catalogue; what a placeholder will hold is checked where it is shown."""
    for key, template in templates.items():
        for fault in faults(_PLACEHOLDER.sub("", template)):
            yield key, fault


def chinese_templates() -> dict[str, str]:
    """The residents' catalogue: key to text with placeholders."""
    return {key: text for key, text in Translator("zh_CN").templates().items() if key}
