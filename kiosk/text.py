"""Text in the reader's language, without Qt, for kiosk and hub.

A message is a key and its arguments; it becomes words only where it is shown or spoken. The words live in
`i18n/<language>/LC_MESSAGES/<domain>.po`. `zh_CN` is the source of truth for tone; a new language is a .po file.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

I18N = Path(__file__).resolve().parent.parent / "i18n"
LANGUAGES = ("zh_CN", "en")
SOURCE_LANGUAGE = "zh_CN"


@dataclass(frozen=True)
class Message:
    """What to say: a catalogue key and named arguments; one may be a Message itself, or a tuple of them for a list.

    `personal` marks what bystanders must not hear (elder-ui U11): it is shown, spoken only when asked for.
    """

    key: str
    args: Mapping[str, object] = field(default_factory=dict)
    personal: bool = False


def msg(key: str, /, **args: object) -> Message:
    """A message by key; `msg("taxi.minutes", minutes=3)`."""
    return Message(key, args)


def verbatim(text: str, *, personal: bool = False) -> Message:
    """Text that is data rather than ours (a name, a plate, a provider's words): the same in every language."""
    return Message("verbatim", {"text": text}, personal)


class Translator:
    """Turns messages into words of one language.

    `domain` names the catalogue: "kiosk" for the resident's screens, "hub" for desk and studio.
    A missing key, or a placeholder without its argument, raises KeyError: a hole in a catalogue is a defect that
    tests find, never a half-English screen.
    """

    def __init__(self, language: str = SOURCE_LANGUAGE, domain: str = "kiosk", folder: Path = I18N) -> None:
        self.language = language
        self._catalogue = gettext.translation(domain, folder, [language])

    def __call__(self, message: Message) -> str:
        if message.key == "verbatim":
            return str(message.args["text"])
        template = self._catalogue.gettext(message.key)
        if template == message.key:
            raise KeyError(f"no {self.language} text for {message.key!r}")
        args = {k: self._argument(v) for k, v in message.args.items()}
        return template.format(**args)  # always: a placeholder without its argument is refused, not shown

    def templates(self) -> dict[str, str]:
        """Every key with its text, placeholders and all: for checks over the whole catalogue."""
        held: dict[object, str] = vars(self._catalogue).get("_catalog", {})
        return {key: text for key, text in held.items() if isinstance(key, str)}

    def _argument(self, value: object) -> object:
        """A message within a message in words; several of them as a list."""
        if isinstance(value, Message):
            return self(value)
        if isinstance(value, tuple):
            return self._catalogue.gettext("list.comma").join(str(self._argument(one)) for one in value)
        return value
