"""The pages, in the resident's words. Pure."""

from __future__ import annotations

from datetime import date

from kiosk.content.policy.advice import Advice
from kiosk.content.policy.asking import Passage
from kiosk.content.policy.cards import CLOSING, Card, text
from kiosk.domain.offered import Choice, Key
from kiosk.screens.ask.draft import Draft, Page
from kiosk.screens.ask.state import Layout, State
from kiosk.text import Message, msg, verbatim

MOST = 3
CARD, TEXT = "card:", "text:"
GO = Key("go", msg("ask.go"), "search", main=True)
PERSON = Key("person", msg("policy.ask"), "chat")
AGAIN = Key("again", msg("ask.again"), "keypad")
PICTURES = Key("pictures", msg("ask.pictures"), "image")
MESSAGE = Key("message", msg("ask.message"), "voice")


def picture(draft: Draft, today: date, *, listens: bool) -> State:
    """The page as it stands; `listens`: a message can be left here."""
    match draft.page:
        case Page.TYPE:
            return _type(draft)
        case Page.THINKING:
            return _thinking(draft)
        case Page.ANSWERS:
            advice = draft.advice or Advice(draft.typed)
            return _nothing(draft, listens=listens) if advice.refused else _answers(draft, advice, today)


def chosen(advice: Advice, choice: str) -> Card | Passage | None:
    """What a great key stands for."""
    return dict(_offers(advice)).get(choice)


def _offers(advice: Advice) -> list[tuple[str, Card | Passage]]:
    """Cards first, for they are in plain words; the best article beside them, or three where there is no card."""
    cards = advice.cards[: MOST - 1] if advice.passages else advice.cards[:MOST]
    offers: list[tuple[str, Card | Passage]] = [(f"{CARD}{card.id}", card) for card in cards]
    rest = advice.passages[: MOST - len(cards)]
    return [*offers, *((f"{TEXT}{one.doc}:{one.article}", one) for one in rest)]


def _type(draft: Draft) -> State:
    return State(
        layout=Layout.TYPE,
        title=msg("ask.title"),
        lead=msg("ask.lead"),
        keys=(GO,),
        typed=draft.typed,
        spelling=draft.spelling,
        words=tuple(one.text for one in draft.words),
        sounds=draft.sounds,
        problem=draft.problem,
    )


def _thinking(draft: Draft) -> State:
    return State(
        layout=Layout.WORDS,
        title=msg("ask.title_thinking"),
        lead=msg("ask.thinking"),
        icon="hourglass",
        question=_asked(draft),
        big=msg("ask.thinking"),
        keys=(PERSON,),
    )


def _answers(draft: Draft, advice: Advice, today: date) -> State:
    offers = _offers(advice)
    first = offers[0][1]
    big, source = _answer(first, today)
    icon = first.picture if isinstance(first, Card) else "book"
    return State(
        layout=Layout.ANSWERS,
        title=msg("ask.title_answers"),
        lead=msg("ask.lead_answers"),
        icon=icon,
        question=_asked(draft),
        big=big,
        lines=(source, verbatim(CLOSING)),
        choices=tuple(_choice(name, one) for name, one in offers),
        keys=(PERSON, AGAIN),
        problem=draft.problem,
    )


def _answer(one: Card | Passage, today: date) -> tuple[Message, Message]:
    """The sentence that is spoken at once, and where it is written."""
    if isinstance(one, Card):
        return verbatim(text(one, one.answer, today)), verbatim(str(one.answer.cite))
    return msg("ask.in_text", article=one.article), msg("ask.text", title=one.title)


def _choice(name: str, one: Card | Passage) -> Choice:
    if isinstance(one, Card):
        words = one.names.everyday[0] if one.names.everyday else one.names.official
        return Choice(name, one.picture, verbatim(words))
    return Choice(name, "book", msg("ask.article", article=one.article))


def _nothing(draft: Draft, *, listens: bool) -> State:
    person = Key(PERSON.id, PERSON.words, PERSON.icon, main=True)
    return State(
        layout=Layout.WORDS,
        title=msg("ask.title_nothing"),
        lead=msg("ask.nothing"),
        icon="volunteer",
        question=_asked(draft),
        big=msg("ask.nothing"),
        lines=(msg("ask.nothing_lead"),),
        keys=(person, AGAIN, PICTURES, *((MESSAGE,) if listens else ())),
        problem=draft.problem,
    )


def _asked(draft: Draft) -> Message:
    return msg("ask.asked", question=verbatim(draft.typed))
