"""What can be wrong with an official text, a word list or a library."""

from __future__ import annotations

from kiosk.errors import KioskError


class PolicyError(KioskError):
    """One line for whoever imports or asks."""


class LawError(PolicyError):
    """An official text cannot be read: file, line and what is wrong."""


class WordsError(PolicyError):
    """A word list cannot be read: file, line and what is wrong."""


class LibraryError(PolicyError):
    """There is no library, it is damaged or of another version, or it cannot be written."""
