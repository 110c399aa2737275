"""`kiosk audit` on a sample of settings, and its report. The whole takes minutes: `kiosk audit`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from PySide6.QtWidgets import QApplication

from kiosk.bootstrap import audit as command
from kiosk.bootstrap.audit import ROWS, audit
from kiosk.bootstrap.audit_setting import Fault, check_setting
from kiosk.bootstrap.scenes import scenes
from kiosk.bootstrap.stage import Setting, displays, settings
from kiosk.domain.preferences import Palette, TextSize
from kiosk.errors import KioskError
from kiosk.text import LANGUAGES

SAMPLE = [
    ("", Setting("21")),
    ("alarm", Setting("10-portrait", TextSize.HUGE, language="en")),
    ("taxi", Setting("32-portrait", TextSize.LARGE)),
    ("home", Setting("10", TextSize.HUGE)),
    ("mine", Setting("32-4k", TextSize.HUGE, language="en")),
    ("request", Setting("21", palette=Palette.CONTRAST)),
]


@pytest.mark.parametrize(("screen", "setting"), SAMPLE, ids=[f"{s or 'all'} {at.slug}" for s, at in SAMPLE])
def test_a_sample_of_settings_has_no_fault(qapp: QApplication, screen: str, setting: Setting) -> None:
    count, faults = check_setting(screen, setting)
    assert faults == []
    assert count == len(list(scenes(screen, tall=setting.tall)))


def test_u24_u2_u4_the_settings_are_every_display_size_language_and_palette() -> None:
    every = list(settings())
    assert {(s.display, s.text_size, s.language) for s in every} >= {
        (d, size, language) for d in displays() for size in TextSize for language in LANGUAGES
    }
    assert {s.palette for s in every} == set(Palette)
    assert len({s.slug for s in every}) == len(every)


def test_the_scenes_are_every_specimen_and_what_lies_over_some() -> None:
    found = list(scenes())
    assert len({scene.name for scene in found}) == len(found)
    assert any(scene.listening for scene in found)
    assert any(scene.band for scene in found)
    assert any(scene.band and scene.specimen.screen == "idle" for scene in found)
    assert any(scene.lowered for scene in found)
    assert any(scene.notice for scene in found)


def test_the_command_prints_rows_settings_states_and_faults() -> None:
    done = CliRunner().invoke(audit, ["--screen", "trouble", "--setting", "21-standard-light-zh_CN", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"rows": list(ROWS), "settings": 1, "states": 1, "faults": []}


def test_a_fault_ends_the_command_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault("U6", "home", "21-standard-light-zh_CN", "BigKey 好的", "10.0 × 10.0 mm, 20 needed")
    monkeypatch.setattr(command, "_all", lambda *_: (1, [fault]))
    only = ["--screen", "home", "--setting", "21-standard-light-zh_CN"]
    plain, as_json = (CliRunner().invoke(audit, [*only, *more]) for more in ([], ["--json"]))
    assert plain.exit_code == as_json.exit_code == 1
    assert "U6 home [21-standard-light-zh_CN] BigKey 好的: 10.0 × 10.0 mm, 20 needed" in plain.output
    assert json.loads(as_json.stdout)["faults"][0]["rule"] == "U6"


@pytest.mark.parametrize("option", [["--screen", "nowhere"], ["--setting", "99-inch"]])
def test_what_does_not_exist_is_refused_by_name(option: list[str]) -> None:
    done = CliRunner().invoke(audit, option)
    assert isinstance(done.exception, KioskError)
    assert option[1] in str(done.exception)
