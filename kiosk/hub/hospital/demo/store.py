"""A small FHIR store: versions, conditional create, searches as far as docs/hospitals.md asks for them.

What was changed is kept in a file, so that an appointment outlives the demonstration's end.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.hub.clock import HubClock
from kiosk.hub.hospital.demo.world import DAYS, Plan, Resource, instruction, people_and_places, times

MAX_COUNT = 500
Changed = dict[str, Resource]
Search = dict[str, list[str]]
PREFIXES: dict[str, Callable[[datetime, datetime], bool]] = {
    "ge": lambda one, bound: one >= bound,
    "lt": lambda one, bound: one < bound,
}


class Changed412(Exception):
    """It is not any more of the version that was named, or more than one fits."""


class Store:
    """`file` None keeps nothing. All calls on one thread."""

    def __init__(self, made: Plan, clock: HubClock, file: Path | None = None) -> None:
        self._clock = clock
        self._file = file
        self._fixed = {_ref(one): one for one in people_and_places(made)}
        self._changed: Changed = _load(file)
        self._times: dict[str, Resource] = {}
        self._times_of: object = None
        self._next = itertools.count(1)

    def read(self, kind: str, ident: str) -> Resource | None:
        ref = f"{kind}/{ident}"
        return self._changed.get(ref) or self._fixed.get(ref) or self._slots().get(ref)

    def create(self, resource: Resource, none_exist: str = "") -> tuple[Resource, bool]:
        """The resource, and whether it is new. `none_exist` is SYSTEM|VALUE of an identifier."""
        kind = str(resource["resourceType"])
        same = list(self._identified(kind, none_exist)) if none_exist else []
        if len(same) > 1:
            raise Changed412
        if same:
            return same[0], False
        names = (f"{kind.lower()}-{n}" for n in self._next)
        ident = next(name for name in names if f"{kind}/{name}" not in self._changed)
        return self._keep({**resource, "id": ident, **self._given(resource)}, 1), True

    def update(self, kind: str, ident: str, resource: Resource, version: str) -> Resource | None:
        """Replace it; None when there is none. Raises Changed412 for another version than `version`."""
        found = self.read(kind, ident)
        if found is None:
            return None
        if version and version != version_of(found):
            raise Changed412
        return self._keep({**resource, "id": ident}, int(version_of(found)) + 1)

    def search(self, kind: str, params: Search) -> list[Resource]:
        """Everything that fits, in order; without what `_include` adds."""
        found = [one for one in self._candidates(kind, params) if _fits(one, params)]
        return sorted(found, key=_start) if kind in ("Slot", "Appointment") else found

    def included(self, found: Iterable[Resource], params: Search) -> list[Resource]:
        """The actors of schedules."""
        if "Schedule:actor" not in params.get("_include", []):
            return []
        refs = {actor["reference"]: None for one in found for actor in one.get("actor", [])}
        return [one for ref in refs if (one := self.read(*ref.split("/")))]

    def _candidates(self, kind: str, params: Search) -> Iterator[Resource]:
        if kind == "Slot":
            return (self._changed.get(ref, one) for ref, one in self._slots().items())
        if "identifier" in params:
            return self._identified(kind, params["identifier"][0])
        everything = {**self._fixed, **self._changed}
        return (one for one in everything.values() if one["resourceType"] == kind)

    def _identified(self, kind: str, token: str) -> Iterator[Resource]:
        system, _, value = token.partition("|")
        for one in self._changed.values():
            marks = one.get("identifier", []) if one["resourceType"] == kind else []
            if any((mark.get("system"), mark.get("value")) == (system, value) for mark in marks):
                yield one

    def _slots(self) -> dict[str, Resource]:
        """Made anew when the day changes."""
        now = self._clock.now()
        if self._times_of != now.astimezone().date():
            schedules = [one["id"] for one in self._fixed.values() if one["resourceType"] == "Schedule"]
            self._times = {_ref(one): one for name in schedules for one in times(name, now)}
            self._times_of = now.astimezone().date()
        return self._times

    def _given(self, resource: Resource) -> Resource:
        """What the hospital adds to an appointment: its own number, and what to bring."""
        if resource["resourceType"] != "Appointment":
            return {}
        services = [
            found["name"]
            for one in resource.get("participant", [])
            if (ref := str(one["actor"]["reference"])).startswith("HealthcareService/")
            and (found := self.read(*ref.split("/", 1)))
        ]
        number = {"system": "urn:demo:number", "value": f"演示 {1000 + len(self._changed)}"}
        bring = {"patientInstruction": instruction(services[0])} if services else {}
        return {"identifier": [*resource.get("identifier", []), number], **bring}

    def _keep(self, resource: Resource, version: int) -> Resource:
        made = {**resource, "meta": {"versionId": str(version), "lastUpdated": self._clock.now().isoformat()}}
        self._changed[_ref(made)] = made
        self._forget()
        if self._file is not None:
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(self._changed, ensure_ascii=False), "utf-8")
            part.replace(self._file)
        return made

    def _forget(self) -> None:
        """Times and appointments that are long over."""
        before = self._clock.now() - timedelta(days=DAYS)
        old = [ref for ref, one in self._changed.items() if "start" in one and _start(one) < before]
        for ref in old:
            del self._changed[ref]


def version_of(resource: Resource) -> str:
    return str(resource.get("meta", {}).get("versionId", "1"))


def _fits(resource: Resource, params: Search) -> bool:
    return all(_fits_one(resource, name, value) for name, values in params.items() for value in values)


def _fits_one(resource: Resource, name: str, value: str) -> bool:
    match name:
        case "_id":
            return bool(resource["id"] == value)
        case "status":
            return resource.get("status") in value.split(",")
        case "active":
            return resource.get("active") is (value == "true")
        case "schedule":
            return resource.get("schedule", {}).get("reference") in value.split(",")
        case "actor":
            return any(one["reference"] in value.split(",") for one in resource.get("actor", []))
        case "start":
            return PREFIXES[value[:2]](_start(resource), datetime.fromisoformat(value[2:]))
        case _:
            return True


def _start(resource: Resource) -> datetime:
    return datetime.fromisoformat(resource["start"])


def _ref(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _load(file: Path | None) -> Changed:
    """What was kept; nothing when it cannot be read: it is a demonstration."""
    try:
        kept: Any = json.loads(file.read_text("utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
