"""The key that encrypts the hub's database (S4).

From the systemd credential `hub-key` where the service manager gives one, else a file of mode 0600 beside the
database, which guards a stolen backup but not a stolen machine.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kiosk.hub.errors import HubStartError
from kiosk.hub.owner import hand_over, make_folder

CREDENTIAL = "hub-key"
BYTES = 32


def database_key(state_dir: Path) -> str:
    """64 hexadecimal digits; made at the first call. Raises HubStartError when the key is damaged."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and (Path(folder) / CREDENTIAL).is_file():
        return _read(Path(folder) / CREDENTIAL)
    path = state_dir / "hub.key"
    if not path.exists():
        write_private(path, secrets.token_hex(BYTES).encode())
    return _read(path)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read (`hand_over`), whole or not at all, and safe from a power cut."""
    make_folder(path.parent, 0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    hand_over(part)
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> str:
    text = path.read_text("ascii", errors="replace").strip()
    try:
        good = len(bytes.fromhex(text)) == BYTES
    except ValueError:
        good = False
    if not good:
        raise HubStartError(f"{path}: not a key of {2 * BYTES} hexadecimal digits; put the right one back")
    return text
