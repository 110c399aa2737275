"""Settings are read strictly: one line says file, key and what is allowed; nothing is guessed."""

from __future__ import annotations

import dataclasses
import re
import runpy
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import DEMO_FILE, SECTIONS, Settings, default_path, load
from kiosk.domain.preferences import Palette, TextSize
from kiosk.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
LEAST = """
[kiosk]
name = "一号机"
place = "一楼大厅"
centre_phone = "021-00000000"
[taxi.pickup]
name = "东街社区中心"
"""


def read(folder: Path, text: str, environ: dict[str, str] | None = None, *, hub_only: bool = False) -> Settings:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return load(path, environ or {}, hub_only=hub_only)


def refusal(folder: Path, text: str, environ: dict[str, str] | None = None, *, hub_only: bool = False) -> str:
    with pytest.raises(SettingsError) as caught:
        read(folder, text, environ, hub_only=hub_only)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_defaults_stand_where_the_file_is_silent(tmp_path: Path) -> None:
    settings = read(tmp_path, LEAST)
    assert settings.session.idle_seconds == 180
    assert settings.alarm.countdown_seconds == 5
    assert settings.promise.taxi_minutes == 10
    assert settings.kiosk.state_dir == Path("/var/lib/silver-key/kiosk")
    assert settings.hub.provider.kind == "none"
    assert settings.hub.database == "sqlite+aiosqlite:////var/lib/silver-key/hub/hub.sqlite"
    assert settings.driver_contact() == "021-00000000"
    assert settings.source == tmp_path / "settings.toml"


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        LEAST
        + """
detail = "南门"
[display]
diagonal_inch = 32
palette = "contrast"
text_size = "large"
motion = false
[voice]
recordings_dir = "/srv/voices"
[[taxi.places]]
id = "hospital"
name = "东街医院"
lat = 31.2
[[duty.hours]]
days = ["mon", "sat"]
from = "08:30"
to = "17:00"
[alarm]
phones = [{ name = "值班", number = "021-00000000" }]
""",
    )
    assert settings.display.diagonal_inch == 32.0
    assert settings.voice.recordings_dir == Path("/srv/voices")
    assert settings.taxi.pickup.detail == "南门"
    assert (settings.taxi.places[0].lat, settings.taxi.places[0].lon) == (31.2, None)
    hours = settings.duty.hours[0]
    assert (hours.days, hours.from_, hours.to) == (("mon", "sat"), time(8, 30), time(17))
    assert settings.alarm.phones[0].number == "021-00000000"
    wish = settings.preferences()
    assert (wish.palette, wish.text_size, wish.motion) == (Palette.CONTRAST, TextSize.LARGE, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[kisk]\n", "kisk: unknown section; known: kiosk, display"),
        ("[kiosk]\ncolour = 1\n", "kiosk.colour: unknown key; known here: name, place"),
        ("kiosk = 3\n", "kiosk: 3 is not allowed; a table [kiosk] is"),
        ("[kiosk]\nname = 'x'\n", "kiosk.place: missing; a text of 1 to 40 characters"),
        ("[display]\nwidth_px = '1920'\n", "display.width_px: '1920' is not allowed; a whole number from 480 to 7680"),
        ("[display]\nwidth_px = true\n", "display.width_px: True is not allowed"),
        ("[display]\nwidth_px = 1920.0\n", "display.width_px: 1920.0 is not allowed"),
        ("[display]\ndiagonal_inch = nan\n", "display.diagonal_inch: nan is not allowed; a number from 7 to 65"),
        ("[display]\nmotion = 'no'\n", "display.motion: 'no' is not allowed; true or false"),
        ("[display]\npalette = 'red'\n", 'one of "light", "dark", "contrast"'),
        ("[session]\nidle_seconds = 119\n", "session.idle_seconds: 119 is not allowed; a whole number from 120 to 300"),
        ("[session]\nidle_seconds = 301\n", "session.idle_seconds: 301"),
        ("[session]\nwarn_seconds = 19\n", "session.warn_seconds: 19"),
        (
            "[alarm]\ncountdown_seconds = 11\n",
            "alarm.countdown_seconds: 11 is not allowed; a whole number from 0 to 10",
        ),
        ("[alarm]\nphones = [{ name = 'x' }]\n", "alarm.phones[1].number: missing; a telephone number"),
        ("[alarm]\nphones = [{ name = 'x', number = 'abc' }]\n", "alarm.phones[1].number: 'abc' is not allowed"),
        (
            "[[alarm.paths]]\nname = 'x'\nkind = 'relay'\n",
            "alarm.paths[1].command: a value with kind relay, and only then",
        ),
        (
            "[[alarm.paths]]\nname = 'x'\nkind = 'sms'\nurl = 'https://sms.example'\n",
            "alarm.paths[1].to: a value with kind sms or sip, and only then",
        ),
        (
            "[[alarm.paths]]\nname = 'x'\nkind = 'sip'\nto = ['021-00000000']\naccount = 'kiosk'\n",
            "alarm.paths[1].server: a value with kind sip, and only then",
        ),
        (
            "[[alarm.paths]]\nname = 'x'\nkind = 'relay'\ncommand = ['lamp']\npassword_file = '/x'\n",
            "alarm.paths[1].password_file: allowed with kind sip, and only then",
        ),
        (
            "[[alarm.paths]]\nname = 'x'\nkind = 'sip'\nserver = 'x>y'\n",
            "alarm.paths[1].server: 'x>y' is not allowed",
        ),
        (
            "[[alarm.paths]]\nname = 'x'\nkind = 'sms'\nurl = 'http://sms.example'\nto = ['021-00000000']\n",
            "alarm.paths[1].url: http:// only to this machine",
        ),
        ("[voice]\nrecordings_dir = 'voices'\n", "voice.recordings_dir: 'voices' is not allowed; an absolute path"),
        ("[[taxi.places]]\nid = 'A b'\nname = 'x'\n", "taxi.places[1].id: 'A b' is not allowed"),
        ("[taxi]\nplaces = 3\n", "taxi.places: 3 is not allowed; a list of tables"),
        (
            "[[duty.hours]]\ndays = []\nfrom = '08:00'\nto = '09:00'\n",
            "duty.hours[1].days: [] is not allowed; a list of",
        ),
        (
            "[[duty.hours]]\ndays = ['mon']\nfrom = '8'\nto = '09:00'\n",
            "duty.hours[1].from: '8' is not allowed; a time of day",
        ),
        ("[[duty.hours]]\ndays = ['mon']\nfrom = '10:00'\nto = '09:00'\n", "duty.hours[1].to: later than from"),
        ("[hub.provider]\nkind = 'demo'\n", 'hub.provider.kind: "demo" is allowed only with kiosk.demo = true'),
        ("[hub.provider]\nkind = 'http'\n", 'hub.provider.base_url: an address with kind "http"'),
        ("[hub.provider]\nkind = 'http'\nbase_url = 'https://cars.example'\n", "hub.provider.secret_file: missing"),
        (
            "[hub.provider]\nkind = 'http'\nbase_url = 'http://cars.example'\nsecret_file = '/etc/x'\n",
            "hub.provider.base_url: http:// only to this machine",
        ),
        ("[hub]\nhost = '0.0.0.0'\ntls = false\n", "hub.tls: false is allowed only when hub.host is this machine"),
        ("[hub]\npublic_url = 'http://hub.example'\n", "hub.public_url: http:// only to this machine"),
        ("[hub]\npublic_url = 'https://[::1'\n", "hub.public_url:"),
        ("[hub]\ndatabase_url = 'mysql://x'\n", "hub.database_url: 'mysql://x' is not allowed; sqlite+aiosqlite:///…"),
        ("[kiosk\n", "not TOML:"),
    ],
)
def test_what_is_not_allowed_is_one_line_with_file_key_and_what_is(tmp_path: Path, text: str, expected: str) -> None:
    have = text if text.startswith(("[kiosk", "kiosk")) else LEAST + text
    line = refusal(tmp_path, have)
    assert line.startswith(f"{tmp_path / 'settings.toml'}: ")
    assert expected in line


def test_two_places_with_one_id_are_refused(tmp_path: Path) -> None:
    place = "[[taxi.places]]\nid = 'bank'\nname = '东街银行'\n"
    assert 'taxi.places.id: no two alike; "bank" is there twice' in refusal(tmp_path, LEAST + place + place)


def test_the_warning_comes_before_the_end(tmp_path: Path) -> None:
    assert read(tmp_path, LEAST + "[session]\nidle_seconds = 120\nwarn_seconds = 100\n").session.warn_seconds == 100
    assert refusal(tmp_path, LEAST + "[session]\nwarn_seconds = 101\n").endswith("a whole number from 20 to 100")


def test_a_demo_provider_runs_in_a_demo_only(tmp_path: Path) -> None:
    demo = LEAST.replace("[taxi", "demo = true\n[taxi") + "[hub.provider]\nkind = 'demo'\n"
    assert read(tmp_path, demo).hub.provider.kind == "demo"


def test_files_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    def line(path: Path) -> str:
        with pytest.raises(SettingsError) as caught:
            load(path, {})
        return str(caught.value)

    torn = tmp_path / "torn.toml"
    torn.write_bytes(b"name = '\xff'")
    assert line(tmp_path / "none.toml").startswith(f"{tmp_path}/none.toml: no such file; write it (docs/settings.md)")
    assert "cannot be read: Is a directory" in line(tmp_path)
    assert "not UTF-8 at byte 8" in line(torn)


def test_the_environment_replaces_one_value_and_is_named_when_wrong(tmp_path: Path) -> None:
    environ = {"SILVER_KEY_HUB_PORT": "0", "SILVER_KEY_KIOSK_STATE_DIR": str(tmp_path), "SILVER_KEY_HUB_TLS": "false"}
    settings = read(tmp_path, LEAST, {**environ, "PATH": "/bin", "SILVER_KEY_DISPLAY_DIAGONAL_INCH": "10.1"})
    assert (settings.hub.port, settings.kiosk.state_dir, settings.hub.tls) == (0, tmp_path, False)
    assert settings.display.diagonal_inch == 10.1
    assert refusal(tmp_path, LEAST, {"SILVER_KEY_HUB_PORT": "many"}) == (
        "environment SILVER_KEY_HUB_PORT: hub.port: 'many' is not allowed; a whole number from 0 to 65535"
    )
    for name in ("SILVER_KEY_HUB_PROT", "SILVER_KEY_HUB", "SILVER_KEY_NOSUCH_KEY", "SILVER_KEY_"):
        assert refusal(tmp_path, LEAST, {name: "1"}).startswith(f"{name}: unknown key;")
    assert "a table" in refusal(tmp_path, LEAST, {"SILVER_KEY_HUB_PROVIDER": "demo"})
    assert "needed" in refusal(tmp_path, "hub = 3\n" + LEAST, {"SILVER_KEY_HUB_PORT": "1"})


def test_a_hub_alone_needs_no_kiosk(tmp_path: Path) -> None:
    assert read(tmp_path, "[hub]\nport = 9000\n", hub_only=True).hub.port == 9000
    assert "kiosk.name: missing" in refusal(tmp_path, "[hub]\nport = 9000\n")
    assert "taxi.places[1].name: missing" in refusal(tmp_path, "[[taxi.places]]\nid = 'bank'\n", hub_only=True)


def test_the_file_is_the_named_one_or_the_systems() -> None:
    assert default_path({}) == Path("/etc/silver-key/settings.toml")
    assert default_path({"SILVER_KEY_SETTINGS": "/srv/a.toml"}) == Path("/srv/a.toml")
    with pytest.raises(SettingsError, match=r"^/nowhere/a\.toml: no such file"):
        load(None, {"SILVER_KEY_SETTINGS": "/nowhere/a.toml"})


def test_the_demo_district_is_a_demo_on_loopback() -> None:
    settings = load(DEMO_FILE, {})
    assert settings.kiosk.demo
    assert (settings.hub.host, settings.hub.provider.kind) == ("127.0.0.1", "demo")
    assert len(settings.taxi.places) == 6
    assert {settings.kiosk.centre_phone, *(phone.number for phone in settings.alarm.phones)} == {"021-00000000"}
    assert (settings.kiosk.state_dir, settings.hub.state_dir) != (Settings().kiosk.state_dir, Settings().hub.state_dir)


def test_settings_cannot_be_changed() -> None:
    settings = load(DEMO_FILE, {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.hub.port = 1  # type: ignore[misc]  # what is proved


def test_the_page_of_settings_is_the_one_the_declarations_make() -> None:
    made = runpy.run_path(str(ROOT / "packaging/settings_doc.py"))["page"]()
    assert (ROOT / "docs/settings.md").read_text("utf-8") == made, "run `make docs`"
    assert all(f"## `[{name}]`" in made for name in SECTIONS)


def test_the_examples_on_that_page_are_enough(tmp_path: Path) -> None:
    kiosk, hub = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/settings.md").read_text("utf-8"), re.DOTALL)
    for text, hub_only in ((kiosk, False), (hub, True)):
        (tmp_path / "settings.toml").write_text(text, "utf-8")
        load(tmp_path / "settings.toml", {}, hub_only=hub_only)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "id", "from", "x"]), inner),
    max_leaves=6,
)
KEYS = [(s, f.name) for s in SECTIONS for f in dataclasses.fields(getattr(Settings(), s))]


@given(where=st.sampled_from(KEYS), value=VALUES)
def test_any_value_anywhere_is_read_or_refused_in_one_line(where: tuple[str, str], value: object) -> None:
    section, name = where
    document = {section: {name: value}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.config.reading._document", lambda _: document)
        try:
            load(Path("x.toml"), {}, hub_only=True)
        except SettingsError as error:
            assert str(error).isprintable()  # noqa: PT017  # both outcomes are right
            assert str(error).startswith("x.toml: ")  # noqa: PT017  # as above
