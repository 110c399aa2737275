"""Names within the published repository, and the signed files that say which version a group of kiosks uses.

Shared by who publishes and who installs; a change here is a change of the format.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kiosk.content.package.manifest import KINDS, MAX_VERSION, is_id
from kiosk.errors import ContentError

FORMAT = 1
CHANNELS = ("pilot", "all")
MAX_PACKAGES = 100
MAX_JSON = 20_000
TIMESTAMP_DAYS = 30
"""The hub signs anew every day; so long is what it signed good for."""


def file_target(kind: str, sha256: str) -> str:
    """A file's target: named by what it holds, so that what did not change is the same target in every version."""
    return f"{kind}/files/{sha256[:32]}"


def release_target(kind: str, name: str, version: int) -> str:
    return f"{kind}/releases/{name}.{version}.json"


def channel_target(kind: str, channel: str) -> str:
    return f"{kind}/channels/{channel}.json"


def patterns(kind: str) -> list[str]:
    """Everything that the role of this kind may sign, and nothing else."""
    return [f"{kind}/{part}/*" for part in ("files", "releases", "channels")]


def write_channel(kind: str, channel: str, packages: Mapping[str, int]) -> bytes:
    told = {"format": FORMAT, "kind": kind, "channel": channel, "packages": dict(sorted(packages.items()))}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read_channel(raw: bytes, kind: str, channel: str) -> dict[str, int]:
    """Ids and versions. Raises ContentError for anything that is not this channel's file."""
    try:
        told = json.loads(raw if len(raw) <= MAX_JSON else b"")
        packages = dict(told["packages"])
        right = (told["format"], told["kind"], told["channel"]) == (FORMAT, kind, channel)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ContentError("not a channel's file") from error
    numbers = packages.values()
    whole = all(isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= MAX_VERSION for n in numbers)
    named = all(isinstance(name, str) and is_id(name) for name in packages)
    if not right or not whole or not named or len(packages) > MAX_PACKAGES or kind not in KINDS:
        raise ContentError("not a channel's file")
    return packages
