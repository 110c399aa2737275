"""The store's key: from systemd's credentials (sealed by the TPM where there is one), else a file of our own.

The file lies beside the database: whoever steals the whole machine has both. docs/ says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from kiosk.adapters.files import write_private

CREDENTIAL = "silver-key"
FILE = "kiosk.key"


def store_key(state_dir: Path, environ: Mapping[str, str]) -> str:
    """64 hexadecimal digits; made and kept at the first start. Raises OSError.

    A key file that is not one (torn) is kept under another name, and a new key made.
    """
    if credentials := environ.get("CREDENTIALS_DIRECTORY"):
        sealed = Path(credentials) / CREDENTIAL
        if sealed.is_file():
            return hashlib.sha256(sealed.read_bytes()).hexdigest()
    return _from_file(state_dir / FILE)


def _from_file(path: Path) -> str:
    try:
        key = path.read_text("ascii", "replace").strip()
    except FileNotFoundError:
        key = ""
    else:
        if re.fullmatch(r"[0-9a-f]{64}", key):
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
            return key
        path.rename(_free_name(path))
    key = secrets.token_hex(32)
    write_private(path, f"{key}\n".encode())
    return key


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.name}.torn{number}")).exists():
        number += 1
    return name


def is_sealed(environ: Mapping[str, str]) -> bool:
    """Whether the key comes from systemd's credentials; for `kiosk doctor`."""
    folder = environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and os.access(Path(str(folder)) / CREDENTIAL, os.R_OK)
