"""Answers to questions that a test gives, and pages of a text."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.policy.advice import Advice, Leaf
from kiosk.content.policy.asking import Passage
from kiosk.content.policy.rules_profile import Profile

Leaves = dict[tuple[str, str], Leaf]


def leaf(
    number: str, *, doc: str = "tea", text: str = "住满一年的老人，都有茶点。", before: str = "", after: str = ""
) -> Leaf:
    passage = Passage(doc, "样板市茶点补贴办法", "第二章 谁有", number, text, "", "2020-03-01")
    return Leaf(passage, before, after)


class GivenAdvice:
    """kiosk.services.advice.Advisor as the screens know it: answers at once what `answers` and `leaves` hold."""

    def __init__(self) -> None:
        self.answers: dict[str, Advice] = {}
        self.leaves: Leaves = {}
        self.asked: list[str] = []
        self.cards_opened: list[str] = []
        self.people: list[str] = []
        self.error: Exception | None = None
        self.waiting: list[Callable[[], None]] | None = None  # a list: answers wait until a test calls them

    def ask(self, question: str, on_done: Callable[[Advice], None], on_error: Callable[[Exception], None]) -> None:
        self.asked.append(question)
        error = self.error
        if error is not None:
            on_error(error)
        elif self.waiting is not None:
            self.waiting.append(lambda: on_done(self.answers.get(question, Advice(question))))
        else:
            on_done(self.answers.get(question, Advice(question)))

    def read(
        self, doc: str, article: str, on_done: Callable[[Leaf | None], None], on_error: Callable[[Exception], None]
    ) -> None:
        if self.error is not None:
            on_error(self.error)
        else:
            on_done(self.leaves.get((doc, article)))

    def opened(self, card: str) -> None:
        self.cards_opened.append(card)

    def handed_on(self, card: str = "") -> None:
        self.people.append(card)


class GivenNews:
    """kiosk.services.policy_news.PolicyNews as the screens know it."""

    def __init__(self) -> None:
        self.any = self.keeps = False
        self.profile: Profile | None = None
        self.remembered: list[Profile] = []
        self.listeners: list[Callable[[], None]] = []

    def remember(self, profile: Profile) -> None:
        self.remembered.append(profile)

    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)
