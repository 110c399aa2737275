"""What has been entered, in the resident's words. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.domain.appointment import Hospital, Slot
from kiosk.domain.details import Need
from kiosk.domain.offered import Key
from kiosk.domain.phone import grouped
from kiosk.screens.doctor import guiding
from kiosk.screens.doctor.draft import Around, Draft, Page, wall_time
from kiosk.screens.doctor.guiding import GUIDE, SIGNS
from kiosk.screens.doctor.offers import MOST_DAYS, MOST_TIMES, offers, spread, wish_days
from kiosk.screens.doctor.state import Choice, Layout, Row, State
from kiosk.services.saytime import DAYS_A_WEEK, date_words, day_words, hour_words, near_words, weekday_words
from kiosk.text import Message, msg, verbatim

USUAL, HELP, URGENT, EARLIEST, ANY_DAY, UNSURE = "usual", "help", "urgent", "earliest", "any", "unsure"
CARD, OTHER_DAY = "card", "other_day"
NEEDS = {
    Need.COMMUNITY: "community",
    Need.FAMILY_DOCTOR: "house",
    Need.MEDICINE: "pill",
    Need.DEPARTMENT: "hospital",
}
PARTS = {"morning": "sun", "afternoon": "sunset", "any": "check"}
Make = Callable[[Draft, Around], State]


def picture(draft: Draft, around: Around) -> State:
    """The page as it stands."""
    return _waiting() if draft.waiting else _PAGES[draft.page](draft, around)


def when_words(draft: Draft, around: Around) -> tuple[Message, Message | None]:
    """明天上午 9 点 and its date; of a wish the day, and the half of it."""
    if draft.slot is not None and draft.booked_by_machine:
        at = wall_time(draft.slot, around.zone)
        near = near_words(at.date(), around.today)
        return msg("doctor.day_hour", day=near, hour=hour_words(at)), _rest(at.date(), around.today)
    day, part = draft.when(around.zone)
    if day is None:
        return msg("doctor.any_day"), None
    near = near_words(day, around.today)
    words = near if part == "any" else msg("doctor.day_part", day=near, part=msg(f"doctor.part_{part}"))
    return words, _rest(day, around.today)


def _choices(draft: Draft, choices: tuple[Choice, ...], *keys: Key) -> State:
    return State(
        page=draft.page,
        layout=Layout.CHOICES,
        title=msg(f"doctor.title_{draft.page}"),
        lead=msg(f"doctor.lead_{draft.page}"),
        choices=choices,
        keys=keys,
        problem=draft.problem,
    )


def _start(draft: Draft, around: Around) -> State:
    usual = around.usual
    first: tuple[Choice, ...] = ()
    if usual is not None:
        doctor = verbatim(usual.doctor, personal=True) if usual.doctor else None
        first = (Choice(USUAL, "doctor", msg("doctor.usual"), doctor),)
    needs = tuple(Choice(n, icon, msg(f"doctor.{n}"), msg(f"doctor.{n}_detail")) for n, icon in NEEDS.items())
    help_ = Choice(HELP, "volunteer", msg("doctor.help"), msg("doctor.help_detail"))
    guide = (Choice(GUIDE, "body-chest", msg("doctor.guide"), msg("doctor.guide_detail")),) if around.guide else ()
    card = () if around.known else (Choice(CARD, "card", msg("doctor.card"), msg("doctor.card_detail")),)
    return _choices(draft, (*first, *needs, *guide, help_, *card), Key(URGENT, msg("doctor.urgent"), "warning"))


def _urgent(draft: Draft, _around: Around) -> State:
    return State(
        page=draft.page,
        layout=Layout.URGENT,
        title=msg("doctor.title_urgent"),
        lead=msg("doctor.lead_urgent"),
        rows=tuple(Row(icon, None, msg(f"doctor.sign_{icon}")) for icon in SIGNS),
        keys=(Key("alarm", msg("doctor.alarm"), "alarm"), Key("not_urgent", msg("doctor.not_urgent"))),
    )


def _hospitals(draft: Draft, around: Around) -> State:
    found = offered(draft, around)
    icon = "community" if draft.need is Need.COMMUNITY else "hospital"
    return _choices(draft, tuple(Choice(h.id, icon, verbatim(h.name), _said(h.detail)) for h in found))


def offered(draft: Draft, around: Around) -> tuple[Hospital, ...]:
    """Where to go for what is needed; after 哪里不舒服 those with that department."""
    rule = guiding.rule_of(draft.advice, around.guide)
    if rule is not None:
        return guiding.found(around.hospitals, rule)
    return offers(around.hospitals, draft.need) if draft.need else ()


def _departments(draft: Draft, _around: Around) -> State:
    found = draft.hospital.departments if draft.hospital else ()
    unsure = Choice(UNSURE, "question", msg("doctor.unsure"), msg("doctor.unsure_detail"))
    return _choices(draft, (*(Choice(d.id, d.picture, verbatim(d.name)) for d in found), unsure))


def _days(draft: Draft, around: Around) -> State:
    soonest = near_words(draft.days[0], around.today) if draft.days else None
    first = Choice(EARLIEST, "star", msg("doctor.earliest"), soonest)
    return _choices(draft, (first, *(_day(day, around.today) for day in draft.days[:MOST_DAYS])))


def _times(draft: Draft, around: Around) -> State:
    times = tuple(_time(slot, around) for slot in spread(draft.slots))
    other = Choice(OTHER_DAY, "calendar", msg("doctor.other_day"), great=True)
    return _choices(draft, (*times, other) if len(times) < MOST_TIMES else times)


def _when(draft: Draft, around: Around) -> State:
    first = Choice(ANY_DAY, "star", msg("doctor.any_day"), msg("doctor.any_day_detail"))
    return _choices(draft, (first, *(_day(day, around.today) for day in wish_days(around.today))))


def _part(draft: Draft, _around: Around) -> State:
    return _choices(
        draft, tuple(Choice(part, icon, msg(f"doctor.part_{part}"), great=True) for part, icon in PARTS.items())
    )


def _confirm(draft: Draft, around: Around) -> State:
    machine = draft.booked_by_machine
    whom = Key("whom", msg(f"doctor.for_{draft.for_whom}"), "people")
    phone = Key("phone", msg("doctor.phone_given" if draft.phone else "doctor.phone"), "phone")
    more = Key("more", msg("doctor.keep_longer"), "hourglass")
    return State(
        page=draft.page,
        layout=Layout.READ_BACK,
        title=msg("doctor.title_confirm"),
        lead=msg("doctor.lead_moving" if draft.instead else "doctor.lead_booking" if machine else "doctor.lead_wish"),
        shown_lead=True,
        rows=_rows(draft, around),
        keys=(
            Key("ok", msg("doctor.writing" if draft.busy else "doctor.ok"), "check", main=True),
            *((more,) if draft.ending else ()),
            whom,
            *(() if machine else (phone,)),
            Key("time", msg("doctor.other_time"), "calendar"),
        ),
        problem=draft.problem,
    )


def _rows(draft: Draft, around: Around) -> tuple[Row, ...]:
    value, detail = when_words(draft, around)
    rows = [_what(draft), Row("calendar", msg("doctor.row_when"), value, detail)]
    if draft.hospital is not None:
        rows.insert(
            1, Row("hospital", msg("doctor.row_where"), _own(draft.hospital.name), _said(draft.hospital.detail))
        )
    if draft.phone:
        rows.append(Row("phone", msg("doctor.row_phone"), _own(grouped(draft.phone))))
    return tuple(rows)


def _what(draft: Draft) -> Row:
    """The need, or the department; a doctor's name under it."""
    need = draft.need or Need.OPEN
    doctor = _own(draft.doctor) if draft.doctor else None
    if draft.department is not None:
        return Row("doctor", msg("doctor.row_what"), _own(draft.department.name), doctor)
    return Row(NEEDS.get(need, "question"), msg("doctor.row_what"), Message(f"doctor.{need}", personal=True), doctor)


def _phone(draft: Draft, _around: Around) -> State:
    typed = verbatim(grouped(draft.typed), personal=True) if draft.typed else msg("taxi.phone_empty")
    return State(
        page=draft.page,
        layout=Layout.PAD,
        title=msg("doctor.title_phone"),
        lead=draft.problem or msg("doctor.lead_phone"),
        problem=draft.problem,
        typed=draft.typed,
        typed_words=typed,
    )


def _lapsed(draft: Draft, _around: Around) -> State:
    keys = (
        Key("keep_again", msg("doctor.keep_again"), "again", main=True),
        Key("time", msg("doctor.other_time"), "calendar"),
    )
    return _words(draft, "hourglass", msg("doctor.lapsed"), keys)


def _twice(draft: Draft, _around: Around) -> State:
    keys = (
        Key("see", msg("doctor.see_first"), "doctor", main=True),
        Key("again", msg("doctor.ask_again"), "plus"),
    )
    return _words(draft, "clock", msg("doctor.already_asked", at=draft.called_at), keys)


def _waiting() -> State:
    keys = (Key("by_hand", msg("doctor.no_waiting"), "person"),)
    return State(
        page="waiting",
        layout=Layout.WORDS,
        title=msg("doctor.title_waiting"),
        lead=msg("doctor.lead_waiting"),
        icon="hourglass",
        big=msg("doctor.waiting"),
        keys=keys,
    )


def _words(draft: Draft, icon: str, big: Message, keys: tuple[Key, ...]) -> State:
    return State(
        page=draft.page,
        layout=Layout.WORDS,
        title=msg(f"doctor.title_{draft.page}"),
        lead=msg(f"doctor.lead_{draft.page}"),
        icon=icon,
        big=big,
        keys=keys,
    )


def _day(day: date, today: date) -> Choice:
    """What the great word leaves open stands under it."""
    detail = day_words(day) if (day - today).days < DAYS_A_WEEK else weekday_words(day)
    return Choice(day.isoformat(), "calendar", near_words(day, today), detail)


def _rest(day: date, today: date) -> Message:
    """What 明天 or 星期三 leaves open."""
    ahead = (day - today).days
    return date_words(day) if ahead <= 2 else day_words(day) if ahead < DAYS_A_WEEK else weekday_words(day)


def _time(slot: Slot, around: Around) -> Choice:
    at = wall_time(slot.ref, around.zone)
    return Choice(slot.ref.id, "clock", hour_words(at), _said(slot.ref.doctor), great=True)


def _said(text: str) -> Message | None:
    return verbatim(text) if text else None


def _own(text: str) -> Message:
    return verbatim(text, personal=True)


_PAGES: dict[Page, Make] = {
    Page.START: _start,
    Page.URGENT: _urgent,
    **guiding.PAGES,
    Page.HOSPITALS: _hospitals,
    Page.DEPARTMENTS: _departments,
    Page.DAYS: _days,
    Page.TIMES: _times,
    Page.WHEN: _when,
    Page.PART: _part,
    Page.CONFIRM: _confirm,
    Page.PHONE: _phone,
    Page.LAPSED: _lapsed,
    Page.TWICE: _twice,
}
