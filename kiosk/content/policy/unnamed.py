"""A question without whoever asked it: only words of the lists and everyday words of the dictionary are left.

What nobody could answer is worth knowing; who could not be answered is nobody's business. Names of people, places and
firms, numbers, letters and every word that the dictionary does not know become … (PIPL: what cannot be led back to
anybody is no personal data).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.tokens import is_han, plain, runs

MOST = 40
"""Characters kept."""
GONE = "…"
Tag = Callable[[str], Iterable[tuple[str, str]]]
Known = Callable[[str], bool]
_NAMED = ("nr", "ns", "nt", "nz", "m", "x", "eng", "t")
"""Kinds of words that may name somebody: people, places, bodies, brands, numbers, foreign words, dates."""
_SMALL = frozenset(
    "我你他她它您们的地得了着过吗呢吧啊不没无有是在和跟给把被让叫要想能会可该去来到上下里外回出进走坐住买卖看听说问"
    "找拿交付领办做用打治吃喝睡病药钱房楼灯电水气路车家人谁啥怎么哪几多少大小好坏新旧远近怕痛疼"
)
"""Characters that may stand alone: none of them tells who somebody is (钱 and 房 as surnames stand before a name, and
that is gone)."""
_ALIKE = re.compile(rf"{GONE}+")


def unnamed(question: str, lexicon: Lexicon, tag: Tag, known: Known) -> str:
    """At most MOST characters; "" when nothing telling is left."""
    text = plain(question)[:200]
    listed = _listed(text, lexicon)
    found, at = "", 0
    for word, kind in tag(text):
        at = text.find(word, at)
        if at < 0:
            break
        span = listed[at : at + len(word)]
        at += len(word)
        found += word if all(span) or _harmless(word, kind, known) else _parts(word, span)
    short = _ALIKE.sub(GONE, found)[:MOST].strip(GONE + " ")
    return short if any(len(run) > 1 for run in runs(short)) else ""


def _listed(text: str, lexicon: Lexicon) -> list[bool]:
    """Which characters stand in words that our own lists know: those are nobody's name. Digits never do (119 within an
    identity number)."""
    listed = [False] * len(text)
    for match in lexicon.matches(text):
        if is_han(match.word) and match.word in text and match.end - match.start > 1:
            listed[match.start : match.end] = [True] * (match.end - match.start)
    said = {word for word in lexicon.rewrites if len(word) > 1 and is_han(word)}
    for start, end in lexicon.places(text, said):
        listed[start:end] = [True] * (end - start)
    return listed


def _harmless(word: str, kind: str, known: Known) -> bool:
    if kind.startswith(_NAMED) or not runs(word) or word.isascii():
        return False
    return word in _SMALL if len(word) == 1 else known(word)


def _parts(word: str, listed: list[bool]) -> str:
    """Of a word that cannot stay what the lists know."""
    return "".join(char if kept else GONE for char, kept in zip(word, listed, strict=True))
