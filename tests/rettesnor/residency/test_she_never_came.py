"""She got a yes and never came: it is written as it was, nothing hangs on it, and it is undone if she comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused, SavedBefore
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices
from rettesnor.post import actions as gate
from rettesnor.post import sources
from rettesnor.practice.actions import note_wellbeing, record
from rettesnor.residency.actions import leaving as leaving_verbs
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.after_leaving import correct_leaving, undo_leaving
from rettesnor.residency.actions.child import bring_child, child_is_back, child_leaves
from rettesnor.residency.actions.never_came import came_after_all, never_came
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.actions.tasks import closes
from rettesnor.residency.models import ChildStay, Correction, Notice, Stay
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.today.due import due
from tests.rettesnor.residency.lives import MOVED_IN, WHY, children_of, fresh, log_of, moved_in, notice_of, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]
RANG = "Hun ringede og sagde, at hun bliver hos sin søster."
PAGE, UNDO = "stay-never-came", "stay-came-after-all"


@pytest.fixture
def document(db: None) -> None:
    load_edition()


@pytest.fixture
def expected(cast: Cast, houses: Houses) -> Stay:
    """Amina got a yes two days ago and was to come the same evening; nobody has seen her since."""
    load_offices()
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def awaited(cast: Cast, houses: Houses) -> Stay:
    """Amina got a yes two days ago and is to come tomorrow."""
    return moved_in(houses["kbh"], people(cast), comes_at=clock.now() + timedelta(days=1))


def lost(stay: Stay, cast: Cast, **more: Any) -> Stay:
    never_came(fresh(stay), reason=RANG, by=cast["sofie"], **more)
    return fresh(stay)


def opened(stay: Stay, who: Client) -> str:
    return who.get(reverse("stay", args=[stay.code])).content.decode()


def asked(stay: Stay, user: Employee) -> list[str]:
    """What I dag says to this one about her and her children."""
    mine = {stay.key_id}
    return [
        item.item.partition(":")[0] for item in due(Employee.objects.get(pk=user.pk), clock.today()) if item.key in mine
    ]


def acts(stay: Stay, by: Employee, other: House) -> list[Callable[[], object]]:
    """What is done with a stay that runs, or has ended."""
    own, now = ChildStay.objects.select_related("key", "child").filter(stay=stay)[0], clock.now()
    ended: dict[str, Any] = {"by": by, "kind": "aftalt", "destination": "venner", "aftercare": "nej_tak"}
    return [
        lambda: leaving_verbs.leave(stay, left_at=now, **ended),
        lambda: leaving_verbs.prepare_leaving(stay, by=by),
        lambda: leaving_verbs.agree_talk(stay, due_on=now.date(), safe_contact="opkald", by=by),
        lambda: correct_leaving(stay, why="Fejl.", **ended),
        lambda: undo_leaving(stay, reason="Fejl.", by=by),
        lambda: verbs.move(stay, to_house=other, at=now, by=by),
        lambda: verbs.correct_date(stay, field="moved_in_at", to=MOVED_IN, reason="Fejl.", by=by),
        lambda: bring_child(stay, moved_in_at=now, by=by, age_group="0-2"),
        lambda: child_leaves(stay, child_stay=own, left_at=now, by=by),
        lambda: child_is_back(stay, child_stay=own, reason="Fejl.", by=by),
    ]


class TestOnThePage:
    def test_it_is_written_and_can_be_read(self, expected: Stay, as_: As) -> None:
        sofie = as_("sofie")
        assert reverse(PAGE, args=[expected.code]) in opened(expected, sofie)
        assert sofie.get(reverse(PAGE, args=[expected.code])).status_code == 200
        sent = {"reason": RANG, "known_at": "i går 12.00"}
        answer = sofie.post(reverse(PAGE, args=[expected.code]), sent)
        assert answer.headers["Location"] == reverse("stay", args=[expected.code])
        stay = fresh(expected)
        assert stay.never_came_at == clock.now().replace(hour=12, minute=0) - timedelta(days=1)
        assert stay.moved_in_at == stay.left_at == clock.now()
        page = opened(stay, sofie)
        for words in ("hun kom aldrig", "Hun kom aldrig; ventet", "Hun kom alligevel", RANG):
            assert words in page, words
        for words in ("Hun er flyttet", "Forbered udflytning", "Registrér en indsats", "Aftal en samtale"):
            assert words not in page, words

    def test_the_hour_need_not_be_known(self, awaited: Stay, as_: As) -> None:
        assert as_("lone").post(reverse(PAGE, args=[awaited.code]), {"reason": RANG, "known_at": ""}).status_code == 302
        assert fresh(awaited).never_came_at == clock.now()

    def test_when_she_was_expected_is_kept(self, awaited: Stay, cast: Cast) -> None:
        when = awaited.moved_in_at
        lost(awaited, cast)
        kept = Correction.objects.select_related("key").get()
        assert (kept.field, kept.before, kept.after, kept.reason) == ("moved_in_at", when, None, RANG)

    def test_the_reason_stands_in_no_line_of_the_log(self, expected: Stay, cast: Cast) -> None:
        lost(expected, cast)
        told = log_of("kom aldrig", code=expected.code)
        assert len(told) == 1
        assert "søster" not in str(told[0].fields)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"known_at": "i morgen 12.00"}, "known_at"),
            ({"known_at": "1-3 kl. 12"}, "known_at"),
        ],
        ids=["no reason", "to come", "before the decision"],
    )
    def test_is_refused_beside_the_field(self, expected: Stay, as_: As, changed: dict[str, str], field: str) -> None:
        answer = as_("sofie").post(reverse(PAGE, args=[expected.code]), {"reason": RANG, "known_at": ""} | changed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert fresh(expected).left_at is None

    def test_whoever_has_left_did_come(self, expected: Stay, cast: Cast, as_: As) -> None:
        leaving_verbs.leave(expected, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner",
                            aftercare="nej_tak")  # fmt: skip
        assert as_("sofie").get(reverse(PAGE, args=[expected.code])).headers["Location"] == reverse(
            "stay", args=[expected.code]
        )
        with pytest.raises(Refused, match="er flyttet ud"):
            lost(expected, cast)

    def test_of_one_who_came_there_is_nothing_to_undo(self, expected: Stay, as_: As, cast: Cast) -> None:
        assert as_("sofie").get(reverse(UNDO, args=[expected.code])).headers["Location"] == reverse(
            "stay", args=[expected.code]
        )
        with pytest.raises(Refused, match="står ikke"):
            came_after_all(expected, to=clock.now(), reason="Hun er her.", by=cast["sofie"])


class TestWhatTellsThatSheCame:
    def refused(self, stay: Stay, cast: Cast, as_: As) -> None:
        assert reverse(PAGE, args=[stay.code]) not in opened(stay, as_("sofie"))
        with pytest.raises(Refused, match="registreret noget"):
            lost(stay, cast)
        assert fresh(stay).never_came_at is None

    def test_an_effort(self, expected: Stay, cast: Cast, as_: As, document: None) -> None:
        record(stay=expected, line="OTH-A1", status="udfoert", on=clock.today(), by=cast["sofie"])
        self.refused(expected, cast, as_)

    def test_a_note_on_a_child(self, expected: Stay, cast: Cast, as_: As, document: None) -> None:
        own = ChildStay.objects.select_related("key", "child", "stay").filter(stay=expected).order_by("pk")[0]
        note_wellbeing(own, on=clock.today(), by=cast["bodil"], scale={}, observation="Sov godt.")
        self.refused(expected, cast, as_)

    def test_a_move_to_the_other_house(self, expected: Stay, cast: Cast, houses: Houses, as_: As) -> None:
        verbs.move(expected, to_house=houses["aar"], at=clock.now(), by=cast["lone"])
        with pytest.raises(Refused, match="registreret noget"):
            lost(expected, cast)

    def test_a_child_that_left_by_itself(self, expected: Stay, cast: Cast, as_: As) -> None:
        own = ChildStay.objects.select_related("key", "child").filter(stay=expected).order_by("pk")[0]
        child_leaves(expected, child_stay=own, left_at=clock.now(), by=cast["sofie"])
        self.refused(expected, cast, as_)

    def test_a_child_that_came_by_itself(self, expected: Stay, cast: Cast, as_: As) -> None:
        bring_child(expected, moved_in_at=clock.now(), by=cast["sofie"], age_group="0-2")
        self.refused(expected, cast, as_)

    def test_but_not_what_was_done_for_her_before_or_is_planned(
        self, awaited: Stay, cast: Cast, as_: As, document: None
    ) -> None:
        record(stay=awaited, line="OTH-A1", status="udfoert", on=clock.today(), by=cast["sofie"])
        record(stay=awaited, line="OTH-A1", status="planlagt", on=clock.today() + timedelta(days=3), by=cast["sofie"])
        assert reverse(PAGE, args=[awaited.code]) in opened(awaited, as_("sofie"))
        assert lost(awaited, cast).never_came_at

    def test_nor_another_room(self, expected: Stay, cast: Cast) -> None:
        for room in ("4", "5"):
            verbs.note_stay(fresh(expected), by=cast["sofie"], room=room)
        assert lost(expected, cast).never_came_at

    def test_an_agreed_talk_is_answered_first(self, expected: Stay, cast: Cast) -> None:
        leaving_verbs.agree_talk(expected, due_on=clock.today(), safe_contact="opkald", by=cast["sofie"])
        with pytest.raises(Refused, match="aftalt en samtale"):
            lost(expected, cast)


class TestNothingHangsOnIt:
    @pytest.mark.parametrize("which", ["expected", "awaited"])
    def test_nobody_is_reminded_of_her(self, which: str, request: Any, cast: Cast) -> None:
        stay = request.getfixturevalue(which)
        assert "residency.notice" in asked(stay, cast["sofie"])
        lost(stay, cast)
        for name in ("sofie", "bodil", "lone", "vera"):
            assert asked(stay, cast[name]) == [], name

    def test_even_where_nobody_was_chosen(self, cast: Cast, houses: Houses) -> None:
        stay = moved_in(houses["kbh"], people(cast), assigned=False)
        assert {"residency.contact", "residency.coordinator"} <= set(asked(stay, cast["lone"]))
        never_came(stay, reason=RANG, by=cast["lone"])
        assert asked(stay, cast["lone"]) == []

    def test_the_tasks_end_as_when_somebody_leaves(self, expected: Stay, cast: Cast) -> None:
        leaving_verbs.prepare_leaving(expected, by=cast["sofie"], aftercare="liva", destination="venner")
        lost(expected, cast)
        tasks = Assignment.objects.filter(case=expected.key)
        assert {(task.kind, task.until) for task in tasks} == {
            ("kontaktperson", closes(clock.now())),
            ("boernefaglig", closes(clock.now())),
        }

    def test_she_is_on_no_board(self, expected: Stay, cast: Cast, as_: As) -> None:
        alias = expected.resident.alias
        assert alias in as_("karen").get(reverse("board")).content.decode()
        lost(expected, cast)
        assert alias not in as_("karen").get(reverse("board")).content.decode()
        assert not Stay.objects.open_at(clock.now()).exists()
        assert not ChildStay.objects.open_at(clock.now()).exists()

    def test_the_list_of_residents_says_so(self, expected: Stay, cast: Cast, as_: As) -> None:
        lost(expected, cast)
        page = as_("lone").get(reverse("residents")).content.decode()
        assert "kom aldrig" in page
        assert "flyttede" not in page

    def test_nobody_is_offered_to_record_for_her(self, expected: Stay, cast: Cast, as_: As, document: None) -> None:
        assert expected.resident.alias in as_("sofie").get(reverse("record")).content.decode()
        stay = lost(expected, cast)
        assert stay.resident.alias not in as_("sofie").get(reverse("record")).content.decode()
        with pytest.raises(Refused, match="aldrig kom"):
            record(stay=stay, line="OTH-A1", status="udfoert", on=clock.today(), by=cast["sofie"])
        own = ChildStay.objects.select_related("key", "child", "stay").filter(stay=stay)[0]
        with pytest.raises(Refused, match="aldrig kom"):
            note_wellbeing(own, on=clock.today(), by=cast["bodil"], scale={}, observation="Sov godt.")

    def test_the_enquiry_keeps_its_decision_and_says_so(self, expected: Stay, cast: Cast, as_: As) -> None:
        stay = lost(expected, cast)
        assert stay.enquiry is not None
        for address in (reverse("enquiry", args=[stay.enquiry.code]), reverse("enquiries")):
            page = as_("lone").get(address).content.decode()
            assert "Hun kom aldrig" in page
            assert "Optaget" not in page
        assert "Ja, hun kan bo her" in as_("lone").get(reverse("enquiry", args=[stay.enquiry.code])).content.decode()

    def test_the_child_s_page_offers_no_record_of_it(self, expected: Stay, cast: Cast, as_: As) -> None:
        address = reverse("child", args=[children_of(expected)[0].code])
        assert "Skriv om barnets trivsel" in as_("bodil").get(address).content.decode()
        never_came(expected, by=cast["sofie"], reason=WHY)
        assert "Skriv om barnets trivsel" not in as_("bodil").get(address).content.decode()
        assert "Registrér en indsats" not in as_("bodil").get(address).content.decode()

    def test_the_child_s_page_asks_for_no_follow_up(self, expected: Stay, cast: Cast, as_: As) -> None:
        stay = lost(expected, cast)
        page = as_("bodil").get(reverse("child", args=[children_of(stay)[0].code])).content.decode()
        assert "de kom aldrig" in page
        assert "opfølgning ikke overvejet" not in page

    def test_her_other_stays_say_so(self, expected: Stay, cast: Cast, houses: Houses, as_: As) -> None:
        lost(expected, cast)
        again = moved_in(houses["kbh"], people(cast), at=clock.now(), children=())
        assert "(hun kom aldrig)" in opened(again, as_("lone"))

    @pytest.mark.parametrize("verb", range(10))
    def test_no_verb_of_a_stay_is_done_on_it(self, verb: int, expected: Stay, cast: Cast, houses: Houses) -> None:
        stale = fresh(expected)  # as another had it open, before
        for stay in (lost(expected, cast), stale):
            with pytest.raises(Refused, match="aldrig kom"):
                acts(stay, cast["sofie"], houses["aar"])[verb]()

    def test_the_database_keeps_it_without_length(self, expected: Stay, cast: Cast) -> None:
        stay = lost(expected, cast)
        for left_at in (None, clock.now() + timedelta(days=1)):
            with pytest.raises(IntegrityError, match="whoever_never_came"), transaction.atomic():
                Stay.objects.filter(pk=stay.pk).update(left_at=left_at)


class TestTheMunicipality:
    def test_is_owed_no_notice(self, expected: Stay, cast: Cast, as_: As) -> None:
        stay = lost(expected, cast)
        assert notice_of(stay).not_owed_why == "Hun kom aldrig."
        assert not Notice.objects.unsent().exists()
        assert "skal ikke sendes" in opened(stay, as_("sofie"))
        page = as_("sofie").get(reverse("notice", args=[notice_of(stay).code])).content.decode()
        assert "Orienteringen skal ikke sendes." in page
        assert "Klargør brevet" not in page
        with pytest.raises(Refused, match="skal ikke sendes"):
            prepare_notice(notice_of(stay), by=cast["sofie"], reason=WHY)

    def test_a_letter_that_waits_cannot_be_released(self, expected: Stay, cast: Cast, as_: As) -> None:
        verbs.set_municipalities(expected, by=cast["sofie"], case_municipality="0101", home_municipality="0101")
        letter = prepare_notice(notice_of(expected), by=cast["sofie"], reason=WHY)
        stay = lost(expected, cast)
        assert sources.outdated(letter) == ["at det skal sendes"]
        with pytest.raises(Refused, match="Træk brevet tilbage"):
            sources.forbidden_for(letter)
        assert "træk brevet tilbage" in opened(stay, as_("sofie"))
        assert "post.outdated" in asked(stay, cast["sofie"]), "I dag tells of a letter that its case has left behind"
        as_("lone").post(reverse("post-release", args=[letter.code]))
        letter.refresh_from_db()
        assert letter.released_at is None
        gate.recall(letter, reason="Hun kom aldrig.", by=cast["sofie"])
        assert "Klargør brevet" not in as_("sofie").get(reverse("notice", args=[notice_of(stay).code])).content.decode()

    def test_that_was_told_must_be_told_again(self, expected: Stay, cast: Cast, as_: As) -> None:
        note_sent_elsewhere(notice_of(expected), sent_on=clock.today(), how="brev", by=cast["sofie"])
        sent = {"reason": RANG, "known_at": ""}
        answer = as_("sofie").post(reverse(PAGE, args=[expected.code]), sent, follow=True)
        told = [str(message) for message in answer.context["messages"]]
        assert any("Fortæl kommunen, at hun ikke kom" in each for each in told)
        assert "orienteret om et ophold, der ikke blev til noget" in opened(expected, as_("lone"))
        assert notice_of(expected).not_owed_why == ""

    def test_hears_nothing_where_she_was_told_of_and_came(self, expected: Stay, cast: Cast, as_: As) -> None:
        note_sent_elsewhere(notice_of(expected), sent_on=clock.today(), how="brev", by=cast["sofie"])
        assert "ikke blev til noget" not in opened(expected, as_("lone"))


class TestSentTwiceOrByTwo:
    def test_the_same_form_is_one_word(self, expected: Stay, as_: As) -> None:
        sent = {"reason": RANG, "known_at": "", "client_key": str(uuid4())}
        for _twice in range(2):
            assert as_("sofie").post(reverse(PAGE, args=[expected.code]), sent).status_code == 302
        assert Correction.objects.count() == len(log_of("kom aldrig")) == 1

    def test_with_other_words_it_is_met(self, expected: Stay, as_: As) -> None:
        sent = {"reason": RANG, "known_at": "", "client_key": str(uuid4())}
        assert as_("sofie").post(reverse(PAGE, args=[expected.code]), sent).status_code == 302
        answer = as_("sofie").post(reverse(PAGE, args=[expected.code]), sent | {"reason": "Ved det ikke."})
        assert answer.status_code == 409
        for words in (RANG, "Ved det ikke."):
            assert words in answer.content.decode()

    def test_the_other_of_two_is_told(self, expected: Stay, as_: As, cast: Cast) -> None:
        stale = fresh(expected)
        lost(expected, cast)
        with pytest.raises(Refused, match="står allerede"):
            never_came(stale, reason="Hun er ikke set.", by=cast["lone"])
        answer = as_("lone").post(reverse(PAGE, args=[expected.code]), {"reason": "Hun er ikke set.", "known_at": ""})
        assert answer.status_code == 422
        assert "Hun er ikke set." in answer.content.decode()
        assert Correction.objects.count() == 1

    def test_one_who_writes_that_she_left_meanwhile_is_told(self, expected: Stay, as_: As, cast: Cast) -> None:
        lost(expected, cast)
        sent = {
            "left_at": "i dag 08.00",
            "kind": "aftalt",
            "destination": "venner",
            "aftercare": "nej_tak",
            "version": "0",
        }
        answer = as_("sofie").post(reverse("leaving", args=[expected.code]), sent)
        assert answer.status_code == 422
        assert "hun aldrig kom" in answer.content.decode()
        for name in ("leaving", "leaving-undo", "leaving-correct"):
            assert as_("sofie").get(reverse(name, args=[expected.code])).status_code == 302


class TestTheOverlapRule:
    @pytest.mark.parametrize("house", ["kbh", "aar"])
    def test_she_may_come_later_in_the_same_days(self, house: str, awaited: Stay, cast: Cast, houses: Houses) -> None:
        lost(awaited, cast)
        again = moved_in(houses[house], people(cast), at=clock.now() - timedelta(hours=2), children=())
        assert again.resident == awaited.resident
        assert again.left_at is None

    def test_a_yes_before_it_was_written_is_no_hindrance(self, expected: Stay, cast: Cast, houses: Houses) -> None:
        with pytest.raises(Refused, match="allerede et ophold"):
            moved_in(houses["aar"], people(cast), at=clock.now() - timedelta(hours=2), children=())
        lost(expected, cast)
        moved_in(houses["aar"], people(cast), at=clock.now() - timedelta(hours=2), children=())

    def test_it_is_undone_only_where_no_other_stay_is(self, expected: Stay, cast: Cast, houses: Houses) -> None:
        stay = lost(expected, cast)
        moved_in(houses["aar"], people(cast), at=clock.now(), children=())
        with pytest.raises(Refused, match="allerede et ophold"):
            came_after_all(stay, to=MOVED_IN, reason="Hun var her.", by=cast["sofie"])
        assert fresh(stay).never_came_at is not None
        assert set(ChildStay.objects.filter(stay=stay).values_list("left_at", flat=True)) == {clock.now()}


class TestSheCameAfterAll:
    def test_she_and_the_children_live_here(self, expected: Stay, as_: As, cast: Cast) -> None:
        stay, came = lost(expected, cast), clock.now().replace(hour=8, minute=30)
        assert as_("sofie").get(reverse(UNDO, args=[stay.code])).status_code == 200
        sent = {"to": "i dag 08.30", "reason": "Hun kom i nat.", "client_key": str(uuid4())}
        for _twice in range(2):
            assert as_("sofie").post(reverse(UNDO, args=[stay.code]), sent).status_code == 302
        stay = fresh(stay)
        assert (stay.moved_in_at, stay.left_at, stay.never_came_at) == (came, None, None)
        assert set(ChildStay.objects.filter(stay=stay).values_list("moved_in_at", "left_at")) == {(came, None)}
        assert [one.after for one in Correction.objects.all()] == [None, came]
        assert len(log_of("kom alligevel")) == 1
        assert "Hun kom alligevel, " in opened(stay, as_("sofie"))

    def test_the_notice_is_owed_as_it_was(self, expected: Stay, cast: Cast) -> None:
        before = notice_of(expected)
        stay = lost(expected, cast)
        came_after_all(stay, to=MOVED_IN, reason="Hun var her.", by=cast["sofie"])
        again = Notice.objects.unsent().get()
        assert (again.pk, again.due_on, again.triggered_on) == (before.pk, before.due_on, before.triggered_on)
        assert "residency.notice" in asked(stay, cast["sofie"])

    def test_the_tasks_go_on(self, expected: Stay, cast: Cast) -> None:
        came_after_all(lost(expected, cast), to=MOVED_IN, reason="Hun var her.", by=cast["sofie"])
        assert set(Assignment.objects.filter(case=expected.key).values_list("until", flat=True)) == {None}

    def test_she_may_be_awaited_again(self, awaited: Stay, cast: Cast, as_: As) -> None:
        when = clock.now() + timedelta(days=3)
        came_after_all(lost(awaited, cast), to=when, reason="Det var en anden kvinde.", by=cast["sofie"])
        assert fresh(awaited).is_awaited
        assert awaited.resident.alias in as_("karen").get(reverse("board")).content.decode()

    @pytest.mark.parametrize(
        ("to", "why"),
        [(timedelta(days=20), "to uger"), (-timedelta(days=20), "før hun henvendte sig")],
        ids=["far ahead", "before she called"],
    )
    def test_is_refused_for_a_moment_that_cannot_be(self, expected: Stay, cast: Cast, to: timedelta, why: str) -> None:
        with pytest.raises(Refused, match=why):
            came_after_all(lost(expected, cast), to=clock.now() + to, reason="Hun kom.", by=cast["sofie"])

    def test_needs_a_reason(self, expected: Stay, as_: As, cast: Cast) -> None:
        stay = lost(expected, cast)
        answer = as_("sofie").post(reverse(UNDO, args=[stay.code]), {"to": "nu", "reason": " "})
        assert list(answer.context["form"].errors) == ["reason"]

    def test_with_another_hour_the_same_form_is_met(self, expected: Stay, cast: Cast) -> None:
        stay, key = lost(expected, cast), uuid4()
        came_after_all(stay, to=MOVED_IN, reason="Hun var her.", by=cast["sofie"], client_key=key)
        with pytest.raises(SavedBefore):
            came_after_all(fresh(stay), to=clock.now(), reason="Hun var her.", by=cast["sofie"], client_key=key)

    def test_then_all_is_as_with_any_stay(self, expected: Stay, cast: Cast) -> None:
        came_after_all(lost(expected, cast), to=MOVED_IN, reason="Hun var her.", by=cast["sofie"])
        leaving_verbs.leave(fresh(expected), by=cast["sofie"], left_at=clock.now(), kind="aftalt",
                            destination="venner", aftercare="nej_tak")  # fmt: skip
        assert notice_of(expected, "discharge").sent_on is None


def test_it_is_open_at_no_moment_of_the_past_or_to_come(awaited: Stay, cast: Cast) -> None:
    lost(awaited, cast)
    moments: list[datetime] = [clock.now() + timedelta(hours=hours) for hours in (-60, -1, 0, 1, 30)]
    assert not any(Stay.objects.open_at(moment).exists() for moment in moments)
