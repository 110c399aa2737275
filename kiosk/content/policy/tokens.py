"""Text as it is indexed: words of two characters (every pair), for articles and for questions alike."""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[一-鿿〇]+|[a-z0-9]+")
LONGEST_QUESTION = 120
"""Characters of a question that are looked at; what an elder says to a kiosk has 10 to 40."""


def plain(text: str) -> str:
    """One form for wide and narrow letters and digits, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """Stretches of characters, or of letters and digits, without what parts them."""
    return _RUN.findall(text)


def is_han(run: str) -> bool:
    return not run.isascii()


def pairs(text: str) -> list[str]:
    """救护车 → 救护, 护车. A run of letters or digits is one; a lonely character is one."""
    found: list[str] = []
    for run in runs(text):
        if not is_han(run) or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found
