"""Where questions are answered and official texts are read."""

from __future__ import annotations

from typing import Protocol

from kiosk.content.policy.advice import Advice, Leaf


class PolicyAdvice(Protocol):
    """All of it may be slow: never on the main thread. Raises KioskError: no cards can be read."""

    def ask(self, question: str) -> Advice:
        """Any text may be asked, of any length; what means nothing is refused."""
        ...

    def read(self, doc: str, article: str) -> Leaf | None:
        """An article (第二十一条) of the text `doc`; None where the library has no such text or article, or there is
        no library."""
        ...

    def unnamed(self, question: str) -> str:
        """The question without anything that could tell who asked it; "" when nothing is left."""
        ...

    def close(self) -> None: ...
