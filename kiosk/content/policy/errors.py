"""What can be wrong with an official text, a word list or a library."""

from __future__ import annotations

from kiosk.errors import KioskError, SettingsError


class PolicyError(KioskError):
    """One line for whoever imports or asks."""


class LawError(PolicyError):
    """An official text cannot be read: file, line and what is wrong."""


class WordsError(PolicyError):
    """A word list cannot be read: file, line and what is wrong."""


class LibraryError(PolicyError):
    """There is no library, it is damaged or of another version, or it cannot be written."""


class CardError(PolicyError):
    """A card or its folder cannot be read: file, line, what is wrong and how to mend it, one fault a line."""


class ProfileError(PolicyError, SettingsError):
    """A profile with nonsense: file, fact and what is allowed. The command line exits with 2."""
