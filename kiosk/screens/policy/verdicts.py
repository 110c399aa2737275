"""What came of the questions, in the resident's words. Pure. Never a bare no."""

from __future__ import annotations

from kiosk.content.policy.rules import Truth, Window
from kiosk.content.policy.rules_check import Answer, Decided, Verdict, check
from kiosk.screens.policy.draft import Around, Draft
from kiosk.text import Message, verbatim

_ORDER = {Answer.ENTITLED: 0, Answer.PERHAPS: 1}


def possible(draft: Draft, around: Around) -> tuple[Verdict, ...]:
    """What the resident can probably or perhaps have and has not: the surest first."""
    found = [v for v in _all(draft, around) if v.answer is not Answer.NOT]
    return tuple(sorted(found, key=lambda v: (_ORDER[v.answer], not v.in_force, len(v.missing))))


def others(draft: Draft, around: Around) -> tuple[Verdict, ...]:
    """What seems not to fit."""
    return tuple(v for v in _all(draft, around) if v.answer is Answer.NOT)


def verdict_of(draft: Draft, around: Around) -> Verdict | None:
    """Of the card that was chosen."""
    return next((v for v in _all(draft, around) if v.card.id == draft.card), None)


def answer_words(verdict: Verdict) -> Message:
    return Message(f"policy.answer_{verdict.answer.value}", personal=True)


def reason(verdict: Verdict) -> Message:
    """Why, in one sentence: of an answer the condition that made it, of a perhaps what is still open."""
    if not verdict.in_force:
        return Message("policy.reason_not_in_force", personal=True)
    if verdict.answer is Answer.PERHAPS:
        return _open(verdict)
    wanted = Truth.TRUE if verdict.answer is Answer.ENTITLED else Truth.FALSE
    one = _first(verdict, wanted) or _first(verdict, wanted.contrary())
    if one is None:
        return Message("policy.reason_rule", personal=True)
    return _because(verdict.answer, one)


def _because(answer: Answer, one: Decided) -> Message:
    """A condition that must not be met speaks the other way round: then it is named as it stands."""
    for_it = one.truth is Truth.TRUE
    key = {
        (Answer.ENTITLED, True): "policy.reason_fits",
        (Answer.ENTITLED, False): "policy.reason_is_not",
        (Answer.NOT, False): "policy.reason_lacks",
        (Answer.NOT, True): "policy.reason_fits",
    }[answer, for_it]
    return Message(key, {"what": verbatim(one.condition.say)}, personal=True)


def _open(verdict: Verdict) -> Message:
    """What a resident could still say comes before what only the window knows."""
    unknown = [one for one in verdict.deciding if one.truth is Truth.UNKNOWN]
    facts = [one for one in unknown if not isinstance(one.condition, Window)]
    if not unknown:
        return Message("policy.reason_rule", personal=True)
    key = "policy.reason_unknown" if facts else "policy.reason_window"
    return Message(key, {"what": verbatim((facts or unknown)[0].condition.say)}, personal=True)


def _first(verdict: Verdict, truth: Truth) -> Decided | None:
    return next((one for one in verdict.deciding if one.truth is truth), None)


def _all(draft: Draft, around: Around) -> tuple[Verdict, ...]:
    found = check(around.cards, draft.profile, around.today)
    return tuple(v for v in found if not draft.profile.has.get(v.card.id))
