"""What CAP-v1.2.xsd and the standard's text (OASIS CAP-v1.2-os, section 3.2) ask of a message, as code of our own."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
ALERT = (
    "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code", "note",
    "references", "incidents", "info",
)  # fmt: skip
INFO = (
    "language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode",
    "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact",
    "parameter", "resource", "area",
)  # fmt: skip
AREA = ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling")
MANY = frozenset({"code", "info", "category", "responseType", "eventCode", "parameter", "resource", "area", "polygon"})
VALUES = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
    },
    "responseType": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
TIME = re.compile(r"\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d")
NAME = re.compile(r"[^\s,<&]+")
CIRCLE = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)? \d+(\.\d+)?")


def checked(body: bytes) -> Element:
    """The message's root; fails where it is not valid."""
    root: Element = fromstring(body)
    assert root.tag == f"{CAP}alert"
    _sequence(root, ALERT, needed=("identifier", "sender", "sent", "status", "msgType", "scope"))
    assert all(NAME.fullmatch(text(root, name)) for name in ("identifier", "sender"))
    assert TIME.fullmatch(text(root, "sent"))
    assert not text(root, "sent").endswith("+00:00")  # section 3.3.2: UTC is -00:00
    assert text(root, "scope") != "Private" or text(root, "addresses")
    for reference in text(root, "references").split():
        sender, identifier, sent = reference.split(",")
        assert NAME.fullmatch(sender)
        assert NAME.fullmatch(identifier)
        assert TIME.fullmatch(sent)
    if text(root, "msgType") != "Alert":
        assert text(root, "references")
    for info in root.iter(f"{CAP}info"):
        _info(info)
    return root


def _info(info: Element) -> None:
    _sequence(info, INFO, needed=("category", "event", "urgency", "severity", "certainty"))
    for parameter in info.iter(f"{CAP}parameter"):
        assert [child.tag for child in parameter] == [f"{CAP}valueName", f"{CAP}value"]
    for area in info.iter(f"{CAP}area"):
        _sequence(area, AREA, needed=("areaDesc",))
        assert not text(area, "circle") or CIRCLE.fullmatch(text(area, "circle"))


def _sequence(parent: Element, order: tuple[str, ...], needed: tuple[str, ...]) -> None:
    names = [child.tag.removeprefix(CAP) for child in parent]
    places = [order.index(name) for name in names]
    assert places == sorted(places), names
    for name in names:
        assert names.count(name) == 1 or name in MANY, name
    assert set(needed) <= set(names)
    for child in parent:
        name = child.tag.removeprefix(CAP)
        if name in VALUES:
            assert child.text in VALUES[name], (name, child.text)
        if not len(child):
            assert child.text, name


def text(parent: Element, name: str) -> str:
    """Of the first element of this name anywhere beneath; "" when there is none."""
    found = parent.find(f".//{CAP}{name}")
    return (found.text or "") if found is not None else ""


def texts(parent: Element, name: str) -> list[str]:
    return [one.text or "" for one in parent.iter(f"{CAP}{name}")]
