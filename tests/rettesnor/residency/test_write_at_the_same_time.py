"""Two people have the same page open: the second to save meets both texts (409), and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Overtaken
from rettesnor.residency.actions.child import write_words
from rettesnor.residency.actions.identity import name_child, name_her
from rettesnor.residency.actions.leaving import leave, prepare_leaving
from rettesnor.residency.actions.stay import assign, set_municipalities
from rettesnor.residency.models import Child, ChildIdentity, ChildStay, EarlierWords, Identity, Leaving, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import NAME, NUMBER, children_of, fresh, moved_in, people

As = Callable[[str], Client]


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    stay = moved_in(houses["kbh"], people(cast))
    assign(stay, employee=cast["ulla"], kind="stedfortraeder", by=cast["lone"])
    return stay


@pytest.fixture
def hidden(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    stay = moved_in(houses["kbh"], people(cast), anonymous=True)
    assign(stay, employee=cast["ulla"], kind="stedfortraeder", by=cast["lone"])
    return stay


def opened(client: Client, url: str) -> str:
    """The version the page carries when it is opened."""
    return str(client.get(url).context["form"]["version"].value())


def met(client: Client, url: str, typed: dict[str, Any], *texts: str) -> str:
    """Saving is answered 409 with all the texts; gives the version on which the form saves next."""
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [text for text in texts if text not in page] == []
    return str(answer.context["form"].data["version"])


def identity_of(stay: Stay) -> Identity:
    return Identity.objects.select_related("key").get(resident=stay.resident)


class TestHerName:
    def test_is_met_and_saved_on_top(self, amina: Stay, as_: As) -> None:
        sofie, ulla, url = as_("sofie"), as_("ulla"), reverse("stay-identity", args=[amina.code])
        first, second = opened(sofie, url), opened(ulla, url)
        theirs = {"name": "Amina Mellemnavn", "number": "", "phone": "00 11 22 33", "version": first}
        assert sofie.post(url, theirs).status_code == 302
        mine = {"name": "Amina Nyt Navn", "number": "", "phone": "00 99 88 77", "version": second}
        version = met(ulla, url, mine, "Amina Mellemnavn", "00 11 22 33", "Amina Nyt Navn", "00 99 88 77")
        assert identity_of(amina).name == "Amina Mellemnavn"
        assert ulla.post(url, mine | {"version": version}).status_code == 302
        assert identity_of(amina).name == "Amina Nyt Navn"

    def test_written_for_the_first_time_by_two_is_met(self, hidden: Stay, as_: As) -> None:
        sofie, ulla, url = as_("sofie"), as_("ulla"), reverse("stay-identity", args=[hidden.code])
        first, second = opened(sofie, url), opened(ulla, url)
        assert sofie.post(url, {"name": NAME, "number": NUMBER, "phone": "", "version": first}).status_code == 302
        mine = {"name": "Prøve Andet", "number": "710190-0006", "phone": "", "version": second}
        met(ulla, url, mine, NAME, "Prøve Andet", "710190-••••")
        assert identity_of(hidden).cpr == NUMBER

    def test_the_number_of_the_other_is_never_shown_whole(self, amina: Stay, as_: As) -> None:
        sofie, ulla, url = as_("sofie"), as_("ulla"), reverse("stay-identity", args=[amina.code])
        first, second = opened(sofie, url), opened(ulla, url)
        sofie.post(url, {"name": NAME, "number": "7102900006", "phone": "", "version": first})
        typed = {"name": NAME, "number": "7102900014", "phone": "", "version": second}
        page = ulla.post(url, typed).content.decode()
        assert page.count("710290-••••") == 3  # theirs, mine, and beside the field
        assert "7102900006" not in page
        assert "710290-0006" not in page

    def test_a_number_nobody_touched_is_no_difference(self, amina: Stay, as_: As) -> None:
        ulla, url = as_("ulla"), reverse("stay-identity", args=[amina.code])
        typed = {"name": NAME, "number": "", "phone": "00 11 22 33", "version": opened(ulla, url)}
        as_("sofie").post(url, typed | {"phone": "00 99 88 77"})
        answer = ulla.post(url, typed)
        assert answer.status_code == 409
        assert [str(field["label"]) for field in answer.context["met"]] == ["Telefon"]

    def test_an_older_version_is_refused_by_the_verb(self, amina: Stay, cast: dict[str, Employee]) -> None:
        name_her(amina.resident, name="Første", number="", phone="", by=cast["sofie"], version=1)
        with pytest.raises(Overtaken):
            name_her(amina.resident, name="Anden", number="", phone="", by=cast["ulla"], version=1)


@pytest.mark.parametrize(
    ("who", "name", "typed"),
    [
        ("sofie", "stay-identity", {"name": "Amina Nyt Navn", "number": "", "phone": ""}),
        ("sofie", "stay-municipality", {"case_municipality": "0101", "home_municipality": "0265"}),
        (
            "sofie",
            "leaving-prepare",
            {"prepared_on": "i dag", "destination": "familie", "aftercare": "liva", "agreed": "Hun ringer selv."},
        ),
        ("bodil", "child-words", {"own_words": "Jeg vil hjem til min kat."}),
        ("bodil", "child-consider", {"follow_up": "liva", "note": "Onsdage."}),
    ],
)
def test_the_same_words_again_are_answered_as_the_first_time(
    amina: Stay, as_: As, who: str, name: str, typed: dict[str, str]
) -> None:
    """Sent twice, or written alike by two: nothing is lost, and nobody is told of another who never was."""
    child = children_of(amina)[0]
    told = {"child-words": [child.code], "child-consider": [child.code, child.stays.get().code]}
    client, url = as_(who), reverse(name, args=told.get(name, [amina.code]))
    sent = typed | {"version": opened(client, url)}
    first, second = (client.post(url, sent) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302), second.context["met"]
    assert first["Location"] == second["Location"]


class TestTheFollowUpOfAChild:
    def test_is_met_and_saved_on_top(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        stayed = amina.child_stays.select_related("child").order_by("pk")[0]
        url, bodil, sofie = reverse("child-consider", args=[stayed.child.code, stayed.code]), as_("bodil"), as_("sofie")
        first, second = opened(sofie, url), opened(bodil, url)
        assert sofie.post(url, {"follow_up": "liva", "note": "Hver onsdag.", "version": first}).status_code == 302
        mine = {"follow_up": "psykolog", "note": "Hun har bedt om det.", "version": second}
        version = met(bodil, url, mine, "Hver onsdag.", "Hun har bedt om det.")
        rows = ChildStay.objects.select_related("key")
        assert rows.get(pk=stayed.pk).follow_up == "liva"
        assert bodil.post(url, mine | {"version": version}).status_code == 302
        assert rows.get(pk=stayed.pk).follow_up_note == "Hun har bedt om det."


class TestTheNameOfAChild:
    def test_is_met(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        child = children_of(amina)[0]
        url, ulla = reverse("child-identity", args=[child.code]), as_("ulla")
        version = opened(ulla, url)
        name_child(child, name="Sami", number="", institution="Mosegrisen", by=cast["sofie"])
        mine = {"name": "Samir", "number": "", "institution": "Eventyrskolen", "version": version}
        met(ulla, url, mine, "Sami", "Mosegrisen", "Samir", "Eventyrskolen")
        assert ChildIdentity.objects.select_related("key").get(child=child).institution == "Mosegrisen"


class TestTheWordsOfAChild:
    def test_are_met_and_both_are_kept(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        child = children_of(amina)[0]
        assign(amina, employee=cast["bente"], kind="boernefaglig", child=child, by=cast["lone"])
        bente, url = as_("bente"), reverse("child-words", args=[child.code])
        version = opened(bente, url)
        write_words(child, own_words="Jeg vil hjem til min kat.", by=cast["bodil"])
        mine = {"own_words": "Her er der ingen, der råber.", "version": version}
        version = met(bente, url, mine, "Jeg vil hjem til min kat.", "Her er der ingen, der råber.")
        assert bente.post(url, mine | {"version": version}).status_code == 302
        page = bente.get(reverse("child", args=[child.code])).content.decode()
        assert "Jeg vil hjem til min kat." in page
        assert "Her er der ingen, der råber." in page

    def test_said_before_stay_with_the_day_they_were_said(self, amina: Stay, cast: dict[str, Employee]) -> None:
        child = children_of(amina)[0]
        write_words(child, own_words="Jeg er bange.", by=cast["bodil"])
        said = clock.today()
        with clock.at(clock.now() + timedelta(days=9)):
            write_words(child, own_words="Nu sover jeg.", by=cast["bodil"])
            write_words(child, own_words="Nu sover jeg.", by=cast["bodil"])
        before = EarlierWords.objects.select_related("key").get()
        assert (before.own_words, before.own_words_on, before.replaced_by) == ("Jeg er bange.", said, cast["bodil"])
        assert Child.objects.select_related("key").get(pk=child.pk).own_words == "Nu sover jeg."
        assert not EarlierWords.objects.extra(where=["own_words LIKE %s"], params=["%bange%"]).exists()

    def test_said_before_are_not_for_the_house_on_shift(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        child = children_of(amina)[0]
        for words in ("Jeg er bange.", "Nu sover jeg."):
            write_words(child, own_words=words, by=cast["bodil"])
        page = as_("karen").get(reverse("child", args=[child.code])).content.decode()
        assert "Jeg er bange." not in page


class TestTheMunicipalities:
    def test_are_met(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        lone, url = as_("lone"), reverse("stay-municipality", args=[amina.code])
        version = opened(lone, url)
        set_municipalities(fresh(amina), by=cast["sofie"], case_municipality="0751", home_municipality="0101")
        mine = {"case_municipality": "0265", "home_municipality": "0101", "municipality_after": "", "version": version}
        version = met(lone, url, mine, "Aarhus", "Roskilde")
        assert fresh(amina).case_municipality == "0751"
        assert lone.post(url, mine | {"version": version}).status_code == 302
        assert fresh(amina).case_municipality == "0265"


class TestMovingOut:
    TYPED = {  # noqa: RUF012
        "left_at": "i dag 09.15",
        "kind": "aftalt",
        "destination": "familie",
        "aftercare": "liva",
        "agreed": "Sofies tekst om sengen.",
    }

    @pytest.mark.parametrize("planned", [False, True], ids=["no plan yet", "a plan"])
    def test_meets_a_plan_that_was_written_meanwhile(
        self, amina: Stay, as_: As, cast: dict[str, Employee], planned: bool
    ) -> None:
        if planned:
            prepare_leaving(amina, by=cast["lone"], agreed="Foreløbigt.")
        sofie, url = as_("sofie"), reverse("leaving", args=[amina.code])
        mine = self.TYPED | {"version": opened(sofie, url)}
        prepare_leaving(amina, by=cast["lone"], agreed="Leders tekst om nøglen.", destination="ny_egen_bolig")
        version = met(sofie, url, mine, "Leders tekst om nøglen.", "Sofies tekst om sengen.")
        assert fresh(amina).left_at is None
        assert sofie.post(url, mine | {"version": version}).status_code == 302
        assert Leaving.objects.select_related("key").get().agreed == "Sofies tekst om sengen."

    def test_ends_what_the_other_has_open_about_the_plan(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        lone, url = as_("lone"), reverse("leaving", args=[amina.code])
        mine = self.TYPED | {"version": opened(lone, url)}
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")
        answer = lone.post(url, mine)
        assert answer.status_code == 409
        assert "Sofies tekst om sengen." in answer.content.decode()
        assert reverse("leaving-correct", args=[amina.code]) in answer.content.decode()
