"""What enrolment gave us: kept in one private file."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.adapters.files import write_private

log = logging.getLogger(__name__)

FILE = "hub.json"


@dataclass(frozen=True)
class Credentials:
    """`ca_pem` is the only authority we trust; "" with https: the machine's own list (a public certificate)."""

    hub_url: str
    kiosk_id: str
    token: str
    ca_pem: str = ""
    hub_name: str = ""


def save(state_dir: Path, credentials: Credentials) -> None:
    """Raises OSError."""
    write_private(state_dir / FILE, json.dumps(asdict(credentials), ensure_ascii=False, indent=1).encode())


def load(state_dir: Path) -> Credentials | None:
    """None when not enrolled, or when the file cannot be understood: then a person must enrol again."""
    try:
        values = json.loads((state_dir / FILE).read_bytes())
        credentials = Credentials(**values)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        log.warning("the hub's credentials cannot be read: %s", type(error).__name__)
        return None
    if not all(isinstance(value, str) for value in asdict(credentials).values()):
        return None
    return credentials
