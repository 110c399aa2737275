"""Lessons: how they are written, the drawn telephone in them, and what happens in one. Pure; docs/lesson-format.md."""
