"""The settings: one frozen object, read once from a TOML file and the environment.

`SILVER_KEY_SETTINGS` names the file; `SILVER_KEY_<SECTION>_<KEY>` (e.g. `SILVER_KEY_HUB_PORT=8443`) replaces one value.
Lists and inner tables are in the file only. docs/settings.md lists every key; it is made from the declarations here.
Anything unknown, of a wrong type or out of range is a SettingsError of one line: file, key, what is allowed.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.config_beyond import CapEndpoint, Site, check_beyond
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.errors import SettingsError
from kiosk.schema import Refused, from_text, hints, key, key_of, read, table
from kiosk.text import LANGUAGES

PREFIX = "SILVER_KEY_"
SYSTEM_FILE = Path("/etc/silver-key/settings.toml")
DEMO_FILE = Path(__file__).resolve().parent.parent / "packaging" / "demo" / "district.toml"
RIDES = ("ride", "no_car", "driver_cancels", "silence", "lost_reply", "refused")
PAPER_MM = (80, 58)
PATH_KINDS = ("hub", "sip", "sms", "relay")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PHONE = {"pattern": r"\+?[0-9][0-9 -]{1,19}", "shape": "a telephone number: digits, spaces, -, at most 21"}
_PHONE_OR_NONE = {"pattern": rf"({_PHONE['pattern']})?", "shape": _PHONE["shape"]}
_HOST = {"pattern": r"[0-9A-Za-z.:-]{1,253}", "shape": "a host name or an IP address"}
_DATABASE = {
    "pattern": r"(sqlite\+aiosqlite:///\S+|postgresql\+psycopg://\S+)?",
    "shape": "sqlite+aiosqlite:///… or postgresql+psycopg://…",
}
_ID = {"pattern": r"[a-z][a-z0-9-]{0,30}", "shape": "a short name of a-z, 0-9 and -"}
_NAME = {"pattern": r"\S(.{0,38}\S)?", "shape": "a text of 1 to 40 characters"}
_SHORT = {"pattern": ".{0,60}", "shape": "a text of at most 60 characters"}
_FHIR = {"pattern": r"demo|https?://[^\s/?#@]+(/[^\s?#]*)?", "shape": 'an address: https://…, or "demo"'}
_URL = {"pattern": r"(https?://[^\s/?#@]+[^\s]*)?", "shape": "an address: https://…"}


@dataclass(frozen=True)
class Kiosk:
    name: str = key("", "how the desk calls this kiosk", needed=True, **_NAME)
    place: str = key("", "where it stands, as residents and helpers say it", needed=True, **_NAME)
    number: int = key(1, "the kiosk's number in this centre", low=1, high=99)
    centre_phone: str = key("", "the centre's telephone, shown when no helper answers", needed=True, **_PHONE)
    state_dir: Path = key(Path("/var/lib/silver-key/kiosk"), "database, journal, caches; one kiosk only")
    hub_url: str = key("", "the hub's address; https, or http on this machine; empty: not enrolled yet", **_URL)
    language: str = key("zh_CN", "at the start of each session", choices=LANGUAGES)
    card_reader: Path | None = key(None, "a card reader's device, such as /dev/hidraw0 or a tty (card-readers.md)")
    policy_texts: Path = key(Path("/var/lib/silver-key/policies"), "official texts, made by `kiosk policy import`")
    demo: bool = key(
        False, "every screen and slip says it is a demonstration; the only mode in which a demo provider may run"
    )


@dataclass(frozen=True)
class Display:
    diagonal_inch: float = key(21.5, "of the panel itself, in inches", low=7, high=65)
    width_px: int = key(1920, "pixels across, as the panel hangs (portrait: the smaller number)", low=480, high=7680)
    height_px: int = key(1080, "pixels down", low=480, high=7680)
    viewing_cm: float = key(65, "from the eye to the panel", low=30, high=150)
    mount_mm: float = key(700, "from the floor to the lower edge of the picture", low=0, high=1800)
    fullscreen: bool = key(True, "false: a window, for a desk computer")
    motion: bool = key(True, "false: screens change without movement")
    palette: Palette = key(Palette.LIGHT, "colours at the start of each session")
    text_size: TextSize = key(TextSize.STANDARD, "at the start of each session")


@dataclass(frozen=True)
class Session:
    idle_seconds: int = key(180, "without a touch, the session ends", low=120, high=300)
    warn_seconds: int = key(30, "the warning comes so long before the end", low=20, high=100)


@dataclass(frozen=True)
class Voice:
    enabled: bool = key(True, "false: nothing is spoken; everything is still shown")
    rate: int = key(170, "characters a minute", low=90, high=240)
    volume: int = key(70, "per cent", low=0, high=100)
    recordings_dir: Path | None = key(None, "a folder of recorded phrases that come before made speech")
    microphone: str = key("auto", '"none": nobody can leave a message', choices=("auto", "none", "file"))
    microphone_file: Path | None = key(None, 'microphone "file", in the demo alone: the WAV file that it hears')


@dataclass(frozen=True)
class PhoneEntry:
    name: str = key(doc="who answers there", **_NAME)
    number: str = key(doc="the telephone number", **_PHONE)


@dataclass(frozen=True)
class PathEntry:
    name: str = key(doc="what the desk and the doctor call it; no two alike", **_ID)
    kind: str = key(
        doc="another hub, a telephone call, a gateway for short messages, a program (lamp, siren)", choices=PATH_KINDS
    )
    wait_seconds: int = key(0, "begins so long after the other ways (a siren after the telephone)", low=0, high=120)
    drills: bool = key(False, "takes exercises too (docs/drills.md); every other way stays silent in them")
    command: tuple[str, ...] = key((), "kind relay: the program and its words; number and place are added")
    url: str = key(
        "", "kind sms: the gateway's address; kind hub: the same hub's other address, empty: a hub of its own", **_URL
    )
    to: tuple[str, ...] = key((), "kind sms: whom to tell; kind sip: whom to ring, in this order", **_PHONE)
    token_file: Path | None = key(None, "kind sms: a file, mode 0600, of the gateway's token")
    server: str = key(
        "", "kind sip: the telephone server, host or host:port", pattern=f"({_HOST['pattern']})?", shape=_HOST["shape"]
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
    defibrillator_at: str = key("", "its place in a few words, as residents say it", **_SHORT)


@dataclass(frozen=True)
class Doctor:
    guide_approved_by: str = key("", "who approved kiosk/content/guide.toml; empty: the guide is not shown", **_SHORT)


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


@dataclass(frozen=True)
class SelfTest:
    at: time = key(time(7, 0), "each day at this time of day, or later when the kiosk was off or somebody was at it")


@dataclass(frozen=True)
class Promise:
    taxi_minutes: int = key(10, "a taxi wish unanswered so long goes to a person", low=1, high=60)
    volunteer_minutes: int = key(2, "a call for a helper unanswered so long: the centre's telephone", low=1, high=30)


@dataclass(frozen=True)
class Pickup:
    name: str = key("", "where the car comes, as a driver finds it", needed=True, **_NAME)
    detail: str = key("", "which door or gate, in a few words", **_SHORT)


@dataclass(frozen=True)
class Place:
    id: str = key(doc="never changes; no two alike", **_ID)
    name: str = key(doc="as residents say it", **_NAME)
    detail: str = key("", "which entrance", **_SHORT)
    picture: str = key("place", "a picture's name in assets/icons", **_ID)
    address: str = key("", "for the driver", pattern=".{0,120}", shape="a text of at most 120 characters")
    lat: float | None = key(None, "degrees north (WGS 84)", low=-90, high=90)
    lon: float | None = key(None, "degrees east (WGS 84)", low=-180, high=180)


@dataclass(frozen=True)
class Taxi:
    pickup: Pickup = table(Pickup, "where the car comes")
    stand_at: str = key("", "where to wait for it", **_SHORT)
    driver_contact: str = key("", "what the driver may ring; empty: the centre's telephone", **_PHONE_OR_NONE)
    leave_before_minutes: int = key(60, "for an appointment: the car comes so long before it", low=15, high=240)
    places: tuple[Place, ...] = key((), "where residents of this centre go, most wanted first")


@dataclass(frozen=True)
class Printer:
    kind: str = key(
        "none", 'the slip printer (ESC/POS); "file": written to only', choices=("none", "network", "usb", "file")
    )
    host: str = key("", "kind network: the printer's address", pattern=f"({_HOST['pattern']})?", shape=_HOST["shape"])
    port: int = key(9100, "kind network", low=1, high=65535)
    device: Path = key(Path("/dev/usb/lp0"), "kind usb or file: the printer's device")
    width_mm: int = key(80, "of the paper: 80 or 58", low=58, high=80)


@dataclass(frozen=True)
class Hours:
    days: tuple[str, ...] = key(doc="days of the week", choices=DAYS, low=1)
    from_: time = key(doc="from this time of day")
    to: time = key(doc="until this time of day, later than from")


@dataclass(frozen=True)
class Duty:
    hours: tuple[Hours, ...] = key((), "when a helper is here; empty: nobody is promised")


@dataclass(frozen=True)
class Content:
    channel: str = key("all", '"pilot": new lessons and policies come here first', choices=("all", "pilot"))
    url: str = key("", "where published content is fetched; empty: from the hub", **_URL)
    root_file: Path | None = key(None, "the first root.json, of a kiosk that takes content from elsewhere than its hub")
    sticks_dir: Path = key(Path("/media"), "where the system mounts USB sticks")
    check_minutes: int = key(60, "how often new content is looked for", low=5, high=1440)


@dataclass(frozen=True)
class Provider:
    kind: str = key("none", 'who sends taxis; "none": a person at the desk', choices=("none", "demo", "http"))
    base_url: str = key("", "kind http: the platform's address (docs/taxi-platform.md)", **_URL)
    name: str = key("taxi", "kind http: its short name, in the webhook's address", **_ID)
    secret_file: Path | None = key(None, "kind http: a file, mode 0600, of the secret shared with the platform")
    idempotent: bool = key(False, "kind http: it knows our keys, so a lost reply may be asked for again")
    answer_seconds: int = key(10, "kind http: an answer that takes longer counts as lost", low=2, high=15)
    poll_seconds: int = key(15, "kind http: how often a ride is looked at when no webhook comes", low=2, high=60)
    scale: float = key(1.0, "kind demo: so many times faster than life", low=0.1, high=1000)
    scenario: str = key("ride", "kind demo: how its rides go", choices=RIDES)


@dataclass(frozen=True)
class Hospital:
    id: str = key(doc="never changes; no two alike", **_ID)
    name: str = key(doc="as residents say it", **_NAME)
    base_url: str = key(doc='its FHIR R4 address (docs/hospitals.md); "demo": an invented one', **_FHIR)
    kind: str = key("hospital", "community centres are shown first", choices=("community", "hospital"))
    detail: str = key("", "where it is, in a few words", **_SHORT)
    token_file: Path | None = key(None, "a file, mode 0600, of the token that the hospital gave us")
    cancel_hours: int = key(2, "an appointment can be called off until so many hours before", low=0, high=168)


@dataclass(frozen=True)
class DeskPlan:
    kiosk: str = key(doc="the kiosk's name, as it was enrolled; no two alike", **_NAME)
    picture: Path | None = key(None, "the floor plan, an SVG, PNG or JPEG file of at most 8 MB; none: words alone")
    x: float = key(50.0, "where the kiosk stands, in per cent of the plan's width", low=0, high=100)
    y: float = key(50.0, "in per cent of its height, from the top", low=0, high=100)
    way: str = key("", "how one gets there, in a few words", **_SHORT)


@dataclass(frozen=True)
class Hub:
    host: str = key("127.0.0.1", "the address to listen on", **_HOST)
    port: int = key(8443, "the port to listen on; 0: any free one", low=0, high=65535)
    public_url: str = key("", "the address that kiosks and desks use; empty: made of host and port", **_URL)
    database_url: str = key("", "empty: SQLite in state_dir", **_DATABASE)
    state_dir: Path = key(Path("/var/lib/silver-key/hub"), "database, certificates")
    tls: bool = key(True, "false only when host is this machine (127.0.0.1, ::1, localhost)")
    session_hours: int = key(12, "a desk signs in again after so long", low=1, high=24)
    keep_days: int = key(92, "what a request says is removed so long after its end (data.md)", low=31, high=1100)
    resident_months: int = key(24, "a resident whose card nobody used for so long is forgotten", low=3, high=120)
    hold_seconds: int = key(300, "a doctor's time is kept so long for who is choosing it", low=60, high=900)
    provider: Provider = table(Provider, "who sends taxis")
    hospital: tuple[Hospital, ...] = key((), "hospitals that can be booked; none: a person telephones")
    cap: tuple[CapEndpoint, ...] = key((), "platforms outside that are told of alarms, in CAP 1.2")
    sites: tuple[Site, ...] = key((), "where kiosks stand, for those platforms")
    drill_minutes: int = key(5, "an exercise of the alarm ends by itself after so long", low=1, high=30)
    plans: tuple[DeskPlan, ...] = key((), "where kiosks stand, for who runs there when somebody calls for help")

    @property
    def database(self) -> str:
        """The database's URL in SQLAlchemy's form."""
        return self.database_url or f"sqlite+aiosqlite:///{self.state_dir / 'hub.sqlite'}"


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


def default_path(environ: Mapping[str, str]) -> Path:
    """The file that `SILVER_KEY_SETTINGS` names, else /etc/silver-key/settings.toml."""
    named = environ.get(f"{PREFIX}SETTINGS")
    return Path(named) if named else SYSTEM_FILE


def load(path: Path | None, environ: Mapping[str, str], *, hub_only: bool = False) -> Settings:
    """The settings from `path` (None: `default_path`) and `environ`.

    `hub_only` is for a machine that runs a hub without a kiosk: keys that only a kiosk needs may be missing.
    Raises SettingsError with one line.
    """
    source = path or default_path(environ)
    document = _document(source)
    unknown = document.keys() - set(SECTIONS)
    if unknown:
        name = min(unknown)
        raise SettingsError(f"{source}: {name}: unknown section; known: {', '.join(SECTIONS)}")
    origin = _apply_environment(document, environ, source)
    lenient = frozenset(SECTIONS if hub_only else ())
    try:
        parts = {name: read(hints(Settings)[name], document.get(name, {}), name, lenient=lenient) for name in SECTIONS}
        settings = Settings(**parts, source=source)
        _check_together(settings)
    except Refused as refused:
        raise SettingsError(f"{origin.get(refused.where, source)}: {refused}") from refused
    return settings


def _document(source: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{source}: no such file; write it (docs/settings.md) or name another in {PREFIX}SETTINGS"
        ) from None
    except OSError as error:
        raise SettingsError(f"{source}: cannot be read: {error.strerror}; a readable TOML file is needed") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{source}: not UTF-8 at byte {error.start}; a TOML file in UTF-8 is needed") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{source}: not TOML: {' '.join(str(error).split())}") from error


def _apply_environment(document: dict[str, Any], environ: Mapping[str, str], source: Path) -> dict[str, str]:
    """Puts the environment's values into the document; returns which keys came from there, for error messages."""
    origin: dict[str, str] = {}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name == f"{PREFIX}SETTINGS":
            continue
        section, _, wanted = name.removeprefix(PREFIX).lower().partition("_")
        kinds = {k: hints(hints(Settings)[section])[f.name] for k, f in _keys(section).items()}
        if wanted not in kinds:
            raise SettingsError(f"{name}: unknown key; {PREFIX}<SECTION>_<KEY> with a key of docs/settings.md")
        part = document.setdefault(section, {})
        if not isinstance(part, dict):
            raise SettingsError(f"{source}: {section}: a table [{section}] is needed")
        part[wanted] = from_text(kinds[wanted], environ[name])
        origin[f"{section}.{wanted}"] = f"environment {name}"
    return origin


def _keys(section: str) -> dict[str, dataclasses.Field[Any]]:
    if section not in SECTIONS:
        return {}
    return {key_of(f): f for f in dataclasses.fields(hints(Settings)[section])}


def _check_voice(settings: Settings) -> None:
    if settings.voice.microphone == "file" and not (settings.kiosk.demo and settings.voice.microphone_file):
        raise Refused("voice.microphone", '"file" is allowed only with kiosk.demo = true and a microphone_file')


def _check_together(settings: Settings) -> None:
    """What no key can say alone."""
    hub = settings.hub
    if hub.provider.kind == "demo" and not settings.kiosk.demo:
        raise Refused("hub.provider.kind", '"demo" is allowed only with kiosk.demo = true')
    if (hub.provider.kind == "http") != bool(hub.provider.base_url):
        raise Refused("hub.provider.base_url", 'an address with kind "http", and only then')
    if hub.provider.kind == "http" and hub.provider.secret_file is None:
        raise Refused("hub.provider.secret_file", 'missing; a file with kind "http"')
    _check_voice(settings)
    _check_printer(settings.printer)
    if not hub.tls and not is_loopback(hub.host):
        raise Refused("hub.tls", f"false is allowed only when hub.host is this machine, not {hub.host}")
    addresses = {
        "kiosk.hub_url": settings.kiosk.hub_url,
        "hub.public_url": hub.public_url,
        "hub.provider.base_url": hub.provider.base_url,
    }
    for where, url in addresses.items():
        _check_url(where, url)
    _check_hospitals(settings)
    check_beyond(settings.hub.cap, settings.hub.sites, demo=settings.kiosk.demo, check_url=_check_url)
    _check_paths(settings)
    if settings.session.warn_seconds >= settings.session.idle_seconds:
        raise Refused("session.warn_seconds", "less than session.idle_seconds")
    ids = [place.id for place in settings.taxi.places]
    if len(ids) != len(set(ids)):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise Refused("taxi.places.id", f'no two alike; "{twice}" is there twice')
    for number, hours in enumerate(settings.duty.hours, 1):
        if hours.to <= hours.from_:
            raise Refused(f"duty.hours[{number}].to", "later than from")


_PATH_KEYS = (  # key, the kinds that have it, whether they need it
    ("command", ("relay",), True),
    ("url", ("sms", "hub"), False),
    ("to", ("sms", "sip"), True),
    ("token_file", ("sms",), False),
    ("server", ("sip",), True),
    ("account", ("sip",), True),
    ("password_file", ("sip",), False),
)


def _check_paths(settings: Settings) -> None:
    names: set[str] = set()
    for number, path in enumerate(settings.alarm.paths, 1):
        where = f"alarm.paths[{number}]"
        if path.name in names:
            raise Refused(f"{where}.name", f'no two alike; "{path.name}" is there twice')
        names.add(path.name)
        for key_name, kinds, must in _PATH_KEYS:
            there = bool(getattr(path, key_name))
            if (there and path.kind not in kinds) or (not there and path.kind in kinds and must):
                raise Refused(
                    f"{where}.{key_name}",
                    f"{'a value' if must else 'allowed'} with kind {' or '.join(kinds)}, and only then",
                )
        if path.kind == "hub" and path.drills:
            raise Refused(f"{where}.drills", "an exercise goes to the first hub alone")
        if path.kind == "sms" and not path.url:
            raise Refused(f"{where}.url", "an address with kind sms")
        if path.url:
            _check_url(f"{where}.url", path.url)


def _check_hospitals(settings: Settings) -> None:
    ids: set[str] = set()
    for number, one in enumerate(settings.hub.hospital, 1):
        where = f"hub.hospital[{number}]"
        if one.id in ids:
            raise Refused(f"{where}.id", f'no two alike; "{one.id}" is there twice')
        ids.add(one.id)
        if one.base_url == "demo" and not settings.kiosk.demo:
            raise Refused(f"{where}.base_url", '"demo" is allowed only with kiosk.demo = true')
        _check_url(f"{where}.base_url", one.base_url)


def _check_printer(printer: Printer) -> None:
    if (printer.kind == "network") != bool(printer.host):
        raise Refused("printer.host", 'an address with kind "network", and only then')
    if printer.width_mm not in PAPER_MM:
        raise Refused("printer.width_mm", "80 or 58")


def _check_url(where: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(where, f"{url!r} is not allowed; an address: https://…") from None
    if parts.scheme == "http" and not is_loopback(host):
        raise Refused(where, "http:// only to this machine; https:// elsewhere")


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine and cannot be reached from another."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
