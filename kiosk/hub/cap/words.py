"""A CAP 1.2 message as XML: OASIS Standard CAP-v1.2-os, July 2010, section 3.2 and its schema. Pure.

The schema is a sequence: the order of elements below is the schema's. Times have an offset and no fraction, and UTC is
-00:00, never Z. An identifier and a sender hold no space, comma, < or &, because references are made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from kiosk.domain.request import Mode

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
STATUS = {Mode.ACTUAL: "Actual", Mode.EXERCISE: "Exercise", Mode.TEST: "Test"}
LONGEST = 200
register_namespace("", NAMESPACE)


class Type(StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


@dataclass(frozen=True)
class Circle:
    """Degrees (WGS 84) and metres."""

    lat: float
    lon: float
    radius_m: int


@dataclass(frozen=True)
class Info:
    """What is the matter. `parameters` are pairs of name and value."""

    event: str
    headline: str
    category: str
    urgency: str
    severity: str
    certainty: str
    area: str
    circle: Circle | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    sender_name: str = ""
    language: str = "zh-CN"


@dataclass(frozen=True)
class Reference:
    """An earlier message, as it was sent."""

    sender: str
    identifier: str
    sent: str

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{self.sent}"


@dataclass(frozen=True)
class Cap:
    """One message. `incident` is the same for everything about one alarm."""

    identifier: str
    sender: str
    sent: str
    status: str
    type: Type
    addresses: str
    incident: str
    note: str = ""
    references: Sequence[Reference] = ()
    info: Info | None = None


def cap_time(moment: datetime) -> str:
    """In the centre's own zone: 2026-11-02T09:10:00+08:00."""
    text = moment.astimezone().isoformat(timespec="seconds")
    return text.replace("+00:00", "-00:00")


def xml(cap: Cap) -> bytes:
    """The message, UTF-8. Scope is Private: for the one endpoint it is addressed to."""
    root = Element(f"{{{NAMESPACE}}}alert")
    _texts(
        root,
        ("identifier", cap.identifier),
        ("sender", cap.sender),
        ("sent", cap.sent),
        ("status", cap.status),
        ("msgType", cap.type),
        ("scope", "Private"),
        ("addresses", cap.addresses),
        ("note", cap.note),
        ("references", " ".join(str(one) for one in cap.references)),
        ("incidents", cap.incident),
    )
    if cap.info is not None:
        _info(root, cap.info)
    text: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text + b"\n"


def _info(root: Element, info: Info) -> None:
    part = SubElement(root, f"{{{NAMESPACE}}}info")
    _texts(
        part,
        ("language", info.language),
        ("category", info.category),
        ("event", info.event),
        ("responseType", "Assess"),
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        ("senderName", info.sender_name),
        ("headline", info.headline),
    )
    for name, value in info.parameters:
        _texts(SubElement(part, f"{{{NAMESPACE}}}parameter"), ("valueName", name), ("value", value))
    area = SubElement(part, f"{{{NAMESPACE}}}area")
    circle = info.circle
    drawn = f"{circle.lat:.6f},{circle.lon:.6f} {circle.radius_m / 1000:g}" if circle else ""
    _texts(area, ("areaDesc", info.area), ("circle", drawn))


def _texts(parent: Element, *pairs: tuple[str, str]) -> None:
    """Elements in this order; one without words is left out."""
    for name, text in pairs:
        plain = "".join(letter if letter.isprintable() else " " for letter in text).strip()
        if plain:
            SubElement(parent, f"{{{NAMESPACE}}}{name}").text = plain if name == "references" else plain[:LONGEST]
