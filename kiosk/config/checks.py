"""What no key can say alone: keys that need, or exclude, one another."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from kiosk.config.beyond import check_beyond
from kiosk.config.kiosk import Printer
from kiosk.config.settings import Settings
from kiosk.schema import Refused

PAPER_MM = (80, 58)


def check_together(settings: Settings) -> None:
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


def _check_voice(settings: Settings) -> None:
    if settings.voice.microphone == "file" and not (settings.kiosk.demo and settings.voice.microphone_file):
        raise Refused("voice.microphone", '"file" is allowed only with kiosk.demo = true and a microphone_file')


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
