"""U18, U19: what happened is said in words, in both languages, for every code there is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.details import Need
from kiosk.domain.owner import ForWhom
from kiosk.domain.request import Kind, Role, Status, What
from kiosk.domain.resident import Zodiac
from kiosk.domain.steps import Left
from kiosk.hub import drills
from kiosk.hub.alarms import plan
from kiosk.hub.alarms.turns import Stage
from kiosk.hub.desk import board, endings, frame, machines, people, promise, story, talk, times, turns, wanted, words
from kiosk.hub.desk.render import HERE, translator
from kiosk.hub.models import Event, Request
from kiosk.hub.staff.service import StaffRole
from kiosk.text import LANGUAGES, msg

NOW = datetime(2026, 11, 2, 1, 10, tzinfo=UTC)
CODES = sorted(value for name, value in vars(What).items() if not name.startswith("_"))
PLAN_REASONS = re.findall(r'PlanError\(\s*"([a-z_]+)"', Path(plan.__file__).read_text("utf-8"))
CODE_LIKE = re.compile(r"[a-z]+_[a-z_]+|desk\.|\{")


STEPS_OF_AN_ALARM = (
    *((What.RINGS, {"to": to, "name": "一组", "passed_over": over}) for to in turns.RINGS for over in ([], ["二组"])),
    *((What.ESCALATED, {"to": to, "name": "一组", "because": "unanswered"}) for to in turns.STEPS),
    (What.ESCALATED, {"to": "phones", "because": "nobody_armed", "passed_over": ["一组"]}),
    (What.ESCALATED, {"to": "a_step_of_tomorrow", "passed_over": "not a list"}),
    (What.ESCALATED, {}),
    (What.PHONED, {"name": "李站长", "ok": True}),
    (What.PHONED, {"name": "李站长", "ok": False}),
    (What.CANCEL_ASKED, {"reason": "wrong_press"}),
)


def happened(what: str, facts: dict[str, Any] | None = None, name: str = "王阿姨") -> Event:
    return Event(what=what, role=Role.VOLUNTEER, name=name, at=NOW, facts=facts or {})


def request(kind: str, details: dict[str, Any] | None = None, **changes: Any) -> Request:
    row = {"status": Status.DELIVERED, "handler": "", "taken_name": "", "details": details or {}, **changes}
    return Request(kind=kind, **row)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", [*CODES, "a_code_of_tomorrow"])
def test_u18_every_event_has_words(language: str, what: str) -> None:
    for name in ("王阿姨", ""):
        said = translator(language)(story.happened(happened(what, name=name)))
        assert said
        assert not CODE_LIKE.search(said), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("what", "facts"), STEPS_OF_AN_ALARM)
def test_u18_every_step_of_an_alarm_has_words(language: str, what: str, facts: dict[str, Any]) -> None:
    said = translator(language)(story.happened(happened(what, facts)))
    assert said
    assert not CODE_LIKE.search(said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_u18_every_ending_says_why(language: str) -> None:
    say = translator(language)
    for outcome, what in endings.OUTCOMES.items():
        written = translator("zh_CN")(msg(f"desk.outcome.{outcome}"))  # as the resident was told
        said = say(story.happened(happened(what, {"reason": written})))
        assert say(msg(f"desk.outcome.{outcome}")) in said
    assert "too_old" not in say(story.happened(happened(What.EXPIRED, {"reason": "too_old"})))
    assert "some_code" not in say(story.happened(happened(What.FAILED, {"reason": "some_code"})))
    assert "自己走了" in say(story.happened(happened(What.CANCELLED, {"reason": "自己走了"})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_u18_every_status_and_title_has_words(language: str) -> None:
    say = translator(language)
    for status in Status:
        assert say(words.status(request("taxi", status=status)))
    assert "王阿姨" in say(words.status(request("taxi", status="accepted", handler="desk", taken_name="王阿姨")))
    for kind in Kind:
        assert say(words.title(request(kind)))
    assert "东街医院" in say(words.title(request("taxi", {"destination": {"name": "东街医院"}})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_resident_asked_for_is_shown(language: str) -> None:
    details = {
        "pickup": {"name": "东街社区中心", "detail": "南门"},
        "destination": {"name": "东街医院"},
        "in_minutes": 30,
        "people": 2,
        "wheelchair": True,
        "phone": "021-00000000",
    }
    shown = " ".join(translator(language)(row.value) for row in wanted.wanted(request("taxi", details)))
    for piece in ("东街社区中心 南门", "东街医院", "30", "2", "021-00000000"):
        assert piece in shown


def test_the_newest_car_is_shown_and_none_after_it_was_cancelled() -> None:
    found = happened(What.CAR_FOUND, {"plate": "沪A·00000", "minutes": 5})
    coming = happened(What.COMING, {"minutes": 3})
    assert story.ride([found, coming]) == {"plate": "沪A·00000", "minutes": 3}
    assert story.ride([found, coming, happened(What.DRIVER_CANCELLED)]) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 秒"), (59.9, "59 秒"), (60, "1 分钟"), (3599, "59 分钟"), (7200, "2 小时"), (200000, "2 天")],
)
def test_lengths_of_time_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert translator("zh_CN")(times.span(seconds)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 秒"), (0.2, "1 秒"), (59.5, "1 分钟"), (119.9, "2 分钟"), (61, "2 分钟"), (3590, "1 小时")],
)
def test_what_is_left_is_rounded_up(seconds: float, said: str) -> None:
    """Two minutes just promised are 还有 2 分钟."""
    assert translator("zh_CN")(times.span(seconds, up=True)) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_can_ask_for_words_that_are_not_there(language: str) -> None:
    """Keys that are written out in templates and code, and every key that is put together from a known list."""
    say = translator(language)
    source = "".join(p.read_text("utf-8") for p in [*Path(HERE).glob("*.py"), *Path(HERE).glob("templates/*.html")])
    keys = set(re.findall(r"""["'](desk(?:\.[a-z_0-9]+)+)["']""", source))
    assert len(keys) > 120
    phrases = {f"desk.phrase.{p}" for names in talk.PHRASES.values() for p in names}
    phrases.add(f"desk.phrase.{talk.STILL_COMING}")
    made = {
        *(f"desk.outcome.{o}" for o in endings.OUTCOMES),
        *(f"desk.answer.{a}" for a in story.ANSWERS),
        *(f"desk.answers.{name}_{word}" for name, answers in talk.ANSWER_SETS.items() for word in answers),
        *(f"desk.need.{need}" for need in Need),
        *(f"desk.part.{part}" for part in wanted.PARTS),
        *(f"desk.for.{whom}" for whom in ForWhom),
        *(f"desk.weekday.{n}" for n in range(1, 8)),
        *(f"desk.appointments.{name}" for name in ("today", "tomorrow", "later")),
        *(f"desk.book.{name}" for name in ("department", "doctor", "building", "floor", "room", "bring")),
        *(f"desk.steps.{w}" for w in Left),
        *(f"desk.turn.{stage}" for stage in Stage),
        *(f"desk.event.rings_{to}" for to in turns.RINGS),
        *(f"desk.event.escalated_{to}" for to in turns.STEPS),
        *(f"desk.plan.{reason}" for reason in ("date", "gone", *PLAN_REASONS)),
        *(f"desk.told.{n}" for n in frame.NOTICES),
        *(f"desk.badge.{b}" for b in {*board.SIGNS.values(), board.CALLED_OFF, "late", "for_you"}),
        *(f"desk.fault.{f}" for f in machines.FAULTS),
        *(f"desk.note.{n}" for n in story.NOTES),
        *(f"desk.kiosk.{s}" for s in machines.ORDER),
        *(f"desk.audit.{a}" for a in people.ACTIONS),
        *(f"desk.role.{r}" for r in StaffRole),
        *(f"desk.kind.{k}" for k in ("all", *Kind)),
        *(f"desk.who.{r}" for r in Role),
        *(f"desk.screen.{s}" for s in wanted.SCREENS),
        *(f"desk.mode.{m}" for m in ("exercise", "test")),
        *(f"desk.size.{s}" for s in ("standard", "large", "huge")),
        *(f"desk.palette.{s}" for s in ("light", "dark", "contrast")),
        *(f"desk.nav.{n}" for n in ("now", "history", "kiosks", "residents", "staff", "me", "shift")),
        *(f"desk.board.looking.{who}" for who in (Kind.TAXI, Kind.APPOINTMENT, "nobody")),
        *(f"desk.zodiac.{animal}" for animal in Zodiac),
        *(f"desk.register.{line}" for line in ("kept", "seen", "end", "free")),
        *(f"desk.sorry.{s}" for s in ("over", "forged", "not_allowed", "missing", "invalid", "unforeseen", "busy")),
        *(f"desk.drill.why.{w}" for w in ("desk", "time", "real", "done")),
        *(f"desk.drill.step_{step}" for step in ("started", "pressed", *drills.STEPS)),
        *(f"desk.promise.{one}" for one in (*promise.PROMISED, *promise.NOT_PROMISED)),
        *(f"desk.refused.{r}" for r in ("ended", "provider", "taken")),
    }
    for key in keys | phrases | made:
        template = say._catalogue.gettext(key)
        assert template != key, key


def test_catalogues_have_the_same_keys_and_placeholders() -> None:
    chinese, english = ({k: v for k, v in translator(lang)._catalogue._catalog.items() if k} for lang in LANGUAGES)  # type: ignore[attr-defined]  # gettext keeps it there
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        assert sorted(re.findall(r"\{(\w+)\}", text)) == sorted(re.findall(r"\{(\w+)\}", english[key])), key


def test_u19_what_the_kiosk_reads_aloud_is_short() -> None:
    for names in talk.PHRASES.values():
        for name in names:
            assert len(translator("zh_CN")(msg(f"desk.phrase.{name}"))) <= 20


@pytest.mark.parametrize(
    ("facts", "words_in"),
    [
        ({"step": "answered", "number": 2, "ok": True, "seconds": 7.5}, ("第 2 个电话通了", "7.5 秒")),
        ({"step": "confirmed", "number": 1, "ok": True}, ("有人按了 1",)),
        ({"step": "failed", "number": 1, "ok": False, "reason": "no answer"}, ("没人接",)),
        ({"step": "failed", "ok": False, "reason": "some words of a newer kiosk"}, ("没发出去",)),
        ({"step": "out", "ok": True, "seconds": 0.2}, ("发出去了",)),
        ({"ok": True}, ("发出去了",)),
        ({"step": ["?"], "number": "?", "seconds": "?"}, ("没发出去",)),
    ],
)
def test_the_desk_reads_what_happened_on_each_way_and_when(facts: dict[str, Any], words_in: tuple[str, ...]) -> None:
    said = translator("zh_CN")(story.happened(happened(What.PATH_TRIED, {"path": "duty-phone", **facts})))
    assert all(part in said for part in ("duty-phone", *words_in)), said


@pytest.mark.parametrize("kind", [Kind.TAXI, Kind.VOLUNTEER])
def test_for_whom_and_who_helped_stand_with_every_kind(kind: str) -> None:
    say, details = translator("zh_CN"), {"pickup": {"name": "东街社区中心"}}
    asked = request(kind, details, for_whom=ForWhom.SPOUSE, helper="李叔叔")
    rows = {say(row.label): say(row.value) for row in wanted.wanted(asked)}
    assert (rows["给谁办"], rows["谁在旁边帮"]) == ("老伴", "李叔叔")
    alone = [say(row.label) for row in wanted.wanted(request(kind, details, for_whom=ForWhom.SELF, helper=""))]
    assert not {"给谁办", "谁在旁边帮"} & set(alone)
