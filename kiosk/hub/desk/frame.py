"""The frame around every signed-in page: who listens, which alarms ring, what the last act did."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.hub.core import Hub
from kiosk.hub.deps import HubDep
from kiosk.hub.desk import board, look
from kiosk.hub.desk.board import Board, Viewer
from kiosk.hub.desk.render import Pages, Reader, translator
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Message, msg

NOTICES = frozenset(
    {
        "accepted",
        "said",
        "asked",
        "booked",
        "reminded",
        "seen",
        "noted",
        "handed",
        "released",
        "closed",
        "resolved",
        "car",
        "saved",
        "added",
        "changed",
        "revoked",
        "registered",
        "card_revoked",
        "card_tied",
        "card_untied",
        "consent_given",
        "consent_withdrawn",
        "deleted",
        "called",
        "phoned",
        "offered",
        "signed",
        "withdrawn",
        "fault_seen",
        "question_settled",
        "card_signed",
        "card_undone",
        "test_kept",
        "saying_kept",
        "drill_started",
        "drill_ended",
        "promise_signed",
        "promise_withdrawn",
        "content_saved",
        "step_up",
        "step_down",
        "step_add",
        "step_remove",
        "question_add",
        "answer_add",
        "answer_remove",
        "content_undone",
        "content_discarded",
        "content_published",
        "content_offered",
        "content_stopped",
        "content_rolled_back",
    }
)


class Frame:
    """One answer to one person."""

    def __init__(self, request: Request, hub: Hub) -> None:
        self.request = request
        self.hub = hub
        self.pages: Pages = request.app.state.pages
        self.now = hub.clock.now()

    def viewer(self, who: Signed) -> Viewer:
        return Viewer(who.staff.id, who.staff.display_name, translator(who.staff.language), self.now, self.hub.settings)

    async def looked(self, session: AsyncSession, who: Signed, action: str, subject: str = "") -> None:
        """Notes the look before the page leaves. Only a new look needs the one writer; most pages are drawn again."""
        by, now = who.staff.id, self.now
        if not await audit.same_look(session, staff_id=by, action=action, now=now, subject=subject):
            async with self.hub.database.work() as work:
                audit.note(work.session, staff_id=by, action=action, now=now, subject=subject)

    async def show(
        self,
        session: AsyncSession,
        who: Signed,
        template: str,
        *,
        status: int = 200,
        bad: Message | None = None,
        shown: Board | None = None,
        **facts: Any,
    ) -> HTMLResponse:
        """A page in its frame. `bad` says what went wrong; `shown` saves asking for the board twice."""
        shown = shown or await board.board(session, self.viewer(who))
        say = translator(who.staff.language)
        waiting = len(shown.alarms) + len(shown.waiting)
        facts.setdefault("title", say(msg("desk.tab", n=waiting) if waiting else msg("desk.brand")))
        notice = self._notice() if bad is None else bad
        return self.pages.page(
            template,
            Reader(who, look.read(self.request.cookies)),
            status=status,
            present=await self.hub.presence(session),
            alarms=shown.alarms,
            news=shown.news,
            notice=say(notice) if notice else "",
            notice_kind="bad" if bad else "good",
            **facts,
        )

    def _notice(self) -> Message | None:
        told = self.request.query_params.get("told", "")
        return msg(f"desk.told.{told}") if told in NOTICES else None


async def get_frame(request: Request, hub: HubDep) -> Frame:
    return Frame(request, hub)


FrameDep = Annotated[Frame, Depends(get_frame)]


def go(path: str, told: str = "") -> Response:
    """After a POST: look at the page with GET, so that going back or reloading never sends a form again."""
    return RedirectResponse(f"{path}?told={told}" if told else path, status_code=303)
