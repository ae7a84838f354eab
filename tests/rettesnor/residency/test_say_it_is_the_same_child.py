"""A child who came back without its number was written down a second time: its own adults say that it is the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.audit.actions import verify
from rettesnor.danish import clock
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.followup.indicators import COUNTED
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices
from rettesnor.post.models import Document
from rettesnor.practice.actions import note_wellbeing, record
from rettesnor.practice.models import Effort, WellBeing
from rettesnor.residency.actions import intake, visitation
from rettesnor.residency.actions.child import write_words
from rettesnor.residency.actions.identity import name_child
from rettesnor.residency.actions.leaving import agree_talk, leave
from rettesnor.residency.actions.named import persons_of
from rettesnor.residency.actions.notice import prepare_notice
from rettesnor.residency.actions.same_child import join
from rettesnor.residency.actions.stay import assign
from rettesnor.residency.models import (
    Child,
    ChildAssessment,
    ChildIdentity,
    ChildStay,
    EarlierWords,
    FollowUpTalk,
    Stay,
)
from rettesnor.staff.models import Assignment, Employee, House
from rettesnor.vault.models import DataKey
from tests.rettesnor.followup.test_count_the_figures import as_counted
from tests.rettesnor.residency.lives import (
    MOVED_IN,
    NAME,
    NUMBER,
    WHY,
    children_of,
    fresh,
    log_of,
    moved_in,
    notice_of,
    people,
)

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]
FEBRUARY = datetime(2026, 2, 9, 12, 0, tzinfo=clock.CPH)
SIX, BORN_YESTERDAY = "6506204002", "7003264001"
QUESTION = "der var her fra 9. feb. 2026 til 18. feb. 2026. Sæt kryds, hvis det er det samme barn."
TAKEN = "Nummeret står allerede på et andet af hendes børn. Se efter, hvis det er."
TYPED = {"name": "Sami Prøvebarn", "number": SIX, "institution": "", "version": "1"}
TICKED = {**TYPED, "same_child": "on"}
SAID: dict[str, Any] = {"name": "Sami Prøvebarn", "number": SIX, "institution": ""}


@pytest.fixture
def before(cast: Cast, houses: Houses) -> Stay:
    """She was here in February with a child whose number was written down."""
    load_edition()
    stay = moved_in(houses["kbh"], people(cast), at=FEBRUARY, children=(("Sami", SIX, "Skovtrolden"),))
    with clock.at(FEBRUARY + timedelta(days=9)):
        leave(stay, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="andre")
    return fresh(stay)


@pytest.fixture
def stay(before: Stay, cast: Cast, houses: Houses) -> Stay:
    """She is here again, in haste: nobody asked for the number."""
    return moved_in(houses["kbh"], people(cast), children=(("", "", ""),))


@pytest.fixture
def known(before: Stay) -> Child:
    return children_of(before)[0]


@pytest.fixture
def child(stay: Stay) -> Child:
    return children_of(stay)[0]


def url_of(child: Child) -> str:
    return reverse("child-identity", args=[child.code])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def identity_of(child: Child) -> ChildIdentity:
    return ChildIdentity.objects.select_related("key").get(child=child)


def words_of(child: Child) -> tuple[str, list[str]]:
    now = Child.objects.select_related("key").get(pk=child.pk)
    return now.own_words, [row.own_words for row in now.earlier_words.select_related("key")]


def one(child: Child, known: Child, by: Employee, **said: Any) -> Child:
    return join(child, known, by=by, **{**SAID, **said})


class TestItIsAsked:
    def test_beside_a_tick_and_nothing_is_saved_or_lost(self, child: Child, known: Child, as_: As) -> None:
        assert "same_child" not in text(as_("sofie").get(url_of(child)))
        answer = as_("sofie").post(url_of(child), TYPED | {"institution": "Prøveskolen"})
        assert answer.status_code == 422
        for words in (known.alias, QUESTION, 'name="same_child"', "Sami Prøvebarn", "Prøveskolen", "Det er det samme"):
            assert words in text(answer), words
        assert answer.context["form"]["number"].value() == SIX
        assert (identity_of(child).name, identity_of(child).version) == ("", 1)
        assert not Child.objects.exclude(same_as=None).exists()

    def test_and_that_the_other_was_shown_is_written_down(
        self, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        as_("sofie").post(url_of(child), TYPED)
        (looked_up,) = log_of("opslag", subject=known.subject, purpose="samme CPR-nummer")
        assert looked_up.actor_id == cast["sofie"].pk

    def test_not_where_the_number_cannot_be_its_own(self, child: Child, known: Child, cast: Cast, as_: As) -> None:
        ChildStay.objects.filter(child=known).update(moved_in_at=clock.now(), left_at=clock.now())
        ChildStay.objects.filter(child=child).update(left_at=MOVED_IN)
        name_child(known, name="Bo", number=BORN_YESTERDAY, institution="", by=cast["sofie"])
        answer = as_("sofie").post(url_of(child), TYPED | {"number": BORN_YESTERDAY})
        assert "var barnet ikke født" in text(answer)
        assert not log_of("opslag", subject=known.subject, purpose="samme CPR-nummer")

    def test_where_the_number_is_written_in_the_assessment_it_tells_where_to_say_it(
        self, stay: Stay, child: Child, cast: Cast
    ) -> None:
        row = ChildAssessment.objects.select_related("key", "child", "enquiry__key").get(enquiry=stay.enquiry)
        with pytest.raises(Refused, match="skriv nummeret på barnets side: der kan det siges") as refused:
            visitation.assess_child(row.enquiry, assessment=row, by=cast["bodil"], observation="Leger.", cpr=SIX)
        assert refused.value.field == "cpr"


class TestTheyAreTwo:
    def test_where_both_were_in_one_stay(self, cast: Cast, houses: Houses, as_: As) -> None:
        stay = moved_in(houses["kbh"], people(cast), children=(("Sami", SIX, ""), ("", "", "")))
        other = children_of(stay)[1]
        for typed in (TYPED, TICKED):
            answer = as_("sofie").post(url_of(other), typed)
            assert answer.status_code == 422
            assert TAKEN in text(answer)
            assert "der var her" not in text(answer)

    def test_where_both_were_here_at_one_time(self, child: Child, known: Child, as_: As) -> None:
        ChildStay.objects.filter(child=known).update(left_at=clock.now())
        answer = as_("sofie").post(url_of(child), TICKED)
        assert answer.status_code == 422
        assert TAKEN in text(answer)

    def test_also_where_that_has_become_so_meanwhile(self, child: Child, known: Child, cast: Cast) -> None:
        ChildStay.objects.filter(child=known).update(left_at=None)
        with pytest.raises(Refused, match="et andet af hendes børn"):
            one(child, known, cast["sofie"])

    def test_an_anonymous_woman_s_child_has_no_number(self, cast: Cast, houses: Houses, as_: As) -> None:
        stay = moved_in(houses["kbh"], people(cast), children=(("", "", ""),), anonymous=True)
        answer = as_("sofie").post(url_of(children_of(stay)[0]), TICKED)
        assert answer.status_code == 422
        assert "Moren er anonym" in text(answer)

    def test_of_one_out_of_reach_no_more_is_told_than_that_the_number_is_taken(
        self, before: Stay, child: Child, known: Child, as_: As
    ) -> None:
        Stay.objects.filter(pk=before.pk).update(key=DataKey.objects.fresh())
        for typed in (TYPED, TICKED):
            answer = as_("sofie").post(url_of(child), typed)
            assert answer.status_code == 422
            assert TAKEN in text(answer)
            assert known.alias not in text(answer)
        assert not log_of("opslag", subject=known.subject)


def fill(child: Child, stay: Stay, cast: Cast) -> None:
    """Something of every kind that can hang on a child."""
    coordinator, on = cast["bodil"], clock.day_of(stay.moved_in_at)
    write_words(child, own_words=f"Først {on}.", by=coordinator)
    write_words(child, own_words=f"Så {on}.", by=coordinator)
    record(stay=stay, child=child, line="CHI-A8", status="udfoert", on=on, by=coordinator)
    (own,) = stay.child_stays.select_related("key", "child", "stay").filter(child=child)
    note_wellbeing(own, on=on, by=coordinator, scale={}, observation="Leger.")
    day = clock.today() + timedelta(days=20)
    agree_talk(stay, child=child, due_on=day, safe_contact="opkald", by=cast["sofie"])


HANGS_ON_A_CHILD = {ChildStay, ChildAssessment, FollowUpTalk, EarlierWords, Effort, Child}
"""What points at a child, but for its identity: whoever adds a kind says here what becomes of it."""


class TestTheyAreOne:
    def test_on_the_page_the_one_known_first_goes_on(self, child: Child, known: Child, as_: As) -> None:
        answer = as_("sofie").post(url_of(child), TICKED, follow=True)
        assert answer.redirect_chain == [(reverse("child", args=[known.code]), 302)]
        assert "De to er nu ét barn." in text(answer)
        assert Child.objects.get(pk=child.pk).same_as == known
        assert ChildStay.objects.filter(child=known).count() == 2

    def test_everything_that_hangs_on_either_hangs_on_it(
        self, before: Stay, stay: Stay, child: Child, known: Child, cast: Cast
    ) -> None:
        with clock.at(FEBRUARY + timedelta(days=1)):
            fill(known, before, cast)
        fill(child, stay, cast)
        links = [link for link in Child._meta.related_objects if link.one_to_many]
        assert {link.related_model for link in links} == HANGS_ON_A_CHILD

        def hanging(row: Child) -> dict[str, list[int]]:
            rows = {link.related_model: link.related_model._base_manager.filter(**{link.field.name: row})
                    for link in links}  # fmt: skip
            return {model.__name__: sorted(found.values_list("pk", flat=True)) for model, found in rows.items()}

        of_both = [hanging(known), hanging(child)]
        assert all(found for kind, found in of_both[1].items() if kind != "Child")
        one(child, known, cast["sofie"])
        assert not any(hanging(child).values())
        now = hanging(known)
        for kind in ("ChildStay", "ChildAssessment", "FollowUpTalk", "Effort"):
            assert now[kind] == sorted(of_both[0][kind] + of_both[1][kind]), kind
        assert now["Child"] == [child.pk]
        assert WellBeing.objects.filter(child_stay__child=known).count() == 2

    def test_its_newest_words_stand_on_top_and_the_others_beside(self, child: Child, known: Child, cast: Cast) -> None:
        with clock.at(FEBRUARY + timedelta(days=1)):
            write_words(known, own_words="Jeg savner far.", by=cast["bodil"])
        for said in ("Jeg vil have min hund med.", "Jeg er glad."):
            write_words(child, own_words=said, by=cast["bodil"])
        one(child, known, cast["sofie"])
        newest, earlier = words_of(known)
        assert newest == "Jeg er glad."
        assert sorted(earlier) == ["Jeg savner far.", "Jeg vil have min hund med."]
        assert words_of(child) == ("", [])

    def test_words_that_were_said_later_on_the_other_stay_on_top(self, child: Child, known: Child, cast: Cast) -> None:
        with clock.at(clock.now() - timedelta(days=1)):
            write_words(child, own_words="Jeg er træt.", by=cast["bodil"])
        write_words(known, own_words="Jeg er glad.", by=cast["bodil"])
        one(child, known, cast["sofie"])
        assert words_of(known) == ("Jeg er glad.", ["Jeg er træt."])

    def test_it_is_as_old_in_each_stay_as_its_number_says(
        self, stay: Stay, child: Child, known: Child, cast: Cast
    ) -> None:
        ChildStay.objects.filter(child=child).update(age_group="6-9")
        one(child, known, cast["sofie"])
        assert ChildStay.objects.get(stay=stay).age_group == "3-5"

    def test_the_name_that_is_said_now_counts_and_what_stood_can_be_read(
        self, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        as_("sofie").post(url_of(child), TICKED | {"institution": "Prøveskolen"})
        now = identity_of(known)
        assert (now.name, now.cpr, now.institution) == ("Sami Prøvebarn", SIX, "Prøveskolen")
        page = text(as_("sofie").get(reverse("child", args=[known.code])))
        assert "<dt>Har også stået som</dt><dd>Sami, Skovtrolden</dd>" in page
        assert not ChildIdentity.objects.filter(child=child).exclude(cpr_index="").exists()

    def test_a_place_left_blank_stays_and_the_same_is_not_kept_twice(
        self, child: Child, known: Child, cast: Cast
    ) -> None:
        name_child(child, name="S. Prøvebarn", number="", institution="", by=cast["sofie"])
        one(child, known, cast["sofie"], name="Sami")
        assert identity_of(known).institution == "Skovtrolden"
        assert not ChildIdentity.objects.filter(child=child).exists()

    def test_said_on_the_page_of_the_one_known_first_it_goes_on_too(
        self, stay: Stay, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        name_child(known, name="Sami", number="", institution="Skovtrolden", by=cast["sofie"])
        name_child(child, name="Sami P.", number=SIX, institution="Prøveskolen", by=cast["sofie"])
        version = identity_of(known).version
        typed = TYPED | {"version": version, "institution": "Skovtrolden"}
        asked = as_("sofie").post(url_of(known), typed)
        assert "der har været her siden 9. mar. 2026. Sæt kryds" in text(asked)
        assert as_("sofie").post(url_of(known), typed | {"same_child": "on"}).status_code == 302
        assert Child.objects.get(pk=child.pk).same_as == known
        assert (identity_of(known).cpr, identity_of(child).name) == (SIX, "Sami P.")
        assert children_of(stay) == [known]

    def test_a_name_that_stood_only_with_the_later_one_goes_over(self, child: Child, known: Child, cast: Cast) -> None:
        ChildIdentity.objects.filter(child=known).delete()
        name_child(child, name="Sami P.", number=SIX, institution="Prøveskolen", by=cast["sofie"])
        version = identity_of(child).version
        one(known, child, cast["sofie"], version=0)
        now = identity_of(known)
        assert (now.name, now.cpr, now.institution) == ("Sami Prøvebarn", SIX, "Prøveskolen")
        assert now.version > version
        assert (identity_of(child).name, identity_of(child).cpr) == ("Sami P.", "")

    def test_three_that_are_one(self, child: Child, known: Child, cast: Cast, houses: Houses, as_: As) -> None:
        with clock.at(clock.now() - timedelta(hours=20)):
            leave(
                fresh(child.stays.get().stay), by=cast["sofie"], left_at=clock.now(), kind="aftalt",
                destination="venner", aftercare="andre",
            )  # fmt: skip
        third = children_of(moved_in(houses["kbh"], people(cast), at=clock.now(), children=(("", "", ""),)))[0]
        name_child(known, name="Sami", number="", institution="", by=cast["sofie"])
        name_child(child, name="Sami", number=SIX, institution="", by=cast["sofie"])
        one(third, child, cast["sofie"])
        name_child(child, name="Sami", number="", institution="", by=cast["sofie"])
        name_child(known, name="Sami", number=SIX, institution="", by=cast["sofie"])
        one(child, known, cast["sofie"])
        assert set(known.also.values_list("pk", flat=True)) == {child.pk, third.pk}
        assert text(as_("sofie").get(reverse("child", args=[third.code])))
        assert ChildStay.objects.filter(child=known).count() == 3

    def test_the_next_time_it_is_recognised_and_no_word_is_given_twice(
        self, stay: Stay, child: Child, known: Child, cast: Cast, houses: Houses
    ) -> None:
        one(child, known, cast["sofie"])
        with clock.at(clock.now() - timedelta(hours=20)):
            leave(stay, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="andre")
        third = moved_in(houses["kbh"], people(cast), at=clock.now(), children=(("Sami", SIX, ""), ("Lea", "", "")))
        again, new = children_of(third)
        assert again == known
        assert new.alias not in (known.alias, child.alias)


class TestWhoeverLooks:
    def test_finds_it_once(self, stay: Stay, child: Child, known: Child, cast: Cast, as_: As) -> None:
        one(child, known, cast["sofie"])
        page = text(as_("sofie").get(reverse("stay", args=[stay.code])))
        assert reverse("child", args=[known.code]) in page
        assert child.code not in page
        assert child.alias not in page
        board = text(as_("karen").get(reverse("board")))
        assert child.alias not in board
        assert not Child.objects.visible_to(cast["sofie"], "child.see").filter(pk=child.pk).exists()

    @pytest.mark.parametrize("name", ["child", "child-identity", "child-efforts"])
    def test_is_led_to_it_from_the_address_of_either(
        self, name: str, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        one(child, known, cast["sofie"])
        answer = as_("sofie").get(reverse(name, args=[child.code]))
        assert answer.status_code == 200
        assert known.alias in text(answer)
        assert as_("ulla").get(reverse(name, args=[child.code])).status_code == 404

    def test_and_what_was_typed_on_the_page_of_the_other_meets_what_stands(
        self, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        write_words(known, own_words="Jeg savner far.", by=cast["bodil"])
        bodil, url = as_("bodil"), reverse("child-words", args=[child.code])
        version = str(bodil.get(url).context["form"]["version"].value())
        one(child, known, cast["sofie"])
        answer = bodil.post(url, {"own_words": "Jeg er glad.", "version": version})
        assert answer.status_code == 409
        assert "Jeg savner far." in text(answer)
        assert "Jeg er glad." in text(answer)

    def test_an_effort_typed_there_is_the_child_s(
        self, stay: Stay, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        one(child, known, cast["sofie"])
        typed = {"line": "CHI-A8", "status": "udfoert", "on": "i dag"}
        assert as_("bodil").post(reverse("record-child", args=[child.code]), typed).status_code == 302
        assert Effort.objects.get().child == known

    def test_reads_the_log_of_both(self, child: Child, known: Child, cast: Cast, as_: As) -> None:
        as_("vera").get(reverse("child", args=[child.code]))
        with clock.at(FEBRUARY):
            write_words(known, own_words="Jeg savner far.", by=cast["bodil"])
        write_words(child, own_words="Jeg er glad.", by=cast["bodil"])
        one(child, known, cast["sofie"])
        for subject in (known.subject, child.subject):
            answer = as_("sofie").get(reverse("log-resident", args=[subject]))
            subjects = {line["entry"].subject for line in answer.context["lines"]}
            assert subjects == {known.subject, child.subject}
            assert "samme barn · barn" in text(answer)
        assert verify().broken is None
        assert {line.subject for line in log_of("samme barn")} == {known.subject, child.subject}

    def test_who_may_not_see_it_is_told_nothing_by_the_old_address(
        self, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        one(child, known, cast["sofie"])
        old, missing = (as_("ulla").get(reverse("child", args=[code])) for code in (child.code, "findes-ikke"))
        assert (old.status_code, missing.status_code) == (404, 404)
        assert text(old) == text(missing)


class TestItsAdults:
    def test_those_of_the_new_row_are_the_child_s(
        self, before: Stay, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        assert as_("bodil").get(reverse("child", args=[known.code])).status_code == 404
        one(child, known, cast["sofie"])
        answer = as_("bodil").get(reverse("child", args=[known.code]))
        assert answer.status_code == 200
        (task,) = answer.context["people"]
        assert (task.employee, task.kind) == (cast["bodil"], "boernefaglig")

    def test_nobody_has_the_same_task_twice(self, before: Stay, child: Child, known: Child, cast: Cast) -> None:
        assign(before, employee=cast["bodil"], kind="boernefaglig", child=known, by=cast["lone"])
        one(child, known, cast["sofie"])
        assert Assignment.objects.in_force(clock.now()).filter(child=known.code).count() == 1
        assert not Assignment.objects.filter(child=child.code).exists()


class TestWhatIsCountedAndSent:
    def test_every_figure_is_as_it_was(self, child: Child, known: Child, cast: Cast) -> None:
        counted = {thing.key: as_counted(thing) for thing in COUNTED}
        assert any(counted["CHI-A1"].values())
        one(child, known, cast["sofie"])
        assert {thing.key: as_counted(thing) for thing in COUNTED} == counted

    def test_a_letter_that_waits_is_looked_at_again(
        self, stay: Stay, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        load_offices()
        letter = prepare_notice(notice_of(stay), by=cast["sofie"], reason=WHY)
        one(child, known, cast["sofie"])
        assert notice_of(stay).names_others
        released = as_("lone").post(reverse("post-release", args=[letter.code]))
        assert released.status_code == 422
        assert "hvem det handler om" in text(released)
        assert Document.objects.get(pk=letter.pk).status == Document.READY
        assert [person["cpr"] for person in persons_of(notice_of(stay))] == ["710190-0002", "650620-4002"]


class TestSaidTwice:
    def test_sent_again_it_is_said_calmly(self, child: Child, known: Child, as_: As) -> None:
        for _time in range(2):
            assert as_("sofie").post(url_of(child), TICKED).status_code == 302
        assert len(log_of("samme barn")) == 2
        assert identity_of(known).institution == "Skovtrolden"

    def test_with_other_words_both_are_met(self, child: Child, known: Child, as_: As) -> None:
        as_("sofie").post(url_of(child), TICKED)
        answer = as_("sofie").post(url_of(child), TICKED | {"name": "Sami Uldall"})
        assert answer.status_code == 409
        assert "Sami Uldall" in text(answer)
        version = answer.context["form"].data["version"]
        assert as_("sofie").post(url_of(child), TICKED | {"name": "Sami Uldall", "version": version}).status_code == 302
        assert identity_of(known).name == "Sami Uldall"

    def test_ticked_with_a_number_that_is_nobody_s_it_is_a_name_and_no_more(self, child: Child, as_: As) -> None:
        answer = as_("sofie").post(url_of(child), TICKED | {"number": "6506204010"}, follow=True)
        assert "Barnets navn er gemt." in text(answer)
        assert not Child.objects.exclude(same_as=None).exists()

    def test_by_two_at_once_the_second_finds_it_done(self, child: Child, known: Child, cast: Cast) -> None:
        one(child, known, cast["sofie"], version=1)
        with pytest.raises(Overtaken):
            one(child, known, cast["sofie"], version=1)
        with pytest.raises(Overtaken):
            name_child(child, **SAID, by=cast["sofie"])

    def test_a_name_that_another_has_saved_meanwhile_is_met_and_the_tick_stays(
        self, stay: Stay, child: Child, known: Child, cast: Cast, as_: As
    ) -> None:
        assign(stay, employee=cast["ulla"], kind="stedfortraeder", by=cast["lone"])
        name_child(child, name="Sam Prøvebarn", number="", institution="Myren", by=cast["ulla"], version=1)
        answer = as_("sofie").post(url_of(child), TICKED)
        assert answer.status_code == 409
        assert "Sam Prøvebarn" in text(answer)
        assert "Myren" in text(answer)
        assert answer.context["form"]["same_child"].value()
        assert 'name="same_child"' in text(answer)
        assert Child.objects.get(pk=child.pk).same_as is None
        version = answer.context["form"].data["version"]
        assert as_("sofie").post(url_of(child), TICKED | {"version": version}).status_code == 302
        assert Child.objects.get(pk=child.pk).same_as == known


def test_in_haste_as_it_happens(before: Stay, known: Child, cast: Cast, houses: Houses, as_: As) -> None:
    """The acute yes brings a child nobody has spoken of; its contact person learns the number the day after."""
    who = people(cast)
    call = intake.take_call(house=houses["kbh"], by=who.visitor, outcome="visitation", children_with=1)
    intake.save_visitation(call, by=who.visitor, name=NAME, cpr=NUMBER)
    told: dict[str, Any] = {"admitted": True, "emergency": True, "reason": WHY}
    intake.decide(call, decided_at=clock.now(), by=who.leader, house=houses["kbh"], **told)
    stay = fresh(Stay.objects.get(enquiry=call))
    assign(stay, employee=who.contact, kind="kontaktperson", by=who.leader)
    (new,) = children_of(stay)
    assert new != known
    assert as_("sofie").post(url_of(new), TICKED).status_code == 302
    assert children_of(stay) == [known]


def test_a_protected_woman_s_own_people_say_it_too(stay: Stay, child: Child, known: Child, as_: As) -> None:
    stay.resident.protected = True
    stay.resident.save(update_fields=["protected"])
    assert as_("sofie").post(url_of(child), TICKED).status_code == 302
    assert Child.objects.get(pk=child.pk).same_as == known
