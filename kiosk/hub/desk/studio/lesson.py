"""/desk/studio/PACKAGE/lessons/FILE: a lesson's texts as forms, each beside the picture that a kiosk would show."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from kiosk.content.lessons.course import COURSE
from kiosk.content.lessons.read import read_lesson
from kiosk.content.package.edit import at as value_at
from kiosk.content.package.edit import texts
from kiosk.content.package.means import pictures
from kiosk.content.policy.cards_reader import Fault
from kiosk.errors import ContentError
from kiosk.hub.core import Hub
from kiosk.hub.database import Work
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.render import translator
from kiosk.hub.desk.studio.answers import about, away, why
from kiosk.hub.desk.studio.fault_places import Placed
from kiosk.hub.desk.studio.fault_words import words_of
from kiosk.hub.desk.studio.files import faults, noted, read, signed_by
from kiosk.hub.desk.studio.places import called, grouped
from kiosk.hub.errors import NotFound
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import lesson_form, lesson_quiz, lesson_steps, looking
from kiosk.hub.studio.lesson_form import Form
from kiosk.hub.studio.overview import Row
from kiosk.hub.studio.pictures import NoPicture
from kiosk.text import Message

router = APIRouter()
MOST_FIELDS, LONGEST = 120, 400
At = Annotated[str, Query(max_length=10)]


@router.get("/studio/{package}/lessons/{file}")
async def lesson_page(
    package: str, file: str, me: Administrator, frame: FrameDep, session: ReadDep, at: At = ""
) -> Response:
    found, _ = await about(frame.hub, package)
    return await _show(frame, session, me, found, file, at)


async def _show(
    frame: Frame,
    session: Any,
    me: Signed,
    found: Row,
    file: str,
    place: str,
    typed: dict[str, str] | None = None,
    bad: Message | None = None,
) -> Response:
    """The lesson, or the form of one of its places; `typed` is what was typed and is not saved."""
    hub, package = frame.hub, found.manifest.id
    raw, stamp = await read(hub, package, file)
    if found.manifest.kind != "lessons":
        raise NotFound(file)
    try:
        whole = texts(raw)
    except ContentError:  # somebody broke the file itself: there it is mended
        return go(f"/desk/studio/{package}/files/{file}")
    places = [name for name, _ in lesson_form.places(whole)]
    form = lesson_form.form(raw, place, typed) if place else None
    if place and form is None:
        raise NotFound(place)
    number = places.index(place) if place in places else -1
    wrong = await away(lambda: faults(hub, found.manifest, file))
    return await frame.show(
        session,
        me,
        "studio_step.html" if form else "studio_lesson.html",
        status=409 if bad else 200,
        bad=bad,
        here="studio",
        one=found,
        file=file,
        stamp=stamp,
        form=form,
        pictures=sorted(pictures()),
        said=lambda fault: words_of(Fault(file, 1, fault, "")),
        place=place,
        groups=grouped(whole),
        called=called(whole, place) if form else None,
        earlier=places[number - 1] if number > 0 else "",
        later=places[number + 1] if 0 <= number < len(places) - 1 else "",
        drawn=await _drawn(hub, package, file, raw, form, typed) if form else "",
        faults=[one for one in wrong if form is None or (one.place == place and not _beside(form, one))],
        name=str(value_at(whole, ("title",)) or file),
        **await away(lambda: signed_by(hub, package, file)),
    )


def _beside(form: Form, fault: Placed) -> bool:
    """Whether a field says it already."""
    said = [one for some in form.faults.values() for one in some]
    asked = any(form.waits_faults.values()) and ("cannot be done" in fault.what or fault.what.endswith("is no name"))
    return asked or any(one.startswith(fault.what) or fault.what.startswith(one) for one in said)


async def _drawn(hub: Hub, package: str, file: str, raw: bytes, form: Form, typed: dict[str, str] | None) -> str:
    """The key of the picture of this form; "" where there is none."""
    if not form.place:
        return ""

    def note() -> str:
        lesson = lesson_form.changed(raw, form.place, typed) if typed else raw
        if read_lesson(file, lesson)[0] is None:
            return ""
        return hub.pictures.keep(lesson, file, _course(hub, package), form.place)

    try:
        return await away(note)
    except ContentError:
        return ""


@router.get("/studio/{package}/drawn/{key}")
async def drawn(package: str, key: str, me: Administrator, frame: FrameDep) -> Response:
    """A picture that a page named; drawn when it is first asked for."""
    del package, me
    try:
        return await _picture(frame.hub, key)
    except NoPicture as error:
        raise NotFound(str(error)) from error


@router.get("/studio/{package}/picture/{file}")
async def compared_picture(
    package: str,
    file: str,
    me: Administrator,
    frame: FrameDep,
    step: Annotated[int, Query(ge=1, le=99)] = 1,
    which: Annotated[str, Query(pattern="was|is")] = "is",
) -> Response:
    """A step as it was before (the pilot's, or the program's) or as the draft has it."""
    del me
    hub = frame.hub
    found, _ = await about(hub, package)

    def note() -> str:
        if which == "is":
            return hub.pictures.keep(hub.studio.read(package, file)[0], file, _course(hub, package), f"step-{step}")
        old = looking.before(hub.content, found.manifest.kind, package)
        raw, course = (old.read(name) if old else b"" for name in (file, COURSE))
        return hub.pictures.keep(raw, file, course, f"step-{step}")

    try:
        key = await away(note)
        return await _picture(hub, key)
    except ContentError as error:
        raise NotFound(str(error)) from error


async def _picture(hub: Hub, key: str) -> Response:
    loop = asyncio.get_running_loop()
    return FileResponse(await loop.run_in_executor(hub.pictures.thread, hub.pictures.draw, key), media_type="image/png")


def _course(hub: Hub, package: str) -> bytes:
    return hub.studio.read(package, COURSE)[0] if COURSE in hub.studio.files(package) else b""


@router.post("/studio/{package}/lessons/{file}/typed")
async def typed_so_far(
    package: str, file: str, request: Request, me: Administrator, frame: FrameDep, at: At = ""
) -> Response:
    """While somebody types: the faults of each field, and the picture's address. Nothing is saved."""
    hub = frame.hub
    raw, _ = await read(hub, package, file)
    typed = await _typed(request)
    try:
        form = lesson_form.form(raw, at, typed)
    except ContentError:
        form = None
    if form is None:
        raise NotFound(at)
    key = await _drawn(hub, package, file, raw, form, typed)
    say = translator(me.staff.language)
    said = {name: [say(words_of(Fault(file, 1, one, ""))) for one in found] for name, found in form.faults.items()}
    return JSONResponse({"drawn": f"/desk/studio/{package}/drawn/{key}" if key else "", "faults": said})


@router.post("/studio/{package}/lessons/{file}")
async def save(
    package: str, file: str, request: Request, me: Administrator, frame: FrameDep, work: WorkDep, at: At = ""
) -> Response:
    """Save the form, also with faults; or (do=look) only show what it would be; or (do of lesson_steps.DOES,
    lesson_quiz.DOES) save it and move the step or question, take it or an answer out, or add one."""
    found, _ = await about(frame.hub, package)
    typed = await _typed(request)
    filled = await request.form()
    if filled.get("do") == "look":
        return await _show(frame, work.session, me, found, file, at, typed)
    does = str(filled.get("do", ""))
    return await _save(frame, work, me, found, file, at, typed, str(filled.get("stamp", ""))[:64], does)


async def _save(
    frame: Frame,
    work: Work,
    me: Signed,
    found: Row,
    file: str,
    place: str,
    typed: dict[str, str],
    stamp: str,
    does: str,
) -> Response:
    package, hub = found.manifest.id, frame.hub
    raw, _ = await read(hub, package, file)

    def write() -> str:
        after, there = lesson_form.changed(raw, place, typed), place
        if does in lesson_steps.DOES:
            after, there = lesson_steps.done(after, place, does)
        elif lesson_quiz.DOES.fullmatch(does):
            after = lesson_quiz.answer_done(after, place, does)
        hub.studio.write(package, file, after, stamp, me.staff.display_name)
        return there

    try:
        there = await away(write)
    except (ContentError, OSError) as error:
        return await _show(frame, work.session, me, found, file, place, typed, why(error))
    noted(frame, work.session, me, f"{package}/{file}")
    told = _told(place, does)
    return RedirectResponse(f"/desk/studio/{package}/lessons/{file}?at={there}&told={told}", status_code=303)


def _told(place: str, does: str) -> str:
    """Which notice says what was done."""
    if answer := lesson_quiz.DOES.fullmatch(does):
        return answer[1]
    if does == lesson_steps.ADD and place.startswith("quiz-"):
        return "question_add"
    return f"step_{does}" if does in lesson_steps.DOES else "content_saved"


async def _typed(request: Request) -> dict[str, str]:
    """The texts of a form; more than any lesson has, or longer ones, are cut: the check says what is too long."""
    filled = await request.form()
    texts_ = [(name, value) for name, value in filled.items() if isinstance(value, str)]
    return {name: value[:LONGEST] for name, value in texts_[:MOST_FIELDS] if name not in ("csrf", "do", "stamp")}
