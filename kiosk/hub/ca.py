"""The hub's own certificate authority, made at first start; kiosks trust it by the hash in their enrolment code (S5).

The CA lives ten years and never changes by itself. The server's certificate is made anew when the hub's names
change or half of its time is over. Kiosks do not check dates (their clocks may be dead), browsers do.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.hub.errors import HubStartError
from kiosk.hub.keys import write_private

CA_FILE = "ca.pem"
CA_LIFE = timedelta(days=3653)
SERVER_LIFE = timedelta(days=397)
SKEW = timedelta(days=1)
LOOPBACK = ("localhost", "127.0.0.1", "::1")
WILDCARDS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised here, not listened on


@dataclass(frozen=True)
class Identity:
    """Files for the server, and the CA's certificate as kiosks get it ("" with a public certificate)."""

    certificate: Path
    key: Path
    ca_pem: str


def identity(folder: Path, names: Iterable[str], now: datetime) -> Identity:
    """The hub's certificates in `folder` for `names`, made where missing. Raises HubStartError when damaged."""
    wanted = _names(names)
    paths = [folder / name for name in ("ca.key", CA_FILE, "server.key", "server.pem")]
    ca_key, ca_pem, server_key, server_pem = paths
    try:
        if not (ca_key.exists() and ca_pem.exists()):
            _make_ca(ca_key, ca_pem, now)
        authority = x509.load_pem_x509_certificate(ca_pem.read_bytes())
        if not _still_good(server_key, server_pem, authority, wanted, now):
            key = serialization.load_pem_private_key(ca_key.read_bytes(), None)
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise HubStartError(f"{ca_key}: not a key this hub has made; put the right one back")
            _make_server(server_key, server_pem, (key, authority), wanted, now)
    except ValueError as error:
        raise HubStartError(f"{folder}: the hub's certificates are damaged; put the right files back") from error
    return Identity(server_pem, server_key, ca_pem.read_text("ascii"))


def ca_until(pem: str) -> datetime:
    """When the authority of an Identity ends."""
    return x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc


def _names(names: Iterable[str]) -> list[str]:
    every = [*LOOPBACK, socket.gethostname(), *(n for n in names if n not in WILDCARDS)]
    return sorted({name.lower() for name in every if name})


def _make_ca(key_path: Path, pem_path: Path, now: datetime) -> None:
    if key_path.exists() != pem_path.exists():
        raise HubStartError(f"{key_path.parent}: ca.key and ca.pem belong together; put the missing one back")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Silver Key hub CA")])
    public = key.public_key()
    certificate = (
        _builder(name, name, public, now, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_private(pem_path, certificate.public_bytes(serialization.Encoding.PEM))
    write_private(key_path, _pem(key))


def _make_server(
    key_path: Path,
    pem_path: Path,
    authority: tuple[ec.EllipticCurvePrivateKey, x509.Certificate],
    names: list[str],
    now: datetime,
) -> None:
    ca_key, ca = authority
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Silver Key hub")])
    certificate = (
        _builder(subject, ca.subject, key.public_key(), now, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + ca.public_bytes(serialization.Encoding.PEM)
    write_private(key_path, _pem(key))
    write_private(pem_path, pem)


def _still_good(key_path: Path, pem_path: Path, ca: x509.Certificate, names: list[str], now: datetime) -> bool:
    if not (key_path.exists() and pem_path.exists()):
        return False
    try:
        certificate = x509.load_pem_x509_certificate(pem_path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
        certificate.verify_directly_issued_by(ca)
        told = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # noqa: BLE001 - whatever is wrong with it, a new one is made
        return False
    half = certificate.not_valid_before_utc + SERVER_LIFE / 2
    paired = key.public_key() == certificate.public_key()
    return paired and set(told) == {_general(name) for name in names} and certificate.not_valid_before_utc <= now < half


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + life)
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign,
        crl_sign=sign,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode("ascii"))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
