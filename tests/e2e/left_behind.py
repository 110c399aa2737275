"""What a kiosk leaves on its disk: every file raw, and its database as whoever has the key reads it (S3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
RESERVED = 80  # at a page's end: the initial vector, 16 bytes, and an HMAC-SHA512 (SQLCipher 4)
SALT = 16  # at the beginning of the first page, which is not encrypted
LOG_HEAD, FRAME_HEAD = 32, 24  # of SQLite's write-ahead log


def marks(canary: str) -> tuple[bytes, ...]:
    """Every form in which a program may write it down."""
    escaped = json.dumps(canary)[1:-1]
    forms = (canary, escaped, escaped.upper().replace("\\U", "\\u"))
    return tuple({form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")})


def in_files(folders: list[Path], canary: str) -> list[str]:
    """The files below that hold it, or are named by it. What goes away while it is read is not there."""
    found = []
    for path in (one for folder in folders for one in [folder, *folder.rglob("*")]):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:
            continue
        if any(mark in content or mark in str(path).encode() for mark in marks(canary)):
            found.append(str(path))
    return found


def in_pages(folder: Path, canary: str) -> list[str]:
    """The decrypted pages of this kiosk's database that hold it: free ones and those of the log, too."""
    return [name for name, page in _pages(folder) if any(mark in page for mark in marks(canary))]


def _pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    key = bytes.fromhex((folder / "kiosk.key").read_text("ascii").strip())
    main = (folder / "kiosk.db").read_bytes()
    for at in range(0, len(main), PAGE):
        yield f"page {at // PAGE + 1}", _decrypted(main[at : at + PAGE], key, first=at == 0)
    log = folder / "kiosk.db-wal"
    frames = log.read_bytes()[LOG_HEAD:] if log.exists() else b""
    for at in range(0, len(frames) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        page = frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        yield f"logged page {number}", _decrypted(page, key, first=number == 1)


def _decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    reader = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return reader.update(page[SALT if first else 0 : PAGE - RESERVED]) + reader.finalize()
