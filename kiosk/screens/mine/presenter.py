"""Lists what has been asked for, and what can be done about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Any, Protocol

from kiosk.domain.request import Kind, Request
from kiosk.domain.resident import Level, Resident
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.navigator import Navigator
from kiosk.ports.residents import Affair
from kiosk.screens.mine.state import Matter, More, Page, State
from kiosk.screens.mine.wording import matter_from, matter_of
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.slips import appointment_slip, booked_slip
from kiosk.services.speech import Speaker
from kiosk.text import msg

AGAIN = {"taxi": "taxi", "appointment": "doctor", "volunteer": "volunteer"}
OnError = Callable[[Exception], None]


class Requests(Protocol):
    """kiosk.services.requests."""

    def get(self, request_id: str, /) -> Request | None: ...

    def live(self) -> tuple[Request, ...]: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...

    def cancel(
        self, request_id: str, /, *, on_done: Callable[[Request], None] | None = None, on_error: OnError | None = None
    ) -> None: ...


class Who(Protocol):
    """kiosk.services.residents."""

    @property
    def current(self) -> Resident: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...

    def affairs(self, on_done: Callable[[tuple[Affair, ...]], None], on_error: OnError, /) -> None: ...

    def cancel(self, request_id: str, on_done: Callable[[], None], on_error: OnError, /) -> None: ...


class Line(Protocol):
    """Whether the hub can be reached; kiosk.services.sync."""

    @property
    def online(self) -> bool: ...

    def watch_online(self, listener: Callable[[bool], None], /) -> Cancel: ...


class Slips(Protocol):
    """kiosk.services.slips."""

    @property
    def offered(self) -> bool: ...


class Presenter(Base[State]):
    """A guest sees what guests asked for here; what is in a resident's name is seen with that resident's card, and
    what they asked for elsewhere or long ago once it is opened (S3, S13)."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        requests: Requests,
        residents: Who,
        line: Line,
        clock: Clock,
        slips: Slips,
        listens: bool = False,
        zone: tzinfo | None = None,
    ) -> None:
        self._requests = requests
        self._residents = residents
        self._line = line
        self._clock = clock
        self._zone = zone
        self._affairs: tuple[Affair, ...] = ()
        super().__init__(render, speech, State(paper=slips.offered, listens=listens))
        self._state = replace(self._state, matters=self._matters(), more=self._more())
        self._navigator = navigator
        self._until_closed(requests.watch(lambda _request: self._redraw()))
        self._until_closed(line.watch_online(lambda _online: self._redraw()))
        self._until_closed(residents.watch(self._redraw))

    def open(self) -> None:
        asks = self._residents.current.level is Level.OPENED
        self._state = replace(self._state, loading=asks)
        super().open()
        if asks:
            guard = self._guard()
            self._residents.affairs(guard(self._told), guard(self._not_told))

    def chosen(self, request_id: str) -> None:
        """A matter of the list. A person's question about it goes before everything else."""
        matter = next((m for m in self._state.matters if m.request_id == request_id), None)
        if matter is None:
            return
        if matter.asked:
            self._navigator.go("request", request_id=request_id)
        else:
            self._turn(Page.ONE, chosen=request_id)

    def pressed(self, key: str) -> None:
        """A key of the list or of a matter's page, by its id."""
        state = self._state
        if key not in {k.id for k in (state.ways if state.page is Page.LIST else state.keys)}:
            return
        if key in ("card", "sign"):
            self._navigator.go("who", then="mine")
        elif key == "kept":
            self._navigator.go("kept")
        elif key == "home":
            self._navigator.home()
        elif state.matter is not None:
            self._about(key, state.matter)

    def back(self) -> bool:
        if self._state.page is Page.LIST:
            return False
        asking = self._state.page is Page.ASKING
        self._turn(Page.ONE if asking else Page.LIST, chosen=self._state.chosen if asking else "")
        return True

    # one matter

    def _about(self, key: str, matter: Matter) -> None:
        actions: dict[str, Callable[[], None]] = {
            "show": lambda: self._look(matter),
            "again": lambda: self._navigator.go(AGAIN[matter.kind]),
            "help": lambda: self._navigator.go("volunteer", screen="mine", about=matter.kind),
            "print": lambda: self._print(matter),
            "message": lambda: self._navigator.go("message", request_id=matter.request_id),
            "cancel": lambda: self._turn(Page.ASKING, chosen=matter.request_id),
            "cancel_no": lambda: self._turn(Page.ONE, chosen=matter.request_id),
            "cancel_yes": lambda: self._cancel(matter),
        }
        actions[key]()

    def _look(self, matter: Matter) -> None:
        if matter.here:
            self._navigator.go("request", request_id=matter.request_id)
        else:
            self._show(shown=True)

    def _print(self, matter: Matter) -> None:
        request = self._requests.get(matter.request_id)
        affair = next((a for a in self._affairs if a.request_id == matter.request_id), None)
        slip = appointment_slip(request, zone=self._zone) if request is not None else None
        if slip is None and affair is not None and affair.appointment is not None:
            slip = booked_slip(affair.appointment, affair.number, zone=self._zone)
        if slip is not None:
            self._navigator.go("slip", slip=slip)

    def _cancel(self, matter: Matter) -> None:
        self._show(page=Page.ONE, note=msg("mine.cancelling"), aloud=True)
        guard = self._guard()
        if matter.here:
            self._requests.cancel(
                matter.request_id, on_done=guard(lambda _: self._redraw()), on_error=guard(self._failed)
            )
        else:
            done = guard(lambda _: self._show(note=msg("mine.cancel_asked"), aloud=True))
            self._residents.cancel(matter.request_id, lambda: done(None), guard(self._failed))

    def _failed(self, error: Exception) -> None:
        self._show(note=in_words(error), aloud=True)

    # the list

    def _told(self, affairs: tuple[Affair, ...]) -> None:
        self._affairs = affairs
        self._show(loading=False, matters=self._matters(), aloud=True)

    def _not_told(self, error: Exception) -> None:
        """What this kiosk knows is shown all the same."""
        self._show(loading=False, note=in_words(error))
        self._speech.say(in_words(error))

    def _redraw(self) -> None:
        fresh, more = self._matters(), self._more()
        if self.closed or (fresh, more) == (self._state.matters, self._state.more):
            return
        gone = self._state.chosen not in {m.request_id for m in fresh}
        page: dict[str, Any] = {"page": Page.LIST, "chosen": "", "note": None} if gone else {}
        self._show(matters=fresh, more=more, **page)

    def _matters(self) -> tuple[Matter, ...]:
        """What this kiosk follows, oldest first; then, once opened, everything else of this resident's."""
        who = self._residents.current
        chosen = self._requests.get(self._state.chosen)  # its ending is shown to who looks at it
        live = [r for r in self._requests.live() if r.kind is not Kind.ALARM and r.owner.resident in ("", who.id)]
        if chosen is not None and chosen not in live:
            live.append(chosen)
        here = [matter_of(r, online=self._line.online, zone=self._zone) for r in live]
        if who.level is not Level.OPENED:
            return tuple(here)
        known = {m.request_id for m in here}
        others = (a for a in self._affairs if a.request_id not in known and a.kind is not Kind.ALARM)
        return (*here, *(matter_from(a, today=self._clock.now(), zone=self._zone) for a in others))

    def _more(self) -> More:
        return {Level.GUEST: More.CARD, Level.CARD: More.SIGN, Level.OPENED: More.NONE}[self._residents.current.level]

    def _turn(self, page: Page, *, chosen: str) -> None:
        self._show(page=page, chosen=chosen, shown=False, note=None, aloud=True)
