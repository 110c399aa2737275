"""The enrolment code survives being read out and typed, and a slip is found (S5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.enrolment import ALPHABET, EnrolmentCode, ca_fingerprint, decode

secrets = st.from_regex(r"[0-9A-Za-z_-]{16,43}", fullmatch=True)
hosts = st.sampled_from(["hub.example:8443", "127.0.0.1:41001", "[::1]:8443", "192.0.2.7"])
hashes = st.one_of(st.just(""), st.binary(min_size=32, max_size=32).map(bytes.hex))


@given(st.sampled_from(["http", "https"]), hosts, secrets, hashes)
def test_s5_a_code_comes_back_as_it_was(scheme: str, host: str, secret: str, ca: str) -> None:
    code = EnrolmentCode(f"{scheme}://{host}", secret, ca)
    text = code.encode()
    assert decode(text) == code
    assert decode(f" {text.lower().replace('-', ' ')}\n") == code
    assert decode(text.replace("0", "o").replace("1", "l")) == code


@given(st.data())
def test_s5_one_wrong_letter_is_found(data: st.DataObject) -> None:
    text = EnrolmentCode("https://hub.example:8443", "A" * 22, "ab" * 32).encode().replace("-", "")
    # the last letter may hold padding only
    at = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != text[at]]))
    with pytest.raises(ValueError, match="enrolment code"):
        decode(text[:at] + other + text[at + 1 :])


@given(st.text(max_size=80))
def test_nonsense_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="enrolment code"):
        decode(text)


def test_fingerprint_needs_a_certificate() -> None:
    with pytest.raises(ValueError, match="no certificate"):
        ca_fingerprint("<html>log in to the network</html>")
