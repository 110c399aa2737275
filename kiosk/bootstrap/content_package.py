"""`kiosk content new|build|diff`: before anything is published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.bootstrap.content_means import example, means, opened
from kiosk.bootstrap.options import emit, json_option
from kiosk.content.package.archive import SUFFIX, pack
from kiosk.content.package.check import load_package
from kiosk.content.package.diff import diff as compare
from kiosk.content.package.diff import size
from kiosk.content.package.manifest import KINDS
from kiosk.content.package.paths import name_fault
from kiosk.errors import ContentError
from kiosk.hub.content.folder import put


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def new(kind: str, folder: Path, as_json: bool) -> None:
    """Begin a package of KIND in FOLDER (its name becomes the id) with a small example that passes its check."""
    name = folder.resolve().name
    if name_fault(name) is not None or name != name.lower() or "_" in name or "." in name:
        raise ContentError(f"{name}: call the folder by small letters, digits and hyphens, as phone-lessons")
    if folder.exists() and any(folder.iterdir()):
        raise ContentError(f"{folder}: there is something in it; name another folder")
    files = example(kind, name)
    try:
        for path, raw in files.items():
            put(folder / path, raw)
    except OSError as error:
        raise ContentError(f"{folder}: {error.strerror or error}") from error
    told = f"{folder}: {len(files)} files. Change them, then: kiosk content check {folder}"
    emit(as_json, {"folder": str(folder), "files": sorted(files)}, told)


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=f"The file (ID-VERSION{SUFFIX}).")
@json_option
def build(package: Path, output: Path | None, as_json: bool) -> None:
    """Make one file of a package's folder, to hand it on; the same folder always gives the same file."""
    with opened(package) as folder:
        release = load_package(folder, means())
        manifest = release.manifest
        to = output or Path(f"{manifest.id}-{manifest.version}{SUFFIX}")
        part = to.with_name(f".{to.name}.part")
        try:
            with click.progressbar(length=release.length, label="building", file=sys.stderr,
                                   hidden=as_json) as bar:  # fmt: skip
                pack(folder, release, part, lambda done: bar.update(done - bar.pos))
            part.replace(to)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise ContentError(f"{to}: {error.strerror or error}") from error
    data = {"file": str(to), "bytes": to.stat().st_size, "files": len(release.files)}
    emit(as_json, data, f"{to}: {len(release.files)} files, {size(to.stat().st_size)}")


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new_", type=click.Path(path_type=Path), metavar="NEW")
@json_option
def diff(old: Path, new_: Path, as_json: bool) -> None:
    """What changes from package OLD to package NEW (folders or built files): new, changed, gone, and what travels."""
    with opened(old) as before, opened(new_) as after:
        first, second = load_package(before, means()), load_package(after, means())
    found = compare(first, second)
    data = {
        "from": {"id": first.manifest.id, "version": first.manifest.version, "bytes": first.length},
        "to": {"id": second.manifest.id, "version": second.manifest.version, "bytes": second.length},
        "added": list(found.added),
        "changed": list(found.changed),
        "removed": list(found.removed),
        "travels": found.travels,
    }
    heads = [f"{one.manifest.id} version {one.manifest.version}" for one in (first, second)]
    emit(as_json, data, "\n".join([f"from {heads[0]} to {heads[1]}", *found.lines()]))
