"""Words between the resident and who helps, on the request's screen: a question, huge, with a key for each answer; what
the resident said last; and the key that leaves a message. Pure."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.offered import Key
from kiosk.domain.question import Question, open_question, question_of
from kiosk.domain.request import Request, What
from kiosk.screens.request.state import Panel, PanelKind, State
from kiosk.text import Message, msg, verbatim

ANSWER = "answer_"
LATER, ANSWER_NOW = "question_later", "question_now"
MESSAGE = "message"


def with_question(state: State, request: Request, *, aside: str = "", listens: bool = False) -> State:
    """The picture with the question that waits, or with what became of the resident's last word.

    `listens`: a message can be left here. `aside` is the id of a question that the resident does not want to answer
    now: then a key leads back to it.
    """
    question = open_question(request)
    if question is None:
        note = _last_word(request)
        keys = _with_message(state, request) if listens else state.keys
        return replace(state, note=note or state.note, keys=keys)
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


def _with_message(state: State, request: Request) -> tuple[Key, ...]:
    """One more key, where there is room for it and somebody is still to do something."""
    others = [key for key in state.keys if not key.main]
    if request.status.ended or not state.keys or len(others) > 1:
        return state.keys
    return (*state.keys, Key(MESSAGE, msg("request.message"), "voice"))


def _last_word(request: Request) -> Message | None:
    """The resident's own answer or message, and whether the desk has it; nothing once somebody has said more."""
    newest = request.last(What.SAID, What.ANSWER, What.VOICE_NOTE)
    if newest is None or newest.what == What.SAID or request.status.ended:
        return None
    if newest.what == What.VOICE_NOTE:
        return msg("request.message_kept" if newest.hub_seq is None else "request.message_told")
    question = question_of(request)
    if question is None or not question.answer:
        return None
    return msg("request.answer_told" if question.told else "request.answer_kept", answer=question.answer)


def _named(key: str, question: Question) -> Message:
    return msg(f"{key}_named", name=question.by) if question.by else msg(key)
