"""Takes a question key by key, and decides what it is answered with: a card, an article, or a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Any, Protocol

from kiosk.content.policy.advice import Advice
from kiosk.content.policy.cards import Card
from kiosk.domain.details import Consultation
from kiosk.domain.request import Request
from kiosk.ports.clock import Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.ask.draft import Draft, Page
from kiosk.screens.ask.state import State
from kiosk.screens.ask.wording import chosen, picture
from kiosk.services.requests import asked_here
from kiosk.services.saytime import local
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.services.typing import Offer

DRAFT = "ask"
MOST_TYPED, MOST_KEYS = 40, 24
MOST_FOUND = 5
OnError = Callable[[Exception], None]


class Words(Protocol):
    """Who turns keys into words; kiosk.services.typing."""

    def prepare(self) -> None: ...

    def find(self, typed: str, on_done: Callable[[Offer], None], on_error: OnError, /) -> None: ...

    def read_as(self, typed: str, sound: str, /) -> str: ...


class Answers(Protocol):
    """Who answers; kiosk.services.advice."""

    def ask(self, question: str, on_done: Callable[[Advice], None], on_error: OnError, /) -> None: ...

    def handed_on(self, card: str = "", /) -> None: ...


class Questions(Protocol):
    """Who takes a question for a person; kiosk.services.requests."""

    def consult(
        self, question: Consultation, /, *, on_done: Callable[[Request], None], on_error: OnError
    ) -> None: ...  # fmt: skip


class Presenter(Base[State]):
    """`listens`: whether a message can be left here."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        requests: Questions,
        typing: Words,
        advisor: Answers,
        listens: bool = False,
        zone: tzinfo | None = None,
    ) -> None:
        self._navigator = navigator
        self._session = session
        self._requests = requests
        self._typing = typing
        self._advisor = advisor
        self._listens = listens
        self._today = local(clock, zone).date()
        kept = session.kept(DRAFT)
        self._draft = kept if isinstance(kept, Draft) else Draft()
        super().__init__(render, speech, picture(self._draft, self._today, listens=listens))

    def open(self) -> None:
        super().open()
        self._typing.prepare()
        if self._draft.page is Page.TYPE and self._draft.spelling:
            self._look_up()

    # the keyboard

    def keyed(self, name: str) -> None:
        """A key of the keyboard: a letter, a digit, or "erase"."""
        draft = self._draft
        if draft.page is not Page.TYPE:
            return
        if name == "erase":
            self._erase()
        elif len(draft.spelling) < MOST_KEYS and len(draft.typed) < MOST_TYPED:
            self._spell(draft.spelling + name)

    def picked(self, place: int) -> None:
        """A word was chosen; what it does not stand for stays to be chosen for."""
        draft = self._draft
        if draft.page is Page.TYPE and 0 <= place < len(draft.words):
            word = draft.words[place]
            typed = (draft.typed + word.text)[:MOST_TYPED]
            self._spell(draft.spelling[word.used :].lstrip("'"), typed=typed)

    def sounded(self, place: int) -> None:
        """The first digits are meant so."""
        draft = self._draft
        if draft.page is Page.TYPE and 0 <= place < len(draft.sounds):
            self._spell(self._typing.read_as(draft.spelling, draft.sounds[place]))

    # great keys and others

    def chosen(self, choice: str) -> None:
        advice = self._draft.advice
        one = chosen(advice, choice) if advice is not None and self._draft.page is Page.ANSWERS else None
        if isinstance(one, Card):
            self._navigator.go("policy", card=one.id)
        elif one is not None:
            self._navigator.go("reader", doc=one.doc, article=one.article)

    def pressed(self, key: str) -> None:
        """Another key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], object]] = {
            "go": self._ask,
            "again": self._type_again,
            "person": self._ask_a_person,
            "pictures": lambda: self._navigator.replace("policy", start=True),
            "message": lambda: self._navigator.go("message", about="policy"),
        }
        if not self._draft.busy and key in {k.id for k in self._state.keys}:
            actions[key]()

    def back(self) -> bool:
        if self._draft.page is Page.TYPE:
            return False
        self._type_again()
        return True

    # inside

    def _erase(self) -> None:
        draft = self._draft
        if draft.spelling:
            self._spell(draft.spelling[:-1].rstrip("'"))
        else:
            self._update(typed=draft.typed[:-1], problem=None)

    def _spell(self, spelling: str, **changes: Any) -> None:
        """Words that were offered before stay until there are new ones, but only for what is still there."""
        kept = self._draft.words if spelling.startswith(self._draft.spelling) and spelling else ()
        words = tuple(word for word in kept if word.used <= len(spelling))
        self._update(spelling=spelling, words=words, sounds=(), problem=None, **changes)
        self._look_up()

    def _look_up(self) -> None:
        guard = self._guard()
        if self._draft.spelling:
            self._typing.find(self._draft.spelling, guard(self._offered), guard(lambda _error: None))

    def _offered(self, offer: Offer) -> None:
        if offer.typed == self._draft.spelling:
            self._update(words=offer.words, sounds=offer.sounds)

    def _ask(self) -> None:
        """Keys that are no word yet count as the first word that they may mean."""
        draft = self._draft
        first = next((word.text for word in draft.words if word.used == len(draft.spelling)), "")
        question = (draft.typed + first)[:MOST_TYPED].strip()
        if not question:
            self._speech.say(self._state.lead)
            return
        guard = self._guard()
        self._update(page=Page.THINKING, typed=question, spelling="", words=(), sounds=(), advice=None, problem=None)
        self._advisor.ask(question, guard(self._answered), guard(self._failed))

    def _answered(self, advice: Advice) -> None:
        self._update(page=Page.ANSWERS, advice=advice)
        self._speech.say(*self._state.say)

    def _failed(self, error: Exception) -> None:
        """Without cards nothing can be answered: a person can."""
        self._update(page=Page.ANSWERS, advice=None, busy=False, problem=in_words(error))
        self._speech.say(*self._state.say)

    def _type_again(self) -> None:
        self._guard()
        self._update(page=Page.TYPE, advice=None, busy=False, problem=None)
        self._speech.say(*self._state.say)

    def _ask_a_person(self) -> None:
        guard = self._guard()
        advice = self._draft.advice
        names = [card.names.official for card in advice.cards] if advice else []
        articles = [f"{one.title} {one.article}" for one in advice.passages] if advice else []
        found = tuple(name[:80] for name in (*names, *articles)[:MOST_FOUND])
        self._update(busy=True, problem=None)
        wish = Consultation(self._draft.typed, found=found)
        self._requests.consult(wish, on_done=guard(self._asked_for), on_error=guard(self._not_taken))

    def _asked_for(self, request: Request) -> None:
        advice = self._draft.advice
        self._advisor.handed_on(advice.cards[0].id if advice and advice.cards else "")
        self._update(busy=False)
        self._session.keep(asked_here(request.id), True)
        self._navigator.go("request", request_id=request.id)

    def _not_taken(self, error: Exception) -> None:
        page = Page.ANSWERS if self._draft.page is Page.THINKING else self._draft.page
        self._update(page=page, busy=False, problem=in_words(error))
        self._speech.say(*self._state.say)

    def _update(self, **changes: Any) -> None:
        self._draft = replace(self._draft, **changes)
        if self.closed:
            return
        kept = replace(self._draft, busy=False, problem=None)
        self._session.keep(DRAFT, replace(kept, page=Page.TYPE) if kept.page is Page.THINKING else kept)
        drawn = picture(self._draft, self._today, listens=self._listens)
        if drawn != self._state:
            self._state = drawn
            self._render(drawn)
