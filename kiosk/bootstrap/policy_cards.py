"""What this kiosk knows of policies, read when it is first asked for: neither start nor first tap waits for it."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.adapters.candidates import PinyinCandidates
from kiosk.errors import KioskError
from kiosk.services.typing import Typing

if TYPE_CHECKING:
    from kiosk.content.policy.advice import Advice, Leaf
    from kiosk.content.policy.cards import Card
    from kiosk.ports.advice import PolicyAdvice
    from kiosk.ports.installed_content import InstalledContent
    from kiosk.ports.tasks import Tasks

log = logging.getLogger(__name__)
Words = tuple[tuple[str, ...], tuple[str, ...]]
"""Names, sayings."""


def read_policies(content: InstalledContent) -> tuple[Card, ...]:
    """Every installed card; those that came with the program where the installed ones cannot be read.

    Slow the first time. Raises CardError, noted for the administrator first.
    """
    from kiosk.adapters.policy_cards import CARDS, load_cards

    folders = tuple(folder / CARDS.name for folder in content.folders("policies"))
    for some in dict.fromkeys((folders or (CARDS,), (CARDS,))):
        try:
            return load_cards(*some)
        except KioskError as error:
            log.warning("no policy cards: %s; see `kiosk content check`", str(error).partition("\n")[0])
            failed = error
    raise failed


class NamesAndSayings:
    """What policies are called, and what else people say, for the keyboard; also what administrators added.

    The same object until other content is installed or a list beside the official texts (`texts`) is written.
    """

    def __init__(self, texts: Path, content: InstalledContent) -> None:
        self._texts = texts
        self._content = content
        self._mark: object = None
        self._words: Words = ((), ())

    def __call__(self) -> Words:
        from kiosk.adapters.policy_words import mark_of, their_files

        versions = self._content.folders("policies")
        mark = mark_of(versions, their_files(self._texts))
        if mark != self._mark:
            self._words, self._mark = (self._names(), self._sayings(versions)), mark
        return self._words

    def _names(self) -> tuple[str, ...]:
        """None where no card can be read: that is told elsewhere."""
        try:
            cards = read_policies(self._content)
        except KioskError:
            return ()
        return tuple(name for card in cards for name in (*card.names.everyday, card.names.official))

    def _sayings(self, versions: tuple[Path, ...]) -> tuple[str, ...]:
        from kiosk.adapters.policy_words import load_every_word

        return load_every_word(self._texts, versions).sayings()


def typing_for(texts: Path, content: InstalledContent, tasks: Tasks) -> tuple[Typing, PinyinCandidates]:
    """The keyboard's words, and the program behind them, to be closed at the end."""
    candidates = PinyinCandidates()
    return Typing(candidates, NamesAndSayings(texts, content), tasks), candidates


class LazyAdvice:
    """kiosk.ports.advice, made when somebody asks first: the cutter of words weighs 33 MB."""

    def __init__(self, folder: Path, content: InstalledContent) -> None:
        self._folder = folder
        self._content = content
        self._made: PolicyAdvice | None = None

    def ask(self, question: str) -> Advice:
        return self._advice().ask(question)

    def read(self, doc: str, article: str) -> Leaf | None:
        return self._advice().read(doc, article)

    def unnamed(self, question: str) -> str:
        return self._advice().unnamed(question)

    def close(self) -> None:
        if self._made is not None:
            self._made.close()

    def _advice(self) -> PolicyAdvice:
        from kiosk.adapters.policy_advice import LibraryAdvice

        if self._made is None:
            self._made = LibraryAdvice(
                self._folder, partial(read_policies, self._content), partial(self._content.folders, "policies")
            )
        return self._made
