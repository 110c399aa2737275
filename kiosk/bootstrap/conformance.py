"""The kiosk's updater as the client that the public tuf-conformance suite drives (CLIENT-CLI.md; `make conformance`).

A program of its own, `python -m kiosk.bootstrap.conformance`: what it does is exactly what an update does to its lists
and files, with the machine's clock, which the suite turns.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient.config import UpdaterConfig

from kiosk.adapters.content.client import Client
from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.fetcher import Fetcher
from kiosk.errors import KioskError

FAILED = 1


@click.group()
@click.option("--metadata-dir", type=click.Path(path_type=Path), required=True)
@click.option("--metadata-url", default="")
@click.option("--target-name", default="")
@click.option("--target-base-url", default="")
@click.option("--target-dir", type=click.Path(path_type=Path))
@click.pass_context
def client(context: click.Context, /, **options: object) -> None:
    """init TRUSTED_ROOT, refresh or download."""
    context.obj = options


@client.command()
@click.argument("trusted_root", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def init(options: dict[str, Path], trusted_root: Path) -> None:
    """Trust this root from now on; asks nobody."""
    folder = options["metadata_dir"]
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(trusted_root, folder / "root.json")


@client.command()
@click.pass_obj
def refresh(options: dict[str, Path]) -> None:
    """Bring the signed lists up to date."""
    with _fetcher() as fetcher:
        _client(options, fetcher).refresh()


@client.command()
@click.pass_obj
def download(options: dict[str, Path]) -> None:
    """Bring one file, as the lists say it is."""
    with _fetcher() as fetcher:
        updater = _client(options, fetcher)
        info = updater.get_targetinfo(str(options["target_name"]))
        if info is None:
            raise RepositoryError("no such target")
        if updater.find_cached_target(info) is None:
            updater.download_target(info)


class _fetcher:  # noqa: N801 - read as a function
    def __enter__(self) -> Fetcher:
        self._made = Fetcher(None, lambda: False, Disk())
        return self._made

    def __exit__(self, *_: object) -> None:
        self._made.close()


def _client(options: dict[str, Path], fetcher: Fetcher) -> Client:
    target = (options["target_dir"], str(options["target_base_url"])) if options["target_dir"] else None
    url = str(options["metadata_url"])
    return Client(options["metadata_dir"], url, target, fetcher, datetime.now(UTC), config=UpdaterConfig())


def main() -> None:
    """Ends with 1 when anything was refused, with a line on standard error."""
    try:
        client(standalone_mode=False)
    except (RepositoryError, DownloadError, KioskError, OSError, ValueError, click.ClickException) as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
