"""A card as the kiosk draws it: `kiosk policy picture` run as a program, because the hub knows nothing of screens."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import date
from pathlib import Path

from kiosk.errors import ContentError

PAGES = ("card", "who", "what", "bring", "where", "source")
SIZES = ("standard", "large", "huge")
PATIENCE = 60.0
"""Seconds; a picture takes about two."""
_one = asyncio.Semaphore(1)


class NotDrawn(ContentError):
    """The program failed or took too long; the text is its last line."""


async def draw(name: str, raw: bytes, page: str, size: str, today: date) -> bytes:
    """One page of the card in these bytes as PNG, one at a time. Raises NotDrawn."""
    async with _one:
        with tempfile.TemporaryDirectory(prefix="silver-key-card-") as folder:
            card, out = Path(folder) / f"{name}.yaml", Path(folder) / "card.png"
            await asyncio.to_thread(card.write_bytes, raw)
            command = ("policy", "picture", str(card), str(out), "--page", page, "--size", size, "--on", f"{today}")
            await _run(*command)
            return await asyncio.to_thread(out.read_bytes)


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kiosk", *command, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    except (TimeoutError, asyncio.CancelledError) as error:
        process.kill()
        await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise
        raise NotDrawn("it took too long") from None
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        raise NotDrawn(lines[-1][:200] if lines else f"ended with {process.returncode}")
