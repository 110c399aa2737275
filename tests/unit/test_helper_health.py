"""What a helper is told of the kiosk's state, in the words that the screen has."""

from __future__ import annotations

from pathlib import Path

from kiosk.bootstrap.health import LOOKED_AT, NOTICED, health
from kiosk.config import DEMO_FILE, load
from kiosk.screens.helper.state import Part, Well
from kiosk.text import LANGUAGES, Translator


def test_what_the_doctor_sees_and_what_the_kiosk_noticed_itself(tmp_path: Path) -> None:
    settings = load(DEMO_FILE, {"SILVER_KEY_KIOSK_STATE_DIR": str(tmp_path)})
    found = dict(health(settings, lambda: ("voice", "delivery_stuck", "a_fault_of_tomorrow")))
    assert found["hub"] == found["voice"] == found["delivery"] == "bad"
    assert found["database"] == found["disk"] == "ok"
    assert set(found) == {*LOOKED_AT, "voice", "delivery"}


def test_every_part_in_every_state_has_words() -> None:
    for language in LANGUAGES:
        say = Translator(language)
        said = {say(Part(name, well).words) for name in {*LOOKED_AT, *NOTICED.values()} for well in Well}
        assert len(said) == 3 * len({*LOOKED_AT, *NOTICED.values()})
