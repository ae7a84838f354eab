"""A house full of rows made by chance, with every edge the clock has: midnight, new year, summer time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from rettesnor.danish import clock, codes, workdays
from rettesnor.followup.period import Period
from rettesnor.guideline.models import Line
from rettesnor.practice.models import Effort
from rettesnor.residency.models import (
    Child,
    ChildStay,
    Decision,
    Enquiry,
    Leaving,
    Notice,
    Resident,
    Stay,
)
from rettesnor.staff.models import Employee, House
from rettesnor.vault.models import DataKey

FIRST, LAST = Period(2024, 4), Period(2026, 1)
SECOND = timedelta(seconds=1)
AGES = [code for code, _label in codes.choices("age_group")]


class Chance:
    """Makes women by chance in a few bulk inserts. `now`: nothing is later than this."""

    def __init__(self, seed: int, by: Employee, now: datetime) -> None:
        self.rng, self.by, self.now = Random(seed), by, now
        self.houses = list(House.objects.order_by("code"))
        self.key = DataKey.objects.fresh()

    def moment(self) -> datetime:
        """Often exactly at, or a hair from, a Danish midnight between two quarters or a change of the clocks."""
        rng = self.rng
        if rng.random() < 0.1:
            return self.now - timedelta(hours=rng.randrange(6 * 24))
        if rng.random() < 0.5:
            span = (min(self.now, LAST.ends) - FIRST.begins).total_seconds()
            return FIRST.begins + timedelta(seconds=rng.randrange(int(span)))
        edges = [FIRST.later(n).begins for n in range(6)]
        edges += [datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)]
        chosen = rng.choice([edge for edge in edges if edge < self.now])
        return chosen + rng.choice([-SECOND, timedelta(0), SECOND, timedelta(hours=1), -timedelta(microseconds=1)])

    def stays(self, count: int) -> None:
        women = [Resident(key=self.key, alias=f"Kvinde {n}") for n in range(count)]
        Resident.objects.bulk_create(women)
        stays = [self._stay(woman) for woman in women]
        Stay.objects.bulk_create(stays)
        self._children(stays)
        self._notices(stays)
        self._leavings([stay for stay in stays if stay.left_at])

    def _stay(self, woman: Resident) -> Stay:
        rng, decided = self.rng, self.moment()
        first, later = rng.choice(self.houses), rng.choice(self.houses)
        moved_in = decided + timedelta(hours=rng.choice([0, 0, 1, 30]))
        left = moved_in + timedelta(days=rng.choice([0, 1, 40, 120, 300]), seconds=rng.randrange(86400))
        return Stay(
            key=self.key,
            resident=woman,
            first_house=first,
            house=later if rng.random() < 0.2 else first,
            decided_at=decided,
            decided_by=self.by,
            moved_in_at=moved_in,
            left_at=left if left < self.now else None,
            age_group=rng.choice(AGES),
        )

    def _children(self, stays: list[Stay]) -> None:
        rng = self.rng
        pairs = [
            (Child(key=self.key, resident=stay.resident, alias="Barn"), stay)
            for stay in stays
            for _n in range(rng.choice([0, 0, 1, 2]))
        ]
        Child.objects.bulk_create(child for child, _stay in pairs)
        exact = [timedelta(0), timedelta(hours=24), timedelta(days=7)]
        waits = [None, -SECOND, timedelta(days=30), *exact, *(limit + SECOND for limit in exact)]
        rows = []
        for child, stay in pairs:
            wait, came = rng.choice(waits), self._came(stay)
            begun = came if came > stay.moved_in_at else stay.decided_at
            at = None if wait is None or begun + wait > self.now else begun + wait
            rows.append(ChildStay(key=self.key, stay=stay, child=child, moved_in_at=came, assessed_at=at))
        ChildStay.objects.bulk_create(rows)

    def _came(self, stay: Stay) -> datetime:
        """Mostly with its mother; now and then a hair, or weeks, after her."""
        came = stay.moved_in_at + self.rng.choice([timedelta(0)] * 4 + [SECOND, timedelta(days=20)])
        return came if came < (stay.left_at or self.now) else stay.moved_in_at

    def _notices(self, stays: list[Stay]) -> None:
        rows = []
        for stay in stays:
            rows.append(self._notice(stay, "admission", stay.decided_at))
            if stay.left_at:
                rows.append(self._notice(stay, "discharge", stay.left_at))
        Notice.objects.bulk_create(rows)

    def _notice(self, stay: Stay, kind: str, at: datetime) -> Notice:
        rng, day = self.rng, at.astimezone(clock.CPH).date()
        limits = workdays.notice_deadlines(day)
        sent = rng.choice([day, limits.reminds, limits.judges, limits.judges + timedelta(days=1), None])
        if sent is not None and sent > self.now.date():
            sent = None
        row = Notice(key=self.key, stay=stay, kind=kind, triggered_on=day, sent_on=sent)
        row.reminds_on, row.due_on = limits.reminds, limits.judges
        if sent is None and rng.random() < 0.3:
            row.not_owed_why = "Opholdet var kun rådgivning."
        return row

    def _leavings(self, stays: list[Stay]) -> None:
        rng = self.rng
        destinations = ["", *(code for code, _label in codes.choices("destination"))] + ["andet_krisecenter"] * 8
        aftercare = ["", *(code for code, _label in codes.choices("aftercare"))]
        kinds = ["", *(code for code, _label in codes.choices("discharge_kind"))]
        Leaving.objects.bulk_create(
            Leaving(
                key=self.key,
                stay=stay,
                destination=rng.choice(destinations),
                aftercare=rng.choice(aftercare),
                kind=rng.choice(kinds),
            )
            for stay in stays
            if rng.random() < 0.9
        )

    def noes(self, count: int) -> None:
        """Calls that end in a no, on the telephone or by the leader; some end otherwise and must not count."""
        rng = self.rng
        calls = [self._call() for _n in range(count)]
        Enquiry.objects.bulk_create(calls)
        Decision.objects.bulk_create(
            self._decision(call) for call in calls if call.outcome == "visitation" and rng.random() < 0.8
        )

    def _call(self) -> Enquiry:
        rng, at = self.rng, self.moment()
        outcome = rng.choice(["visitation", "afvist", "henvist", "raadgivning", "venter", ""])
        call = Enquiry(key=self.key, house=rng.choice(self.houses), taken_by=self.by, received_at=at, outcome=outcome)
        call.entered_at = at
        call.outcome_at = at + timedelta(hours=rng.choice([0, 1, 50])) if outcome else None
        if outcome in ("afvist", "henvist"):
            call.refusal_reason, call.helped_on = self._why()
        return call

    def _why(self) -> tuple[str, str]:
        reasons = [code for code, _label in codes.choices("refusal_reason")] + ["psykisk"] * 12
        return self.rng.choice(reasons), self.rng.choice([code for code, _label in codes.choices("refusal_help")])

    def _decision(self, call: Enquiry) -> Decision:
        yes = self.rng.random() < 0.4
        at = min(call.received_at + timedelta(hours=self.rng.choice([0, 2, 26])), self.now)
        row = Decision(key=self.key, enquiry=call, house=self.rng.choice(self.houses), decided_by=self.by)
        row.admitted, row.decided_at = yes, at
        if not yes:
            row.refusal_reason, row.helped_on = self._why()
        return row

    def efforts(self, count: int) -> None:
        """Efforts on any day; some corrected, some withdrawn."""
        rng, lines = self.rng, list(Line.objects.filter(recordable=True).values_list("pk", flat=True))
        stays = list(Stay.objects.all())
        made = [self._effort(rng.choice(stays), rng.choice(lines)) for _n in range(count)]
        Effort.objects.bulk_create(made)
        corrected = rng.sample(made, count // 5)
        Effort.objects.bulk_create(
            self._effort(old.stay, old.line, corrects=old, withdrawn=rng.random() < 0.5) for old in corrected
        )

    def _effort(self, stay: Stay, line: str, **more: Any) -> Effort:
        status = self.rng.choice(["udfoert", "tilbudt", "afslaaet", "planlagt"])
        day = self.moment().astimezone(clock.CPH).date()
        return Effort(key=self.key, stay=stay, line=line, status=status, on=day, by=self.by, **more)
