"""A question to a resident as the desk shows it: what was asked, what came back, or that nobody has answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.request import What
from kiosk.hub.models import Event

UNANSWERED = 120.0  # seconds; from here on the desk says that nobody answers: go there, or ring


@dataclass(frozen=True)
class Asked:
    """`answer` is "" while none came; `unanswered` once it has taken long. `news` names the answer to be chimed."""

    text: str
    by: str
    since: datetime
    answers: tuple[str, ...]
    answer: str = ""
    unanswered: bool = False
    news: str = ""


def asked(events: Sequence[Event], now: datetime) -> Asked | None:
    """The newest question: one asked later replaces what was asked before."""
    question = next((e for e in reversed(events) if e.what == What.ASKED), None)
    if question is None:
        return None
    ident = question.facts.get("question")
    given = next((e for e in events if e.what == What.ANSWER and e.facts.get("question") == ident), None)
    return Asked(
        text=str(question.facts.get("text", "")),
        by=question.name,
        since=question.at,
        answers=tuple(str(word) for word in question.facts.get("answers", ())),
        answer=str(given.facts.get("answer", "")) if given is not None else "",
        unanswered=given is None and (now - question.at).total_seconds() > UNANSWERED,
        news=given.id if given is not None else "",
    )
