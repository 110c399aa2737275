"""What residents have learned, on the wire: facts that only become more, known by their ids."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from kiosk.domain.learning import Fact, Learnt
from kiosk.protocol.models import Id, Utc, Wire

MOST_FACTS = 200
"""In one call of a kiosk."""
MOST_KEPT = 5000
"""Of one resident: 26 lessons with their parts and reviews are some 200; daily practice of ten years is 4,000."""
Count = Annotated[int, Field(ge=0, le=99)]


class FactModel(Wire):
    """One thing that was learned; `resident` is the hub's id."""

    id: Id
    resident: Id
    lesson: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    what: Learnt
    at: Utc
    part: Count = 0
    right: Count = 0
    of: Count = 0

    @classmethod
    def from_fact(cls, fact: Fact) -> FactModel:
        return cls(id=fact.id, resident=fact.resident, lesson=fact.lesson, what=fact.what, at=fact.at, part=fact.part,
                   right=fact.right, of=fact.of)  # fmt: skip

    def fact(self) -> Fact:
        return Fact(self.id, self.resident, self.lesson, self.what, self.at, self.part, self.right, self.of)


class LearnedIn(Wire):
    """POST /v1/lessons: what happened at a kiosk, of any residents. Idempotent by the facts' ids."""

    facts: Annotated[list[FactModel], Field(max_length=MOST_FACTS)]


class LearnedOut(Wire):
    """`gone`: residents that the hub does not know (any more): nothing of them is to be kept."""

    gone: Annotated[list[str], Field(max_length=MOST_FACTS)] = Field(default_factory=list)


class KnownOut(Wire):
    """GET /v1/residents/{id}/lessons: everything, from every kiosk, oldest first."""

    facts: Annotated[list[FactModel], Field(max_length=MOST_KEPT)] = Field(default_factory=list)
