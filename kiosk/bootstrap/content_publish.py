"""`kiosk content publish|stop|rollback`: what kiosks will take from now on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.bootstrap.content_means import means, opened
from kiosk.bootstrap.content_signing import Change, change_options
from kiosk.bootstrap.options import emit
from kiosk.content.package.manifest import KINDS
from kiosk.content.package.release import Release
from kiosk.errors import ContentError
from kiosk.hub.content import publish as publishing
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.repository import load


@click.command()
@click.argument("package")
@change_options
def publish(package: str, change: Change) -> None:
    """Publish PACKAGE (a folder or a built file); what it changes is shown first.

    With the id of a published package instead, the version that pilot kiosks have goes to all.
    """
    folder, channel = change.folder, change.channel
    if not Path(package).exists():
        kind, version = _piloted(folder, package)
        change.agreed([f"{package} version {version}, which pilot kiosks have"], f"Give it to {channel}?")
        sign = change.signed()
        _told(publishing.offer(folder, kind, package, version, channel, sign), change)
        return
    with opened(Path(package)) as inside:
        release, found = publishing.compare(folder, inside, channel, means())
        head = f"{release.manifest.id} version {release.manifest.version} for {channel}:"
        change.agreed([head, *found.lines()], "Publish it?")
        sign = change.signed()
        hidden = change.as_json
        with click.progressbar(length=release.length, label="publishing", file=sys.stderr, hidden=hidden) as bar:
            publishing.publish(folder, inside, channel, sign, means(), lambda done, _: bar.update(done - bar.pos))
    _told(release, change)


@click.command()
@click.argument("package")
@click.option("--to", "version", type=int, required=True, help="The version whose content is to return.")
@change_options
def rollback(package: str, version: int, change: Change) -> None:
    """Publish an older version of PACKAGE (its id) again, under a new number: kiosks never go back to a lower one."""
    folder, channel = change.folder, change.channel
    kind = _kind_of(folder, package)
    change.agreed([f"{package}: what version {version} said returns under a new number"], f"For {channel}?")
    sign = change.signed()
    _told(publishing.roll_back(folder, kind, package, version, channel, sign), change)


@click.command()
@click.argument("package")
@change_options
def stop(package: str, change: Change) -> None:
    """Let no further kiosk of a channel take PACKAGE (its id); what is installed stays.

    Pilot kiosks go on taking what all kiosks are given. To give it again: publish, or rollback.
    """
    folder, channel = change.folder, change.channel
    kind = _kind_of(folder, package)
    version = publishing.channels(folder, load(folder), kind)[channel].get(package)
    if version is None:
        raise ContentError(f"{package}: {channel} does not name it")
    change.agreed([f"{package} version {version}: no further kiosk takes it"], f"Stop it for {channel}?")
    publishing.stop(folder, kind, package, channel, change.signed())
    data = {"id": package, "kind": kind, "version": version, "channel": channel}
    emit(change.as_json, data, f"stopped: {package} version {version} for {channel}; what kiosks have stays")


def _told(release: Release, change: Change) -> None:
    manifest = release.manifest
    data = {"id": manifest.id, "kind": manifest.kind, "version": manifest.version, "channel": change.channel}
    told = f"published: {manifest.id} version {manifest.version} for {change.channel}; kiosks take it within the hour"
    emit(change.as_json, data, told)


def _kind_of(folder: Folder, package: str) -> str:
    """Raises ContentError where no channel names the package."""
    state = load(folder)
    for kind in KINDS:
        if any(package in named for named in publishing.channels(folder, state, kind).values()):
            return kind
    raise ContentError(f"{package}: no such folder or file, and no such package is published")


def _piloted(folder: Folder, package: str) -> tuple[str, int]:
    kind = _kind_of(folder, package)
    version = publishing.channels(folder, load(folder), kind)["pilot"].get(package)
    if version is None:
        raise ContentError(f"{package}: pilot kiosks have no version of it")
    return kind, version
