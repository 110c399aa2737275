"""What the desks ask the resident during an alarm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.domain.question import Question, question_in, question_of
from kiosk.domain.request import Actor, Event, Request, Role, What
from kiosk.ports.alarm_path import Step
from kiosk.services.alarm.elsewhere import tried


def newest(request: Request) -> Question | None:
    """Of each desk its newest counts, and of those one that waits for its answer comes first, then the newest.

    Two desks may ask in one moment, and the first hub's numbers then say nothing of which was heard first: neither is
    to be hidden for good by the other.
    """
    newest_first = list(_of_each_desk(request))
    return next((q for q in newest_first if not q.answer), newest_first[0] if newest_first else None)


def _of_each_desk(request: Request) -> Iterator[Question]:
    """The newest question of each desk, newest first. One request seen through two addresses asks once."""
    own, heard = question_of(request), set[str]()
    for event in reversed(request.events):
        if event.what == What.ASKED:
            desk, question = "", own
        elif event.what == What.PATH_TRIED and event.facts.get("step") == Step.ASKED:
            desk, question = str(event.facts.get("path", "")), _elsewhere(request, event)
        else:
            continue
        if question is not None and own is not None and question.id == own.id:
            desk, question = "", own
        if question is not None and desk not in heard:
            heard.add(desk)
            yield question


def _elsewhere(request: Request, event: Event) -> Question | None:
    """What another hub's desk asked; it is told once that hub has the answer."""
    asked = question_in(replace(event, by=Actor(Role.VOLUNTEER, str(event.facts.get("by", "")))), request.events)
    if asked is None:
        return None
    heard = any(f.get("step") == Step.HEARD and f.get("question") == asked.id for f in tried(request))
    return replace(asked, told=heard)
