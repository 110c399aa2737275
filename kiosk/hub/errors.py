"""What the hub says no to. Each is one RFC 9457 problem; the words never repeat what was sent."""

from __future__ import annotations

from typing import Any

from kiosk.errors import KioskError


class HubStartError(KioskError):
    """The hub cannot start as it is set up; the text is one line and says what to do."""


class HubProblem(Exception):
    """`code` is the problem's type (kiosk.protocol.models.Problem), `extra` its extension members."""

    status = 400
    code = "invalid"
    title = "The request cannot be understood"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra


class Invalid(HubProblem):
    status = 422


class TooLarge(HubProblem):
    status, code, title = 413, "too_large", "The request is too large"


class NotFound(HubProblem):
    status, code, title = 404, "not_found", "There is no such thing here"


class Conflict(HubProblem):
    """`reason` is "taken" (`holder` names who has it), "ended", "provider", "status" or "id"."""

    status, code, title = 409, "conflict", "It has moved on meanwhile"

    def __init__(self, reason: str, *, holder: str = "") -> None:
        super().__init__("", reason=reason, holder=holder)
        self.reason = reason
        self.holder = holder


class CardUnknown(HubProblem):
    """Whatever is wrong with a card, a pass, a 属相 or a badge: nobody learns what is on file."""

    status, code, title = 404, "card_unknown", "This does not open anything here"


class TimeGone(HubProblem):
    """Somebody else was given that time, or the hospital has withdrawn it."""

    status, code, title = 409, "slot_gone", "This time is not free any more"


class HospitalSilent(HubProblem):
    """No answer that can be relied on: nothing is known, and nothing of ours is booked."""

    status, code, title = 503, "hospital_silent", "The hospital does not answer"


class WrongVersion(HubProblem):
    status, code, title = 400, "version", "This version of the protocol is not spoken here"


class Unauthorised(HubProblem):
    status, code, title = 401, "unauthorised", "This device is not known here"


class Revoked(HubProblem):
    status, code, title = 401, "revoked", "This device's access has ended"


class Busy(HubProblem):
    """Too many calls; `retry_after` is in whole seconds."""

    status, code, title = 429, "busy", "Too many calls, try again later"

    def __init__(self, retry_after: int) -> None:
        super().__init__("", retry_after=retry_after)
        self.retry_after = retry_after


class CodeUsed(HubProblem):
    status, code, title = 409, "code_used", "This enrolment code has been used"


class CodeExpired(HubProblem):
    status, code, title = 410, "expired", "This enrolment code is too old"
