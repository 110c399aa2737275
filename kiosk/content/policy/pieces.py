"""An article in pieces that can be read at a glance: sentences, long ones at their commas."""

from __future__ import annotations

import re
from collections.abc import Iterator

GLANCE = 20
"""Characters that stand together: a line, two where type is very large."""
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]+|[^。；！？\n]+")
_CLAUSE = re.compile(r"[^，、：]*[，、：]+|[^，、：]+")


def pieces(text: str) -> Iterator[str]:
    """Sentences, long ones at their commas, at most GLANCE characters where there is a comma to part them at."""
    for sentence in (found.strip() for found in _SENTENCE.findall(text)):
        if len(sentence) <= GLANCE:
            if sentence:
                yield sentence
            continue
        piece = ""
        for clause in _CLAUSE.findall(sentence):
            if piece and len(piece) + len(clause) > GLANCE:
                yield from _cut(piece)
                piece = ""
            piece += clause
        yield from _cut(piece)


def _cut(piece: str) -> Iterator[str]:
    """What has no comma for long is cut where it must be; nothing is left out."""
    for start in range(0, len(piece), GLANCE):
        yield piece[start : start + GLANCE]
