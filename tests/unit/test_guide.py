"""The rules of 哪里不舒服: each with its source, to a department and to nothing else."""

from __future__ import annotations

import pytest

from kiosk.content.guide import GENERAL, URGENT, guide, parse
from kiosk.text import Message, Translator, msg

SOURCE = '[source]\ndocument = "d"\nnumber = "n"\nissuer = "i"\ndate = "1994"\nread = ""\n'
RULE = '[[rule]]\nid = "general"\ndepartment = "全科"\nnames = ["全科"]\ncode = ""\n'
NOT_OURS = ("病", "炎", "癌", "瘤", "梗", "药", "片", "压", "糖", "症")


def test_every_rule_goes_by_a_departments_own_name_and_cites_the_list() -> None:
    known = guide()
    assert (known.source.number, known.source.document) == ("卫医发〔1994〕第27号", "医疗机构诊疗科目名录")
    for rule in known.rules.values():
        assert rule.fits(rule.department)
        assert rule.code == "" or rule.code[:2] <= "09"  # what was read of the list, and no further


def test_every_spot_leads_to_a_rule_and_every_rule_is_reached() -> None:
    known = guide()
    reached = {rule for area in known.areas for rule in area.spots.values()}
    assert reached - {URGENT} == set(known.rules)
    assert known.general.id == GENERAL


def test_no_disease_and_no_medicine_is_named() -> None:
    t, known = Translator("zh_CN"), guide()
    spots = {spot for area in known.areas for spot in area.spots if len(area.spots) > 1}
    words = [rule.department for rule in known.rules.values()]
    words += [str(t(_words(f"spot_{spot}"))) for spot in spots]
    words += [str(t(_words(f"area_{area.id}"))) for area in known.areas]
    assert not [word for word in words if any(sign in word for sign in NOT_OURS)]


@pytest.mark.parametrize(
    "text",
    [
        SOURCE,
        SOURCE.replace('"1994"', '""') + RULE + "[[area]]\nid='a'\nspots={}\n",
        SOURCE + RULE.replace('["全科"]', "[]") + "[[area]]\nid='a'\nspots={}\n",
        SOURCE + RULE + "[[area]]\nid='a'\nspots={x='nowhere'}\n",
    ],
)
def test_rules_without_a_source_or_an_end_are_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse(text)


def _words(key: str) -> Message:
    return msg(f"doctor.{key}")
