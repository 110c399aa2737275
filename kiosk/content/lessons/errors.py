"""What can be wrong with lessons."""

from __future__ import annotations

from kiosk.errors import KioskError


class LessonError(KioskError):
    """Lessons cannot be read: file, line, what is wrong and how to mend it, one fault a line."""
