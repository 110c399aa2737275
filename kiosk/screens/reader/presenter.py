"""Turns the pages of an official text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.content.policy.advice import Leaf
from kiosk.domain.details import Consultation
from kiosk.domain.request import Request
from kiosk.ports.navigator import Navigator
from kiosk.screens.reader.state import State
from kiosk.screens.reader.wording import loading, missing, picture
from kiosk.services.requests import asked_here
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Translator, msg

DRAFT = "reader"
Place = tuple[str, str]
OnError = Callable[[Exception], None]


class Texts(Protocol):
    """Where the texts are read; kiosk.services.advice."""

    def read(self, doc: str, article: str, on_done: Callable[[Leaf | None], None], on_error: OnError, /) -> None: ...

    def handed_on(self, card: str = "", /) -> None: ...


class Questions(Protocol):
    """Who takes a question for a person; kiosk.services.requests."""

    def consult(
        self, question: Consultation, /, *, on_done: Callable[[Request], None], on_error: OnError
    ) -> None: ...  # fmt: skip


class Presenter(Base[State]):
    """`doc` and `article` are where it opens; `places` all that a card names, to be gone through one by one."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        requests: Questions,
        advisor: Texts,
        doc: str,
        article: str,
        places: tuple[Place, ...] = (),
    ) -> None:
        super().__init__(render, speech, loading())
        self._navigator = navigator
        self._session = session
        self._requests = requests
        self._advisor = advisor
        self._first: Place = (doc, article)
        self._places = places
        self._leaf: Leaf | None = None

    def open(self) -> None:
        super().open()
        kept = self._session.kept(DRAFT)
        at = kept[1] if isinstance(kept, tuple) and kept[0] == self._first else self._first
        self._turn(*at)

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        leaf = self._leaf
        if key not in {k.id for k in self._state.keys}:
            return
        if key == "person":
            self._ask_a_person()
        elif key == "read":
            self._speech.say(*self._state.parts)
        elif leaf is not None and key in ("before", "after"):
            self._turn(leaf.passage.doc, leaf.before if key == "before" else leaf.after)
        elif leaf is not None and key == "more":
            self._turn(*self._next_place(leaf))

    def _next_place(self, leaf: Leaf) -> Place:
        here = (leaf.passage.doc, leaf.passage.article)
        after = self._places.index(here) + 1 if here in self._places else 0
        return self._places[after % len(self._places)]

    def _turn(self, doc: str, article: str) -> None:
        guard = self._guard()
        self._advisor.read(doc, article, guard(self._read), guard(lambda _error: self._read(None)))

    def _read(self, leaf: Leaf | None) -> None:
        self._leaf = leaf
        if leaf is None:
            self._state = missing()
        else:
            self._session.keep(DRAFT, (self._first, (leaf.passage.doc, leaf.passage.article)))
            self._state = picture(leaf, more=len(self._places) > 1)
        self._render(self._state)
        self._speech.say(*self._state.say)

    def _ask_a_person(self) -> None:
        guard = self._guard()
        found = (f"{self._leaf.passage.title} {self._leaf.passage.article}"[:80],) if self._leaf else ()
        wish = Consultation(Translator()(msg("policy.open_question")), found=found)
        self._requests.consult(wish, on_done=guard(self._asked_for), on_error=guard(self._not_taken))

    def _asked_for(self, request: Request) -> None:
        self._advisor.handed_on("")
        self._session.keep(asked_here(request.id), True)
        self._navigator.go("request", request_id=request.id)

    def _not_taken(self, _error: Exception) -> None:
        self._navigator.go("volunteer", screen="reader", about="policy")
