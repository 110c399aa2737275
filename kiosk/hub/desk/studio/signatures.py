"""The signatures a form asks for: which keys could give them here, what was handed in, and the form that stays when
a signature was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, UploadFile

from kiosk.hub.content.keys import LockedKey
from kiosk.hub.content.publish import Signed as Signers
from kiosk.hub.core import Hub
from kiosk.hub.desk.frame import Frame
from kiosk.hub.desk.studio.answers import away, key_places
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import signing
from kiosk.hub.studio.overview import Published, Row

Text = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True)
class Slot:
    """One signature to be given: the keys at hand, id and name; `file`: another key's file may be handed in."""

    number: int
    keys: tuple[tuple[str, str], ...]
    file: bool


@dataclass(frozen=True)
class Keys:
    """`slots` is empty when the sticks are not here: then `command` says how it is done with them."""

    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    folder: str


@dataclass(frozen=True)
class Again:
    """The form that was refused, by its name in the page, with what was chosen in it; the page shows it open."""

    form: str = ""
    keys: tuple[str, ...] = ("", "")
    version: int = 0


class Handed:
    """The signatures' fields of a form."""

    def __init__(
        self, key1: Text = "", pass1: Text = "", key2: Text = "", pass2: Text = "", file1: UploadFile | None = None
    ) -> None:
        self.fields, self.file = ((key1, pass1), (key2, pass2)), file1

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys' ids."""
        return tuple(key for key, _ in self.fields)

    async def given(self) -> list[signing.Given]:
        raw = await self.file.read() if self.file is not None else b""
        first, second = self.fields
        found = [signing.Given(first[0], first[1], raw)]
        return [*found, signing.Given(*second)] if second[0] else found


HandedDep = Annotated[Handed, Depends()]


async def offered(hub: Hub, found: Row, known: Published) -> Keys | None:
    """None where nothing can be signed: before the ceremony, and while the publishing folder is damaged."""
    return await away(lambda: _keys(hub, found)) if known.begun and not known.damaged else None


def _keys(hub: Hub, found: Row) -> Keys:
    """Which keys could sign this package here and now. Raises ContentError."""
    wanted = signing.needed(hub.content, found.manifest.kind)
    here: dict[str, LockedKey] = signing.at_hand(key_places(hub), wanted)
    all_ = tuple((keyid, key.name) for keyid, key in here.items())
    slots = tuple(Slot(number + 1, all_, not found.by_two) for number in range(wanted.threshold))
    if found.by_two and len(all_) < wanted.threshold:
        slots = ()
    return Keys(slots, tuple(wanted.keys.values()), str(hub.studio.root / found.manifest.id))


async def signers(frame: Frame, me: Signed, kind: str, handed: Handed) -> Signers:
    """The keys, opened. Raises Refused, ContentError."""
    given = await handed.given()
    hub, by = frame.hub, me.staff.display_name
    return await away(lambda: signing.sign(hub.content, kind, key_places(hub), given, by, hub.clock.now()))
