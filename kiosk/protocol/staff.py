"""A helper at a kiosk, on the wire. Every wrong badge, PIN or pass has one answer: 404, "card_unknown"."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from kiosk.domain.badge import Act
from kiosk.protocol.models import MAX_BODY, Wire, _storable

Secret = Annotated[str, StringConstraints(max_length=80), AfterValidator(_storable)]
Scanned = Annotated[str, StringConstraints(max_length=MAX_BODY)]


class BadgeIn(Wire):
    """POST /v1/staff/badge: what was scanned, whatever it is, and the PIN."""

    badge: Scanned
    pin: Secret


class BadgeOut(Wire):
    """`name` is what residents are told; `pass_` a secret that ends ten minutes after its last use."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    role: Literal["volunteer", "duty", "administrator"]
    pass_: Secret


class ActIn(Wire):
    """POST /v1/staff/acts: one line for the audit log."""

    pass_: Secret
    act: Act


class HandOverIn(Wire):
    """POST /v1/staff/hand-over: 交班."""

    pass_: Secret
