"""Everything that can go wrong, as one tree.

KioskError                      has a message for a person
├── SettingsError               a settings file is wrong: file, key and what is allowed
├── StoreError                  the kiosk's own database
│   ├── StoreFull               no room on the disk
│   ├── StoreBusy               locked by another for too long
│   └── StoreUnreadable         wrong key, torn, or from a newer program
├── HubError                    talking to the hub
│   ├── HubUnreachable          nobody answered, or not our hub: try again later
│   │   └── HubStumbled         our hub failed over this very thing: try other things first
│   ├── HubRefused              the hub understood and said no: do not send it again as it is
│   ├── NotEnrolled             no credentials, or revoked: a person must enrol the kiosk again
│   ├── SlotGone                somebody else was given that time
│   └── CardUnknown             no such card here, or not the right sign for it
├── PathFailed                  a way out for an alarm did not take it; the others go on
├── PrinterError                a slip could not be printed: paper, line, or no printer at all
├── RecorderError               no microphone, or it cannot be used
├── VoiceError                  speech could not be made or played
├── ContentError                lessons, policies and the like: faulty, or not to be had; what is installed stays
│   ├── ContentRefused          what arrived is not what was signed, or is too old: nothing of it is used
│   ├── ContentUnreachable      nobody answered, or the stick is gone: what arrived is kept for the next try
│   │   └── ContentNone         somebody is there who has published nothing yet
│   ├── ContentStopped          a person stopped it
│   ├── ContentFull             no room on the disk
│   └── ContentUnfit            it was whole, and did not pass the self-test: the version before it is used
└── RequestError                a rule of the request's life was broken
    ├── InvalidTransition
    └── DuplicateWish           the same wish is already on its way
"""

from __future__ import annotations

from kiosk.text import Message, msg


class KioskError(Exception):
    """An error that can be shown to a person: `message` says what happened and what to do now."""

    default = "error.unforeseen"

    def __init__(self, detail: str = "", message: Message | None = None) -> None:
        super().__init__(detail or self.default)
        self.message = message or Message(self.default)


class SettingsError(KioskError):
    """One line: file, key, what is allowed. The command line exits with 2."""

    default = "error.settings"


class StoreError(KioskError):
    default = "error.store"


class StoreFull(StoreError):
    default = "error.store_full"


class StoreBusy(StoreError):
    default = "error.store"


class StoreUnreadable(StoreError):
    default = "error.store"


class HubError(KioskError):
    default = "error.hub"


class HubUnreachable(HubError):
    """`sent` is False when what we said surely never reached the hub; True when nobody can know."""

    default = "error.hub_unreachable"

    def __init__(self, detail: str = "", *, sent: bool = True) -> None:
        super().__init__(detail)
        self.sent = sent


class HubBusy(HubUnreachable):
    """Our hub is there and wants to be asked less often (429): too many tries, or too much at once."""


class HubStumbled(HubUnreachable):
    """Our hub is there and failed over this very thing (a 500): whether it took effect nobody knows."""


class HubRefused(HubError):
    """`code` is the problem's type as the hub named it (RFC 9457), e.g. "version" or "invalid"."""

    default = "error.hub_refused"

    def __init__(self, detail: str = "", *, code: str = "refused") -> None:
        super().__init__(detail)
        self.code = code


class NotEnrolled(HubError):
    default = "error.not_enrolled"


class SlotGone(HubError):
    """Nobody lost anything: another time can be chosen."""

    default = "error.slot_gone"


class CardUnknown(HubError):
    """One error for every reason, so that nobody learns what is on file."""

    default = "error.card_unknown"


class PathFailed(KioskError):
    """Only the desk and the doctor hear of it: the resident is told what did go out."""


class PrinterError(KioskError):
    default = "error.printer"


class RecorderError(KioskError):
    default = "error.recorder"


class VoiceError(KioskError):
    default = "error.voice"


class ContentError(KioskError):
    default = "error.content"


class ContentRefused(ContentError):
    default = "error.content_refused"


class ContentUnreachable(ContentError):
    default = "error.content_unreachable"


class ContentNone(ContentUnreachable):
    """Nothing is wrong: a hub begins without published content."""


class ContentStopped(ContentError):
    default = "error.content_stopped"


class ContentFull(ContentError):
    default = "error.content_full"


class ContentUnfit(ContentError):
    default = "error.content_unfit"


class RequestError(KioskError):
    default = "error.unforeseen"


class InvalidTransition(RequestError):
    """The event does not fit the request's status."""


class DuplicateWish(RequestError):
    """The same wish is on its way already; `request_id` names it, `at` is the local time to say."""

    def __init__(self, request_id: str, at: str, message: Message | None = None) -> None:
        super().__init__(f"same wish as {request_id}", message or msg("taxi.already_called", at=at))
        self.request_id = request_id
        self.at = at
