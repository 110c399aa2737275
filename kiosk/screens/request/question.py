"""A person's question on the screen of its request: huge, with a key for each answer. Pure."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.question import Question, open_question, question_of
from kiosk.domain.request import Request, What
from kiosk.screens.request.state import Key, Panel, PanelKind, State
from kiosk.text import Message, msg, verbatim

ANSWER = "answer_"
LATER, ANSWER_NOW = "question_later", "question_now"


def with_question(state: State, request: Request, *, aside: str = "") -> State:
    """The picture with the question that waits, or with what became of the last answer.

    `aside` is the id of a question that the resident does not want to answer now: then a key leads back to it.
    """
    question = open_question(request)
    if question is None:
        note = _answered(request)
        return replace(state, note=note) if note is not None else state
    if question.id == aside:
        back = Key(ANSWER_NOW, _named("request.question_now", question), "chat", main=True)
        return replace(state, keys=(back, *(replace(k, main=False) for k in state.keys)))
    answers = tuple(Key(f"{ANSWER}{i}", verbatim(word), main=True) for i, word in enumerate(question.answers))
    return replace(
        state,
        title=msg("request.title_question"),
        panel=Panel(
            PanelKind.WORDS,
            verbatim(question.text),
            top=_named("request.question_by", question),
            bottom=(msg("request.question_tap"),),
            icon="question",
        ),
        keys=(*answers, Key(LATER, msg("request.question_later"))),
        note=None,
        rows=(),
        question=True,
    )


def answer_of(request: Request, key: str) -> tuple[Question, str] | None:
    """The question and the answer that a key stands for; None for any other key."""
    question = open_question(request)
    number = key.removeprefix(ANSWER)
    if question is None or number == key or not number.isdigit() or int(number) >= len(question.answers):
        return None
    return question, question.answers[int(number)]


def _answered(request: Request) -> Message | None:
    """The resident's own answer, and whether the desk has it; nothing once somebody has said more."""
    question = question_of(request)
    if question is None or not question.answer or request.status.ended:
        return None
    newest = request.last(What.SAID, What.ANSWER)
    if newest is None or newest.what != What.ANSWER:
        return None
    return msg("request.answer_told" if question.told else "request.answer_kept", answer=question.answer)


def _named(key: str, question: Question) -> Message:
    return msg(f"{key}_named", name=question.by) if question.by else msg(key)
