"""A story told through the verbs that the screens use, each at its own moment: slow, and the measure of `rows.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from rettesnor.danish import clock
from rettesnor.demo.builder.rows import entered, late, written
from rettesnor.demo.builder.story import ChildTold, Ending, Living, Story, Talk, Task
from rettesnor.practice.actions import note_wellbeing, record
from rettesnor.residency.actions import intake, leaving, notice, protection, stay
from rettesnor.residency.actions.tasks import AFTERCARE
from rettesnor.residency.models import ChildAssessment, ChildStay, Decision, Enquiry, FollowUpTalk, Stay
from rettesnor.staff.models import Assignment, Employee, House

Step = tuple[datetime, int, Any]


class Teller:
    """Tells stories through the verbs; `houses` by code, `cast` by user name."""

    def __init__(self, houses: dict[str, House], cast: dict[str, Employee]) -> None:
        self.houses, self.cast = houses, cast

    def tell(self, told: Story) -> Enquiry:
        """The enquiry of the story, with everything that followed from it, acted out in the order of time."""
        enquiry = self._call(told)
        if told.screening is not None:
            self._screen(told, enquiry)
        for each in told.children:
            self._child(told, each, enquiry)
        if told.ruling is not None:
            self._decide(told, enquiry)
        if told.living is not None:
            self._live(told, Stay.objects.get(enquiry=enquiry))
        return Enquiry.objects.select_related("key", "house").get(pk=enquiry.pk)

    def _call(self, told: Story) -> Enquiry:
        call = told.call
        ended: dict[str, Any] = {"outcome": call.outcome} if call.outcome else {}
        if call.refusal_reason:
            ended |= {"refusal_reason": call.refusal_reason, "helped_on": call.helped_on, "helped_to": call.helped_to}
        with clock.at(entered(call)):
            by = self.cast[call.by]
            return intake.take_call(house=self.houses[call.house], by=by, received_at=call.at, **call.fields, **ended)

    def _screen(self, told: Story, enquiry: Enquiry) -> None:
        with clock.at(told.said.at):
            intake.save_visitation(enquiry, by=self.cast[told.said.by], **told.said.fields)
        if (answered := told.said.answered) is not None:
            with clock.at(answered.at):
                by = self.cast[answered.by]
                intake.answer_doubt(enquiry, by=by, result=answered.result, answer=answered.answer)

    def _child(self, told: Story, each: ChildTold, enquiry: Enquiry) -> None:
        seen_before = each.assessed_at is not None and not late(told, each)
        fields = {**each.fields, **each.assessment} if seen_before else each.fields
        by = each.assessed_by if seen_before else told.said.by
        with clock.at(written(told, each)):
            why_not = "" if seen_before else each.why_not
            intake.assess_child(enquiry, by=self.cast[by], why_not=why_not, **fields)

    def _decide(self, told: Story, enquiry: Enquiry) -> Decision:
        ruling = told.decided
        moved_in = told.living.moved_in_at if told.living else None
        if told.living and told.living.corrections:
            moved_in = told.living.corrections[0].before
        with clock.at(ruling.at):
            return intake.decide(
                Enquiry.objects.select_related("key").get(pk=enquiry.pk),
                admitted=ruling.admitted,
                decided_at=ruling.at,
                by=self.cast[ruling.by],
                house=self.houses[ruling.house],
                reason=ruling.reason,
                emergency=ruling.emergency,
                moved_in_at=moved_in,
                refusal_reason=ruling.refusal_reason,
                helped_on=ruling.helped_on,
                helped_to=ruling.helped_to,
                complaint_guidance=ruling.complaint_guidance,
                unscreened_why=ruling.unscreened_why,
            )

    def _live(self, told: Story, here: Stay) -> None:
        for at, _order, step in sorted(self._steps(told, here), key=lambda each: each[:2]):
            with clock.at(at):
                step()

    def _steps(self, told: Story, here: Stay) -> Iterator[Step]:
        """Everything that happens during and after the stay, each with its moment."""
        living = told.stay
        yield told.decided.at, 0, lambda: self._arrive(here, living)
        yield from self._late_children(told, here)
        for put_right in living.corrections:
            by = self.cast[put_right.by]
            yield put_right.at, 1, _later(self._correct, here, put_right, by)
        for moved in living.moves:
            yield moved.at, 1, _later(self._move, here, moved)
        for task in living.tasks:
            if task.kind == AFTERCARE:
                continue
            yield task.since, 2, _later(self._assign, here, task)
            if task.until is not None and not task.by_itself:
                yield task.until, 7, _later(self._end, here, task)
        for done in living.done:
            yield done.written, 3, _later(self._done, here, done)
        for note in living.wellbeing:
            yield datetime.combine(note.on, time(16), clock.CPH), 3, _later(self._note, here, note)
        for kind, day in living.sent.items():
            yield datetime.combine(day, time(23), clock.CPH), 6, _later(self._sent, here, kind, told)
        if living.ending is not None:
            yield from self._leave(here, living.ending)

    def _arrive(self, here: Stay, living: Living) -> None:
        """What is asked and settled on the first day."""
        by = here.decided_by
        home: dict[str, Any] = {
            "case_municipality": living.case_municipality,
            "home_municipality": living.home_municipality,
        }
        stay.set_municipalities(_fresh(here), by=by, **home)
        notes: dict[str, Any] = {"room": living.room, "must_know": living.must_know}
        notes |= {"residence_before": living.residence_before, "earlier_stays": living.earlier_stays}
        stay.note_stay(_fresh(here), by=by, **notes)
        if living.protected:
            protection.protect(here.resident, by=by)

    def _late_children(self, told: Story, here: Stay) -> Iterator[Step]:
        for number, each in enumerate(told.children):
            if each.assessed_at is not None and late(told, each):
                yield each.assessed_at, 1, _later(self._see, here, number, each)

    def _see(self, here: Stay, number: int, each: ChildTold) -> None:
        row = ChildAssessment.objects.select_related("key", "enquiry").get(enquiry=here.enquiry, order=number + 1)
        intake.assess_child(row.enquiry, by=self.cast[each.assessed_by], assessment=row, **each.assessment)

    def _correct(self, here: Stay, put_right: Any, by: Employee) -> None:
        fresh = _fresh(here)
        stay.correct_date(fresh, field=put_right.field, to=put_right.after, reason=put_right.reason, by=by)

    def _move(self, here: Stay, moved: Any) -> None:
        fresh = _fresh(here)
        there = self.houses[moved.to]
        stay.move(fresh, to_house=there, at=moved.at, by=self.cast[moved.by], room=fresh.room, reason=moved.reason)

    def _assign(self, here: Stay, task: Task) -> None:
        child = None if task.child is None else self._own(here, task.child).child
        employee = self.cast[task.employee]
        stay.assign(_fresh(here), employee=employee, kind=task.kind, by=here.decided_by, child=child)

    def _end(self, here: Stay, task: Task) -> None:
        child = "" if task.child is None else self._own(here, task.child).child.code
        rows = Assignment.objects.filter(case=here.key, kind=task.kind, child=child, until=None)
        for row in rows.filter(employee=self.cast[task.employee]):
            stay.end_assignment(row, by=here.decided_by)

    def _done(self, here: Stay, done: Any) -> None:
        child = None if done.child is None else self._own(here, done.child).child
        record(
            stay=_fresh(here), line=done.line, status=done.status, on=done.on.date(), by=self.cast[done.by],
            child=child, language=done.language, interpreter=done.interpreter, note=done.note,
        )  # fmt: skip

    def _note(self, here: Stay, note: Any) -> None:
        own = self._own(here, note.child)
        words = {"observation": note.observation, "own_words": note.own_words}
        note_wellbeing(own, on=note.on, by=self.cast[note.by], scale=note.scale, **words)

    def _sent(self, here: Stay, kind: str, told: Story) -> None:
        row = here.notices.select_related("stay", "stay__resident").get(kind=kind)
        notice.note_sent_elsewhere(row, sent_on=told.stay.sent[kind], how="digital_post", by=here.decided_by)

    def _leave(self, here: Stay, ending: Ending) -> Iterator[Step]:
        by = self.cast[ending.by]
        if ending.prepared_on is not None:
            prepared = max(datetime.combine(ending.prepared_on, time(9), clock.CPH), here.decided_at)
            yield min(prepared, ending.at or prepared), 4, lambda: self._prepare(here, ending, by)
        if ending.at is not None:
            yield ending.at, 5, lambda: self._move_out(here, ending, by)
            for talk in ending.talks:
                end = talk.held_at or (datetime.combine(talk.due_on, time(15), clock.CPH) if talk.dropped_why else None)
                if end is not None:
                    yield end, 6, _later(self._end_talk, here, talk)

    def _prepare(self, here: Stay, ending: Ending, by: Employee) -> None:
        destination = "" if ending.at else ending.destination
        days = {"prepared_on": ending.prepared_on, "planned_on": ending.planned_on}
        leaving.prepare_leaving(_fresh(here), by=by, destination=destination, **days)  # type: ignore[arg-type]

    def _move_out(self, here: Stay, ending: Ending, by: Employee) -> None:
        assert ending.at is not None  # noqa: S101 (asked before this step is made)
        fresh = _fresh(here)
        leaving.leave(
            fresh, by=by, left_at=ending.at, kind=ending.kind, destination=ending.destination,
            aftercare=ending.aftercare, reason=ending.reason, next_address=ending.next_address, agreed=ending.agreed,
            municipality_after=ending.municipality_after, complaint_guidance=True,
        )  # fmt: skip
        for number, (follow_up, note) in enumerate(ending.follow_up):
            if follow_up:
                leaving.consider_child(self._own(here, number), follow_up=follow_up, note=note, by=by)
        for talk in ending.talks:
            child = None if talk.child is None else self._own(here, talk.child).child
            leaving.agree_talk(
                fresh, due_on=talk.due_on, safe_contact=talk.safe_contact, by=by, child=child, contact=talk.contact
            )

    def _end_talk(self, here: Stay, talk: Talk) -> None:
        child = None if talk.child is None else self._own(here, talk.child).child
        row = FollowUpTalk.objects.select_related("key").get(stay=here, due_on=talk.due_on, child=child)
        if talk.held_at is not None:
            leaving.hold_talk(row, held_at=talk.held_at, by=self.cast[talk.by])
        else:
            leaving.drop_talk(row, why=talk.dropped_why, by=self.cast[talk.by])

    def _own(self, here: Stay, number: int) -> ChildStay:
        """The stay of child number `number`, in the order in which the children were told of."""
        seen = ChildAssessment.objects.get(enquiry=here.enquiry_id, order=number + 1)
        return ChildStay.objects.select_related("key", "child").get(stay=here, child=seen.child_id)


def _later(act: Any, *given: Any) -> Any:
    return lambda: act(*given)


def _fresh(here: Stay) -> Stay:
    """The stay as it stands now: a form on a screen begins with it too."""
    return Stay.objects.select_related("key", "resident", "resident__key", "house").get(pk=here.pk)
