"""Makes kiosk/voice/data/characters.txt and lexicon.txt from pypinyin's data (MIT) and our own tables.

Run it after a change of polyphones.txt, neutral.txt, erhua.txt, places.txt, words.txt or defaults.txt:

    python packaging/make_lexicon.py

The kiosk itself never loads pypinyin: its dictionaries cost 56 MB in memory, these two files about 8.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.style import convert

from kiosk.voice import lexicon as engine
from kiosk.voice.tables import DATA, lines, pairs

_HEADER = "# Made by packaging/make_lexicon.py; do not edit. Phrases and characters: pypinyin (MIT licence).\n"


def numbered(syllable: str) -> str:
    """hǎo → hao3, de → de5, lǜ → lv4."""
    plain = convert(syllable, Style.TONE3, strict=False, default=syllable)
    plain = plain.replace("ü", "v").replace("u:", "v")
    return plain if plain[-1:].isdigit() else plain + "5"


def characters() -> dict[str, str]:
    """Every character with its most usual reading."""
    found = {chr(code): numbered(value.split(",")[0]) for code, value in PINYIN_DICT.items()}
    return {c: s for c, s in found.items() if s[:-1].isascii() and s[:-1].isalpha()}


def library_words() -> dict[str, list[str]]:
    """pypinyin's phrases of two and three characters, and the longer ones whose reading surprises."""
    single = characters()
    found = {}
    for word, reading in PHRASES_DICT.items():
        syllables = [numbered(s[0]) for s in reading]
        if len(word) != len(syllables) or not all(c in single for c in word):
            continue
        syllables = [_citation(c, s) for c, s in zip(word, syllables, strict=True)]
        if len(word) < 4 or syllables != [single[c] for c in word]:
            found[word] = syllables
    return found


def _citation(char: str, syllable: str) -> str:
    """The library writes the sandhi of 一 and 不 in some phrases; we apply it when speaking."""
    if char == "一" and syllable in {"yi2", "yi4"}:
        return "yi1"
    return "bu4" if char == "不" and syllable == "bu2" else syllable


class Builder:
    """Our words on top of the library's, each line overruling those before it."""

    def __init__(self) -> None:
        self.characters = characters()
        self.plain = dict(self.characters)
        for line in lines("defaults.txt"):
            syllable, _, chars = line.partition(" ")
            self.plain.update(dict.fromkeys(chars.replace(" ", ""), syllable))
        self.words = library_words()
        self.own: dict[str, list[str]] = {}

    def build(self) -> None:
        self._full_syllable_er()
        self._neutral()
        self._polyphones()
        self._neutral()
        self._places()
        self._everyday()
        self._suffix_er()

    def _base(self, word: str) -> list[str]:
        """The reading by the words known so far: cut from either end, whichever needs fewer words."""
        cuts = (self._cut(word, backwards=True), self._cut(word, backwards=False))
        parts = min(cuts, key=len)
        result: list[str] = []
        for part in parts:
            result += self.own.get(part) or self.words.get(part) or [self.plain.get(c, c) for c in part]
        return result

    def _cut(self, word: str, *, backwards: bool) -> list[str]:
        parts: list[str] = []
        while word:
            sizes = range(len(word), 0, -1)
            ends = [word[-n:] if backwards else word[:n] for n in sizes]
            part = next(p for p in ends if p in self.own or p in self.words or len(p) == 1)
            word = word[: -len(part)] if backwards else word[len(part) :]
            parts.insert(0 if backwards else len(parts), part)
        return parts

    def _put(self, word: str, syllables: list[str]) -> None:
        if len(word) != len(syllables):
            sys.exit(f"{word}: {len(syllables)} syllables for {len(word)} characters")
        self.own[word] = syllables

    def _polyphones(self) -> None:
        for line in lines("polyphones.txt"):
            char, syllable, *words = line.split()
            for word in words:
                if char not in word:
                    sys.exit(f"polyphones.txt: {word} has no {char}")
                read = zip(word, self._base(word), strict=True)
                self._put(word, [syllable if c == char else s for c, s in read])

    def _neutral(self) -> None:
        for line in lines("neutral.txt"):
            for word in line.split():
                base = self._base(word)
                self._put(word, [*base[:-1], base[-1][:-1] + "5"])

    def _everyday(self) -> None:
        for line in lines("words.txt"):
            for word in line.split():
                if word not in self.own and word not in self.words:
                    self._put(word, self._base(word))

    def _full_syllable_er(self) -> None:
        for line in lines("erhua.txt"):
            for word in line.split():
                self._put(word, ["er2" if c == "儿" else s for c, s in zip(word, self._base(word), strict=True)])

    def _suffix_er(self) -> None:
        """儿 at the end of a word is the suffix, but where erhua.txt says that it is a syllable of its own."""
        full = {word for line in lines("erhua.txt") for word in line.split()}
        for table in (self.words, self.own):
            for word in table.keys() - full:
                if word.endswith("儿") and not any(word.endswith(w) for w in full if len(w) < len(word)):
                    table[word] = [*table[word][:-1], "er5"]

    def _places(self) -> None:
        for word, reading in pairs("places.txt"):
            self._put(word, reading.split())

    def lexicon_text(self) -> str:
        out = [_HEADER]
        for word in sorted(self.words.keys() | self.own.keys()):
            if len(word) < 2:
                continue
            own = word in self.own
            syllables = self.own[word] if own else self.words[word]
            reading = "" if syllables == [self.plain.get(c) for c in word] else " " + " ".join(syllables)
            out.append(f"{engine.OWN if own else ''}{word}{reading}\n")
        return "".join(out)

    def characters_text(self) -> str:
        groups: dict[str, list[str]] = defaultdict(list)
        for char, syllable in self.characters.items():
            groups[syllable].append(char)
        return _HEADER + "".join(f"{s} {''.join(sorted(c))}\n" for s, c in sorted(groups.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DATA)
    folder = parser.parse_args().out
    builder = Builder()
    builder.build()
    (folder / "lexicon.txt").write_text(builder.lexicon_text(), encoding="utf-8")
    (folder / "characters.txt").write_text(builder.characters_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
