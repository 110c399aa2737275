"""`kiosk content publish|stop|rollback`: what kiosks will take from now on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.bootstrap.content_means import means, opened
from kiosk.bootstrap.content_signing import (
    agreed,
    by_option,
    folder_from,
    keys_option,
    repository_options,
    signed,
    stdin_option,
    yes_option,
)
from kiosk.bootstrap.options import emit, json_option
from kiosk.content.package.channels import CHANNELS
from kiosk.content.package.manifest import KINDS
from kiosk.content.package.release import Release
from kiosk.errors import ContentError
from kiosk.hub.content import publish as publishing
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.repository import load

channel_option = click.option(
    "--channel",
    type=click.Choice(CHANNELS),
    default="pilot",
    show_default=True,
    help="Which kiosks: try it on few first.",
)


@click.command()
@click.argument("package")
@channel_option
@keys_option
@stdin_option
@by_option
@yes_option
@repository_options
@json_option
def publish(
    package: str,
    channel: str,
    keys: tuple[Path, ...],
    passphrase_stdin: bool,
    by: str,
    yes: bool,
    repository: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Publish PACKAGE (a folder or a built file); what it changes is shown first.

    With the id of a published package instead, the version that pilot kiosks have goes to all.
    """
    folder = folder_from(repository, config)
    if not Path(package).exists():
        kind, version = _piloted(folder, package)
        agreed([f"{package} version {version}, which pilot kiosks have"], f"Give it to {channel}?", yes=yes)
        sign = signed(keys, by, stdin=passphrase_stdin)
        _told(publishing.offer(folder, kind, package, version, channel, sign), channel, as_json)
        return
    with opened(Path(package)) as inside:
        release, found = publishing.compare(folder, inside, channel, means())
        head = f"{release.manifest.id} version {release.manifest.version} for {channel}:"
        agreed([head, *found.lines()], "Publish it?", yes=yes)
        sign = signed(keys, by, stdin=passphrase_stdin)
        with click.progressbar(length=release.length, label="publishing", file=sys.stderr, hidden=as_json) as bar:
            publishing.publish(folder, inside, channel, sign, means(), lambda done, _: bar.update(done - bar.pos))
    _told(release, channel, as_json)


@click.command()
@click.argument("package")
@click.option("--to", "version", type=int, required=True, help="The version whose content is to return.")
@channel_option
@keys_option
@stdin_option
@by_option
@yes_option
@repository_options
@json_option
def rollback(
    package: str,
    version: int,
    channel: str,
    keys: tuple[Path, ...],
    passphrase_stdin: bool,
    by: str,
    yes: bool,
    repository: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Publish an older version of PACKAGE (its id) again, under a new number: kiosks never go back to a lower one."""
    folder = folder_from(repository, config)
    kind = _kind_of(folder, package)
    agreed([f"{package}: what version {version} said returns under a new number"], f"For {channel}?", yes=yes)
    sign = signed(keys, by, stdin=passphrase_stdin)
    _told(publishing.roll_back(folder, kind, package, version, channel, sign), channel, as_json)


@click.command()
@click.argument("package")
@channel_option
@keys_option
@stdin_option
@by_option
@yes_option
@repository_options
@json_option
def stop(
    package: str,
    channel: str,
    keys: tuple[Path, ...],
    passphrase_stdin: bool,
    by: str,
    yes: bool,
    repository: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Let no further kiosk of a channel take PACKAGE (its id); what is installed stays.

    Pilot kiosks go on taking what all kiosks are given. To give it again: publish, or rollback.
    """
    folder = folder_from(repository, config)
    kind = _kind_of(folder, package)
    version = publishing.channels(folder, load(folder), kind)[channel].get(package)
    if version is None:
        raise ContentError(f"{package}: {channel} does not name it")
    agreed([f"{package} version {version}: no further kiosk takes it"], f"Stop it for {channel}?", yes=yes)
    publishing.stop(folder, kind, package, channel, signed(keys, by, stdin=passphrase_stdin))
    data = {"id": package, "kind": kind, "version": version, "channel": channel}
    emit(as_json, data, f"stopped: {package} version {version} for {channel}; what kiosks have stays")


def _told(release: Release, channel: str, as_json: bool) -> None:
    manifest = release.manifest
    data = {"id": manifest.id, "kind": manifest.kind, "version": manifest.version, "channel": channel}
    told = f"published: {manifest.id} version {manifest.version} for {channel}; kiosks take it within the hour"
    emit(as_json, data, told)


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
