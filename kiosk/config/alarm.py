"""The settings of the emergency call: its times, its ways out, the red button, the defibrillator."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.config.shapes import HOST, ID, NAME, PHONE, SHORT, URL
from kiosk.schema import key, table

PATH_KINDS = ("hub", "sip", "sms", "relay")


@dataclass(frozen=True)
class PhoneEntry:
    name: str = key(doc="who answers there", **NAME)
    number: str = key(doc="the telephone number", **PHONE)


@dataclass(frozen=True)
class PathEntry:
    name: str = key(doc="what the desk and the doctor call it; no two alike", **ID)
    kind: str = key(
        doc="another hub, a telephone call, a gateway for short messages, a program (lamp, siren)", choices=PATH_KINDS
    )
    wait_seconds: int = key(0, "begins so long after the other ways (a siren after the telephone)", low=0, high=120)
    drills: bool = key(False, "takes exercises too (docs/drills.md); every other way stays silent in them")
    command: tuple[str, ...] = key((), "kind relay: the program and its words; number and place are added")
    url: str = key(
        "", "kind sms: the gateway's address; kind hub: the same hub's other address, empty: a hub of its own", **URL
    )
    to: tuple[str, ...] = key((), "kind sms: whom to tell; kind sip: whom to ring, in this order", **PHONE)
    token_file: Path | None = key(None, "kind sms: a file, mode 0600, of the gateway's token")
    server: str = key(
        "", "kind sip: the telephone server, host or host:port", pattern=f"({HOST['pattern']})?", shape=HOST["shape"]
    )
    account: str = key(
        "",
        "kind sip: the kiosk's name or number there",
        pattern="[0-9A-Za-z._+-]{0,64}",
        shape="letters, digits and . _ + -",
    )
    password_file: Path | None = key(None, "kind sip: a file, mode 0600, of the account's password")
    ring_seconds: int = key(25, "kind sip: a telephone rings so long before the next one", low=5, high=60)
    sound: str = key(
        "alsa,default",
        'kind sip: microphone and loudspeaker; "none": the message alone',
        pattern=r"none|alsa,[^\s,]{1,60}",
        shape='"none" or "alsa,DEVICE"',
    )


@dataclass(frozen=True)
class Button:
    device: Path | None = key(None, "the red button, such as /dev/input/by-id/usb-…-event-kbd or /dev/hidraw1")
    kind: str = key("event", '"event": keys of an input device; "report": a hidraw one', choices=("event", "report"))
    code: int = key(0, "event: the key's code, 0: any; report: the byte's value, 0: any but 0", low=0, high=767)
    byte: int = key(0, "kind report: which byte of the report tells", low=0, high=63)


@dataclass(frozen=True)
class FloorPlan:
    picture: Path | None = key(None, "the floor plan, an SVG or PNG file; none in the demo: an invented one")
    kiosk_x: float = key(50.0, "where the kiosk stands, in per cent of the plan's width", low=0, high=100)
    kiosk_y: float = key(50.0, "in per cent of its height, from the top", low=0, high=100)
    defibrillator_x: float = key(50.0, "where the defibrillator (AED) hangs, as above", low=0, high=100)
    defibrillator_y: float = key(50.0, "as above", low=0, high=100)
    defibrillator_at: str = key("", "its place in a few words, as residents say it", **SHORT)


@dataclass(frozen=True)
class Alarm:
    countdown_seconds: int = key(5, "time to cancel before help is called", low=0, high=10)
    no_answer_seconds: int = key(5, "the hub is silent so long: next path, while still trying", low=1, high=5)
    escalate_seconds: int = key(20, "a desk rings so long without an answer: next person", low=5, high=60)
    phones: tuple[PhoneEntry, ...] = key((), "whom to telephone, in this order")
    button: Button = table(Button, "a red button beside the screen (docs/emergency.md)")
    plan: FloorPlan = table(FloorPlan, "where the defibrillator hangs, shown with first aid")
    first_aid_dir: Path | None = key(None, "a folder of first-aid cards that a clinician has checked (emergency.md)")
    paths: tuple[PathEntry, ...] = key((), "ways beside the hub, all at once when it is silent or nobody answers")
