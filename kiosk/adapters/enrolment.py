"""Joining a hub with its one-time code: nobody is trusted until the authority's hash is the code's."""

from __future__ import annotations

import ssl
import time
import warnings
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.adapters.hub import credentials
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.heavy import load
from kiosk.config import is_loopback
from kiosk.errors import HubError, HubRefused, HubUnreachable
from kiosk.protocol.enrolment import EnrolmentCode, ca_fingerprint, decode, first_certificate

MAX_CA = 64 * 1024
SECONDS = 10.0


def enrol(text: str, state_dir: Path, *, name: str, place: str = "", program: str = "") -> Credentials:
    """Use the code `text` and keep what the hub gives in `state_dir`; `name` and `place` are how the desk calls us.

    Raises ValueError for a mistyped code, HubUnreachable, HubRefused (codes code_used, expired, unauthorised …;
    "stranger" when whoever answered is not the code's hub), OSError when the credentials cannot be kept.
    """
    load()
    from kiosk.adapters.hub.wire import Patience, Wire
    from kiosk.errors import NotEnrolled
    from kiosk.protocol.models import EnrolIn, EnrolOut

    code = decode(text)
    where = urlsplit(code.url)
    if where.scheme == "http" and not is_loopback(where.hostname or ""):
        raise ValueError("not an enrolment code: without TLS a hub is on this machine only")
    ca_pem = _authority(code) if code.ca_sha256 else ""
    wire = Wire(Credentials(code.url, "", "", ca_pem), program, Patience())
    try:
        out = wire.call("POST", "/v1/enrolments", EnrolOut, EnrolIn(secret=code.secret, name=name, place=place))
    except NotEnrolled as error:
        raise HubRefused("the hub does not know this code", code="unauthorised") from error
    finally:
        wire.close()
    joined = Credentials(code.url, out.kiosk_id, out.token, ca_pem, out.hub_name)
    credentials.save(state_dir, joined)
    return joined


def _authority(code: EnrolmentCode) -> str:
    """The hub's own certificate authority, proved by the code's hash; whatever came along with it is not kept."""
    pem = _fetched(f"{code.url}/v1/ca")
    try:
        known = ca_fingerprint(pem) == code.ca_sha256
    except ValueError:
        known = False
    if not known:
        raise HubRefused("whoever answered is not the hub that gave this code", code="stranger")
    return ssl.DER_cert_to_PEM_cert(first_certificate(pem))


def _fetched(url: str) -> str:
    """Some text, from anybody, bounded in size and time."""
    import requests
    from urllib3.exceptions import HTTPError

    from kiosk.adapters.hub import tls

    until = time.monotonic() + SECONDS
    content = b""
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of trusting nobody in particular: that is the point here
            tls.session(tls.unverified()) as session,
            session.get(url, timeout=(3.0, 5.0), stream=True, allow_redirects=False, verify=False) as response,
        ):
            while chunk := response.raw.read1(MAX_CA):
                content += chunk
                if len(content) > MAX_CA or time.monotonic() > until:
                    raise HubUnreachable("not our hub: a certificate without end")
    except HubError:
        raise
    except (requests.RequestException, HTTPError, OSError) as error:
        raise HubUnreachable(type(error).__name__, sent=False) from error
    return content.decode("ascii", "replace")
