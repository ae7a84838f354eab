"""The same figures counted again, row by row and by other means: what a patient person with a list would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rettesnor.practice.models import Effort
from rettesnor.residency.models import ChildStay, Decision, Enquiry, Leaving, Notice, Stay

Found = dict[tuple[int, str], Counter[str]]
DENMARK = ZoneInfo("Europe/Copenhagen")
SILENT = ("", "ikke_spurgt", "ved_ikke", "oensker_ikke")


def quarter(when: datetime | date) -> str:
    day = when.astimezone(DENMARK).date() if isinstance(when, datetime) else when
    return f"{day.year}K{(day.month - 1) // 3 + 1}"


def counted(rows: Iterator[tuple[int, str, list[str]]]) -> Found:
    found: Found = {}
    for house, period, words in rows:
        found.setdefault((house, period), Counter()).update(words)
    return found


def ages(on: date) -> Iterator[tuple[int, str, list[str]]]:
    for stay in Stay.objects.all():
        if stay.never_came_at is not None:
            continue
        known = stay.age_group != "ukendt"
        yield stay.first_house_id, quarter(stay.decided_at), ["yes", f"b:{stay.age_group}"] if known else ["unknown"]


def children(on: date) -> Iterator[tuple[int, str, list[str]]]:
    for child in ChildStay.objects.select_related("stay"):
        if child.stay.never_came_at is not None:
            continue
        place = child.stay.first_house_id, quarter(child.moved_in_at)
        later = child.moved_in_at.timestamp() > child.stay.moved_in_at.timestamp()
        decided, at = child.moved_in_at if later else child.stay.decided_at, child.assessed_at
        if at is None:
            week_over = datetime(on.year, on.month, on.day, tzinfo=DENMARK)
            waits = week_over.astimezone(ZoneInfo("UTC")) - decided.astimezone(ZoneInfo("UTC")) <= timedelta(days=7)
            yield *place, ["pending"] if waits else ["no", "b:never"]
            continue
        late = at.timestamp() - decided.timestamp()
        bands = ((0, "before"), (24 * 3600, "day"), (7 * 24 * 3600, "week"))
        band = next((name for limit, name in bands if late <= limit), "later")
        yield *place, ["yes" if band == "before" else "no", f"b:{band}"]


def notices(on: date) -> Iterator[tuple[int, str, list[str]]]:
    def judged(notice: Notice, limit: date) -> str:
        if notice.not_owed_why:
            return "irrelevant"
        if notice.sent_on:
            return "yes" if notice.sent_on <= limit else "no"
        return "no" if limit < on else "pending"

    for notice in Notice.objects.select_related("stay", "key"):
        if notice.stay.never_came_at is not None:
            continue
        if notice.kind not in ("admission", "discharge") or (notice.kind == "discharge" and not notice.stay.left_at):
            continue
        house = notice.stay.first_house_id if notice.kind == "admission" else notice.stay.house_id
        words = [judged(notice, notice.due_on), "o:" + judged(notice, notice.reminds_on)]
        yield house, quarter(notice.triggered_on), words


def _ended(words: Callable[[Leaving | None], list[str]]) -> Iterator[tuple[int, str, list[str]]]:
    for stay in Stay.objects.all():
        if stay.left_at is not None and stay.never_came_at is None:
            leaving = Leaving.objects.filter(stay=stay).first()
            if leaving is not None and leaving.kind == "doed":
                continue
            yield stay.house_id, quarter(stay.left_at), words(leaving)


WENT = {"andet_krisecenter": ["yes", "b:shelter"], "tilbage_til_udoever": ["no", "b:back"]}


def transfers(on: date) -> Iterator[tuple[int, str, list[str]]]:
    def words(leaving: Leaving | None) -> list[str]:
        if leaving is None or leaving.destination in SILENT:
            return ["unknown"]
        return WENT.get(leaving.destination, ["no", "b:otherwise"])

    return _ended(words)


def aftercare(on: date) -> Iterator[tuple[int, str, list[str]]]:
    def words(leaving: Leaving | None) -> list[str]:
        if leaving is None or leaving.aftercare in SILENT:
            return ["unknown"]
        return ["no" if leaving.aftercare == "ikke_naaet" else "yes"]

    return _ended(words)


def _noes() -> Iterator[tuple[int, str, str, str]]:
    for call in Enquiry.objects.all():
        made = Decision.objects.filter(enquiry=call).first()
        if made is not None and not made.admitted:
            yield made.house_id, quarter(made.decided_at), made.refusal_reason, made.helped_on
        elif made is None and call.outcome in ("afvist", "henvist"):
            assert call.outcome_at is not None
            yield call.house_id, quarter(call.outcome_at), call.refusal_reason, call.helped_on


def helped_on(on: date) -> Iterator[tuple[int, str, list[str]]]:
    said = {"varm_overlevering": "yes", "aftalt_kontakt": "yes", "nej_tak": "irrelevant"}
    for house, period, reason, helped in _noes():
        if reason == "psykisk":
            yield house, period, [said.get(helped, "no")]


def noes(on: date) -> Iterator[tuple[int, str, list[str]]]:
    for house, period, reason, _helped in _noes():
        yield house, period, ["yes", f"b:{reason}"]


def efforts(on: date) -> Iterator[tuple[int, str, list[str]]]:
    replaced = {effort.corrects_id for effort in Effort.objects.exclude(corrects=None)}
    for effort in Effort.objects.select_related("stay"):
        if effort.pk not in replaced and not effort.withdrawn:
            yield effort.stay.house_id, quarter(effort.on), ["yes", f"b:{effort.line}|{effort.status}"]


RECOUNTS: dict[str, Callable[[date], Iterator[tuple[int, str, list[str]]]]] = {
    "AGE-G1": ages,
    "CHI-A1": children,
    "OTH-G2": transfers,
    "MUN-G1a": notices,
    "PSY-N1": helped_on,
    "OUT-G1a": aftercare,
    "afvist": noes,
    "indsatser": efforts,
}
