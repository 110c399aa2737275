"""What a resident types, turned into words: names of our own policies first, then those of the dictionary."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.content.typing.candidate import Candidate
from kiosk.ports.candidates import Candidates
from kiosk.ports.tasks import Tasks

if TYPE_CHECKING:  # tables are read when somebody types, not at the start
    from kiosk.content.typing.syllables import Spelling
    from kiosk.content.typing.terms import Terms

OnError = Callable[[Exception], None]
Names = Callable[[], tuple[Iterable[str], Iterable[str]]]
"""Names of policies, and what else people say; slow when they changed, else the same object as before."""
OURS, SAID = 4, 2
MOST = 24
READINGS = 4
TELLING = 3
"""So many keys before a saying of ours, which may be any of thousands, comes before the dictionary."""


@dataclass(frozen=True)
class Offer:
    """`typed` is what it answers; `sounds` are what its first digits may be, () on letters."""

    typed: str
    words: tuple[Candidate, ...] = ()
    sounds: tuple[str, ...] = ()


class Typing:
    """`find` answers on the main thread. Nothing of what was typed is kept (S3)."""

    def __init__(self, candidates: Candidates, names: Names, tasks: Tasks) -> None:
        self._candidates = candidates
        self._names = names
        self._tasks = tasks
        self._lock = threading.Lock()
        self._known: tuple[Terms, Terms, Spelling] | None = None
        self._known_from: object = None

    def prepare(self) -> None:
        """Read tables and dictionary before the first key."""
        self._tasks.submit(lambda: self._offer("lao"), None, lambda _error: None)

    def find(self, typed: str, on_done: Callable[[Offer], None], on_error: OnError) -> None:
        """Words for what was typed. Errors: none of ours; without dictionary and names nothing is found."""
        self._tasks.submit(lambda: self._offer(typed), on_done, on_error)

    def read_as(self, typed: str, sound: str) -> str:
        """What was typed, with its first digits read as this sound."""
        from kiosk.content.typing.syllables import Spelling

        return Spelling.fixed(typed, sound)

    def _offer(self, typed: str) -> Offer:
        from kiosk.content.typing.syllables import KEYS, clean

        typed = clean(typed)
        if not typed:
            return Offer(typed)
        names, said, spelling = self._tables()
        digits = any(key in KEYS for key in typed)
        ours = names.find(typed, OURS)
        if len(typed) >= TELLING:
            ours += said.find(typed, SAID)
        theirs = self._guessed(typed, spelling) if digits else self._candidates.find(typed, MOST)
        words = {one.text: one for one in reversed((*ours, *theirs))}
        ordered = [words[text] for text in dict.fromkeys(one.text for one in (*ours, *theirs))]
        return Offer(typed, tuple(ordered[:MOST]), spelling.first(typed) if digits else ())

    def _guessed(self, typed: str, spelling: Spelling) -> tuple[Candidate, ...]:
        """The best word of each reading, then what else there is for the likeliest."""
        from kiosk.content.typing.syllables import BREAK, keys_used

        found = []
        for reading in spelling.readings(typed, READINGS):
            words = self._candidates.find(reading, MOST)
            letters = [len(reading[: one.used].replace(BREAK, "")) for one in words]
            found.append([Candidate(w.text, keys_used(typed, n)) for w, n in zip(words, letters, strict=True)])
        best = [one for words in found for one in words[:2] if one.used == len(typed)]
        return (*best, *(one for words in found for one in words))

    def _tables(self) -> tuple[Terms, Terms, Spelling]:
        from kiosk.content.typing.syllables import Spelling
        from kiosk.content.typing.terms import Terms

        with self._lock:
            found = self._names()
            if self._known is None or found is not self._known_from:
                names, said = (tuple(words) for words in found)
                self._known, self._known_from = (Terms(names), Terms(said), Spelling((*names, *said))), found
            return self._known
