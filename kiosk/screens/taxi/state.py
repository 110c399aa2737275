"""What the taxi screen shows: one question a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.details import PlaceRef, TaxiWish
from kiosk.domain.offered import Choice
from kiosk.domain.phone import grouped
from kiosk.domain.places import Place
from kiosk.text import Message, msg, verbatim

NO_DESTINATION = "driver"
TELL_VOLUNTEER = "tell"
LATER = (0, 30, 60)
MOST_PEOPLE = 4
MOST_WANTED = 4
PHONE_DIGITS = (7, 11)


class Page(StrEnum):
    PLACES = "places"
    CONFIRM = "confirm"
    OPTIONS = "options"
    PHONE = "phone"
    TWICE = "twice"


@dataclass(frozen=True)
class Row:
    """A line of the read-back: what it is about, and the resident's choice. `personal` lines are not said unasked."""

    picture: str
    label: Message
    value: Message
    detail: Message | None = None


@dataclass(frozen=True)
class Option:
    """A key that changes one thing: `value` is how it stands, `hint` what a tap does, `label` what it is about."""

    id: str
    picture: str
    label: Message
    value: Message
    hint: Message


@dataclass(frozen=True)
class Leaving:
    """When a car for an appointment may come; `leave_at` is RFC 3339 in UTC."""

    leave_at: str
    words: Message


@dataclass(frozen=True)
class State:
    """`typed` holds the digits while the number pad is open; `busy` while the wish is written down.

    `visit` names the appointment that the car is for, `visit_time` says when that is; `leavings` are the times to
    choose from and `leaving` is the one chosen, None for a car now or in a while.
    """

    pickup: PlaceRef
    places: tuple[Place, ...] = ()
    page: Page = Page.PLACES
    destination: Place | None = None
    in_minutes: int = 0
    people: int = 1
    wheelchair: bool = False
    phone: str = ""
    typed: str = ""
    busy: bool = False
    problem: Message | None = None
    visit: str = field(default="", repr=False)
    visit_time: Message | None = None
    leavings: tuple[Leaving, ...] = ()
    leaving: Leaving | None = None
    called_at: str = ""
    called_id: str = field(default="", repr=False)

    @property
    def title(self) -> Message:
        return msg(f"taxi.title_{self.page}")

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The places; after the most wanted ones 上车再说 and 说给志愿者听, so that both stand on an early page."""
        places = tuple(
            Choice(p.id, p.picture, verbatim(p.name), verbatim(p.detail) if p.detail else None) for p in self.places
        )
        return (
            *places[:MOST_WANTED],
            Choice(NO_DESTINATION, "taxi", msg("taxi.tell_driver"), msg("taxi.tell_driver_detail")),
            Choice(TELL_VOLUNTEER, "volunteer", msg("taxi.tell_volunteer"), msg("taxi.tell_volunteer_detail")),
            *places[MOST_WANTED:],
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        return (self._from_row(), self._to_row(), self._when_row(), *self._extra_rows())

    @property
    def options(self) -> tuple[Option, ...]:
        wheelchair = msg(f"taxi.wheelchair_{_yes(self.wheelchair)}")
        people = _option("people", "people", msg("taxi.people_value", count=self.people))
        chair, when = _option("wheelchair", "wheelchair", wheelchair), _option("when", "clock", self._when())
        first = (when, people, chair) if self.leavings else (people, chair, when)
        return (*first, self._phone_option())

    @property
    def typed_words(self) -> Message:
        """The digits in groups, as large as they fit; only ever spoken when asked for (U11)."""
        return verbatim(grouped(self.typed), personal=True) if self.typed else msg("taxi.phone_empty")

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        """The keys of the page, the main one first; choices and options have their own."""
        return {
            Page.PLACES: (),
            Page.CONFIRM: (
                ("call", msg("taxi.calling" if self.busy else "taxi.call")),
                ("options", msg("taxi.options")),
                ("places", msg("taxi.other_place")),
            ),
            Page.OPTIONS: (("confirm", msg("taxi.options_done")),),
            Page.PHONE: (),
            Page.TWICE: (("see", msg("taxi.see_first")), ("again", msg("taxi.call_again"))),
        }[self.page]

    @property
    def lead(self) -> Message:
        """The sentence of the page: what to do."""
        if self.problem is not None:
            return self.problem
        if self.page is Page.TWICE:
            return msg("taxi.already_called", at=self.called_at)
        return msg(f"taxi.lead_{self.page}")

    @property
    def twice_detail(self) -> Message:
        return msg("taxi.twice_detail")

    @property
    def say(self) -> tuple[Message, ...]:
        if self.problem is not None:
            return (self.problem,)
        if self.page is Page.TWICE:
            return (self.lead, self.twice_detail)
        return (self.title, self.lead)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return tuple(m for m in (self.title, *self._page_words(), *(words for _, words in self.keys)) if m is not None)

    @property
    def wish(self) -> TaxiWish:
        return TaxiWish(
            pickup=self.pickup,
            destination=self.destination.ref() if self.destination else None,
            in_minutes=self.in_minutes,
            people=self.people,
            wheelchair=self.wheelchair,
            phone=self.phone,
            leave_at=self.leaving.leave_at if self.leaving else "",
        )

    @property
    def next_leaving(self) -> Leaving | None:
        """What one more tap on the time chooses: the next of `leavings`, after the last one a car now."""
        turns: tuple[Leaving | None, ...] = (*self.leavings, None)
        return turns[(turns.index(self.leaving) + 1) % len(turns)]

    def _page_words(self) -> tuple[Message | None, ...]:
        match self.page:
            case Page.PLACES:
                return (self.lead, *(w for c in self.choices for w in (c.words, c.detail)))
            case Page.CONFIRM:
                rows = tuple(w for r in self.rows for w in (r.label, r.value, r.detail))
                return (*rows, self.problem)
            case Page.OPTIONS:
                return (self.lead, *(w for o in self.options for w in (o.value, o.hint)))
            case Page.PHONE:
                return (self.lead, self.typed_words)
            case Page.TWICE:
                return (self.lead, self.twice_detail)

    def _from_row(self) -> Row:
        detail = verbatim(self.pickup.detail) if self.pickup.detail else None
        return Row("pin", msg("taxi.from"), verbatim(self.pickup.name), detail)

    def _to_row(self) -> Row:
        place = self.destination
        if place is None:
            return Row("taxi", msg("taxi.to"), msg("taxi.tell_driver"), msg("taxi.tell_driver_detail"))
        detail = verbatim(place.detail, personal=True) if place.detail else None
        return Row(place.picture, msg("taxi.to"), verbatim(place.name, personal=True), detail)

    def _when_row(self) -> Row:
        detail = msg("taxi.for_visit", time=self.visit_time) if self.visit_time else msg("taxi.fare")
        return Row("clock", msg("taxi.when"), self._when(), detail)

    def _extra_rows(self) -> tuple[Row, ...]:
        """What differs from the ordinary, in one line: nothing is said that nobody chose."""
        parts = []
        if self.people > 1:
            parts.append(msg("taxi.people_value", count=self.people))
        if self.wheelchair:
            parts.append(msg("taxi.wheelchair_yes"))
        if not parts and not self.phone:
            return ()
        value = parts[0] if parts else msg("taxi.phone_given")
        if len(parts) == 2:
            value = msg("taxi.both", one=parts[0], other=parts[1])
        detail = verbatim(grouped(self.phone), personal=True) if self.phone else None
        return (Row("people", msg("taxi.extra"), value, detail),)

    def _phone_option(self) -> Option:
        if not self.phone:
            return _option("phone", "phone", msg("taxi.phone_none"))
        number = verbatim(grouped(self.phone), personal=True)
        return Option("phone", "phone", msg("taxi.phone"), msg("taxi.phone_given"), number)

    def _when(self) -> Message:
        if self.leaving is not None:
            return self.leaving.words
        return msg("taxi.in_minutes", minutes=self.in_minutes) if self.in_minutes else msg("taxi.now")


def _option(name: str, picture: str, value: Message) -> Option:
    return Option(name, picture, msg(f"taxi.{name}"), value, msg(f"taxi.{name}_hint"))


def _yes(value: bool) -> str:
    return "yes" if value else "no"
