"""The verbs of practice: recording what was done, putting it right, noting how a child is doing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.guideline.models import Line
from rettesnor.practice.models import PLANNED, Effort, WellBeing
from rettesnor.residency.actions.admission import refuse_never_came
from rettesnor.residency.actions.sent_again import within
from rettesnor.residency.models import Child, ChildStay, Stay
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import SENT_ELSEWHERE, same

AFTERCARE = ("OTH-A3", "CHI-A3")
"""The talks that are held after she, or the child, has moved out."""

CORRECTABLE = ("line", "status", "on", "language", "interpreter", "note")

PLANS_AHEAD = timedelta(days=366)
"""Nobody plans further ahead; a later day is a slip of the pen."""

NOTED = ("on", "scale", "observation", "own_words")
"""What of a well-being note can be put right."""

_ADDED = gettext_lazy("Skrevet til, da den samme formular blev gemt igen.")

Row = TypeVar("Row", Effort, WellBeing)


@transaction.atomic
def record(
    *,
    stay: Stay,
    line: str,
    status: str,
    on: date,
    by: Employee,
    child: Child | None = None,
    language: str = "",
    interpreter: str = "",
    note: str = "",
    client_key: uuid.UUID | None = None,
) -> Effort:
    """Write down one effort of the document; the same `client_key` sent again by the same person gives the same row,
    put right by what has been added since. Raises SavedBefore if it says something else.

    Refuses with the field at fault: a day before or after the stay (talks of aftercare excepted), a day to come for
    anything but a plan, a line that is closed, not recorded, or about somebody else.
    """
    said = {"line": line, "status": status, "on": on, "language": language, "interpreter": interpreter, "note": note}
    if repeated := _repeated(Effort, client_key, by, stay=stay, child=child):
        return _sent_again(repeated, by, said, correct)
    refuse_never_came(stay, "on")
    effort = Effort(key=stay.key, stay=stay, child=child, line=line, status=status, on=on, by=by, note=note)
    effort.language, effort.interpreter = language, interpreter
    effort.client_key = client_key or uuid.uuid4()
    effort.recorded_at = clock.now()
    effort.reserved = by.standing.may("practice.reserved")
    _check(effort)
    if not _saved(effort):
        return _sent_again(_faster(effort, by, stay=stay, child=child), by, said, correct)
    _write(effort, "opret")
    return effort


@transaction.atomic
def correct(effort: Effort, *, by: Employee, reason: str = "", withdrawn: bool = False, **changes: Any) -> Effort:
    """Put an effort right, or take it back, by a new row that points at it. `changes`: any of CORRECTABLE.

    A reason is needed, except when a plan has become something. The same correction again is the one that is there
    already; raises Overtaken if somebody has corrected the row otherwise meanwhile.
    """
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"an effort has no {sorted(unknown)} to correct")
    said = {**changes, "reason": reason, "withdrawn": withdrawn}
    if again := _corrected(effort, by, said):
        return again
    if says_nothing(reason) and (withdrawn or effort.status != PLANNED):
        raise Refused(_("Skriv kort, hvorfor du retter."), "reason")
    newer = _copy(effort, by)
    for field, value in changes.items():
        setattr(newer, field, value)
    newer.reason, newer.withdrawn = reason, withdrawn
    if not withdrawn:
        _check(newer)
    if not _saved(newer):
        return _corrected(effort, by, said) or newer
    _write(newer, "ret", before=effort)
    return newer


@transaction.atomic
def note_wellbeing(
    child_stay: ChildStay,
    *,
    on: date,
    by: Employee,
    scale: Mapping[str, str],
    observation: str,
    own_words: str = "",
    client_key: uuid.UUID | None = None,
) -> WellBeing:
    """Write down how a child is doing. `scale`: theme → a code of the list "wellbeing" (1 to 5, or a non-answer).

    The same `client_key` again is the same note, put right by what has been added; raises SavedBefore if it says
    something else. Refuses a note without an observation, an unknown theme or answer, and a day outside the child's
    stay.
    """
    said = {"on": on, "scale": dict(scale), "observation": observation, "own_words": own_words}
    if repeated := _repeated(WellBeing, client_key, by, child_stay=child_stay):
        return _sent_again(repeated, by, said, correct_wellbeing)
    refuse_never_came(child_stay.stay, "on")
    note = WellBeing(key=child_stay.key, child_stay=child_stay, on=on, by=by, scale=dict(scale))
    note.observation, note.own_words = observation, own_words
    note.client_key = client_key or uuid.uuid4()
    note.recorded_at = clock.now()
    _check_note(note)
    if not _saved(note):
        return _sent_again(_faster(note, by, child_stay=child_stay), by, said, correct_wellbeing)
    subject = child_stay.child.subject
    fields = {"on": on, "themes": sorted(scale)}
    write(by=by, verb="opret", noun="wellbeing", code=note.code, subject=subject, fields=fields)
    return note


@transaction.atomic
def correct_wellbeing(
    note: WellBeing, *, by: Employee, reason: str, withdrawn: bool = False, **changes: Any
) -> WellBeing:
    """Put a note right, or take it back, by a new one that points at it. `changes`: any of NOTED.

    A reason is needed. The same correction again is the one that is there already; raises Overtaken if somebody has
    corrected the note otherwise meanwhile.
    """
    unknown = set(changes) - set(NOTED)
    if unknown:
        raise TypeError(f"a note has no {sorted(unknown)} to correct")
    said = {**({} if withdrawn else changes), "reason": reason, "withdrawn": withdrawn}
    if again := _corrected(note, by, said):
        return again
    if says_nothing(reason):
        raise Refused(_("Skriv kort, hvorfor du retter."), "reason")
    newer = WellBeing(key=note.key, child_stay=note.child_stay, by=by, corrects=note, recorded_at=clock.now())
    for field in NOTED:
        setattr(newer, field, getattr(note, field) if withdrawn else changes.get(field, getattr(note, field)))
    newer.reason, newer.withdrawn = reason.strip(), withdrawn
    if not withdrawn:
        _check_note(newer)
    if not _saved(newer):
        return _corrected(note, by, said) or newer
    told = {"on": newer.on, "themes": sorted(newer.scale), "withdrawn": withdrawn}
    told["before"] = {"on": note.on, "themes": sorted(note.scale), "code": note.code}
    write(by=by, verb="ret", noun="wellbeing", code=newer.code, subject=newer.subjects()[0], fields=told)
    return newer


def _check_note(note: WellBeing) -> None:
    if says_nothing(note.observation):
        raise Refused(_("Skriv mindst én ting, du har set eller hørt."), "observation")
    for theme, answer in note.scale.items():
        if not codes.valid("child_theme", theme) or not codes.valid("wellbeing", answer):
            raise Refused(_("Det svar kender vi ikke."), "scale")
    _refuse_future(note.on, "")
    _refuse_outside(note.on, note.child_stay.moved_in_at, note.child_stay.left_at)


def _repeated(model: type[Row], client_key: uuid.UUID | None, by: Employee, **about: models.Model | None) -> Row | None:
    """What this person's form with this key was saved as; refused if that was about somebody else."""
    if client_key is None:
        return None
    rows: models.QuerySet[Row] = model._default_manager.filter(client_key=client_key, by=by)
    found = rows.select_related("key").first()
    if found is not None and any(getattr(found, name) != value for name, value in about.items()):
        raise Refused(SENT_ELSEWHERE)
    return found


def _faster(row: Row, by: Employee, **about: models.Model | None) -> Row:
    """The row that the same form has made a hair before."""
    found = _repeated(type(row), row.client_key, by, **about)
    if found is None:
        raise Refused(SENT_ELSEWHERE)
    return found


def _sent_again(row: Row, by: Employee, said: Mapping[str, Any], put_right: Callable[..., Row]) -> Row:
    """The row that this form has made, as it stands now. What only adds to it is saved as its correction; anything else
    might be another one, typed over the first, and is refused."""
    while not same(standing := _standing(row, said), said):
        if newer := _newer(row):
            row = newer
        elif row.by_id == by.pk and not row.withdrawn and within(row, standing, said):
            return put_right(row, by=by, reason=str(_ADDED), **said)
        else:
            raise SavedBefore(row, standing)
    return row


def _standing(row: Row, said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in said}


def _saved(row: Row) -> bool:
    """Save a new row; False if the same form, or a correction of the same row, was faster by a hair."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _check(effort: Effort) -> None:
    if not codes.valid("effort_status", effort.status):
        raise Refused(_("Vælg, om det blev udført, tilbudt, afslået eller planlagt."), "status")
    _refuse_future(effort.on, effort.status)
    _refuse_line(effort)
    _refuse_outside(effort.on, *_span(effort))


def efforts_outside(stay: Stay) -> set[tuple[date, str]]:
    """What stands done, offered or declined on a day that could not be recorded as the stay's dates stand now."""
    now, own = Stay.objects.get(pk=stay.pk), {one.child_id: one for one in ChildStay.objects.filter(stay=stay)}
    rows = Effort.objects.of_stay(stay).standing().exclude(status=PLANNED)
    return {
        (on, code)
        for on, code, line, child in rows.values_list("on", "code", "line", "child")
        if any(_beyond(on, *_lived(now, own.get(child), line)))
    }


def notes_outside(stay: Stay) -> set[tuple[date, str]]:
    """The same of how the children were doing."""
    rows = WellBeing.objects.standing().filter(child_stay__stay=stay)
    days = rows.values_list("on", "code", "child_stay__moved_in_at", "child_stay__left_at")
    return {(on, code) for on, code, begins, ends in days if any(_beyond(on, begins, ends))}


def efforts_here() -> models.QuerySet[Effort]:
    """What stands done, offered or declined from the day she was to come on, of the stay `OuterRef("pk")`: what was
    done for her before, by telephone, and what is only planned tell nothing of her coming."""
    came_on = TruncDate(F("stay__moved_in_at"), tzinfo=clock.CPH)
    return Effort.objects.standing().exclude(status=PLANNED).filter(stay=OuterRef("pk"), on__gte=came_on)


def notes_here() -> models.QuerySet[WellBeing]:
    """How the children of the stay `OuterRef("pk")` were doing."""
    return WellBeing.objects.standing().filter(child_stay__stay=OuterRef("pk"))


def _refuse_future(on: date, status: str) -> None:
    if on > clock.today() and status != PLANNED:
        raise Refused(_("Datoen ligger ude i fremtiden. Kun en plan kan det."), "on")
    if on > clock.today() + PLANS_AHEAD:
        raise Refused(_("Det er mere end et år ude i fremtiden. Se efter, om årstallet er rigtigt."), "on")


def _refuse_line(effort: Effort) -> None:
    line = Line.objects.open_on(effort.on).filter(pk=effort.line, recordable=True).first()
    if line is None:
        raise Refused(_("Den indsats kan ikke registreres på den dag."), "line")
    fits = ("child", "both") if effort.child else ("woman", "both")
    if line.subject not in fits:
        whom = _("Den indsats handler om kvinden.") if effort.child else _("Den indsats handler om et barn.")
        raise Refused(whom, "line")


def _span(effort: Effort) -> tuple[datetime, datetime | None]:
    """From when until when it can have happened."""
    if effort.child is None:
        return _lived(effort.stay, None, effort.line)
    own = ChildStay.objects.filter(stay=effort.stay, child=effort.child).first()
    if own is None:
        raise Refused(_("Barnet har ikke været med på det ophold."), "child")
    return _lived(effort.stay, own, effort.line)


def _lived(stay: Stay, own: ChildStay | None, line: str) -> tuple[datetime, datetime | None]:
    """From the decision, or her or the child's arrival, until moving out; aftercare comes after it."""
    lived = own or stay
    return min(stay.decided_at, lived.moved_in_at), None if line in AFTERCARE else lived.left_at


def _refuse_outside(on: date, begins: datetime, ends: datetime | None) -> None:
    before, after = _beyond(on, begins, ends)
    if before:
        raise Refused(_("Datoen ligger før opholdet begyndte."), "on")
    if after:
        raise Refused(_("Opholdet var slut den dag. Efter udflytningen kan kun opfølgende samtaler registreres."), "on")


def _beyond(on: date, begins: datetime, ends: datetime | None) -> tuple[bool, bool]:
    """Does the day lie before it began, and does it lie after it ended?"""
    return on < clock.day_of(begins), ends is not None and on > clock.day_of(ends)


def newest(row: Row) -> Row:
    """The row as it stands now, put right as often as it was."""
    while newer := _newer(row):
        row = newer
    return row


def _newer(row: Row) -> Row | None:
    return type(row)._default_manager.filter(corrects=row).select_related("key").first()


def _corrected(row: Row, by: Employee, said: Mapping[str, Any]) -> Row | None:
    """The very correction, where it is there already; raises Overtaken where the row was put right otherwise."""
    newer = _newer(row)
    if newer is None and row.withdrawn:
        raise Refused(_("Den er trukket tilbage."))
    if newer is not None and (newer.by_id != by.pk or not same(_standing(newer, said), said)):
        raise Overtaken
    return newer


def _copy(effort: Effort, by: Employee) -> Effort:
    newer = Effort(key=effort.key, stay=effort.stay, child=effort.child, by=by, corrects=effort)
    newer.recorded_at = clock.now()
    for field in CORRECTABLE:
        setattr(newer, field, getattr(effort, field))
    newer.reserved = effort.reserved
    return newer


def _write(effort: Effort, verb: str, before: Effort | None = None) -> None:
    fields: dict[str, object] = {"line": effort.line, "status": effort.status, "on": effort.on}
    if before is not None:
        fields["before"] = {"line": before.line, "status": before.status, "on": before.on, "code": before.code}
        fields["withdrawn"] = effort.withdrawn
    write(by=effort.by, verb=verb, noun="effort", code=effort.code, subject=effort.subjects()[0], fields=fields)
