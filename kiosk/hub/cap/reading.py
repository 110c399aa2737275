"""Reads what a platform answers: a CAP 1.2 Ack or Error. Hostile until shown otherwise.

No DTD, no entity, nothing fetched (defusedxml); at most MOST_BYTES; only what is needed is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kiosk.hub.cap.words import NAMESPACE, Reference

MOST_BYTES = 64 * 1024
MOST_REFERENCES = 50
LONGEST_NOTE = 80
SENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[-+]\d{2}:\d{2}")
NAME = re.compile(r"[^\s,<&]{1,120}")
TYPES = frozenset({"Ack", "Error"})


class NotCap(ValueError):
    """It is no CAP 1.2 message that we expect; the text says what is wrong with it, and repeats nothing of it."""


@dataclass(frozen=True)
class Answer:
    """`references` are our messages, as the platform names them. `note` is plain text on one line."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    type: str
    references: tuple[Reference, ...]
    note: str


def read(body: bytes) -> Answer:
    """Raises NotCap."""
    if len(body) > MOST_BYTES:
        raise NotCap("too large")
    try:
        root = fromstring(body, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise NotCap("a DTD or an entity") from None
    except (ParseError, ValueError, LookupError):
        raise NotCap("not XML") from None
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise NotCap("not a CAP 1.2 alert")
    type_ = _one(root, "msgType")
    if type_ not in TYPES:
        raise NotCap("msgType is neither Ack nor Error")
    return Answer(
        identifier=_name(root, "identifier"),
        sender=_name(root, "sender"),
        sent=_moment(_one(root, "sent")),
        status=_one(root, "status"),
        type=type_,
        references=_references(_one(root, "references")),
        note=_note(root),
    )


def _one(root: Element, name: str) -> str:
    """The text of the only element of this name."""
    found = root.findall(f"{{{NAMESPACE}}}{name}")
    if len(found) != 1 or len(found[0]) or not (found[0].text or "").strip():
        raise NotCap(f"{name} is needed once")
    return (found[0].text or "").strip()


def _name(root: Element, name: str) -> str:
    text = _one(root, name)
    if not NAME.fullmatch(text):
        raise NotCap(f"{name} holds a space, a comma, < or &, or is too long")
    return text


def _moment(text: str) -> datetime:
    if not SENT.fullmatch(text):
        raise NotCap("sent is not a CAP time")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotCap("sent is not a CAP time") from None


def _references(text: str) -> tuple[Reference, ...]:
    parts = text.split()
    if len(parts) > MOST_REFERENCES:
        raise NotCap("too many references")
    found = []
    for part in parts:
        pieces = part.split(",")
        if len(pieces) != 3 or not all(pieces):
            raise NotCap("a reference is sender,identifier,sent")
        found.append(Reference(*pieces))
    return tuple(found)


def _note(root: Element) -> str:
    element = root.find(f"{{{NAMESPACE}}}note")
    text = (element.text or "") if element is not None else ""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST_NOTE * 2])
    return " ".join(plain.split())[:LONGEST_NOTE]
