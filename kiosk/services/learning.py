"""What whoever stands here has learned. Without a card: until the session ends, and nowhere else."""

from __future__ import annotations

from kiosk.services.session import Session

HERE = "lessons-done"


class Learning:
    """Main thread only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def known(self) -> bool:
        """Whether it is kept for the next time."""
        return False

    def done(self) -> frozenset[str]:
        """Ids of the lessons that were finished."""
        kept = self._session.kept(HERE)
        return kept if isinstance(kept, frozenset) else frozenset()

    def due(self) -> tuple[str, ...]:
        """Lessons to go over again today."""
        return ()

    def part(self, lesson: str, part: int) -> None:
        """A part of a lesson was done."""

    def finished(self, lesson: str, *, right: int, of: int, review: bool) -> None:  # noqa: ARG002 - kept with a card
        """The questions were answered, `right` of them at once."""
        self._session.keep(HERE, self.done() | {lesson})
