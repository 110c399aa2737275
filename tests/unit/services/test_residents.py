"""Who stands there: a card brings habits, nothing personal, and the session's end takes all of it away."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kiosk.domain.card import make
from kiosk.domain.other_card import fingerprint
from kiosk.domain.owner import GUEST, ForWhom, Owner
from kiosk.domain.places import Place
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.domain.resident import Habits, Level, Resident, UsualDoctor, Zodiac
from kiosk.errors import CardUnknown, HubUnreachable
from kiosk.services.residents import USUAL_PLACES, WhoIsHere
from kiosk.services.session import Adjust, Session, SessionPhase
from tests.fakes.clock import FakeClock
from tests.fakes.residents import Known, MemoryResidents
from tests.fakes.tasks import InlineTasks, ManualTasks

CODE, OTHER = make(Random(1)), make(Random(2))
LIKES = Preferences(TextSize.LARGE, Palette.CONTRAST, "en", 100, 110, motion=True)
DEFAULTS = Preferences(motion=False)
HOME = Place("home", "家里")


class Room:
    def __init__(self, later: bool = False) -> None:
        self.clock = FakeClock()
        self.session = Session(self.clock, DEFAULTS, idle=180, warning=30)
        self.hub = MemoryResidents(
            [
                Known("a", (CODE,), Zodiac.OX, Habits(LIKES, (HOME,))),
                Known("b", (OTHER,)),
            ]
        )
        self.tasks: InlineTasks = ManualTasks() if later else InlineTasks()
        self.who = WhoIsHere(self.hub, self.tasks, self.session)
        self.answers: list[object] = []
        self.session.activity()

    def show(self, code: str = CODE) -> object:
        self.who.card(code, self.answers.append, self.answers.append)
        return self.answers[-1] if self.answers else None


def test_a_guest_has_nobodys_name() -> None:
    room = Room()
    assert (room.who.current.level, room.who.owner(), room.who.known) == (Level.GUEST, GUEST, False)
    room.who.remember_place(HOME)
    room.who.leave()
    assert room.hub.asked == []


def test_a_card_brings_habits_and_opens_nothing() -> None:
    room = Room()
    room.show()
    assert (room.who.current.level, room.who.owner()) == (Level.CARD, Owner("a"))
    assert room.session.preferences == replace(LIKES, motion=False)
    room.who.affairs(room.answers.append, room.answers.append)
    assert isinstance(room.answers[-1], CardUnknown)


def test_u12_what_the_card_brought_goes_when_the_session_ends() -> None:
    room = Room()
    room.show()
    room.who.for_whom(ForWhom.SPOUSE)
    room.who.helped_by("王阿姨")
    assert room.who.owner() == Owner("a", ForWhom.SPOUSE, "王阿姨")
    room.session.end()
    assert room.who.owner() == GUEST
    assert room.session.preferences == DEFAULTS
    assert room.hub.passes == {}


def test_what_was_changed_meanwhile_follows_the_resident() -> None:
    room = Room()
    room.show()
    room.session.adjust(Adjust.SLOWER)
    changed = room.session.preferences
    room.session.end()
    assert room.hub.people[0].habits.preferences == changed
    room.session.activity()
    room.session.adjust(Adjust.LOUDER)
    room.session.end()
    assert room.hub.people[0].habits.preferences == changed


def test_a_card_without_habits_is_given_none_by_looking() -> None:
    """The idle warning and its end are no wish of anybody's."""
    room = Room()
    room.show(OTHER)
    room.clock.advance(155)
    room.session.activity()
    room.session.end()
    assert room.hub.people[1].habits == Habits()


def test_places_and_the_doctor_are_kept_at_once() -> None:
    room = Room()
    room.show()
    for number in range(USUAL_PLACES):
        room.who.remember_place(Place(f"p{number}", "东街"))
    room.who.remember_place(HOME)
    doctor = UsualDoctor("h", "东街医院", "d", "内科", "x", "李医生")
    room.who.remember_doctor(doctor)
    kept = room.hub.people[0].habits
    assert (kept.places[0], len(kept.places), kept.doctor) == (HOME, USUAL_PLACES, doctor)


@pytest.mark.parametrize("code", ["", "6" * 10_240, CODE[:-3], "http://example.invalid/x", make(Random(3))])
def test_torn_foreign_and_unknown_cards_say_the_same(code: str) -> None:
    room = Room()
    answer = room.show(code)
    assert isinstance(answer, CardUnknown)
    assert room.who.trouble(answer).key == "who.not_recognised"
    assert code not in str(answer) or not code


def test_of_a_card_that_is_not_ours_only_a_fingerprint_leaves_the_kiosk() -> None:
    room = Room()
    asked: list[str] = []
    by_card = room.hub.by_card
    room.hub.by_card = lambda code: asked.append(code) or by_card(code)  # type: ignore[method-assign, func-returns-value]
    assert isinstance(room.show("000000190001010009"), CardUnknown)
    assert asked == [fingerprint("000000190001010009")]


def test_noise_never_leaves_the_kiosk() -> None:
    room = Room()
    room.show("x" * 400)
    room.show("12345678")
    assert room.hub.asked == []


def test_the_same_card_again_changes_nothing() -> None:
    room = Room()
    room.show()
    room.who.open(Zodiac.OX, room.answers.append, room.answers.append)
    room.show(f" {CODE.lower()} ")
    assert room.who.current.level is Level.OPENED
    assert room.hub.asked == ["by_card", "open"]


def test_s3_another_residents_card_ends_the_session_of_who_was_here() -> None:
    room = Room()
    room.show()
    room.session.keep("taxi", "a draft")
    room.show(OTHER)
    assert (room.who.current.id, room.session.phase) == ("b", SessionPhase.ACTIVE)
    assert room.session.kept("taxi") is None
    assert room.session.preferences == DEFAULTS
    assert list(room.hub.passes.values()) == ["b"]


def test_a_card_in_the_middle_of_a_form_leaves_the_form() -> None:
    room = Room()
    room.session.keep("taxi", "a draft")
    room.show()
    assert room.session.kept("taxi") == "a draft"


def test_two_tries_and_what_opens() -> None:
    room = Room()
    room.show()
    assert room.who.tries_left == 2
    for left in (1, 0):
        room.who.open(Zodiac.RAT, room.answers.append, room.answers.append)
        assert (room.who.tries_left, room.who.current.level) == (left, Level.CARD)
    room.who.open(Zodiac.OX, room.answers.append, room.answers.append)
    assert isinstance(room.answers[-1], CardUnknown)
    assert room.who.tries_left == 0


def test_a_volunteers_word_opens_too() -> None:
    room = Room()
    room.hub.badges["badge"] = "0000"
    room.show()
    room.who.vouched("badge", "1111", room.answers.append, room.answers.append)
    assert isinstance(room.answers[-1], CardUnknown)
    room.who.vouched("badge", "0000", room.answers.append, room.answers.append)
    assert room.who.current.level is Level.OPENED
    room.who.consent(True, room.answers.append, room.answers.append)
    assert room.who.current.health_consent
    assert room.hub.people[0].health_consent


def test_s1_forgotten_means_a_guest_again() -> None:
    room = Room()
    room.show()
    room.who.open(Zodiac.OX, room.answers.append, room.answers.append)
    room.who.forget(lambda: room.answers.append("gone"), room.answers.append)
    assert room.answers[-1] == "gone"
    assert not room.who.known
    assert [p.id for p in room.hub.people] == ["b"]


def test_s1_what_consent_covers_is_gone_from_here_at_once_when_it_is_withdrawn() -> None:
    room = Room()
    doctor = UsualDoctor("east", "东街医院", "eyes", "眼科", "chen", "陈医生")
    room.hub.people[0].habits = Habits(LIKES, (HOME,), doctor)
    room.show()
    room.who.open(Zodiac.OX, room.answers.append, room.answers.append)
    room.who.consent(True, room.answers.append, room.answers.append)
    assert (room.who.current.health_consent, room.who.current.habits.doctor) == (True, doctor)
    room.who.consent(False, room.answers.append, room.answers.append)
    assert not room.who.current.health_consent
    assert room.who.current.habits == Habits(LIKES, (HOME,))


def test_a_pass_that_has_run_out_closes_what_was_open_and_the_card_opens_it_again() -> None:
    room = Room()
    room.show()
    room.who.open(Zodiac.OX, room.answers.append, room.answers.append)
    room.hub.passes.clear()
    levels: list[Level] = []
    room.who.watch(lambda: levels.append(room.who.current.level))
    room.who.affairs(room.answers.append, room.answers.append)
    room.who.open(Zodiac.OX, room.answers.append, room.answers.append)
    assert levels == [Level.CARD, Level.OPENED]


def test_who_has_left_is_not_recognised_late() -> None:
    room = Room(later=True)
    room.show()
    room.session.end()
    assert isinstance(room.tasks, ManualTasks)
    room.tasks.run()
    assert (room.answers, room.who.known) == ([], False)
    assert room.hub.passes == {}


def test_without_a_line_a_card_is_told_apart_from_a_strange_one() -> None:
    room = Room()
    room.hub.trouble = HubUnreachable("no line")
    assert room.who.trouble(room.show()).key == "who.no_line"  # type: ignore[arg-type]
    assert not room.who.known


def test_everybody_who_watches_hears_of_it() -> None:
    room, heard = Room(), []
    cancel = room.who.watch(lambda: heard.append(room.who.current.level))
    room.show()
    room.session.end()
    cancel()
    room.show()
    assert heard == [Level.CARD, Level.GUEST]


def test_the_card_itself_is_not_kept_after_the_end() -> None:
    room = Room()
    room.show()
    room.session.end()
    held = repr({name: value for name, value in vars(room.who).items() if name != "_residents"})
    assert CODE not in held
    assert "家里" not in held
    assert isinstance(room.who.current, Resident)
