"""FHIR resources read with tolerance: what is not as the standard says is left out and counted, never guessed."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.domain.appointment import Department
from kiosk.hub.hospital.base import Unclear, VisitState

Resource = Mapping[str, Any]
FHIR_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
SHORT, LONG = 80, 400
MINUTES = 15
SLOT_STATES = frozenset({"busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error"})
VISIT_STATES: Mapping[str, VisitState] = {
    "proposed": VisitState.PENDING,
    "pending": VisitState.PENDING,
    "waitlist": VisitState.PENDING,
    "booked": VisitState.BOOKED,
    "arrived": VisitState.BOOKED,
    "checked-in": VisitState.BOOKED,
    "fulfilled": VisitState.DONE,
    "noshow": VisitState.MISSED,
    "cancelled": VisitState.CANCELLED,
    "entered-in-error": VisitState.CANCELLED,
}
NEED_SYSTEM = "urn:silver-key:need"
NEEDS = ("family_doctor", "medicine")
_WORDS = tomllib.loads(Path(__file__).with_name("departments.toml").read_text("utf-8"))
NAMED_NEEDS: Mapping[str, str] = _WORDS["needs"]
PICTURES: Mapping[str, str] = _WORDS["pictures"]


@dataclass(frozen=True)
class FoundSlot:
    """A time as the hospital has it; `keys` are ours under which it is kept."""

    id: str
    status: str
    start: datetime
    minutes: int
    schedule: str
    keys: frozenset[str]


def moment(value: object) -> datetime | None:
    """A FHIR instant as UTC; None without a zone: whose midnight it is nobody can know."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def written(moment: datetime) -> str:
    """RFC 3339 in UTC, as requests and events carry it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def text(value: object, limit: int = SHORT) -> str:
    """A text that can be shown and kept; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value if c.isprintable() and not "\ud800" <= c <= "\udfff").strip()[:limit]


def ident(resource: Resource) -> str:
    value = resource.get("id")
    return value if isinstance(value, str) and FHIR_ID.fullmatch(value) else ""


def reference(value: object, kind: str = "") -> str:
    """The reference inside a Reference, as KIND/ID, whether it came with an address before it or not."""
    found = value.get("reference") if isinstance(value, dict) else None
    parts = found.split("/_history/")[0].split("/") if isinstance(found, str) else []
    if len(parts) < 2 or not FHIR_ID.fullmatch(parts[-1]) or (kind and parts[-2] != kind):
        return ""
    return f"{parts[-2]}/{parts[-1]}"


def identifiers(resource: Resource, system: str) -> frozenset[str]:
    """Values of this system among the resource's identifiers."""
    return frozenset(
        one["value"]
        for one in items(resource.get("identifier"))
        if one.get("system") == system and isinstance(one.get("value"), str)
    )


def items(value: object) -> Iterator[dict[str, Any]]:
    """The objects in a list; nothing when it is none."""
    return iter([one for one in value if isinstance(one, dict)] if isinstance(value, list) else [])


def slot(resource: Resource, system: str, faults: Counter[str]) -> FoundSlot | None:
    """None, counted, for one that cannot be relied on."""
    status, start = resource.get("status"), moment(resource.get("start"))
    if not ident(resource):
        faults["slot_id"] += 1
    elif not isinstance(status, str) or status not in SLOT_STATES:
        faults["slot_status"] += 1
    elif start is None:
        faults["slot_start"] += 1
    else:
        minutes = _minutes(start, moment(resource.get("end")))
        if minutes:
            schedule = reference(resource.get("schedule"), "Schedule")
            return FoundSlot(ident(resource), status, start, minutes, schedule, identifiers(resource, system))
        faults["slot_end"] += 1
    return None


def visit_state(resource: Resource) -> VisitState:
    """Raises Unclear for a status outside the standard: what it means nobody here can know."""
    found = VISIT_STATES.get(str(resource.get("status")))
    if found is None:
        raise Unclear("a status outside the standard")
    return found


def department(resource: Resource, faults: Counter[str]) -> Department | None:
    """None for one that is closed, or cannot be named."""
    name = text(resource.get("name"))
    if resource.get("active") is False:
        return None
    if not ident(resource) or not name:
        faults["service"] += 1
        return None
    picture = next((picture for word, picture in PICTURES.items() if word in name), "doctor")
    return Department(ident(resource), name, picture, _need(resource, name))


def _need(resource: Resource, name: str) -> str:
    codes = [code for one in items(resource.get("type")) for code in items(one.get("coding"))]
    told = next((str(c.get("code")) for c in codes if c.get("system") == NEED_SYSTEM), "")
    return told if told in NEEDS else next((need for word, need in NAMED_NEEDS.items() if word in name), "")


def person_name(resource: Resource) -> str:
    """A doctor's name as the hospital writes it: its text, or family and given names."""
    name = next(items(resource.get("name")), {})
    given = name.get("given")
    parts = [name.get("family"), *(given if isinstance(given, list) else [])]
    return text(name.get("text")) or "".join(text(part) for part in parts)


def _minutes(start: datetime, end: datetime | None) -> int:
    """0 when it ends before it begins, or lasts for longer than a day."""
    if end is None:
        return MINUTES
    span = end - start
    return int(span / timedelta(minutes=1)) if timedelta(minutes=1) <= span <= timedelta(days=1) else 0
