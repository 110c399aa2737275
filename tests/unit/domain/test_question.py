"""A person's question: the newest counts, one answer counts, nothing broken is ever asked."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.question import open_question, question_of
from kiosk.domain.request import Request, Status, What, after
from tests.fakes.requests import by_hub, own, recorded

ASKED: dict[str, Any] = {"question": "q1", "text": "哪天好？", "answers": ["今天", "明天"]}


def asked(request: Request, **changes: Any) -> Request:
    return after(request, by_hub(request, What.ASKED, name="王阿姨", **{**ASKED, **changes}))


def answered(request: Request, answer: str, question: str = "q1") -> Request:
    return after(request, own(request, What.ANSWER, question=question, answer=answer))


def test_a_question_waits_until_it_is_answered_and_the_first_answer_counts() -> None:
    request = recorded()
    assert open_question(request) is None
    request = asked(request)
    question = open_question(request)
    assert question is not None
    assert (question.text, question.answers, question.by) == ("哪天好？", ("今天", "明天"), "王阿姨")
    request = answered(answered(request, "今天"), "明天")
    assert open_question(request) is None
    given = question_of(request)
    assert given is not None
    assert (given.answer, given.told) == ("今天", False)


def test_a_second_question_replaces_the_first() -> None:
    request = asked(asked(recorded()), question="q2", text="几点好？")
    question = open_question(answered(request, "今天", "q1"))
    assert question is not None
    assert question.id == "q2"


def test_nothing_is_asked_of_what_has_ended() -> None:
    request = asked(recorded())
    cancelled = after(request, own(request, What.CANCELLED, Status.CANCELLED))
    assert open_question(cancelled) is None


@pytest.mark.parametrize(
    "broken", [{"answers": []}, {"answers": "是"}, {"text": ""}, {"question": None}, {"answers": [3, ""]}]
)
def test_what_nobody_could_answer_is_not_asked(broken: dict[str, Any]) -> None:
    assert question_of(asked(recorded(), **broken)) is None
