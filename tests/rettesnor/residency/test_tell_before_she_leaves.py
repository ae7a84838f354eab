"""The municipality is told before she leaves: begun by a button, led by the plan, right also when she has not left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.followup.indicators import CARDS, measure
from rettesnor.followup.period import Period
from rettesnor.network.actions import load_offices
from rettesnor.post import actions as gate
from rettesnor.post import scan, sources
from rettesnor.post.models import Document
from rettesnor.residency.actions.after_leaving import undo_leaving
from rettesnor.residency.actions.child import child_is_back, child_leaves
from rettesnor.residency.actions.early_notice import tell_again, tell_before_she_leaves
from rettesnor.residency.actions.leaving import leave, prepare_leaving
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.actions.stay import correct_date
from rettesnor.residency.due_stay import due
from rettesnor.residency.models import ChildStay, Correction, Notice, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.followup import recount
from tests.rettesnor.residency.lives import MOVED_IN, WHY, fresh, log_of, moved_in, notice_of, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
TODAY, PLANNED, LATER = date(2026, 3, 11), date(2026, 3, 13), date(2026, 3, 16)
"""Wednesday, the Friday she is to move, and the Monday after."""


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def planned(amina: Stay, cast: Cast) -> Stay:
    prepare_leaving(amina, by=cast["sofie"], planned_on=PLANNED)
    return fresh(amina)


@pytest.fixture
def begun(planned: Stay, cast: Cast) -> Stay:
    """A stay whose discharge notice is begun."""
    tell_before_she_leaves(planned, by=cast["sofie"])
    return fresh(planned)


def discharge(stay: Stay) -> Notice:
    return notice_of(stay, "discharge")


def letter_of(stay: Stay, cast: Cast) -> Document:
    return prepare_notice(discharge(stay), by=cast["sofie"], reason=WHY)


def sent(letter: Document, cast: Cast) -> None:
    gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))
    letter.refresh_from_db()
    gate.mark_dispatched(letter, channel="digital_post", proof="Kvittering", at=clock.now(), by=cast["sofie"])


def moved(stay: Stay, cast: Cast, day: date = PLANNED) -> Stay:
    """She leaves at noon of that day."""
    at = clock.now() + (day - clock.today())
    with clock.at(at + timedelta(hours=3)):
        leave(fresh(stay), by=cast["sofie"], left_at=at, kind="aftalt", destination="venner", aftercare="nej_tak")
    return fresh(stay)


def reminded(user: Employee, day: date = TODAY) -> list[str]:
    now = Employee.objects.get(pk=user.pk)
    return [item.what for item in due(now, day) if item.item.startswith("residency.notice") and "opta" not in item.what]


def page(client: Client, name: str, code: str) -> str:
    return client.get(reverse(name, args=[code])).content.decode()


class TestTheButton:
    def test_begins_the_notice_on_the_planned_day_and_leads_to_it(self, planned: Stay, as_: As) -> None:
        assert "Orientér kommunen, før hun flytter" in page(as_("sofie"), "stay", planned.code)
        answer = as_("sofie").post(reverse("leaving-notice", args=[planned.code]))
        notice = discharge(planned)
        assert answer.headers["Location"] == reverse("notice", args=[notice.code])
        assert (notice.triggered_on, notice.reminds_on, notice.due_on) == (PLANNED, PLANNED, date(2026, 3, 18))
        assert "Orientér kommunen, før hun flytter" not in page(as_("sofie"), "stay", planned.code)
        assert log_of("begynd orientering")[0].actor_name == "Sofie Holm"

    def test_pressed_twice_begins_one(self, begun: Stay, cast: Cast) -> None:
        assert tell_before_she_leaves(begun, by=cast["sofie"]) == discharge(begun)
        assert len(log_of("begynd orientering")) == 1

    def test_is_not_there_without_a_planned_day_and_is_refused(self, amina: Stay, as_: As) -> None:
        assert "Orientér kommunen, før hun flytter" not in page(as_("sofie"), "stay", amina.code)
        answer = as_("sofie").post(reverse("leaving-notice", args=[amina.code]), follow=True)
        assert "Skriv først, hvilken dag hun efter planen flytter." in answer.content.decode()
        assert not Notice.objects.filter(kind="discharge").exists()

    def test_is_refused_when_the_day_has_gone(self, planned: Stay, cast: Cast) -> None:
        with clock.at(clock.now() + timedelta(days=3)), pytest.raises(Refused, match="er gået, og hun bor her"):
            tell_before_she_leaves(planned, by=cast["sofie"])

    def test_is_refused_when_she_has_left(self, planned: Stay, cast: Cast) -> None:
        with pytest.raises(Refused, match="allerede flyttet ud"):
            tell_before_she_leaves(moved(planned, cast), by=cast["sofie"])

    def test_is_only_for_those_who_prepare_notices(self, planned: Stay, as_: As) -> None:
        assert "Orientér kommunen, før hun flytter" not in page(as_("lone"), "stay", planned.code)
        assert as_("lone").post(reverse("leaving-notice", args=[planned.code])).status_code == 403


class TestTheLetter:
    def test_says_that_the_day_is_planned(self, begun: Stay, cast: Cast) -> None:
        letter = letter_of(begun, cast)
        assert scan.shows(letter.content, "Planlagt udskrivning fredag 13. marts 2026")
        assert (letter.reminds_on, discharge(begun).told_on) == (PLANNED, PLANNED)

    def test_still_fits_when_she_left_on_that_day(self, begun: Stay, cast: Cast) -> None:
        letter = letter_of(begun, cast)
        moved(begun, cast)
        assert list(sources.outdated(letter)) == []

    def test_no_longer_fits_when_the_plan_has_another_day(self, begun: Stay, cast: Cast) -> None:
        letter = letter_of(begun, cast)
        prepare_leaving(begun, by=cast["sofie"], planned_on=LATER)
        assert "datoen" in sources.outdated(letter)

    def test_is_not_released_or_prepared_once_the_day_has_gone(self, begun: Stay, cast: Cast, as_: As) -> None:
        letter = letter_of(begun, cast)
        with clock.at(clock.now() + timedelta(days=3)):
            assert "den planlagte dag, som er gået" in sources.outdated(letter)
            gate.recall(letter, reason="Hun er her endnu.", by=cast["lone"])
            with pytest.raises(Refused, match="er gået, og hun bor her"):
                letter_of(begun, cast)
            assert "er gået, og hun står som boende her" in page(as_("sofie"), "notice", discharge(begun).code)


class TestThePlan:
    def test_takes_an_unsent_notice_along(self, begun: Stay, cast: Cast) -> None:
        prepare_leaving(begun, by=cast["sofie"], planned_on=LATER)
        notice = discharge(begun)
        assert (notice.triggered_on, notice.reminds_on, notice.due_on) == (LATER, LATER, date(2026, 3, 19))

    def test_begins_no_notice_by_itself(self, planned: Stay, cast: Cast) -> None:
        prepare_leaving(planned, by=cast["sofie"], planned_on=LATER)
        assert not Notice.objects.filter(stay=planned, kind="discharge").exists()

    def test_given_up_takes_the_unsent_notice_away_and_its_reminder(self, begun: Stay, cast: Cast) -> None:
        assert reminded(cast["sofie"])
        prepare_leaving(begun, by=cast["sofie"], planned_on=None)
        assert not Notice.objects.filter(stay=begun, kind="discharge").exists()
        assert reminded(cast["sofie"]) == []
        assert log_of("opgiv orientering")

    def test_is_not_given_up_while_a_letter_waits(self, begun: Stay, cast: Cast, as_: As) -> None:
        letter = letter_of(begun, cast)
        sent_form = {"prepared_on": "i dag", "planned_on": "", "version": "1"}
        answer = as_("sofie").post(reverse("leaving-prepare", args=[begun.code]), sent_form)
        assert answer.status_code == 422
        assert "Træk det tilbage" in answer.context["form"].errors["planned_on"][0]
        gate.recall(letter, reason="Hun bliver.", by=cast["sofie"])
        prepare_leaving(begun, by=cast["sofie"], planned_on=None)
        assert not Notice.objects.filter(stay=begun, kind="discharge").exists()

    def test_given_up_after_it_was_told_says_so_and_owes_a_notice_when_she_does_leave(
        self, begun: Stay, cast: Cast, as_: As
    ) -> None:
        sent(letter_of(begun, cast), cast)
        prepare_leaving(begun, by=cast["sofie"], planned_on=None)
        told = page(as_("sofie"), "stay", begun.code)
        assert "Kommunen fik at vide, at hun flytter fredag 13. marts 2026; nu er der ingen plan." in told
        assert "Skriv den rigtige dag til kommunen" not in told
        assert notice_of(begun, "dropped").sent_on == TODAY
        assert discharge(moved(begun, cast, LATER)).sent_on is None

    def test_given_up_and_taken_up_again_for_the_same_day_is_told_already(self, begun: Stay, cast: Cast) -> None:
        sent(letter_of(begun, cast), cast)
        prepare_leaving(begun, by=cast["sofie"], planned_on=None)
        prepare_leaving(fresh(begun), by=cast["sofie"], planned_on=PLANNED)
        assert discharge(begun).sent_on == TODAY


class TestWhenSheHasLeft:
    def test_it_is_the_same_notice_with_the_day_she_left(self, begun: Stay, cast: Cast) -> None:
        code = discharge(begun).code
        notice = discharge(moved(begun, cast, LATER))
        assert notice.code == code
        assert (notice.triggered_on, notice.reminds_on, notice.due_on) == (LATER, date(2026, 3, 19), date(2026, 3, 19))

    def test_who_writes_it_is_told_that_the_municipality_knows(self, begun: Stay, cast: Cast, as_: As) -> None:
        sent(letter_of(begun, cast), cast)
        form = {"left_at": "i dag 09.00", "kind": "aftalt", "destination": "venner", "aftercare": "nej_tak",
                "version": "1"}  # fmt: skip
        answer = as_("sofie").post(reverse("leaving", args=[begun.code]), form, follow=True)
        assert "Kommunen er orienteret i forvejen." in answer.content.decode()

    def test_on_the_planned_day_nothing_is_to_be_mended(self, begun: Stay, cast: Cast, as_: As) -> None:
        sent(letter_of(begun, cast), cast)
        gone = moved(begun, cast)
        assert "Kommunen fik at vide" not in page(as_("sofie"), "stay", gone.code)
        with pytest.raises(Refused, match="ikke fået en forkert dag"):
            tell_again(discharge(gone), by=cast["sofie"])

    def test_on_another_day_both_pages_say_so_and_offer_a_further_letter(
        self, begun: Stay, cast: Cast, as_: As
    ) -> None:
        sent(letter_of(begun, cast), cast)
        gone, sofie = moved(begun, cast, LATER), as_("sofie")
        words = "Kommunen fik at vide fredag 13. marts 2026; hun flyttede mandag 16. marts 2026."
        with clock.at(clock.now() + timedelta(days=6)):
            for told in (page(sofie, "stay", gone.code), page(sofie, "notice", discharge(gone).code)):
                assert words in told
                assert "Skriv den rigtige dag til kommunen" in told
            assert "<dd>fredag 13. marts 2026</dd>" in page(sofie, "notice", discharge(gone).code), "what was told"
            answer = sofie.post(reverse("notice-again", args=[discharge(gone).code]))
            further = notice_of(gone, "changed")
            assert answer.headers["Location"] == reverse("notice", args=[further.code])
            assert reminded(cast["sofie"], clock.today()) == ["Skriv den rigtige udskrivningsdag til kommunen"]
            letter = prepare_notice(further, by=cast["sofie"], reason=WHY)
            heading = "Orientering om en anden udskrivningsdag"
            assert heading in page(sofie, "notice", further.code)
            for shown in (
                heading,
                "Dato for udskrivning mandag 16. marts 2026",
                "Oplyst tidligere fredag 13. marts 2026",
            ):
                assert scan.shows(letter.content, shown), shown
            assert list(sources.outdated(letter)) == []
            sent(letter, cast)
            assert words not in page(sofie, "stay", gone.code)
        assert discharge(gone).sent_on == TODAY, "what was told first stands"

    def test_a_further_letter_is_begun_once_and_again_if_the_day_is_put_right_again(
        self, begun: Stay, cast: Cast
    ) -> None:
        sent(letter_of(begun, cast), cast)
        gone = moved(begun, cast, LATER)
        with clock.at(clock.now() + timedelta(days=6)):
            first = tell_again(discharge(gone), by=cast["sofie"])
            assert tell_again(discharge(gone), by=cast["sofie"]) == first
            note_sent_elsewhere(first, sent_on=clock.today(), how="brev", by=cast["sofie"])
            before = gone.left_at - timedelta(days=2) if gone.left_at else clock.now()
            correct_date(gone, field="left_at", to=before, reason="Det var lørdag.", by=cast["sofie"])
            second = tell_again(discharge(gone), by=cast["sofie"])
        assert second != first
        assert second.triggered_on == date(2026, 3, 14)

    def test_a_plan_moved_after_it_was_told_is_told_again_before_she_leaves(
        self, begun: Stay, cast: Cast, as_: As
    ) -> None:
        sent(letter_of(begun, cast), cast)
        prepare_leaving(begun, by=cast["sofie"], planned_on=LATER)
        assert "nu er planen mandag 16. marts 2026" in page(as_("sofie"), "stay", begun.code)
        further = tell_again(discharge(begun), by=cast["sofie"])
        sent(prepare_notice(further, by=cast["sofie"], reason=WHY), cast)
        assert "Kommunen fik at vide" not in page(as_("sofie"), "stay", moved(begun, cast, LATER).code)

    def test_a_further_letter_that_is_only_begun_goes_away_when_the_told_day_is_right_again(
        self, begun: Stay, cast: Cast
    ) -> None:
        sent(letter_of(begun, cast), cast)
        prepare_leaving(begun, by=cast["sofie"], planned_on=LATER)
        tell_again(discharge(begun), by=cast["sofie"])
        prepare_leaving(fresh(begun), by=cast["sofie"], planned_on=PLANNED)
        assert not Notice.objects.filter(kind="changed").exists()
        assert reminded(cast["sofie"]) == []


class TestUndoingTheLeaving:
    def test_takes_a_notice_away_of_which_nothing_is_written(self, begun: Stay, cast: Cast) -> None:
        undo_leaving(moved(begun, cast), reason="Det var en anden.", by=cast["sofie"])
        assert not Notice.objects.filter(stay=begun, kind="discharge").exists()

    @pytest.mark.parametrize("leaves", [True, False], ids=["sent", "waits"])
    def test_leads_back_to_the_plan_that_was_told(self, begun: Stay, cast: Cast, leaves: bool) -> None:
        letter = letter_of(begun, cast)
        if leaves:
            sent(letter, cast)
        gone = moved(begun, cast, LATER)
        with clock.at(clock.now() + timedelta(days=6)):
            undo_leaving(gone, reason="Det var en anden.", by=cast["sofie"])
        notice = discharge(begun)
        assert (notice.triggered_on, notice.reminds_on) == (PLANNED, PLANNED)
        assert (notice.sent_on, notice.document) == (TODAY if leaves else None, letter)

    def test_is_refused_when_it_was_told_that_she_has_left(self, begun: Stay, cast: Cast) -> None:
        gone = moved(begun, cast)
        with clock.at(clock.now() + timedelta(days=6)):
            note_sent_elsewhere(discharge(gone), sent_on=clock.today(), how="brev", by=cast["sofie"])
            with pytest.raises(Refused, match="ny henvendelse"):
                undo_leaving(gone, reason="Fejl.", by=cast["sofie"])

    def test_is_refused_while_a_letter_waits_that_says_she_has_left(self, begun: Stay, cast: Cast) -> None:
        gone = moved(begun, cast)
        letter_of(gone, cast)
        with pytest.raises(Refused, match="Træk det tilbage først"):
            undo_leaving(gone, reason="Fejl.", by=cast["sofie"])
        assert fresh(gone).left_at is not None


class TestWhoIsReminded:
    def test_nobody_before_somebody_asked_for_it(self, planned: Stay, cast: Cast) -> None:
        assert reminded(cast["sofie"]) == []

    def test_by_the_planned_day_once_it_is_begun(self, begun: Stay, cast: Cast) -> None:
        assert reminded(cast["sofie"]) == ["Orientér kommunen, før hun flytter"]
        (item,) = (item for item in due(cast["sofie"], TODAY) if discharge(begun).code in item.item)
        assert item.limit.date() == PLANNED

    def test_to_say_whether_she_left_when_the_day_has_gone(self, begun: Stay, cast: Cast) -> None:
        with clock.at(clock.now() + timedelta(days=3)):
            assert reminded(cast["sofie"], clock.today()) == ["Skriv, om hun er flyttet, eller ret planen"]

    def test_no_more_when_it_has_been_told(self, begun: Stay, cast: Cast) -> None:
        sent(letter_of(begun, cast), cast)
        assert reminded(cast["sofie"]) == []
        moved(begun, cast)
        assert reminded(cast["sofie"]) == []


class TestTheFigure:
    def counted(self, day: date) -> dict[str, tuple[int, int, int, dict[str, int]]]:
        """Of the discharge alone, as the card counts it and as it is counted again by hand."""
        Notice.objects.filter(kind="admission").delete()
        quarters = [Period(2026, 1), Period(2026, 2)]
        found = measure(CARDS["MUN-G1a"], quarters, day)
        as_counted = {
            place: Counter(
                {word: getattr(one, word) for word in ("yes", "no", "pending")}
                | {f"o:{word}": count for word, count in one.other.items()}
            )
            for place, one in found.items()
        }
        assert as_counted == recount.counted(recount.notices(day))
        return {key: (one.yes, one.no, one.pending, dict(one.other)) for (_house, key), one in found.items()}

    @pytest.mark.parametrize("day", [TODAY, date(2026, 6, 1)], ids=["before its limit", "after its limit"])
    def test_has_no_notice_of_a_stay_that_goes_on(self, begun: Stay, day: date) -> None:
        assert self.counted(day) == {}

    def test_counts_one_told_before_as_in_time_in_the_quarter_she_left(self, begun: Stay, cast: Cast) -> None:
        sent(letter_of(begun, cast), cast)
        assert self.counted(TODAY) == {}
        moved(begun, cast, date(2026, 4, 7))
        assert self.counted(date(2026, 5, 1)) == {"2026K2": (1, 0, 0, {"yes": 1})}

    def test_counts_no_further_letter(self, begun: Stay, cast: Cast) -> None:
        sent(letter_of(begun, cast), cast)
        gone = moved(begun, cast, LATER)
        with clock.at(clock.now() + timedelta(days=6)):
            tell_again(discharge(gone), by=cast["sofie"])
        assert self.counted(date(2026, 5, 1)) == {"2026K1": (1, 0, 0, {"yes": 1})}


class TestTheDayOfAChildThatWasToldWrong:
    """Sami left alone on the 10th, by what was typed; the letter that has left says so."""

    @pytest.fixture
    def sami(self, amina: Stay, cast: Cast) -> ChildStay:
        own = amina.child_stays.select_related("key", "child").order_by("pk")[0]
        child_leaves(amina, child_stay=own, left_at=clock.now() - timedelta(days=1), by=cast["sofie"])
        leave(fresh(amina), by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner",
              aftercare="nej_tak")  # fmt: skip
        sent(letter_of(amina, cast), cast)
        return own

    def corrected(self, sami: ChildStay, cast: Cast, to: datetime) -> None:
        field = Correction.CHILD_LEFT + sami.code
        correct_date(fresh(sami.stay), field=field, to=to, reason="Forkert dag.", by=cast["sofie"])

    def test_is_said_on_both_pages_and_told_by_a_further_letter(
        self, amina: Stay, sami: ChildStay, cast: Cast, as_: As
    ) -> None:
        sofie = as_("sofie")
        words = "Brevet til kommunen siger „Barn, flyttet 10. mar. 2026“; nu står der „Barn, flyttet 9. mar. 2026“."
        assert "Brevet til kommunen siger" not in page(sofie, "stay", amina.code)
        with pytest.raises(Refused, match="intet at rette"):
            tell_again(discharge(amina), by=cast["sofie"])
        self.corrected(sami, cast, MOVED_IN + timedelta(hours=1))
        for told in (page(sofie, "stay", amina.code), page(sofie, "notice", discharge(amina).code)):
            assert words in told
            assert "Skriv den rigtige dag til kommunen" in told
        letter = prepare_notice(tell_again(discharge(amina), by=cast["sofie"]), by=cast["sofie"], reason=WHY)
        assert [one["label"] for one in letter.named] == ["Kvinde", "Barn, flyttet 9. mar. 2026", "Barn"]
        assert scan.shows(letter.content, "en anden dato for et barns udskrivning")
        assert not scan.shows(letter.content, "Oplyst tidligere")
        assert list(sources.outdated(letter)) == []
        sent(letter, cast)
        assert words not in page(sofie, "stay", amina.code)

    def test_needs_no_further_letter_when_the_day_told_is_right_again(
        self, amina: Stay, sami: ChildStay, cast: Cast
    ) -> None:
        self.corrected(sami, cast, MOVED_IN + timedelta(hours=1))
        tell_again(discharge(amina), by=cast["sofie"])
        self.corrected(sami, cast, MOVED_IN + timedelta(hours=4))
        assert not amina.notices.filter(kind=Notice.CHANGED).exists()

    def test_is_that_of_the_plan_where_the_child_left_before_it(self, begun: Stay, cast: Cast, as_: As) -> None:
        sent(letter_of(begun, cast), cast)
        own = begun.child_stays.select_related("key", "child").order_by("pk")[0]
        child_leaves(begun, child_stay=own, left_at=clock.now(), by=cast["sofie"])
        words = "siger „Barn“; nu står der „Barn, flyttet 11. mar. 2026“"
        assert words in page(as_("sofie"), "stay", begun.code)
        tell_again(discharge(begun), by=cast["sofie"])
        child_is_back(begun, child_stay=own, reason="Kom igen.", by=cast["sofie"])
        assert words not in page(as_("sofie"), "stay", begun.code)
        assert not begun.notices.filter(kind=Notice.CHANGED).exists()

    def test_stands_in_no_letter_of_an_anonymous_stay(self, cast: Cast, houses: dict[str, House], as_: As) -> None:
        load_offices()
        stay = moved_in(houses["kbh"], people(cast), anonymous=True)
        own = stay.child_stays.select_related("key", "child").order_by("pk")[0]
        child_leaves(stay, child_stay=own, left_at=clock.now() - timedelta(days=1), by=cast["sofie"])
        leave(fresh(stay), by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner",
              aftercare="nej_tak")  # fmt: skip
        sent(letter_of(stay, cast), cast)
        self.corrected(own, cast, MOVED_IN + timedelta(hours=1))
        assert "Brevet til kommunen siger" not in page(as_("sofie"), "stay", stay.code)
