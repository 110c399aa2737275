"""What sounds alike: a word's syllables without tones, with the sounds merged that many elders do not part.

zh/z, ch/c, sh/s, n/l, f/h before u, r/l, in/ing, en/eng, an/ang. Voice and pinyin input confuse the same ones.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent / "data" / "sounds.txt"
_MERGES = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^[nr](?=[a-z])"), "l"),
    (re.compile(r"^hu(?=[a-z])"), "f"),
    (re.compile(r"(?<=[aei])ng$"), "n"),
)


@cache
def _table() -> dict[str, str]:
    table = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            syllable, _, chars = line.partition(" ")
            merged = merge(syllable)
            table.update(dict.fromkeys(chars, merged))
    return table


def merge(syllable: str) -> str:
    """shang → san, ning → lin, huang → fan: what a fuzzy ear hears."""
    for pattern, replacement in _MERGES:
        syllable = pattern.sub(replacement, syllable)
    return syllable


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """The word's sound; "" when a character of it has none (letters, digits, rare characters)."""
    table = _table()
    syllables = [table.get(char, "") for char in word]
    return " ".join(syllables) if all(syllables) else ""
