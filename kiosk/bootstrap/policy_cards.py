"""What this kiosk knows of policies, read when it is first asked for: neither start nor first tap waits for it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
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


def names_and_sayings(content: InstalledContent) -> tuple[Iterable[str], Iterable[str]]:
    """What policies are called, and what else people say, for the keyboard. Where none can be read it offers none."""
    from kiosk.adapters.policy_words import OURS, load_words
    from kiosk.content.policy.lexicon import GAP

    try:
        cards, lexicon = read_policies(content), load_words(OURS)
    except KioskError:
        return (), ()
    names = [name for card in cards for name in (*card.names.everyday, card.names.official)]
    said = dict.fromkeys([*lexicon.means, *(word for means in lexicon.means.values() for word in means)])
    return names, [word for word in said if GAP not in word]


def typing_for(content: InstalledContent, tasks: Tasks) -> tuple[Typing, PinyinCandidates]:
    """The keyboard's words, and the program behind them, to be closed at the end."""
    candidates = PinyinCandidates()
    return Typing(candidates, partial(names_and_sayings, content), tasks), candidates


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
