"""Decides the way to a doctor: never more than three choices of when, and always an end that is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any

from kiosk.content.guide import Guide, Rule
from kiosk.domain.appointment import Department, Hospital, Slot
from kiosk.domain.details import AppointmentWish, Need
from kiosk.domain.owner import ForWhom
from kiosk.ports.clock import Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.doctor.asking import Asking
from kiosk.screens.doctor.asks import Calls, Line, Times, Who
from kiosk.screens.doctor.draft import PHONE_DIGITS, Draft, Page, Part
from kiosk.screens.doctor.guided import answers
from kiosk.screens.doctor.guiding import GUIDE, nowhere, rule_of
from kiosk.screens.doctor.keeping import ids
from kiosk.screens.doctor.offers import usual_place
from kiosk.screens.doctor.state import State
from kiosk.screens.doctor.wording import ANY_DAY, CARD, EARLIEST, HELP, OTHER_DAY, UNSURE, URGENT, USUAL, offered
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

WHOM = tuple(ForWhom)
PARTS: dict[str, Part] = {"any": "any", "morning": "morning", "afternoon": "afternoon"}


class Presenter(Asking):
    """A guest's is always a wish that a person completes (U23), and so is everything while the hospital or the hub is
    silent: then the day is asked for instead of the hour. `instead` names the request whose time is to be changed."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        requests: Calls,
        times: Times,
        residents: Who,
        line: Line,
        raise_alarm: Callable[[], None],
        zone: tzinfo | None = None,
        instead: str = "",
        guide: Guide | None = None,
        approved_by: str = "",
    ) -> None:
        self._guide = guide if approved_by else None
        self._approved = approved_by
        super().__init__(
            render,
            speech=speech,
            session=session,
            clock=clock,
            times=times,
            residents=residents,
            zone=zone,
            navigator=navigator,
            requests=requests,
        )
        self._line = line
        self._raise_alarm = raise_alarm
        self._instead = instead
        self._until_closed(residents.watch(self._update))
        if line.online:
            times.load(_nothing, _nothing)

    def open(self) -> None:
        known = self._requests.get(self._instead) if self._instead else None
        if known is None or not isinstance(known.details, AppointmentWish) or self._draft.instead == self._instead:
            super().open()
            return
        self._render(self._state)
        self._move(known.details)

    def chosen(self, choice: str) -> None:
        """A great key of the page."""
        if self._draft.busy or choice not in {c.id for c in self._state.choices}:
            return
        pages: dict[Page, Callable[[str], None]] = {
            Page.START: self._needed,
            Page.HOSPITALS: self._hospital_chosen,
            Page.DEPARTMENTS: self._department_chosen,
            Page.DAYS: self._day_chosen,
            Page.TIMES: self._time_chosen,
            Page.WHEN: self._wish_day_chosen,
            Page.PART: lambda part: self._turn(Page.CONFIRM, part=PARTS[part]),
            **answers(self._guide, lambda: self._draft.area, self._turn),
        }
        pages[self._draft.page](choice)

    def pressed(self, key: str) -> None:
        """Another key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], object]] = {
            URGENT: lambda: self._turn(Page.URGENT),
            "alarm": self._raise_alarm,
            "not_urgent": self._step_back,
            "ok": self._ask_for_it,
            "again": lambda: self._ask_for_it(again=True),
            "see": self._see_first,
            "whom": self._next_whom,
            "phone": lambda: self._turn(Page.PHONE, typed=self._draft.phone),
            "time": self._other_time,
            "more": self._keep_again,
            "keep_again": self._keep_again,
            "by_hand": lambda: self._leave_to_a_person(None),
            "guide_yes": self._guided,
            "guide_person": lambda: self._navigator.go("volunteer", screen="doctor", about="doctor"),
        }
        if key in {k.id for k in self._state.keys} and (not self._draft.busy or key == "by_hand"):
            actions[key]()

    def typed(self, digits: str) -> None:
        """What stands in the number pad."""
        if digits.isdecimal() or not digits:
            self._update(typed=digits[: PHONE_DIGITS[1]], problem=None)

    def phone_done(self, digits: str) -> None:
        """The number as it stands; none is a good answer too."""
        self.typed(digits)
        if self._draft.typed and len(self._draft.typed) < PHONE_DIGITS[0]:
            self._problem(msg("taxi.phone_short"))
        else:
            self._update(phone=self._draft.typed, typed="")
            self._step_back()

    def back(self) -> bool:
        if self._draft.busy:
            self._guard()  # whatever is being answered does not count any more
            self._settle()
            self._speech.say(*self._state.say)
            return True
        if self._draft.page is Page.CONFIRM:
            self._let_go()
        return self._step_back()

    # what is needed, and where

    def _needed(self, choice: str) -> None:
        if choice == HELP:
            self._navigator.go("volunteer", screen="doctor", about="doctor")
            return
        if choice == CARD:
            self._navigator.replace("who", then="doctor")
            return
        if choice == GUIDE:
            self._begin(Need.DEPARTMENT)
            self._turn(Page.GUIDE_SIGNS)
            return
        usual = self._around().usual
        if choice == USUAL and usual is not None:
            hospital, department = usual_place(usual)
            here = {"hospital": hospital, "department": department}
            self._begin(Need.SAME_DOCTOR, doctor=usual.doctor, doctor_id=usual.doctor_id, **here)
            self._if_bookable(self._earliest)
        elif self._times.hospitals or not self._line.online:
            self._begin(Need(choice))
            self._to_places()
        else:
            self._begin(Need(choice))
            self._inquire(self._times.load, lambda _hospitals: self._to_places())

    def _begin(self, need: Need, **found: Any) -> None:
        """A new way; what is about the resident and not about the doctor stays."""
        kept, who = self._draft, self._residents.current
        by_hand = not who.id or who.offline or not self._line.online
        self._draft = Draft(by_hand=by_hand, need=need, for_whom=kept.for_whom, phone=kept.phone, **found)

    def _move(self, before: AppointmentWish) -> None:
        """The same place and department, another time."""
        place, department = before.hospital, before.department
        hospital = Hospital(place.id, place.name, place.detail) if place else None
        found = Department(department.id, department.name) if department else None
        self._begin(before.need, hospital=hospital, department=found, instead=self._instead)
        if hospital is None or found is None:
            self._draft = replace(self._draft, by_hand=True)
        self._if_bookable(self._to_days)

    def _if_bookable(self, go_on: Callable[[], None]) -> None:
        if self._draft.by_hand:
            self._turn(Page.WHEN)
        else:
            go_on()

    def _offered(self) -> tuple[Hospital, ...]:
        return offered(self._draft, self._around())

    def _guided(self) -> None:
        """To hospitals of ours with that department; none has it, then a person finds one."""
        rule = rule_of(self._draft.advice, self._guide)
        if not self._times.hospitals and self._line.online:
            self._inquire(self._times.load, lambda _hospitals: self._to_guided(rule))
        else:
            self._to_guided(rule)

    def _to_guided(self, rule: Rule | None) -> None:
        if rule is not None and not self._offered():
            self._update(department=nowhere(rule), by_hand=True)
        self._to_places()

    def _to_places(self) -> None:
        found = self._offered()
        if not found:
            self._update(by_hand=True)
            self._turn(Page.WHEN)
        elif len(found) == 1:
            self._at(found[0])
        else:
            self._turn(Page.HOSPITALS)

    def _hospital_chosen(self, choice: str) -> None:
        self._at(next(h for h in self._offered() if h.id == choice))

    def _at(self, hospital: Hospital) -> None:
        """One department goes without asking, and a person who is asked anyway needs none at a community centre."""
        self._update(hospital=hospital)
        if len(hospital.departments) == 1:
            self._for(hospital.departments[0])
        elif self._draft.by_hand and self._draft.need is not Need.DEPARTMENT:
            self._turn(Page.WHEN)
        else:
            self._turn(Page.DEPARTMENTS)

    def _department_chosen(self, choice: str) -> None:
        if choice == UNSURE:
            self._turn(Page.WHEN, need=Need.OPEN, by_hand=True)
            return
        departments = self._draft.hospital.departments if self._draft.hospital else ()
        self._for(next(d for d in departments if d.id == choice))

    def _for(self, department: Department) -> None:
        self._update(department=department)
        self._if_bookable(self._to_days)

    # when

    def _to_days(self, problem: Message | None = None) -> None:
        draft = self._draft

        def done(days: tuple[date, ...]) -> None:
            if days:
                self._turn(Page.DAYS, days=days, day=None, slot=None, problem=problem)
            else:
                self._leave_to_a_person(msg("doctor.no_time"))

        self._inquire(lambda ok, failed: self._times.days(*ids(draft), draft.doctor_id, ok, failed), done)

    def _day_chosen(self, choice: str) -> None:
        if choice == EARLIEST:
            self._earliest()
        else:
            self._to_times(date.fromisoformat(choice))

    def _to_times(self, day: date, problem: Message | None = None) -> None:
        def done(slots: tuple[Slot, ...]) -> None:
            if slots:
                self._turn(Page.TIMES, day=day, slots=slots, slot=None, problem=problem)
            else:
                self._to_days(problem or msg("doctor.day_full"))

        self._ask_slots(day, done)

    def _earliest(self) -> None:
        def done(slots: tuple[Slot, ...]) -> None:
            if slots:
                self._keep(slots[0].ref)
            elif self._draft.need is Need.SAME_DOCTOR:
                self._update(doctor="", doctor_id="")
                self._to_days(msg("doctor.usual_full"))
            else:
                self._leave_to_a_person(msg("doctor.no_time"))

        self._ask_slots(None, done)

    def _ask_slots(self, day: date | None, done: Callable[[tuple[Slot, ...]], None]) -> None:
        draft = self._draft
        self._inquire(lambda ok, failed: self._times.slots(*ids(draft), day, draft.doctor_id, ok, failed), done)

    def _time_chosen(self, choice: str) -> None:
        if choice == OTHER_DAY:
            self._step_back()
            return
        self._keep(next(slot.ref for slot in self._draft.slots if slot.ref.id == choice))

    def _gone(self, words: Message) -> None:
        """The day's times anew, with one sentence; nothing else that was entered is lost."""
        if self._draft.day is not None:
            self._to_times(self._draft.day, words)
        else:
            self._to_days(words)

    def _wish_day_chosen(self, choice: str) -> None:
        if choice == ANY_DAY:
            self._turn(Page.CONFIRM, day=None, part="any", slot=None)
        else:
            self._turn(Page.PART, day=date.fromisoformat(choice), slot=None)

    def _other_time(self) -> None:
        """Back to the days; who came by the usual doctor sees them for the first time."""
        self._let_go()
        page = next((p for p in (Page.DAYS, Page.WHEN) if p in self._draft.trail), None)
        if page is not None:
            self._turn(page, slot=None)
        else:
            self._if_bookable(self._to_days)

    def _next_whom(self) -> None:
        """给谁办: one step a tap, said at once."""
        whom = WHOM[(WHOM.index(self._draft.for_whom) + 1) % len(WHOM)]
        self._residents.for_whom(whom)
        self._update(for_whom=whom)
        self._speech.say(msg(f"doctor.for_{whom}"), self._state.lead)


def _nothing(_answer: object) -> None:
    return None
