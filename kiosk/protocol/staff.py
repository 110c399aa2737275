"""A helper at a kiosk, on the wire. Every wrong badge, PIN or pass has one answer: 404, "card_unknown"."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from kiosk.domain.badge import Act
from kiosk.domain.other_card import OtherKind
from kiosk.domain.resident import Zodiac
from kiosk.protocol.models import MAX_BODY, Id, Wire, _storable

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


class RegisterIn(Wire):
    """POST /v1/staff/residents: somebody has agreed to be known. `id` is made at the kiosk, once for one person, so
    that a lost answer makes no second one. `phone` and `zodiac` only if wanted."""

    pass_: Secret
    id: Id
    phone: Annotated[str, StringConstraints(max_length=20), AfterValidator(_storable)] = ""
    zodiac: Zodiac | None = None
    health: bool = False


class IssueIn(Wire):
    """POST /v1/staff/cards: a new card for who stands here, whose old one `token` has opened."""

    pass_: Secret
    resident: Id
    token: Secret


class IssuedOut(Wire):
    """A new card's secrets, told this once."""

    code: Secret
    number: Secret


class TieIn(Wire):
    """POST /v1/staff/ties: another card for who holds the one with this `code`, read twice; fingerprints both
    (kiosk.domain.other_card), never what was on the card."""

    pass_: Secret
    code: Secret
    first: Secret
    second: Secret
    kind: OtherKind = OtherKind.OTHER
