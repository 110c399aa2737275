"""All settings as one frozen object."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from kiosk.config.alarm import Alarm
from kiosk.config.centre import Content, Doctor, Duty, Promise, Taxi
from kiosk.config.hub import Hub
from kiosk.config.kiosk import Display, Kiosk, Printer, SelfTest, Session, Voice
from kiosk.domain.preferences import Preferences
from kiosk.schema import table

SYSTEM_FILE = Path("/etc/silver-key/settings.toml")


@dataclass(frozen=True)
class Settings:
    """Everything that is set and not measured; `source` is the file it came from."""

    kiosk: Kiosk = table(Kiosk, "this kiosk")
    display: Display = table(Display, "the panel; sizes on it are computed from millimetres")
    session: Session = table(Session, "one resident's time at the kiosk")
    voice: Voice = table(Voice, "the spoken word")
    alarm: Alarm = table(Alarm, "the emergency call")
    selftest: SelfTest = table(SelfTest, "what the kiosk looks at every morning (docs/emergency.md)")
    promise: Promise = table(Promise, "what the kiosk promises")
    taxi: Taxi = table(Taxi, "where cars come and go")
    doctor: Doctor = table(Doctor, "the way to a doctor")
    duty: Duty = table(Duty, "when helpers are here")
    printer: Printer = table(Printer, "slips to take home")
    content: Content = table(Content, "lessons, policies and the like (content-publishing.md)")
    hub: Hub = table(Hub, "for `kiosk hub serve`")
    source: Path = SYSTEM_FILE

    def preferences(self) -> Preferences:
        """What each session starts with (U12)."""
        show, voice = self.display, self.voice
        return Preferences(show.text_size, show.palette, self.kiosk.language, voice.volume, voice.rate, show.motion)

    def driver_contact(self) -> str:
        """The number given to a driver: never a resident's own unless they asked for it."""
        return self.taxi.driver_contact or self.kiosk.centre_phone


SECTIONS = tuple(f.name for f in dataclasses.fields(Settings) if f.name != "source")
