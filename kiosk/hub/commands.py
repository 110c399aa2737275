"""`kiosk hub`: serve, migrate, accounts, enrolment codes, its authority."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import qrcode  # type: ignore[import-untyped]  # has no stubs

from kiosk.config import load
from kiosk.hub import migrate as steps
from kiosk.hub.ca import CA_FILE, ca_until, identity
from kiosk.hub.core import Hub, assemble
from kiosk.hub.errors import HubStartError
from kiosk.hub.settings import HubSettings, hub_settings
from kiosk.hub.xapi import statements
from kiosk.protocol.enrolment import EnrolmentCode, ca_fingerprint

T = TypeVar("T")
CHATTY = ("alembic", "uvicorn", "httpx", "httpcore")  # httpx names every address that it calls (S4)
ROLES = ("volunteer", "duty", "administrator")
NO_ACCOUNT = {
    "username": "the name to sign in with has 2 to 40 small letters and digits",
    "display_name": "--display-name takes 1 to 20 characters",
    "taken": "there is an account of this name already",
    "short": "the password needs at least 8 characters",
    "long": "the password may have at most 128 characters",
    "name": "the password must not contain the name to sign in with",
    "common": "the password is too easy to guess",
}
config_option = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file; else as `kiosk run` finds it."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")


def _settings(config: Path | None) -> HubSettings:
    return hub_settings(load(config, os.environ, hub_only=True))


def _say(as_json: bool, text: str, **facts: object) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else text)


def _with_hub(settings: HubSettings, work: Callable[[Hub], Awaitable[T]]) -> T:
    """Do something with the hub's database while a hub may be serving from it."""

    async def inner() -> T:
        hub = assemble(settings)
        try:
            return await work(hub)
        finally:
            await hub.close()

    return asyncio.run(inner())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def hub() -> None:
    """The hub that kiosks and desks talk to."""


@hub.command()
@config_option
@json_option
def serve(config: Path | None, as_json: bool) -> None:
    """Serve until stopped. Prints the address once the hub answers."""
    from kiosk.hub.serve import run

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    run(_settings(config), lambda url: _ready(as_json, url))


def _ready(as_json: bool, url: str) -> None:
    _say(as_json, f"hub ready: {url}", url=url)
    sys.stdout.flush()


@hub.command()
@config_option
@json_option
def migrate(config: Path | None, as_json: bool) -> None:
    """Bring the database to this program's form; a new one is made. Stop the hub first."""
    before, after = _with_hub(_settings(config), lambda made: steps.migrate(made.database.engine))
    text = f"the hub's database is {after}" + ("" if before == after else f", it was {before or 'not there'}")
    _say(as_json, text, before=before, after=after)


@hub.group()
def user() -> None:
    """Accounts of those who answer at the desk."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may do.")
@click.option("--display-name", required=True, help="What residents are told, e.g. Auntie Wang.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@config_option
@json_option
def add(name: str, role: str, display_name: str, password_stdin: bool, config: Path | None, as_json: bool) -> None:
    """Add an account NAME. There is no default password: it has 8 characters or more, and NAME is not in it."""
    from kiosk.hub.staff.passwords import WeakPassword
    from kiosk.hub.staff.service import StaffError, create_staff

    settings = _settings(config)
    password = _password(password_stdin)

    async def create(made: Hub) -> None:
        await steps.check(made.database.engine)
        async with made.database.work() as work:
            await create_staff(
                work.session,
                username=name,
                display_name=display_name,
                role=role,
                password=password,
                now=made.clock.now(),
            )

    try:
        _with_hub(settings, create)
    except (StaffError, WeakPassword) as error:
        raise HubStartError(f"no account was made: {NO_ACCOUNT.get(error.reason, error.reason)}") from error
    _say(as_json, f"{display_name} may sign in as {name}", username=name, role=role)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    from kiosk.hub.staff.passwords import SHORTEST

    click.echo(f"The password has {SHORTEST} characters or more; the name to sign in with is not in it.", err=True)
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return password


@hub.command()
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="A new file for a copy, to carry away.")
@config_option
@json_option
def ca(save: Path | None, config: Path | None, as_json: bool) -> None:
    """The hub's own certificate authority, for the browsers of the desk: its file and its fingerprint.

    It is made now where the hub was never started. docs/desk-computers.md says how a browser comes to trust it.
    """
    settings = _settings(config)
    if not settings.tls:
        raise HubStartError("hub.tls is false: this hub has no certificate; what stands before it has one")
    pem = identity(settings.state_dir, settings.certified, datetime.now(UTC)).ca_pem
    file = settings.state_dir / CA_FILE
    if save is not None:
        _copy(pem, save)
    fingerprint, until = ca_fingerprint(pem), ca_until(pem)
    pairs = ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)).upper()
    text = f"{save or file}: the hub's own authority, until {until:%Y-%m-%d}\nSHA-256 {pairs}"
    _say(as_json, text, file=str(save or file), sha256=fingerprint, until=until.isoformat())


def _copy(pem: str, to: Path) -> None:
    """Everybody may read it: there is no key in it. Never over another file."""
    try:
        with to.open("x", encoding="ascii") as file:
            file.write(pem)
    except OSError as error:
        raise HubStartError(f"{to}: {error.strerror or error}; name a new file") from error


@hub.command()
@click.option("--since", metavar="DATE", help="Only what came in from that day on, as 2026-01-31.")
@config_option
@json_option
def xapi(since: str | None, config: Path | None, as_json: bool) -> None:
    """What was learned, as xAPI statements for a learning record store: nobody's name is in them (docs/lessons.md)."""
    start = _day(since)

    async def collect(made: Hub) -> list[dict[str, Any]]:
        async with made.database.read() as session:
            return [one async for one in statements(session, made.residents.secrets, start)]

    found = _with_hub(_settings(config), collect)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['timestamp']} {one['verb']['display']['en']} {one['object']['id']}")
    click.echo(f"{len(found)} statements")


def _day(given: str | None) -> datetime | None:
    """Its beginning, at this machine."""
    if given is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(given), datetime.min.time()).astimezone()
    except ValueError:
        raise click.BadParameter(f"{given} is no date; write it as 2026-01-31", param_hint="--since") from None


@hub.command()
@click.option("--name", default="", help="Who made the code, for the list of kiosks.")
@click.option("--url", default="", help="The hub's address as the kiosk reaches it, when it is not the settings'.")
@config_option
@json_option
def enrol(name: str, url: str, config: Path | None, as_json: bool) -> None:
    """Print a one-time code, good for 24 hours, to join a kiosk with `kiosk enrol CODE`."""
    settings = _settings(config)

    async def new_code(made: Hub) -> EnrolmentCode:
        await steps.check(made.database.engine)
        async with made.database.work() as work:
            secret = await made.kiosks.new_code(work, name)
        return made.enrolment_code(secret, url)

    code = _with_hub(settings, new_code)
    text = code.encode()
    if as_json:
        _say(True, "", code=text, url=code.url, expires_in=24 * 3600)
        return
    drawn = qrcode.QRCode(border=2)
    drawn.add_data(text.replace("-", ""))
    drawn.print_ascii(out=sys.stdout, invert=True)
    click.echo(f"kiosk enrol {text}")
