"""Words for pinyin, from a small list."""

from __future__ import annotations

from kiosk.content.typing.candidate import Candidate
from kiosk.content.typing.syllables import match, syllables_of

WORDS = (
    "老",
    "老龄",
    "电梯",
    "打官司",
    "没钱",
    "怎么办",
    "补贴",
    "敬老卡",
    "丢了",
    "到",
    "哪里",
    "红烧肉",
    "怎么",
    "烧",
)


class MemoryCandidates:
    """Knows a dozen words; `missing` knows none, as where the library is not installed."""

    def __init__(self, *, missing: bool = False) -> None:
        self.available = not missing
        self.closed = False

    def find(self, letters: str, most: int) -> tuple[Candidate, ...]:
        if not self.available or self.closed or not letters.replace("'", "").isalpha() or not letters.islower():
            return ()
        found = []
        for word in WORDS:
            for used in range(len(letters), 0, -1):
                if match(syllables_of(word), letters[:used]) == len(word):
                    found.append(Candidate(word, used))
                    break
        return tuple(sorted(found, key=lambda one: (-one.used, -len(one.text)))[:most])

    def close(self) -> None:
        self.closed = True
