"""The page of questions: what nobody could answer, the most frequent first, and what was asked by the month."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from kiosk.domain.asked import LONGEST_WORDS
from kiosk.hub import asked
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk.frame import FrameDep, go
from kiosk.hub.desk.guard import Manager
from kiosk.hub.staff.service import StaffRole

router = APIRouter()
MOST_SHOWN = 6  # cards named for one month


@router.get("/questions")
async def questions_page(me: Manager, frame: FrameDep, session: ReadDep) -> Response:
    months = await asked.months(session)
    return await frame.show(
        session,
        me,
        "questions.html",
        here="quality",
        unanswered=await asked.unanswered(session),
        months=months,
        ceiling=max([1, *(month.asked for month in months)]),
        may_write=me.staff.role == StaffRole.ADMINISTRATOR,
        most=MOST_SHOWN,
    )


@router.post("/questions/settled")
async def settled(
    me: Manager, frame: FrameDep, work: WorkDep, words: Annotated[str, Form(max_length=LONGEST_WORDS)] = ""
) -> Response:
    """It is off the list; asked again without an answer, it comes back."""
    await asked.settle(work.session, words, me.staff.id, frame.now)
    return go("/desk/questions", "question_settled")
