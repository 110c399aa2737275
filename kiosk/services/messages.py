"""留话: what was said goes with a request, kept encrypted until the hub has it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.details import Consultation, HelpCall
from kiosk.domain.request import Actor, Event, Request, Role, What
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids
from kiosk.ports.store import Store
from kiosk.ports.tasks import Tasks
from kiosk.services.requests import OnDone, OnError, Requests
from kiosk.text import Translator, msg

SCREEN, POLICY = "message", "policy"


class Messages:
    """Main thread only; every callback comes there. `wake` nudges the sync engine."""

    def __init__(
        self, store: Store, clock: Clock, tasks: Tasks, ids: Ids, requests: Requests, *, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._ids = ids
        self._requests = requests
        self._wake = wake

    def leave(
        self, request_id: str, sound: bytes, seconds: int, *, on_done: OnDone, on_error: OnError, about: str = ""
    ) -> None:
        """Keep it with that request; "" makes one of its own: a wish that somebody listens, or, about a policy, a
        question for who knows policies. Errors: StoreError."""

        def keep(request: Request) -> None:
            self._keep(request.id, sound, seconds, on_done, on_error)

        if request_id:
            self._keep(request_id, sound, seconds, on_done, on_error)
        elif about == POLICY:
            question = Translator()(msg("policy.voice_question"))
            self._requests.consult(Consultation(question), on_done=keep, on_error=on_error)
        else:
            wish = HelpCall(screen=SCREEN, about=about, wish=True)
            self._requests.call_volunteer(wish, on_done=keep, on_error=on_error)

    def _keep(self, request_id: str, sound: bytes, seconds: int, on_done: OnDone, on_error: OnError) -> None:
        ident = self._ids()
        facts = {"attachment": ident, "seconds": seconds}
        event = Event(ident, request_id, What.VOICE_NOTE, Actor(Role.RESIDENT), None, self._clock.now(), facts=facts)

        def kept(request: Request) -> None:
            self._wake()
            on_done(self._requests.get(request.id) or request)

        self._tasks.submit(lambda: self._store.record(event, sound), kept, on_error)
