"""What was written when she left was wrong: put right, undone, or met by two at once; a child that leaves before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.post.scan import in_words
from rettesnor.residency.actions.after_leaving import correct_leaving, undo_leaving
from rettesnor.residency.actions.child import child_is_back, child_leaves
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.forbidden import forbidden_values
from rettesnor.residency.models import ChildStay, Correction, EarlierLeaving, Leaving, Notice, Stay
from rettesnor.staff.models import Employee, House
from rettesnor.today.due import due
from tests.rettesnor.residency.lives import MOVED_IN, children_of, fresh, log_of, moved_in, notice_of, people

WHERE = "Til sin far, Prøvevej 14, 5000 Odense C"
As = Callable[[str], Client]
Cast = dict[str, Employee]


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def gone(amina: Stay, cast: Cast) -> Stay:
    """She left an hour ago, to her family; nobody had talked with her about the time after."""
    left_at = clock.now() - timedelta(hours=1)
    leave(amina, by=cast["sofie"], left_at=left_at, kind="aftalt", destination="familie", aftercare="ikke_naaet",
          next_address="Gammel Vej 1", agreed="Intet aftalt.")  # fmt: skip
    return fresh(amina)


def plan_of(stay: Stay) -> Leaving:
    return Leaving.objects.select_related("key", "aftercare_decided_by").get(stay=stay)


def typed(stay: Stay, **changes: Any) -> dict[str, Any]:
    usual = {"kind": "aftalt", "destination": "ny_egen_bolig", "aftercare": "liva", "reason": "",
             "why": "Hun ringede og fortalte det.", "agreed": "Vi ringer fredag.", "next_address": "Ny Vej 3",
             "version": str(plan_of(stay).version)}  # fmt: skip
    return {**usual, **changes}


class TestPuttingTheAnswersRight:
    def test_keeps_what_stood(self, gone: Stay, as_: As, cast: Cast) -> None:
        sofie = as_("sofie")
        assert sofie.get(reverse("leaving-correct", args=[gone.code])).status_code == 200
        answer = sofie.post(reverse("leaving-correct", args=[gone.code]), typed(gone))
        assert answer.headers["Location"] == reverse("stay", args=[gone.code])
        plan = plan_of(gone)
        assert (plan.destination, plan.aftercare, plan.agreed) == ("ny_egen_bolig", "liva", "Vi ringer fredag.")
        assert (plan.aftercare_decided_by, plan.aftercare_decided_on) == (cast["sofie"], clock.today())
        before = EarlierLeaving.objects.select_related("key").get()
        assert (before.destination, before.aftercare, before.next_address) == ("familie", "ikke_naaet", "Gammel Vej 1")
        page = sofie.get(reverse("stay", args=[gone.code])).content.decode()
        assert "Det stod der før" in page
        assert "Hun ringede og fortalte det." in page
        told = log_of("ret udflytning")[0].fields
        assert "Ny Vej" not in told
        assert "ny_egen_bolig" in told

    def test_no_letter_tells_where_she_was_said_to_go(self, gone: Stay, cast: Cast) -> None:
        correct_leaving(gone, by=cast["sofie"], kind="aftalt", destination="venner", aftercare="liva", why="Fejl.",
                        next_address="Ny Vej 3, 4000 Roskilde")  # fmt: skip
        for words in ("Hun flyttede til Gammel Vej 1.", "Hun bor på Ny Vej 3."):
            assert in_words(words, forbidden_values(gone)), words

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"why": " "}, "why"), ({"destination": ""}, "destination"), ({"kind": "bortvist"}, "reason")],
    )
    def test_is_refused_beside_the_field(self, gone: Stay, as_: As, changed: dict[str, str], field: str) -> None:
        answer = as_("sofie").post(reverse("leaving-correct", args=[gone.code]), typed(gone, **changed))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert "Vi ringer fredag." in answer.content.decode()
        assert plan_of(gone).destination == "familie"

    def test_the_same_again_is_no_correction(self, gone: Stay, cast: Cast) -> None:
        plan = plan_of(gone)
        same = {name: getattr(plan, name) for name in ("kind", "destination", "aftercare", "agreed", "next_address")}
        with pytest.raises(Refused, match="ikke rettet noget"):
            correct_leaving(gone, by=cast["sofie"], why="Af vane.", **same)

    def test_of_a_stay_that_runs_leads_back(self, amina: Stay, as_: As) -> None:
        for name in ("leaving-correct", "leaving-undo"):
            answer = as_("sofie").get(reverse(name, args=[amina.code]))
            assert answer.headers["Location"] == reverse("stay", args=[amina.code])

    def test_whoever_may_not_read_the_address_does_not_wipe_it_out(self, gone: Stay, as_: As) -> None:
        sent = typed(gone)
        del sent["next_address"]
        assert as_("lone").post(reverse("leaving-correct", args=[gone.code]), sent).status_code == 302
        assert plan_of(gone).next_address == "Gammel Vej 1"

    def test_two_who_write_that_she_left_meet_each_other(self, gone: Stay, as_: As) -> None:
        """The second had the page open; the words are kept and can be saved as what is put right."""
        sent = {"left_at": "i dag 09.00", "kind": "uventet", "destination": "venner", "aftercare": "nej_tak",
                "agreed": "Hun vil selv ringe.", "version": "0"}  # fmt: skip
        answer = as_("lone").post(reverse("leaving", args=[gone.code]), sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "En anden har gemt, mens du skrev" in page
        assert "Intet aftalt." in page
        assert "Hun vil selv ringe." in page
        assert f'action="{reverse("leaving-correct", args=[gone.code])}"' in page
        assert plan_of(gone).destination == "familie"
        again = {**sent, "version": str(answer.context["form"]["version"].value()), "why": "Jeg talte med hende."}
        assert as_("lone").post(reverse("leaving-correct", args=[gone.code]), again).status_code == 302
        assert plan_of(gone).destination == "venner"


class TestAMoveThatWasNone:
    def test_she_and_the_children_live_here_again(self, gone: Stay, as_: As, cast: Cast) -> None:
        assert notice_of(gone, "discharge")
        sent = {"reason": "Det var en anden kvinde.", "client_key": str(uuid4())}
        for _twice in range(2):
            assert as_("sofie").post(reverse("leaving-undo", args=[gone.code]), sent).status_code == 302
        assert fresh(gone).left_at is None
        assert set(ChildStay.objects.values_list("left_at", flat=True)) == {None}
        assert not Notice.objects.filter(stay=gone, kind="discharge").exists()
        correction = Correction.objects.select_related("key").get()
        assert (correction.kind, correction.after, correction.reason) == ("left_at", None, "Det var en anden kvinde.")
        plan = plan_of(gone)
        assert (plan.kind, plan.destination) == ("", "familie")
        page = as_("sofie").get(reverse("stay", args=[gone.code])).content.decode()
        assert "Her igen; stod som flyttet" in page
        assert "Hun er flyttet" in page
        leave(fresh(gone), by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="liva")
        assert notice_of(gone, "discharge").sent_on is None

    def test_needs_a_reason(self, gone: Stay, as_: As) -> None:
        answer = as_("sofie").post(reverse("leaving-undo", args=[gone.code]), {"reason": " "})
        assert answer.status_code == 422
        assert fresh(gone).left_at is not None

    def test_is_refused_when_the_municipality_has_been_told(self, gone: Stay, cast: Cast) -> None:
        Notice.objects.filter(stay=gone, kind="discharge").update(sent_on=clock.today())
        with pytest.raises(Refused, match="ny henvendelse"):
            undo_leaving(gone, reason="Fejl.", by=cast["sofie"])
        assert fresh(gone).left_at is not None

    def test_is_refused_when_she_has_come_back_meanwhile(
        self, gone: Stay, cast: Cast, houses: dict[str, House]
    ) -> None:
        moved_in(houses["kbh"], people(cast), at=clock.now(), children=())
        with pytest.raises(Refused, match="allerede et ophold"):
            undo_leaving(gone, reason="Fejl.", by=cast["sofie"])

    def test_a_child_that_went_elsewhere_in_the_same_minute_is_still_there(
        self, amina: Stay, as_: As, cast: Cast
    ) -> None:
        sami, lea = ChildStay.objects.select_related("key", "child").filter(stay=amina).order_by("pk")
        for own in (sami, lea):
            child_leaves(amina, child_stay=own, left_at=clock.now(), by=cast["sofie"], left_for=WHERE)
        child_is_back(amina, child_stay=lea, reason="Hun kom igen.", by=cast["sofie"])
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="liva")
        undo_leaving(fresh(amina), reason="Fejl.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == clock.now()
        assert ChildStay.objects.get(pk=lea.pk).left_at is None, "she had been back, and left with her mother"

    def test_a_child_that_left_alone_in_the_same_minute_is_not_brought_back_for_want_of_words(
        self, amina: Stay, cast: Cast
    ) -> None:
        sami, lea = ChildStay.objects.select_related("key", "child").filter(stay=amina).order_by("pk")
        child_leaves(amina, child_stay=sami, left_at=clock.now(), by=cast["sofie"])
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="liva")
        undo_leaving(fresh(amina), reason="Fejl.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == clock.now()
        assert ChildStay.objects.get(pk=lea.pk).left_at is None, "she left with her mother"

    def test_a_child_that_had_been_back_and_left_alone_again_stays_gone(self, amina: Stay, cast: Cast) -> None:
        sami = ChildStay.objects.select_related("key", "child").filter(stay=amina).order_by("pk")[0]
        child_leaves(amina, child_stay=sami, left_at=clock.now(), by=cast["sofie"], left_for=WHERE)
        child_is_back(amina, child_stay=sami, reason="Han kom igen.", by=cast["sofie"])
        child_leaves(amina, child_stay=sami, left_at=clock.now(), by=cast["sofie"], left_for=WHERE)
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="liva")
        undo_leaving(fresh(amina), reason="Fejl.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == clock.now()

    def test_a_child_that_left_alone_is_not_met_by_a_corrected_date_of_hers(self, amina: Stay, cast: Cast) -> None:
        sami, lea = ChildStay.objects.select_related("key", "child").filter(stay=amina).order_by("pk")
        alone, left = clock.now() - timedelta(hours=3), clock.now() - timedelta(hours=1)
        child_leaves(amina, child_stay=sami, left_at=alone, by=cast["sofie"])
        leave(amina, by=cast["sofie"], left_at=left, kind="aftalt", destination="venner", aftercare="liva")
        correct_date(fresh(amina), field="left_at", to=alone, reason="Hun gik samtidig.", by=cast["sofie"])
        correct_date(fresh(amina), field="left_at", to=left, reason="Nej, senere.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == alone
        assert ChildStay.objects.get(pk=lea.pk).left_at == left, "she left with her mother"
        correct_date(fresh(amina), field="left_at", to=alone, reason="Jo, samtidig.", by=cast["sofie"])
        undo_leaving(fresh(amina), reason="Fejl.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == alone

    def test_a_child_that_left_alone_in_the_same_minute_keeps_her_from_leaving_before_it(
        self, amina: Stay, cast: Cast
    ) -> None:
        sami = ChildStay.objects.select_related("key", "child").filter(stay=amina).order_by("pk")[0]
        child_leaves(amina, child_stay=sami, left_at=clock.now(), by=cast["sofie"])
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="liva")
        with pytest.raises(Refused, match="flyttede ud senere"):
            correct_date(fresh(amina), field="left_at", to=clock.now() - timedelta(hours=1), reason="Fejl.",
                         by=cast["sofie"])  # fmt: skip


class TestAWomanWhoDied:
    def test_nobody_asks_where_she_went(self, amina: Stay, as_: As) -> None:
        sent = {"left_at": "i dag 08.00", "kind": "doed", "destination": "", "aftercare": "", "version": "0"}
        assert as_("sofie").post(reverse("leaving", args=[amina.code]), sent).status_code == 302
        assert (plan_of(amina).kind, plan_of(amina).appealable) == ("doed", False)
        assert "Hun er død" in as_("sofie").get(reverse("stay", args=[amina.code])).content.decode()


class TestAChildThatLeavesBeforeItsMother:
    def sami(self, stay: Stay) -> ChildStay:
        return ChildStay.objects.select_related("key", "child").get(stay=stay, child=children_of(stay)[0])

    def test_leaves_alone_and_is_followed_up(self, amina: Stay, as_: As, cast: Cast) -> None:
        child = self.sami(amina)
        sent = {"child_stay": child.code, "left_at": "i dag 09.00", "left_for": WHERE}
        assert as_("sofie").post(reverse("stay-child-leaves", args=[amina.code]), sent).status_code == 302
        child = self.sami(amina)
        assert (child.left_at, child.left_for) == (clock.now().replace(hour=9, minute=0), WHERE)
        assert fresh(amina).left_at is None
        assert ChildStay.objects.filter(stay=amina, left_at=None).count() == 1
        page = as_("sofie").get(reverse("stay", args=[amina.code])).content.decode()
        assert "flyttet i dag" in page or "flyttet 11. marts" in page
        assert "Odense" not in log_of("barn flyttet")[0].fields
        assert in_words("Drengen bor på Prøvevej 14.", forbidden_values(amina))
        assert any(item.item == f"residency.child-follow-up:{child.code}" for item in due(cast["bodil"], clock.today()))

    def test_comes_back(self, amina: Stay, as_: As, cast: Cast) -> None:
        child_leaves(amina, child_stay=self.sami(amina), left_at=clock.now(), by=cast["sofie"])
        url = reverse("stay-child-back", args=[amina.code])
        form = as_("sofie").get(url).context["form"]
        assert form["child_stay"].value() == self.sami(amina).code, "the only one that can be meant is chosen"
        sent = {"child_stay": self.sami(amina).code, "reason": "Han kom igen i dag."}
        assert as_("sofie").post(url, sent).status_code == 302
        assert self.sami(amina).left_at is None
        assert Correction.objects.get().kind == "barn-ud"

    def test_nobody_is_asked_about_when_no_child_is_gone(self, amina: Stay, as_: As) -> None:
        here = reverse("stay", args=[amina.code])
        assert as_("sofie").get(reverse("stay-child-back", args=[amina.code])).headers["Location"] == here
        form = as_("sofie").get(reverse("stay-child-leaves", args=[amina.code])).context["form"]
        assert len(form.fields["child_stay"].choices) == 2
        assert form["child_stay"].value() is None

    def test_a_child_another_was_faster_with_is_told_so_without_a_code(self, amina: Stay, as_: As, cast: Cast) -> None:
        child, sofie = self.sami(amina), as_("sofie")
        leaves, back = (reverse(f"stay-child-{name}", args=[amina.code]) for name in ("leaves", "back"))
        child_leaves(amina, child_stay=child, left_at=clock.now(), by=cast["sofie"])
        answer = sofie.post(leaves, {"child_stay": child.code, "left_at": "i dag 09.00", "left_for": ""})
        assert answer.status_code == 422
        assert answer.context["form"].errors["child_stay"] == ["Barnet er allerede flyttet ud."]
        child_is_back(amina, child_stay=self.sami(amina), reason="Han kom igen.", by=cast["sofie"])
        answer = sofie.post(back, {"child_stay": child.code, "reason": "Han kom igen."})
        assert answer.context["form"].errors["child_stay"] == ["Barnet bor her allerede."]

    def test_she_does_not_leave_before_it(self, amina: Stay, cast: Cast) -> None:
        child_leaves(amina, child_stay=self.sami(amina), left_at=clock.now(), by=cast["sofie"])
        with pytest.raises(Refused, match="flyttede ud senere"):
            leave(amina, by=cast["sofie"], left_at=clock.now() - timedelta(hours=3), kind="aftalt",
                  destination="venner", aftercare="liva")  # fmt: skip

    @pytest.mark.parametrize(
        ("when", "why"), [(timedelta(hours=1), "fremtiden"), (MOVED_IN - clock.now() - timedelta(hours=1), "før det")]
    )
    def test_is_refused_for_a_moment_that_cannot_be(self, amina: Stay, cast: Cast, when: timedelta, why: str) -> None:
        with pytest.raises(Refused, match=why):
            child_leaves(amina, child_stay=self.sami(amina), left_at=clock.now() + when, by=cast["sofie"])

    def test_no_other_woman_s_child_can_be_chosen(
        self, amina: Stay, as_: As, cast: Cast, houses: dict[str, House]
    ) -> None:
        other = moved_in(houses["kbh"], people(cast), anonymous=True)
        sent = {"child_stay": self.sami(other).code, "left_at": "i dag 09.00", "left_for": ""}
        assert as_("sofie").post(reverse("stay-child-leaves", args=[amina.code]), sent).status_code == 422
        assert not ChildStay.objects.exclude(left_at=None).exists()
