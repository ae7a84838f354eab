"""Stories written down as rows, many at once: the same rows that the verbs would leave behind, one `Rows` a house.

Times of entry are the times at which things happened, as if everybody had written everything down at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import models

from rettesnor.audit.actions import Line
from rettesnor.danish import clock, codes, cpr, workdays
from rettesnor.demo.builder.story import Call, ChildTold, Ending, Living, Ruling, Story, Talk
from rettesnor.practice.models import Effort, WellBeing
from rettesnor.residency.actions.leaving import DECIDED
from rettesnor.residency.models import (
    Child,
    ChildAssessment,
    ChildIdentity,
    ChildStay,
    Correction,
    Decision,
    EarlierWords,
    Enquiry,
    FollowUpTalk,
    Identity,
    Leaving,
    Move,
    Notice,
    Resident,
    Stay,
    Visitation,
)
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.vault import box
from rettesnor.vault.models import DataKey

ORDER: tuple[type[models.Model], ...] = (
    *(DataKey, Resident, Identity, Enquiry, Visitation, Child, ChildIdentity, EarlierWords, ChildAssessment),
    *(Decision, Stay, ChildStay, Move, Correction, Notice, Leaving, FollowUpTalk, Assignment, Effort, WellBeing),
)


class Rows:
    """Collects rows story by story, in the order of time; `save` puts them all down."""

    def __init__(self, houses: dict[str, House], cast: dict[str, Employee]) -> None:
        self.houses, self.cast = houses, cast
        self.found: dict[type[models.Model], list[Any]] = {model: [] for model in ORDER}
        self.stays: dict[int, Stay] = {}
        self._children: dict[int, list[tuple[Child, str]]] = {}
        self._identities: dict[int, ChildIdentity] = {}
        self._given: dict[int, list[Assignment]] = {}
        self._reserved = {name: each.standing.may("practice.reserved") for name, each in cast.items()}

    def save(self) -> None:
        for model in ORDER:
            model._default_manager.bulk_create(self.found[model])

    def lines(self) -> Iterator[tuple[datetime, Line]]:
        """One line of the log for each case, with the moment it began."""
        for enquiry in self.found[Enquiry]:
            yield enquiry.entered_at, Line("opret", "enquiry", enquiry.code, enquiry.subject)

    def put(self, told: Story) -> Enquiry:
        """Write one story down; a woman's earlier story must have been put before."""
        key = self._add(DataKey.objects.unsaved())
        enquiry = self._call(told, key)
        if told.screening is not None:
            self._screening(told, enquiry)
        seen = [self._assessment(told, enquiry, number) for number in range(len(told.children))]
        if told.ruling is not None:
            self._ruling(told.ruling, enquiry)
        if told.living is not None:
            self._stay(told, enquiry, seen)
        return enquiry

    def _add(self, row: Any) -> Any:
        self.found[type(row)].append(row)
        return row

    def _call(self, told: Story, key: DataKey) -> Enquiry:
        call, ruling = told.call, told.ruling
        enquiry: Enquiry = self._add(
            Enquiry(
                key=key,
                house=self.houses[call.house],
                taken_by=self.cast[call.by],
                received_at=call.at,
                entered_at=entered(call),
                **call.fields,
                outcome=call.outcome,
                outcome_at=call.outcome_at,
                outcome_by=self.cast[call.by] if call.outcome else None,
                refusal_reason=call.refusal_reason,
                helped_on=call.helped_on,
                helped_to=call.helped_to,
            )
        )
        if ruling is not None:
            # A decision closes the visitation, and says by itself which way it went.
            enquiry.outcome, enquiry.outcome_at, enquiry.outcome_by = "visitation", ruling.at, self.cast[ruling.by]
        return enquiry

    def _screening(self, told: Story, enquiry: Enquiry) -> None:
        said = told.said
        row = Visitation(
            key=enquiry.key, enquiry=enquiry, screened_by=self.cast[said.by], screened_at=said.at, **said.fields
        )
        row.leader_asked = row.mental_health == "tvivl"
        if said.answered is not None:
            row.mental_health, row.leader_answer = said.answered.result, said.answered.answer
            row.leader_answered_at, row.leader_answered_by = said.answered.at, self.cast[said.answered.by]
            row.version = 2
        self._add(row)

    def _assessment(self, told: Story, enquiry: Enquiry, number: int) -> ChildAssessment:
        each = told.children[number]
        row = ChildAssessment(key=enquiry.key, enquiry=enquiry, order=number + 1, **each.fields)
        row.age_group = age_at(each, written(told, each).date())
        if each.assessed_at is None:
            row.why_not = each.why_not
        else:
            for name, value in each.assessment.items():
                setattr(row, name, value)
            row.assessed_at, row.assessed_by = each.assessed_at, self.cast[each.assessed_by]
            row.version = 2 if late(told, each) else 1
            row.age_group = age_at(each, each.assessed_at.date())
        self._add(row)
        return row

    def _ruling(self, ruling: Ruling, enquiry: Enquiry) -> None:
        self._add(
            Decision(
                key=enquiry.key,
                enquiry=enquiry,
                house=self.houses[ruling.house],
                admitted=ruling.admitted,
                emergency=ruling.emergency,
                decided_at=ruling.at,
                decided_by=self.cast[ruling.by],
                entered_at=ruling.at,
                reason=ruling.reason,
                refusal_reason=ruling.refusal_reason,
                helped_on=ruling.helped_on,
                helped_to=ruling.helped_to,
                complaint_guidance=ruling.complaint_guidance,
                unscreened_why=ruling.unscreened_why,
            )
        )

    def _stay(self, told: Story, enquiry: Enquiry, seen: list[ChildAssessment]) -> None:
        living, ruling = told.stay, told.decided
        resident = self._resident(told, enquiry)
        enquiry.resident = resident
        stay = self._add(self._bare_stay(told, enquiry, resident))
        self.stays[id(told)] = stay
        children = [
            self._child(told, stay, assessment, each) for assessment, each in zip(seen, told.children, strict=True)
        ]
        self._notice(stay, "admission", ruling.at.date(), living)
        for moved in living.moves:
            there, by = self.houses[moved.to], self.cast[moved.by]
            self._add(Move(stay=stay, key=stay.key, from_house=stay.house, to_house=there, at=moved.at,
                           entered_at=moved.at, by=by, from_room=stay.room, reason=moved.reason))  # fmt: skip
            stay.house = there
        for put_right in living.corrections:
            self._add(Correction(stay=stay, key=stay.key, field=put_right.field, before=put_right.before,
                                 after=put_right.after, at=put_right.at, by=self.cast[put_right.by],
                                 reason=put_right.reason))  # fmt: skip
            stay.version += 1
        self._tasks(stay, living, children)
        if living.ending is not None:
            self._ending(stay, living, living.ending, children)
        self._practice(stay, living, children)

    def _resident(self, told: Story, enquiry: Enquiry) -> Resident:
        if told.before is not None:
            known = self.stays[id(told.before)].resident
            self._end_all(known, told.decided.at)
            return known
        living, said = told.stay, told.screening.fields if told.screening else {}
        anonymous, at = bool(said.get("anonymous")), told.decided.at
        resident: Resident = self._add(
            Resident(key=enquiry.key, alias=living.alias, anonymous=anonymous, created_at=at)
        )
        resident.protected = living.protected
        if not anonymous and (said.get("name") or said.get("cpr")):
            row = Identity(resident=resident, key=enquiry.key, named_at=at)
            row.name, row.cpr, row.phone = said["name"], said["cpr"], said["phone"]
            row.cpr_index = _index(row.cpr)
            self._add(row)
        return resident

    def _bare_stay(self, told: Story, enquiry: Enquiry, resident: Resident) -> Stay:
        living, ruling, said = told.stay, told.decided, told.screening
        house = self.houses[ruling.house]
        stay = Stay(key=resident.key, resident=resident, enquiry=enquiry, house=house, first_house=house)
        stay.decided_at, stay.decided_by, stay.emergency = ruling.at, self.cast[ruling.by], ruling.emergency
        stay.moved_in_at, stay.entered_at = living.moved_in_at, ruling.at
        stay.anonymous = resident.anonymous
        stay.age_group = _age_of_her(said.fields, ruling.at.date()) if said else "ukendt"
        stay.language = said.fields["language"] if said else told.call.fields.get("language", "")
        stay.interpreter = said.fields["interpreter"] if said else told.call.fields.get("interpreter", "")
        stay.case_municipality, stay.home_municipality = living.case_municipality, living.home_municipality
        stay.residence_before, stay.earlier_stays = living.residence_before, living.earlier_stays
        stay.room, stay.must_know = living.room, living.must_know
        return stay

    def _child(self, told: Story, stay: Stay, seen: ChildAssessment, each: ChildTold) -> ChildStay:
        known = self._children.setdefault(id(stay.resident), [])
        child = next((row for row, number in known if number and number == seen.cpr), None)
        if child is None:
            child = Child(key=stay.key, resident=stay.resident, alias=f"{stay.resident.alias}-barn {len(known) + 1}")
            child.created_at = stay.decided_at
            known.append((self._add(child), seen.cpr))
            if not stay.anonymous:
                row = ChildIdentity(child=child, key=stay.key, name=seen.called, cpr=seen.cpr)
                row.institution, row.cpr_index = seen.institution, _index(seen.cpr)
                self._identities[id(child)] = self._add(row)
        elif seen.institution:
            self._identities[id(child)].institution = seen.institution
        if seen.own_words and each.assessed_at is not None:
            self._say(told, child, seen.own_words, each, each.assessed_at)
        seen.child = child
        own = ChildStay(
            key=stay.key, stay=stay, child=child, moved_in_at=stay.moved_in_at, assessed_at=each.assessed_at
        )
        own.age_group = age_at(each, written(told, each).date()) or "ukendt"
        return self._add(own)  # type: ignore[no-any-return]

    def _say(self, told: Story, child: Child, words: str, each: ChildTold, at: datetime) -> None:
        """What the child says when it is assessed; what it said in an earlier stay is kept beside."""
        if child.own_words and child.own_words != words:
            by = self.cast[each.assessed_by if late(told, each) else told.decided.by]
            before = EarlierWords(child=child, key=child.key, own_words_on=child.own_words_on, replaced_by=by)
            before.own_words, before.replaced_at = child.own_words, max(told.decided.at, at)
            self._add(before)
        child.own_words, child.own_words_on = words, at.date()

    def _notice(self, stay: Stay, kind: str, triggered: date, living: Living) -> None:
        limits = workdays.notice_deadlines(triggered)
        row = Notice(stay=stay, key=stay.key, kind=kind, triggered_on=triggered, sent_on=living.sent.get(kind))
        row.told_on = triggered if row.sent_on else None
        row.reminds_on, row.due_on = limits.reminds, limits.judges
        self._add(row)

    def _tasks(self, stay: Stay, living: Living, children: list[ChildStay]) -> None:
        for task in living.tasks:
            row = Assignment(employee=self.cast[task.employee], case=stay.key, kind=task.kind, since=task.since)
            row.until, row.child = task.until, "" if task.child is None else children[task.child].child.code
            row.by_itself = task.by_itself
            self._given.setdefault(id(stay.resident), []).append(self._add(row))

    def _end_all(self, resident: Resident, at: datetime) -> None:
        """She comes back: nobody's task from before goes on."""
        for row in self._given.get(id(resident), []):
            if row.until is None or row.until > at:
                row.until, row.by_itself = at, False

    def _ending(self, stay: Stay, living: Living, ending: Ending, children: list[ChildStay]) -> None:
        self._add(_leaving(stay, ending, self.cast[ending.by]))
        if ending.at is None:
            return
        stay.left_at, stay.municipality_after = ending.at, ending.municipality_after
        for child in children:
            child.left_at = ending.at
        for child, (follow_up, note) in zip(children, ending.follow_up, strict=True):
            child.follow_up, child.follow_up_note = follow_up, note
        self._notice(stay, "discharge", ending.at.date(), living)
        for talk in ending.talks:
            self._add(_talk(stay, talk, self.cast[talk.by], children))

    def _practice(self, stay: Stay, living: Living, children: list[ChildStay]) -> None:
        for done in living.done:
            child = None if done.child is None else children[done.child].child
            row = Effort(key=stay.key, stay=stay, child=child, line=done.line, status=done.status, on=done.on.date())
            row.by, row.recorded_at, row.reserved = self.cast[done.by], done.written, self._reserved[done.by]
            row.language, row.interpreter, row.note = done.language, done.interpreter, done.note
            self._add(row)
        for note in living.wellbeing:
            seen = WellBeing(key=stay.key, child_stay=children[note.child], on=note.on, by=self.cast[note.by])
            seen.scale, seen.observation, seen.own_words = note.scale, note.observation, note.own_words
            seen.recorded_at = datetime.combine(note.on, datetime.min.time().replace(hour=16), clock.CPH)
            self._add(seen)


def entered(call: Call) -> datetime:
    """When the call was written down: once it had ended."""
    return call.outcome_at or call.at


def written(told: Story, each: ChildTold) -> datetime:
    """When the child was first written down: in the conversation, or when somebody saw it before the decision."""
    first = told.screening.at if told.screening else told.call.at
    return first if each.assessed_at is None or late(told, each) else each.assessed_at


def late(told: Story, each: ChildTold) -> bool:
    """Was the child seen only after the decision?"""
    return each.assessed_at is not None and told.ruling is not None and each.assessed_at > told.ruling.at


def age_at(each: ChildTold, day: date) -> str:
    number = each.fields.get("cpr", "")
    if not number:
        return str(each.fields.get("age_group", ""))
    return codes.child_age_group(cpr.age_on(cpr.parse(number, day).born, day))


def _age_of_her(said: dict[str, Any], day: date) -> str:
    number = said.get("cpr", "")
    if number and not said.get("anonymous"):
        return codes.age_group(cpr.age_on(cpr.parse(number, day).born, day))
    return codes.age_group(said.get("age"))


def _index(number: str) -> str:
    return box.blind_index(number) if number else ""


def _leaving(stay: Stay, ending: Ending, by: Employee) -> Leaving:
    row = Leaving(stay=stay, key=stay.key, prepared_on=ending.prepared_on, planned_on=ending.planned_on)
    row.kind, row.destination, row.aftercare = ending.kind, ending.destination, ending.aftercare
    row.complaint_guidance = row.appealable
    if ending.aftercare in DECIDED:
        row.aftercare_decided_by, row.aftercare_decided_on = by, ending.aftercare_decided_on
    row.next_address, row.reason, row.agreed = ending.next_address, ending.reason, ending.agreed
    return row


def _talk(stay: Stay, talk: Talk, by: Employee, children: list[ChildStay]) -> FollowUpTalk:
    row = FollowUpTalk(stay=stay, key=stay.key, due_on=talk.due_on, safe_contact=talk.safe_contact, agreed_by=by)
    row.child = None if talk.child is None else children[talk.child].child
    row.contact, row.held_at, row.entered_at = talk.contact, talk.held_at, talk.agreed_at
    if talk.dropped_why:
        row.dropped_why = talk.dropped_why
    return row


def save(stories: Iterable[Story], houses: dict[str, House], cast: dict[str, Employee]) -> Rows:
    """Write the stories down, all at once."""
    rows = Rows(houses, cast)
    for told in stories:
        rows.put(told)
    rows.save()
    return rows
