"""Issue 5, part 5: a profile with nonsense is refused by name."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.policy.errors import ProfileError
from kiosk.content.policy.rules_profile import MAX_BYTES, Profile, read_profile

ON = date(2026, 11, 20)


def read(raw: bytes) -> Profile:
    return read_profile("p.json", raw, ON, {"tea-money"})


def test_a_profile() -> None:
    found = read(b'{"born": "1950-03-01", "income": "edge", "lives_alone": true, "has": {"tea-money": false}}')
    assert found.value("age", ON) == 76
    assert (found.value("income", ON), found.value("lives_alone", ON)) == ("edge", True)
    assert found.value("veteran", ON) is None
    assert found.has == {"tea-money": False}
    assert read(b'{"age": 76, "born": "1950-03-01"}').value("age", ON) == 76
    assert read(b"{}") == Profile({})
    assert found.knowing("age", 50).value("age", ON) == 50
    assert found.knowing("has.tea-money", True).has == {"tea-money": True}


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ('{"age": 300}', "p.json: age: 300 is not allowed; a whole number from 0 to 120 is"),
        ('{"age": -1}', "age: -1 is not allowed"),
        ('{"age": 7.5}', "age: 7.5 is not allowed"),
        ('{"age": true}', "age: true is not allowed"),
        ('{"age": "76"}', "age: 76 is not allowed"),
        ('{"age": NaN}', "NaN is no number"),
        ('{"age": 1' + "0" * 5000 + "}", "not a profile"),
        ('{"born": "1950-02-30"}', "born: 1950-02-30 is no date; write it as 1950-03-01"),
        ('{"born": "19500301"}', "born: 19500301 is no date"),
        ('{"born": 1950}', "born: 1950 is no date"),
        ('{"born": "2027-01-01"}', "born: 2027-01-01 is not allowed"),
        ('{"born": "1899-12-31"}', "born: 1899-12-31 is not allowed"),
        ('{"born": "1905-01-01"}', "born: 1905-01-01 is not allowed"),
        ('{"born": "1950-03-01", "age": 75}', "age: 75 on 2026-11-20 does not fit born 1950-03-01"),
        ('{"shoe_size": 39}', "shoe_size: unknown fact; known are born, has, age"),
        ('{"registered": "moon"}', "registered: moon is not allowed; one of shanghai, elsewhere is"),
        ('{"veteran": "yes"}', "veteran: yes is not allowed; true or false is"),
        ('{"veteran": null}', "veteran: null is not allowed"),
        ('{"has": ["tea-money"]}', 'has: ["tea-money"] is not allowed'),
        ('{"has": {"tea-money": 1}}', "has.tea-money: 1 is not allowed"),
        ('{"has": {"gold": true}}', "has.gold: no such card"),
        ('{"age": 70, "age": 71}', "age is given twice"),
        ('{"age": 70', "p.json:1: not JSON"),
        ("[]", "an object of facts is expected"),
        ("[" * 30_000, "not a profile"),
        ('{"\\ud800": 1}', "unknown fact"),
        ('{"' + "x" * 500 + '": 1}', "…: unknown fact"),
    ],
)
def test_nonsense_is_refused_by_name(given_: str, said: str) -> None:
    with pytest.raises(ProfileError) as error:
        read(given_.encode())
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value).encode()) < 700


def test_bytes_that_are_no_text_and_too_many() -> None:
    with pytest.raises(ProfileError, match="not UTF-8"):
        read(b'{"age": "\xff"}')
    with pytest.raises(ProfileError, match="bytes; at most"):
        read(b" " * (MAX_BYTES + 1))


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
_KEYS = st.sampled_from(["age", "born", "has", "income", "x"])
JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner), max_leaves=6)


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    said = ""
    try:
        read(json.dumps(value).encode())
    except ProfileError as error:
        said = str(error)
    assert said == "" or said.startswith("p.json")
