"""TLS as the kiosk wants it: one pinned authority, dates unchecked (the battery clock may be dead)."""

from __future__ import annotations

import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter

NO_CHECK_TIME = ssl.VerifyFlags(0x200000)  # X509_V_FLAG_NO_CHECK_TIME, which Python has no name for


def pinned(ca_pem: str) -> ssl.SSLContext:
    """Trusts `ca_pem` and nothing else; "" trusts the machine's list, with dates. Raises ssl.SSLError, ValueError."""
    if not ca_pem:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=ca_pem)
    context.verify_flags |= NO_CHECK_TIME
    return context


def unverified() -> ssl.SSLContext:
    """Trusts anybody: only to fetch an authority whose hash is then checked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class ContextAdapter(HTTPAdapter):
    """Uses our context and adds nothing to it; requests would load its own list of public authorities into it."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        return host, {**pool, "cert_reqs": self._context.verify_mode}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002 - requests' signature
        conn.ca_certs = conn.ca_cert_dir = None


def session(context: ssl.SSLContext) -> requests.Session:
    """A session that knows no proxy, no netrc and no cookie from outside."""
    made = requests.Session()
    made.trust_env = False
    made.mount("https://", ContextAdapter(context))
    made.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=2, max_retries=0))
    return made
