"""A telephone call over SIP as a way out for the alarm: a spoken message, then two-way voice.

The call is made by baresip, a program of its own (sip_program.py); this file decides whom to ring, how long, and what
an event means. A telephone that rings is no answer, an answer is no person: only key 1 says that somebody comes.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.adapters.alarm_path import sip_message, sip_probe
from kiosk.adapters.alarm_path.sip_program import SILENT, Account, Baresip, CallEvent
from kiosk.errors import PathFailed, VoiceError
from kiosk.ports.alarm_path import AlarmNote, PathStep, Step, Told, Wanted

YES = "1"  # the key that says: I am coming
LOOK = 0.1  # seconds between two looks at whether the call is still wanted
BUSY = frozenset({"486", "600"})
AWAY = frozenset({"408", "480", "487", "603"})
_Heard = tuple[Path, float, Callable[[], bool]]  # what is played, how long its words last, whether the room is quiet
NO_NUMBER = frozenset({"404", "410", "484", "604"})
SHUT_OUT = frozenset({"401", "403", "407"})


@dataclass(frozen=True)
class SipSetting:
    """`to` in order. `sound`: "alsa,DEVICE", or "none" for a message alone. Seconds: `reach` until the server says
    anything, `ring` until somebody picks up, `talk` for a whole call that was answered; `times` the message is said."""

    account: Account
    to: tuple[str, ...]
    folder: Path
    sound: str = "alsa,default"
    reach: float = 4.0
    ring: float = 25.0
    talk: float = 300.0
    times: int = 2


class _NotNeeded(Exception):
    """Somebody is coming, so it rings no longer."""


@dataclass
class _Call:
    """What is known of one call that was answered."""

    until: float
    talk_at: float
    confirmed: bool = False
    talking: bool = False
    loud: bool = False


@dataclass(frozen=True)
class SipPath:
    """`message` gives the spoken words as a WAV file (16 bits, one channel) and may raise VoiceError: then there are
    beeps in its place, and the call goes out all the same."""

    name: str
    setting: SipSetting
    message: Callable[[], Path]
    kind: str = "sip"
    shares: str = "telephone"
    _lines: set[Baresip] = field(default_factory=set, compare=False, repr=False)

    def send(self, note: AlarmNote, told: Told, wanted: Wanted) -> None:
        """The message is the same for every alarm of this kiosk, so that it lies ready before it is needed."""
        sound, said_in = self._sound()
        answered = False
        for number, to in enumerate(self.setting.to, 1):
            if not wanted():
                return
            told(PathStep(Step.CALLING, number=number))
            try:
                confirmed = self._call(to, _numbered(told, number), wanted, (sound, said_in, note.quiet))
            except _NotNeeded:
                told(PathStep(Step.ENDED, "not needed any more", number))
                return
            except PathFailed as error:
                told(PathStep(Step.FAILED, str(error), number))
                continue
            answered = True
            if confirmed:
                return
        if not answered:
            raise PathFailed("nobody answered")

    def probe(self) -> None:
        account = self.setting.account
        for program in (account.program, "setpriv"):
            if shutil.which(program) is None:
                raise PathFailed(f"no program {program}")
        account.password()
        try:
            self.message()
        except VoiceError as error:
            raise PathFailed("the message cannot be spoken: beeps would stand in its place") from error
        sip_probe.ask(account.server, self.setting.reach)

    def close(self) -> None:
        for line in tuple(self._lines):
            line.kill()

    def _sound(self) -> tuple[Path, float]:
        """What the telephone plays, and how long its words last, in seconds."""
        try:
            spoken: Path | None = self.message()
        except VoiceError:
            spoken = None
        alone = self.setting.sound == "none"
        out = self.setting.folder / "message.wav"
        times = self.setting.times * (2 if alone else 1)
        return out, sip_message.write(spoken, out, times=times, tail=0.5 if alone else 15.0)

    def _call(self, to: str, told: Told, wanted: Wanted, heard: _Heard) -> bool:
        """Whether a person confirmed. Raises PathFailed when nobody picked up."""
        line = Baresip(self.setting.account, self.setting.folder, heard[0])
        self._lines.add(line)
        try:
            with line:
                line.dial(to)
                self._ring(line, wanted)
                told(PathStep(Step.ANSWERED))
                return self._talk(line, told, heard)
        finally:
            self._lines.discard(line)

    def _ring(self, line: Baresip, wanted: Wanted) -> None:
        began, heard = time.monotonic(), False
        while True:
            event = line.event(LOOK)
            passed = time.monotonic() - began
            if event is CallEvent.ESTABLISHED:
                return
            if event is CallEvent.CLOSED:
                raise PathFailed(_why(line.why))
            heard = heard or event is CallEvent.RINGING
            if not wanted():
                raise _NotNeeded
            if passed >= self.setting.ring:
                raise PathFailed("no answer")
            if not heard and passed >= self.setting.reach:
                raise PathFailed("unreachable")

    def _talk(self, line: Baresip, told: Told, heard: _Heard) -> bool:
        sound, said_in, quiet = heard
        now = time.monotonic()
        call = _Call(until=now + self.setting.talk, talk_at=now + said_in)
        try:
            while time.monotonic() < call.until:
                self._loudspeaker(line, call, on=not quiet())
                event = line.event(LOOK)
                if event is CallEvent.CLOSED:
                    break
                if event is CallEvent.KEY and line.key == YES and not call.confirmed:
                    call.confirmed = True
                    told(PathStep(Step.CONFIRMED))
                if not call.talking and (call.confirmed or time.monotonic() >= call.talk_at):
                    call.talking = True
                    self._open_voice(line, told, sound)
        except PathFailed as error:  # the program died: whoever answered has heard of it all the same
            told(PathStep(Step.ENDED, str(error)))
            return call.confirmed
        told(PathStep(Step.ENDED))
        return call.confirmed

    def _loudspeaker(self, line: Baresip, call: _Call, *, on: bool) -> None:
        """The other side's voice in the room, but never beside somebody who is afraid of being heard."""
        if self.setting.sound != "none" and on != call.loud:
            call.loud = on
            line.switch("auplay", self.setting.sound if on else SILENT)

    def _open_voice(self, line: Baresip, told: Told, sound: Path) -> None:
        if self.setting.sound == "none":
            return
        if line.switch("ausrc", self.setting.sound):
            told(PathStep(Step.TALKING))
            return
        told(PathStep(Step.DEAF, "no microphone"))
        line.switch("ausrc", f"aufile,{sound}")


def _numbered(told: Told, number: int) -> Told:
    return lambda step: told(replace(step, number=number))


def _why(said: str) -> str:
    """What the server's answer means, for the desk."""
    code = said[:3]
    for codes, words in (
        (BUSY, "busy"),
        (AWAY, "no answer"),
        (NO_NUMBER, "no such number"),
        (SHUT_OUT, "the telephone server refuses the account"),
    ):
        if code in codes:
            return words
    return f"the call ended: {said}"[:60]
