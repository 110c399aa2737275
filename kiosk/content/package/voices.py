"""Kind voices: phrases spoken by people, a folder a language: phrases.json holds {"text": "file.wav"}."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.content.package.manifest import Manifest
from kiosk.content.policy.cards_reader import Fault, Reader, Skip
from kiosk.content.policy.cards_tree import Leaf, NotATree, Table, read_tree

FILE = "phrases.json"
SUFFIX = ".wav"


def check_voices(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    """A list for every language, a sound for every phrase, a phrase for every sound."""
    for language in manifest.languages:
        listed = folder / language / FILE
        if not listed.is_file():
            yield Fault(str(listed), 1, "no list of phrases", 'write {"text": "file.wav"}, or take the language out')
            continue
        yield from _language(listed)


def _language(listed: Path) -> Iterator[Fault]:
    reader = Reader(str(listed))
    named: set[str] = set()
    with suppress(Skip):
        try:
            tree = read_tree(listed.read_bytes())
        except NotATree as error:
            raise reader.wrong(error.line, error.what, error.mend) from None
        if not isinstance(tree, Table):
            raise reader.wrong(tree.line, "a table is expected here", 'write {"text": "file.wav"}')
        for text, sound in tree.entries.items():
            if not isinstance(sound, Leaf) or not (file := sound.text) or "/" in file:
                reader.wrong(tree.lines[text], f"{text[:30]}: no file", "name a .wav beside this list")
                continue
            named.add(file)
            if (wrong := _sound_fault(listed.parent / file)) is not None:
                reader.wrong(sound.line, f"{file}: {wrong}", "record it again and save it as WAV")
    yield from reader.faults
    for sound_file in sorted(listed.parent.glob(f"*{SUFFIX}")):
        if sound_file.name not in named:
            yield Fault(str(sound_file), 1, "no phrase names this sound", f"write it in {FILE}, or take it out")


def _sound_fault(path: Path) -> str | None:
    try:
        with wave.open(str(path), "rb") as sound:
            needed = sound.getnframes() * sound.getsampwidth() * sound.getnchannels()
            if not needed or path.stat().st_size < needed:
                return "no sound in it, or torn"
    except FileNotFoundError:
        return "not there"
    except (OSError, EOFError, wave.Error):
        return "not a WAV file that can be played"
    return None
