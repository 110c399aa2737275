"""留话: what a resident says for a person to hear later."""

from __future__ import annotations

MAX_SECONDS = 60
MAX_BYTES = 1024 * 1024
MAX_NOTES = 10  # with one request
WAV = "audio/wav"
