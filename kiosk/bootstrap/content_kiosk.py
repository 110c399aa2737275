"""`kiosk content install|status`: what a kiosk has, and what is published."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from kiosk.adapters.content.place import Place
from kiosk.bootstrap.content_engine import FOLDER, engine, home
from kiosk.bootstrap.content_signing import now
from kiosk.bootstrap.options import config_option, emit, json_option, settings_from
from kiosk.config import Settings
from kiosk.config import load as load_settings
from kiosk.content.package.diff import size
from kiosk.errors import ContentError, SettingsError
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.history import history
from kiosk.hub.content.status import Status
from kiosk.hub.content.status import status as published_status
from kiosk.ports.content_updates import Offer, Progress, Source


@click.command()
@click.argument("source", required=False)
@click.option("--look", is_flag=True, help="Only say what would change.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The first root.json, for a kiosk that has no hub: whose signatures it trusts from now on.",
)
@config_option
@json_option
def install(source: str | None, look: bool, root: Path | None, config: Path | None, as_json: bool) -> None:
    """Bring new content to this kiosk from SOURCE: an address, or a stick's folder; otherwise from its hub.

    Ctrl-C stops it; what arrived is kept for the next time, and what is installed stays in use.
    """
    settings = settings_from(config)
    place = Place(settings.kiosk.state_dir / FOLDER)
    if root is not None:
        _trust(place, root)
    wanted = _source(source, settings)
    updates = engine(settings, lambda: datetime.now(UTC), place)
    if look:
        offer = updates.look(wanted, lambda: False)
        emit(as_json, _data(offer), "\n".join(_lines(offer, "would bring")))
        return
    with click.progressbar(length=100, label="installing", file=sys.stderr, hidden=as_json) as bar:

        def tell(progress: Progress) -> None:
            percent = int(progress.done * 100 / progress.total) if progress.total else 100
            bar.label = f"installing {size(progress.total)}{_left(progress.seconds_left)}"
            bar.update(percent - bar.pos)

        offer = updates.install(wanted, tell, lambda: False)
    emit(as_json, _data(offer), "\n".join(_lines(offer, "installed")))


@click.command()
@config_option
@json_option
def status(config: Path | None, as_json: bool) -> None:
    """What this kiosk has installed, and, on the hub's machine, what is published and until when it is good."""
    data: dict[str, object] = {}
    lines: list[str] = []
    with suppress(SettingsError):
        settings = settings_from(config)
        versions = Place(settings.kiosk.state_dir / FOLDER).versions()
        data["installed"] = versions
        lines += [f"installed: {key} version {version}" for key, version in versions.items()]
        lines += [] if versions else ["installed: nothing yet; what came with the program is used"]
    folder = Folder(load_settings(config, os.environ, hub_only=True).hub.state_dir / "content")
    if folder.begun:
        found = published_status(folder, now())
        data["published"] = [vars(one) for one in found.packages]
        data["roles"] = [{**vars(role), "expires": role.expires.isoformat()} for role in found.roles]
        data["history"] = [vars(entry) for entry in history(folder)[-20:]]
        lines += _published(found)
    emit(as_json, data, "\n".join(lines))


def _published(found: Status) -> list[str]:
    lines = [f"published: {one.kind} {one.package} version {one.version} for {one.channel}" for one in found.packages]
    for role in found.warnings:
        says = "is over" if role.over else "ends soon"
        by = f"{role.threshold} of {', '.join(role.keys)}"
        lines.append(f"sign anew: {role.role} {says} ({role.expires:%Y-%m-%d}); kiosk content keys renew with {by}")
    return lines or ["published: nothing yet"]


def _trust(place: Place, root: Path) -> None:
    to = place.folder / "root.json"
    if to.exists() and to.read_bytes() != root.read_bytes():
        raise ContentError(f"{to}: this kiosk trusts another root; remove the folder {place.folder} to begin anew")
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(root, to)


def _source(source: str | None, settings: Settings) -> Source:
    if source is None:
        found = home(settings)
        if found is None:
            raise ContentError("this kiosk has no hub and no content.url: name an address or a stick's folder")
        return found
    if source.startswith(("http://", "https://")):
        return Source(source.rstrip("/"))
    folder = Path(source)
    inside = next((one for one in (folder, folder / "silver-key") if (one / "metadata").is_dir()), None)
    if inside is None:
        raise ContentError(f"{source}: no published content there (a folder with metadata and targets)")
    return Source(inside.absolute().as_uri(), folder.name)


def _lines(offer: Offer, what: str) -> list[str]:
    lines = [
        f"{what}: {one.kind} {one.package} version {one.after}"
        + (f" (was {one.before})" if one.before else "")
        + f": {one.added} new, {one.changed} changed, {one.removed} gone, {size(one.travels)} to fetch"
        for one in offer.changes
    ]
    lines += [f"needs a newer program: {name}" for name in offer.too_new]
    return [*(lines or ["nothing new"]), f"signed until {offer.valid_until:%Y-%m-%d}"]


def _data(offer: Offer) -> dict[str, object]:
    changes = [vars(one) for one in offer.changes]
    return {"changes": changes, "too_new": list(offer.too_new), "valid_until": offer.valid_until.isoformat()}


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f", {seconds:.0f} s left" if seconds < 90 else f", {seconds / 60:.0f} min left"
