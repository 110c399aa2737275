"""A person's question to a resident, with up to three words to answer it by one tap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.request import Event, Request, What

ANSWERS = 3
LONGEST_QUESTION = 40
LONGEST_ANSWER = 12


@dataclass(frozen=True)
class Question:
    """`by` is who asks, "" without a name. `answer` is "" until it was given; `told`: the desk has heard it."""

    id: str
    text: str
    answers: tuple[str, ...]
    by: str = ""
    answer: str = ""
    told: bool = False


def question_of(request: Request) -> Question | None:
    """The newest question about this request: one asked later replaces what was asked before. None: nobody asked.

    It is answered once: what comes after the first answer to it does not count.
    """
    asked = request.last(What.ASKED)
    return question_in(asked, request.events) if asked is not None else None


def question_in(asked: Event, events: Iterable[Event]) -> Question | None:
    """What `asked` asks, with its answer among `events`. None for what nobody could answer."""
    question = _read(asked)
    if question is None:
        return None
    given = next((e for e in events if e.what == What.ANSWER and e.facts.get("question") == question.id), None)
    if given is None:
        return question
    answer = str(given.facts.get("answer", ""))
    return Question(question.id, question.text, question.answers, question.by, answer, given.hub_seq is not None)


def open_question(request: Request) -> Question | None:
    """The question that waits for the resident's answer; none once the request has ended."""
    question = None if request.status.ended else question_of(request)
    return question if question is not None and not question.answer else None


def answer_facts(question: Question, answer: str) -> dict[str, str]:
    """What the desk is told: which question, its words, and the answer."""
    return {"question": question.id, "text": question.text, "answer": answer}


def _read(event: Event) -> Question | None:
    """None for what nobody could answer."""
    facts = event.facts
    ident, text, answers = facts.get("question"), facts.get("text"), facts.get("answers")
    if not (isinstance(ident, str) and ident and isinstance(text, str) and text and isinstance(answers, list | tuple)):
        return None
    words = tuple(a for a in answers if isinstance(a, str) and a)[:ANSWERS]
    return Question(ident, text, words, event.by.name) if words else None
