"""Answers questions with the cards and, where the administrator has imported official texts, with their articles.

Without such a library an index over the cards' own words stands in for it: then a card is found by what it says, too,
and has to be the surer. Whatever is on the disk is looked at again with each question: a new import is used at once.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.adapters.policy_library import FILE, Library
from kiosk.content.policy.advice import Advice, Leaf
from kiosk.content.policy.asking import Adviser
from kiosk.content.policy.cards import Card
from kiosk.content.policy.cards_find import CardFinder, as_law
from kiosk.content.policy.errors import PolicyError
from kiosk.content.policy.unnamed import unnamed

log = logging.getLogger(__name__)
SURE = 0.6
"""How surely a card must answer that was found by its own words alone: measured in docs/policy-search.md."""
BESIDE = 0.6
"""Of the best one's score: what a further card has to reach to be offered beside it."""
MOST = 3
Cards = Callable[[], tuple[Card, ...]]
Folders = Callable[[], tuple[Path, ...]]
Mark = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Open:
    """What answers now. `library` None: no official texts, and `adviser` looks among the cards' own words."""

    mark: Mark
    cards: tuple[Card, ...]
    finder: CardFinder
    adviser: Adviser
    library: Library | None
    index: Library


class LibraryAdvice:
    """kiosk.ports.advice, with the library in `folder`; one question at a time, from any thread.

    `versions` are the folders that `cards` reads: where they are others than before, the cards are read again.
    """

    def __init__(self, folder: Path, cards: Cards, versions: Folders = tuple) -> None:
        self._folder = folder
        self._cards = cards
        self._versions = versions
        self._lock = threading.Lock()
        self._now: _Open | None = None

    def ask(self, question: str) -> Advice:
        with self._lock:
            now = self._opened()
            answer = now.adviser.ask(question.encode("utf-8", "replace").decode("utf-8"), MOST)
            if now.library is not None:
                articles = [(found.passage.doc, found.passage.article) for found in answer.found]
                cards = tuple(found.card for found in now.finder.find(question, articles, MOST))
                return Advice(question, cards, tuple(found.passage for found in answer.found))
            named = [found.card.id for found in now.finder.find(question, (), MOST)]
            least = BESIDE * answer.found[0].score if answer.relevance >= SURE else float("inf")
            said = [found.passage.doc for found in answer.found if found.score >= least]
            known = {card.id: card for card in now.cards}
            return Advice(question, tuple(known[one] for one in list(dict.fromkeys([*named, *said]))[:MOST]))

    def read(self, doc: str, article: str) -> Leaf | None:
        with self._lock:
            library = self._opened().library
            return library.leaf(doc, article) if library is not None else None

    def unnamed(self, question: str) -> str:
        import rjieba

        from kiosk.adapters.policy_words import load_every_word

        with self._lock:
            words = load_every_word(self._folder, self._versions())
            return unnamed(question, words, rjieba.tag, rjieba.has_word)

    def _installed(self) -> tuple[Path, ...]:
        """Word lists that came with the installed cards: what administrators wrote in the studio."""
        from kiosk.adapters.policy_words import THEIRS

        return tuple(folder / THEIRS for folder in self._versions())

    def close(self) -> None:
        with self._lock:
            self._shut()

    # within the lock

    def _shut(self) -> None:
        now, self._now = self._now, None
        if now is not None:
            now.index.close()

    def _opened(self) -> _Open:
        mark = self._mark()
        if self._now is None or self._now.mark != mark:
            made = self._open(mark)
            self._shut()
            self._now = made
        return self._now

    def _open(self, mark: Mark) -> _Open:
        """With a library that is damaged, or of another version, the cards answer alone; the log says why."""
        from kiosk.adapters.policy_words import OURS, THEIRS, load_words, open_adviser

        cards, more = self._cards(), self._installed()
        try:
            if (self._folder / FILE).is_file():
                adviser, library = open_adviser(self._folder, *more)
                finder = CardFinder(cards, load_words(OURS, *more, self._folder / THEIRS))
                return _Open(mark, cards, finder, adviser, library, library)
        except PolicyError as error:
            log.warning("official texts cannot be used: %s", error)
        try:
            words = load_words(OURS, *more)
        except PolicyError as error:
            log.warning("installed word lists cannot be used: %s", error)
            words, more = load_words(OURS), ()
        adviser, index = _of_cards(cards, more)
        return _Open(mark, cards, CardFinder(cards, words), adviser, None, index)

    def _mark(self) -> Mark:
        """Changes when anything is imported or written here."""
        from kiosk.adapters.policy_words import mark_of, their_files

        return mark_of(self._versions(), (self._folder / FILE, *their_files(self._folder)))


def _of_cards(cards: tuple[Card, ...], more: tuple[Path, ...]) -> tuple[Adviser, Library]:
    """An index over what the cards say: each is one article of a text that is called as the card."""
    from kiosk.adapters.policy_library_build import build
    from kiosk.adapters.policy_words import open_adviser

    with tempfile.TemporaryDirectory(prefix="silver-key-cards-") as folder:
        build(Path(folder), [(as_law(card), b"") for card in cards])
        return open_adviser(Path(folder), *more)  # the open file outlives its name
