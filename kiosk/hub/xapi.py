"""What was learned as xAPI statements (IEEE 9274.1.1), for a learning record store: without anybody's name.

The actor is an account whose name is a keyed hash of the resident's id: the same person is the same account, and the
hub alone could say whose. Verbs are those of the ADL vocabulary; docs/lessons.md has the table.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.learning import Learnt
from kiosk.hub.models import LessonFact
from kiosk.hub.residents.secrets import Secrets

VERBS = {Learnt.PART: "progressed", Learnt.DONE: "completed", Learnt.REVIEW: "scored"}
VERB = "http://adlnet.gov/expapi/verbs"
LESSON_TYPE = "http://adlnet.gov/expapi/activities/lesson"
HOME = "urn:silver-key:hub"
SPACE = UUID("9d8f3b4e-0000-5000-8000-51174e720001")
"""Names statements: the same fact is the same statement, so that a store takes it once."""


def statement(row: LessonFact, secrets: Secrets) -> dict[str, Any]:
    """One fact."""
    what = Learnt(row.what)
    verb = VERBS[what]
    activity = f"{HOME}:lesson:{row.lesson}"
    made: dict[str, Any] = {
        "id": str(uuid5(SPACE, row.id)),
        "actor": {"objectType": "Agent", "account": {"homePage": HOME, "name": secrets.learner(row.resident_id)}},
        "verb": {"id": f"{VERB}/{verb}", "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{activity}:part:{row.part}" if what is Learnt.PART else activity,
            "definition": {"type": LESSON_TYPE, "name": {"en": row.lesson}},
        },
        "timestamp": row.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "version": "1.0.3",
    }
    if what is Learnt.PART:
        made["context"] = {"contextActivities": {"parent": [{"objectType": "Activity", "id": activity}]}}
    if row.answered_of:
        share = round(row.answered_right / row.answered_of, 4)
        score = {"scaled": share, "raw": row.answered_right, "min": 0, "max": row.answered_of}
        made["result"] = {"completion": True, "score": score}
    return made


async def statements(
    session: AsyncSession, secrets: Secrets, since: datetime | None = None
) -> AsyncIterator[dict[str, Any]]:
    """All that came in since then, in the order in which it came."""
    wanted = select(LessonFact).order_by(LessonFact.received_at, LessonFact.id)
    if since is not None:
        wanted = wanted.where(LessonFact.received_at >= since)
    for row in await session.scalars(wanted):
        yield statement(row, secrets)
