"""A card's code and number: read as people and scanners give them, and never guessed right from a wrong one."""

from __future__ import annotations

import re
from random import Random

import pytest

from kiosk.domain.card import ALPHABET, CardUnreadable, grouped, make, make_number, read

CODE = make(Random(7))
NUMBER = make_number(Random(7))
PLAIN = CODE.replace("-", "")
WIDE = "".join(chr(ord(c) + 0xFEE0) for c in CODE)


def test_a_card_looks_as_the_contract_says() -> None:
    assert re.fullmatch(r"SK1(-[0-9A-HJKMNP-TV-Z]{4}){4}-[0-9A-HJKMNP-TV-Z]{2}", CODE)
    assert all(re.fullmatch(r"[1-9][0-9]{11}", make_number(Random(seed))) for seed in range(500))
    assert grouped("123456789012") == "1234 5678 9012"


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), PLAIN, f"  {CODE}\r\n", CODE.replace("-", " "), WIDE, CODE + CODE, f"{CODE}\r{CODE}\r"],
)
def test_a_scanned_code_is_read(typed: str) -> None:
    assert read(typed) == CODE


@pytest.mark.parametrize("typed", [NUMBER, grouped(NUMBER), f"{NUMBER}\n", NUMBER * 2, f"{NUMBER} {NUMBER}"])
def test_a_typed_number_is_read(typed: str) -> None:
    assert read(typed) == NUMBER


def test_letters_read_for_digits_do_not_matter() -> None:
    code = next(c for seed in range(1000) if {"0", "1"} <= set((c := make(Random(seed)))[4:]))
    assert read("SK1" + code[3:].replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize(
    ("why", "typed"),
    [
        ("nothing", ""),
        ("torn", CODE[:12]),
        ("its end is missing", CODE[:-1]),
        ("another card's", "SK2" + CODE[3:]),
        ("a telephone", "02100000000"),
        ("an id number", "000000000000000000"),
        ("an address", "https://example.org/pay?to=1"),
        ("two different cards", CODE + make(Random(8))),
        ("scanner noise", "7Q" * 5000),
        ("the code, and noise", CODE + "x" * 10_000),
        ("other digits", "".join(chr(0x660 + int(d)) for d in NUMBER[:-1]) + "x"),
        ("signs", "\0\ud800\U0001f600" * 8),
    ],
)
def test_what_is_no_card_is_refused(why: str, typed: str) -> None:
    with pytest.raises(CardUnreadable) as caught:
        read(typed)
    assert not typed or typed not in str(caught.value), why


def test_every_slip_of_one_letter_shows() -> None:
    for at in range(4, len(CODE)):
        for letter in ALPHABET.replace(CODE[at], ""):
            if CODE[at] != "-":
                with pytest.raises(CardUnreadable):
                    read(CODE[:at] + letter + CODE[at + 1 :])


def test_every_slip_of_one_digit_or_two_neighbours_shows() -> None:
    for seed in range(50):
        number = make_number(Random(seed))
        slips = [number[:at] + d + number[at + 1 :] for at in range(12) for d in "0123456789" if d != number[at]]
        slips += [
            number[:at] + number[at + 1] + number[at] + number[at + 2 :]
            for at in range(11)
            if number[at] != number[at + 1]
        ]
        for wrong in slips:
            with pytest.raises(CardUnreadable):
                read(wrong)


def test_no_two_cards_are_alike() -> None:
    rng = Random(1)
    assert len({make(rng) for _ in range(2000)} | {make_number(rng) for _ in range(2000)}) == 4000
