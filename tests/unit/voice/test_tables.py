"""The tables in kiosk/voice/data: made from today's sources, and each line of use."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kiosk.voice.tables import DATA, lines, pairs

ROOT = Path(__file__).resolve().parents[3]


def test_the_lexicon_is_made_from_todays_tables(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "packaging/make_lexicon.py", "--out", tmp_path], check=True)
    for name in ("lexicon.txt", "characters.txt"):
        assert (tmp_path / name).read_text() == (DATA / name).read_text(), f"run packaging/make_lexicon.py: {name}"


def test_every_syllable_is_one() -> None:
    for name in ("polyphones.txt", "defaults.txt", "contexts.txt", "characters.txt"):
        for line in lines(name):
            columns = line.lstrip("!").split()
            syllable = columns[1] if name == "polyphones.txt" else columns[0]
            assert re.fullmatch(r"[a-zê]+[1-5]", syllable), line


def test_a_place_has_a_syllable_for_each_character() -> None:
    for word, reading in pairs("places.txt"):
        assert len(word) == len(reading.split()), word


def test_every_context_compiles_and_names_its_character_last() -> None:
    for line in lines("contexts.txt"):
        pattern = re.compile(line.partition(" ")[2])
        assert re.search(r"\([一-龥]\)", pattern.pattern), line
