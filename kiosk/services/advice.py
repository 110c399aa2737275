"""Questions in a resident's own words: answered off the main thread, counted without their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.domain.asked import LONGEST_WORDS, Outcome
from kiosk.ports.advice import PolicyAdvice
from kiosk.ports.tasks import Tasks
from kiosk.services.steps import Steps

if TYPE_CHECKING:  # rules and cards are looked at when somebody asks, not at the start
    from kiosk.content.policy.advice import Advice, Leaf

OnError = Callable[[Exception], None]


@dataclass(frozen=True)
class _Told:
    """An answer, and of a question that found nothing the words that name nobody."""

    advice: Advice
    unnamed: str = ""


class Advisor:
    """Lives on the main thread: every callback comes there. Keeps nothing of a question but what `steps` counts."""

    def __init__(self, advice: PolicyAdvice, tasks: Tasks, steps: Steps) -> None:
        self._advice = advice
        self._tasks = tasks
        self._steps = steps

    def ask(self, question: str, on_done: Callable[[Advice], None], on_error: OnError) -> None:
        """Cards and articles for any text; nothing found is a refusal. Errors: KioskError."""

        def work() -> _Told:
            found = self._advice.ask(question)
            return _Told(found, self._advice.unnamed(question)[:LONGEST_WORDS] if found.refused else "")

        def done(told: _Told) -> None:
            self._count(told)
            on_done(told.advice)

        self._tasks.submit(work, done, on_error)

    def read(self, doc: str, article: str, on_done: Callable[[Leaf | None], None], on_error: OnError) -> None:
        """An article with its neighbours; None where there is no such text here. Errors: KioskError."""
        self._tasks.submit(lambda: self._advice.read(doc, article), on_done, on_error)

    def opened(self, card: str) -> None:
        """A card was opened by its picture."""
        self._steps.asked(Outcome.PICTURE, card)

    def handed_on(self, card: str = "") -> None:
        """A person was asked, with this card open."""
        self._steps.asked(Outcome.PERSON, card)

    def close(self) -> None:
        self._advice.close()

    def _count(self, told: _Told) -> None:
        found = told.advice
        if found.cards:
            self._steps.asked(Outcome.CARD, found.cards[0].id)
        elif found.passages:
            self._steps.asked(Outcome.TEXT, found.passages[0].doc[:60])
        else:
            self._steps.asked(Outcome.NOTHING, told.unnamed)
