"""What is heard: in order, never stale, nothing personal unless asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.details import AlarmCall
from kiosk.domain.preferences import Preferences
from kiosk.domain.request import Actor, Event, Request, Role, Status, What, after
from kiosk.services.announcer import Announcer
from kiosk.services.speech import Speech
from kiosk.text import Message, Translator, msg, verbatim
from tests.fakes.requests import recorded
from tests.fakes.screens import FakeRequests, FakeSpeech
from tests.fakes.tasks import InlineTasks, ManualTasks
from tests.fakes.voice import FakePlayer, FakeVoice

CALLED = msg("taxi.already_called", at="9:10")


class Table:
    def __init__(self, tasks: InlineTasks | None = None, *, enabled: bool = True) -> None:
        self.voice, self.player = FakeVoice(), FakePlayer()
        self.preferences = Preferences()
        self.speech = Speech(
            self.voice,
            self.player,
            tasks or InlineTasks(),
            Translator,
            lambda: self.preferences,
            enabled=enabled,
            chime=Path("bell"),
        )

    def heard(self) -> list[str]:
        """Plays until there is silence."""
        while self.player.playing:
            self.player.end()
        return [text for text, _ in self.player.heard]


@pytest.fixture
def table() -> Table:
    return Table()


def test_sentences_are_heard_one_after_the_other(table: Table) -> None:
    table.speech.say(msg("home.title"), msg("home.say"))
    assert table.player.playing == "您好，今天想办什么？"
    table.player.end()
    assert table.player.playing == "请点一下，我来帮您。"
    table.player.end()
    assert not table.speech.speaking


def test_order_holds_when_the_second_is_made_first() -> None:
    tasks = ManualTasks()
    table = Table(tasks)
    table.speech.say(msg("home.title"), msg("home.say"))
    first = tasks._waiting.pop(0)
    tasks.run()
    assert table.player.playing == ""
    first()
    assert table.heard() == ["您好，今天想办什么？", "请点一下，我来帮您。"]


def test_u10_a_tap_silences_at_once_and_nothing_comes_later() -> None:
    tasks = ManualTasks()
    table = Table(tasks)
    table.speech.say(msg("home.title"), CALLED)
    table.speech.stop()
    tasks.run()
    assert table.heard() == []
    assert table.voice.dropped == ["您 9:10 叫过了。"]


def test_what_is_new_interrupts_unless_it_should_wait(table: Table) -> None:
    table.speech.say(msg("home.title"))
    table.speech.say(msg("home.say"), interrupt=False)
    assert table.player.playing == "您好，今天想办什么？"
    table.speech.say(msg("trouble.title"))
    assert table.player.playing == "对不起，请稍等"
    assert table.heard() == ["您好，今天想办什么？", "对不起，请稍等"]


def test_an_old_end_does_not_skip_what_is_new(table: Table) -> None:
    table.speech.say(msg("home.title"), msg("home.say"))
    late = table.player._on_end
    table.speech.say(msg("trouble.title"), msg("trouble.words"))
    assert late is not None
    late()
    assert table.player.playing == "对不起，请稍等"


def test_u11_personal_words_are_said_only_when_asked_for(table: Table) -> None:
    place = verbatim("东街医院", personal=True)
    table.speech.say(place, msg("taxi.both", one=place, other=msg("taxi.now")), msg("home.say"))
    assert table.heard() == ["请点一下，我来帮您。"]
    table.speech.say(place, personal_too=True)
    assert table.heard()[-1] == "东街医院"


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        (msg("home.title"), True),
        (CALLED, False),
        (verbatim("沪A·00000"), False),
        (Message("home.say", {}, True), False),
    ],
)
def test_s3_only_fixed_words_are_kept_on_the_disk(table: Table, message: Message, kept: bool) -> None:
    table.speech.say(message, personal_too=True)
    assert table.voice.made[0][3] is kept
    table.heard()
    assert bool(table.voice.dropped) is not kept


def test_again_says_the_last_once_more_and_forgetting_leaves_nothing(table: Table) -> None:
    table.speech.say(msg("home.title"))
    table.speech.read_key("叫出租车")
    table.speech.again()
    assert table.heard() == ["您好，今天想办什么？", "叫出租车", "您好，今天想办什么？"]
    table.speech.forget()
    table.speech.again()
    assert len(table.player.heard) == 3
    assert table.voice.forgotten == 1


def test_u10_a_held_key_is_read_and_then_how_to_use_it(table: Table) -> None:
    table.speech.read_key("叫出租车")
    assert table.heard() == ["叫出租车", "再点一下就办。"]


def test_u13_language_rate_and_volume_are_those_of_the_moment(table: Table) -> None:
    table.preferences = replace(table.preferences, language="en", rate=110, volume=40)
    table.speech.say(msg("trouble.title"))
    assert table.voice.made == [("Sorry, one moment please", "en", 110, True)]
    assert table.player.heard == [("Sorry, one moment please", 40)]


def test_a_sentence_that_cannot_be_made_is_left_out(table: Table) -> None:
    table.voice.fails = {"您好，今天想办什么？"}
    table.speech.say(msg("home.title"), msg("home.say"))
    assert table.heard() == ["请点一下，我来帮您。"]
    table.speech.say(msg("home.title"))
    assert not table.speech.speaking


def test_the_bell_rings_out_before_the_words_and_a_tap_stops_it(table: Table) -> None:
    table.speech.chime()
    table.speech.say(msg("volunteer.calling"))
    table.speech.say(msg("home.say"))
    assert table.player.playing == "bell"
    table.player.end()
    assert table.player.playing == "请点一下，我来帮您。"
    table.speech.chime()
    table.speech.say(msg("home.say"))
    table.speech.stop()
    assert table.player.playing == ""
    assert not table.speech.speaking


def test_a_kiosk_without_voice_is_silent() -> None:
    table = Table(enabled=False)
    table.speech.chime()
    table.speech.say(msg("home.title"))
    table.speech.again()
    assert table.player.heard == []
    assert table.voice.made == []


# what is called out by number


def test_who_is_afraid_is_not_given_away_by_any_sound(table: Table) -> None:
    table.speech.say(msg("home.title"), msg("home.say"))
    table.speech.mute(True)
    assert table.player.playing == ""
    before = len(table.player.heard)
    table.speech.say(msg("home.say"))
    table.speech.aside(msg("bar.at_home"))
    table.speech.read_key("看病")
    table.speech.again()
    table.speech.chime()
    table.speech.mute(False)
    assert len(table.player.heard) == before  # and nothing is made up for
    table.speech.say(msg("home.say"))
    assert table.player.playing == "请点一下，我来帮您。"


class Room:
    def __init__(self) -> None:
        self.request = recorded(number=12)
        self.requests, self.speech, self.shown = FakeRequests(), FakeSpeech(), ""
        self.announcer = Announcer(self.requests, self.speech, lambda: self.shown)
        self.requests.now(self.request)

    def happens(self, what: str, status: Status | None = None, **facts: object) -> str:
        event = Event(f"e{len(self.request.events)}", self.request.id, what, Actor(Role.PROVIDER), status, facts=facts)
        self.request = after(self.request, event)
        self.requests.now(self.request)
        return self.speech.heard()


def test_what_turns_is_called_out_by_number_with_the_plate_and_no_name() -> None:
    room = Room()
    assert room.speech.heard() == ""
    assert room.happens(What.DELIVERED, Status.DELIVERED) == ""
    assert room.happens(What.ACCEPTED, Status.ACCEPTED) == "12 号，有人接了。"
    car = {"plate": "沪A·00000", "driver": "李师傅"}
    assert room.happens(What.CAR_FOUND, Status.IN_PROGRESS, **car) == "12 号，车在路上，车牌 沪A·00000。"
    assert room.happens(What.COMING, minutes=1) == ""
    assert room.speech.interruptions == 0
    room.announcer.close()
    assert room.happens(What.DRIVER_CANCELLED, Status.DELIVERED) == ""


def test_r8_a_lapsed_promise_is_called_out() -> None:
    room = Room()
    room.happens(What.DELIVERED, Status.DELIVERED)
    assert room.happens(What.PROMISE_LAPSED) == "12 号，有人在帮您问。"
    assert room.happens(What.FAILED, Status.FAILED) == "12 号，没办成。"


def test_a_question_is_called_out_by_number_and_its_words_are_not() -> None:
    """S13: others may stand there."""
    room = Room()
    room.happens(What.DELIVERED, Status.DELIVERED)

    def ask(question: str) -> str:
        return room.happens(What.ASKED, question=question, text="您是心脏不舒服吗？", answers=["是", "不是"])

    assert ask("q1") == "12 号，有人问您一句话。"
    assert room.happens(What.NOTE) == ""
    assert ask("q2") == "12 号，有人问您一句话。"
    room.shown = room.request.id
    assert ask("q3") == ""


def test_the_open_screen_speaks_for_itself_and_alarms_are_never_called_out() -> None:
    room = Room()
    room.shown = room.request.id
    room.happens(What.DELIVERED, Status.DELIVERED)
    assert room.happens(What.ACCEPTED, Status.ACCEPTED) == ""
    alarm = recorded(AlarmCall())
    room.requests.now(alarm)
    room.requests.now(_taken(alarm))
    assert room.speech.heard() == ""


def test_what_was_so_before_the_start_is_not_called_out_again() -> None:
    room = Room()
    room.requests.now(_taken(recorded(number=13)))
    assert room.speech.heard() == ""


def _taken(request: Request) -> Request:
    for what, status in ((What.DELIVERED, Status.DELIVERED), (What.ACCEPTED, Status.ACCEPTED)):
        request = after(request, Event(what, request.id, what, Actor(Role.VOLUNTEER, "王阿姨"), status))
    return request


def test_while_a_telephone_talks_nothing_is_said_whatever_is_muted_and_speech_comes_back(table: Table) -> None:
    table.speech.say(msg("home.title"))
    table.speech.pause(True)
    assert table.player.playing == ""
    table.speech.mute(False)
    table.speech.say(msg("home.say"))
    table.speech.chime()
    assert table.player.playing == ""
    table.speech.pause(False)
    table.speech.say(msg("home.say"))
    assert table.player.playing == "请点一下，我来帮您。"


def test_after_a_telephone_somebody_afraid_still_hears_nothing(table: Table) -> None:
    table.speech.mute(True)
    table.speech.pause(True)
    table.speech.pause(False)
    table.speech.say(msg("home.say"))
    assert table.player.playing == ""
