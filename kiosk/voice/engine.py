"""The synthesiser: pyttsx3's espeak-ng, to a file. Only the voice worker and `kiosk speech save` load it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import wave
from pathlib import Path
from typing import Any, Protocol

from kiosk.errors import VoiceError
from kiosk.voice.pace import words_per_minute
from kiosk.voice.reading import read
from kiosk.voice.speech import spoken

PINYIN_VOICE = "sit/cmn-latn-pinyin"
ENGLISH_VOICE = "gmw/en-us"
_BUFFER_MS = 200
LONGEST = 5000
"""Characters in one text; a kiosk says a page at most."""


class Synthesiser(Protocol):
    """Text in, 16-bit mono samples out; blocking."""

    sample_rate: int

    def samples(self, line: str, *, voice: str, rate: int, volume: int) -> bytes: ...


def is_english(language: str) -> bool:
    return language.lower().startswith("en")


def line_for(text: str, language: str) -> str:
    """What the synthesiser is given: pinyin, or English as it is. Raises VoiceError when there is nothing to say."""
    if len(text) > LONGEST:
        raise VoiceError(f"too long: {len(text)} characters, at most {LONGEST}")
    line = " ".join(text.split()) if is_english(language) else spoken(read(text))
    if not any(c.isalnum() for c in line):
        raise VoiceError("nothing to say")
    return line


class Engine:
    """`save` writes one sentence; a failure is a VoiceError, and the engine can be used again."""

    def __init__(self, synthesiser: Synthesiser | None = None) -> None:
        self._synthesiser = synthesiser or Espeak()

    def warm_up(self) -> None:
        """Loads words, rules and both voices, so that the first sentence is as quick as the others."""
        for text, language in (("您好，现在 9:05，请到 2 楼。", "zh_CN"), ("Hello.", "en"), ("好", "zh_CN")):
            voice = ENGLISH_VOICE if is_english(language) else PINYIN_VOICE
            self._synthesiser.samples(line_for(text, language), voice=voice, rate=160, volume=100)

    def save(self, text: str, out: Path, *, rate: int = 170, volume: int = 100, language: str = "zh_CN") -> float:
        """Writes a WAV file, whole or not at all; gives its length in seconds."""
        line = line_for(text, language)
        english = is_english(language)
        speaker = self._synthesiser
        speed = words_per_minute(rate, english=english)
        voice = ENGLISH_VOICE if english else PINYIN_VOICE
        sound = speaker.samples(line, voice=voice, rate=speed, volume=max(0, min(100, volume)))
        if not sound:
            raise VoiceError("the synthesiser made no sound")
        _write(sound, speaker.sample_rate, out)
        return len(sound) / 2 / speaker.sample_rate


class Espeak:
    """espeak-ng through pyttsx3's bindings, in its synchronous mode.

    Not through pyttsx3's engine: its `runAndWait` returns before the file is there, a change of rate or voice then
    falls on the wrong sentence, and now and then a file stays empty (2.99, seen with 20 sentences at changing rates).
    """

    def __init__(self) -> None:
        try:
            from pyttsx3.drivers import _espeak  # type: ignore[import-untyped]
        except (ImportError, OSError, RuntimeError) as error:
            raise VoiceError(f"no speech synthesiser: {error} (packages: espeak-ng, libespeak-ng1)") from error
        self._api: Any = _espeak
        self.sample_rate = int(self._api.Initialize(self._api.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS))
        if self.sample_rate <= 0:
            raise VoiceError("espeak-ng has no voice data (package: espeak-ng-data)")
        self._heard = bytearray()
        self._voice = ""
        self._api.SetSynthCallback(self._hear)

    def samples(self, line: str, *, voice: str, rate: int, volume: int) -> bytes:
        if voice != self._voice and self._api.SetVoiceByName(voice.encode()) != 0:
            raise VoiceError(f"espeak-ng has no voice {voice}")
        self._voice = voice
        self._api.SetParameter(self._api.RATE, rate, 0)
        self._api.SetParameter(self._api.VOLUME, volume, 0)
        self._heard.clear()
        self._api.Synth(line.encode("utf-8"), flags=self._api.ENDPAUSE | self._api.CHARS_UTF8)
        return bytes(self._heard)

    def _hear(self, wav: Any, count: int, _events: object) -> int:
        if count > 0:
            self._heard += ctypes.string_at(wav, count * 2)
        return 0


def _write(sound: bytes, sample_rate: int, out: Path) -> None:
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(sample_rate)
            file.writeframes(sound)
        part.replace(out)
    except OSError as error:
        raise VoiceError(f"{out}: {_plain(error)}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _plain(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
