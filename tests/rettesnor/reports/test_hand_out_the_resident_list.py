"""The list by which own stays are told from others': one prepares, another releases, the file is given once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.reports.actions import hand_out, prepare, release, withdraw
from rettesnor.reports.listing import listing
from rettesnor.reports.models import ResidentList
from rettesnor.residency.models import Move, Stay
from rettesnor.staff.models import Employee, House
from rettesnor.today.due import waiting
from tests.rettesnor.reports.conftest import FIRST, LAST
from tests.rettesnor.reports.lived import Lived, at, number, put

As = Callable[[str], Client]
Cast = dict[str, Employee]


def lines(content: bytes) -> list[str]:
    return content.decode("ascii").split("\r\n")[:-1]


def row(nth: int, house: str, since: str, until: str) -> str:
    return "\t".join((number(nth).replace("-", ""), house, since, until))


class TestTheList:
    def test_holds_number_house_in_and_out_of_those_who_lived_here(self, lived: None) -> None:
        head, *rows = lines(listing(FIRST, LAST).content)
        assert head == "PNR\tHUS\tINDFLYT\tUDFLYT"
        assert sorted(rows) == sorted(
            [
                row(1, "kbh", "2023-12-20", "2024-01-01"),
                row(2, "kbh", "2024-05-01", "2024-06-02"),
                row(2, "aar", "2025-03-01", "2025-03-01"),
                row(3, "kbh", "2025-12-31", ""),
                row(4, "aar", "2025-11-05", ""),
                row(5, "aar", "2024-02-29", "2024-08-01"),
            ]
        )

    def test_leaves_out_and_counts_the_anonymous_and_those_without_a_number(self, lived: None) -> None:
        found = listing(FIRST, LAST)
        assert (found.anonymous, found.unnumbered) == (1, 1)
        assert number(8).replace("-", "") not in found.content.decode()

    def test_leaves_out_and_counts_nowhere_whoever_never_came(self, cast: Cast, lived: None) -> None:
        before = listing(FIRST, LAST)
        day = date(2025, 2, 3)
        never: list[Lived] = [(number(21), "kbh", day, day), ("", "aar", day, day)]
        for anonymous in (False, True):
            codes = [stay.code for stay in put(never, by=cast["lone"], anonymous=anonymous)]
            assert listing(FIRST, LAST) != before
            Stay.objects.filter(code__in=codes).update(never_came_at=at(date(2025, 2, 4)))
            assert listing(FIRST, LAST) == before

    def test_an_anonymous_stay_stays_out_when_she_has_named_herself_since(self, cast: Cast, lived: None) -> None:
        again = (number(8), "aar", date(2025, 1, 5), date(2025, 1, 9))
        named = Stay.objects.get(anonymous=True).resident
        put([again], by=cast["lone"])
        later = Stay.objects.get(moved_in_at=at(again[2]))
        Stay.objects.filter(pk=later.pk).update(resident=named, key=named.key)
        rows = [one for one in lines(listing(FIRST, LAST).content) if one.startswith(number(8).replace("-", ""))]
        assert rows == [row(8, "aar", "2025-01-05", "2025-01-09")]

    def test_has_a_row_for_each_house_she_lived_in(self, cast: Cast, lived: None) -> None:
        stay = Stay.objects.get(moved_in_at=at(date(2024, 2, 29)))
        kbh, aar = (House.objects.get(code=code) for code in ("kbh", "aar"))
        for day, to in ((date(2024, 4, 1), kbh), (date(2024, 5, 1), kbh), (date(2024, 6, 1), aar)):
            there = aar if to == kbh else kbh
            Move.objects.create(stay=stay, key=stay.key, from_house=there, to_house=to, at=at(day), by=cast["lone"])
        rows = [one for one in lines(listing(FIRST, LAST).content) if one.startswith(number(5).replace("-", ""))]
        assert rows == [
            row(5, "aar", "2024-02-29", "2024-04-01"),
            row(5, "aar", "2024-06-01", "2024-08-01"),
            row(5, "kbh", "2024-04-01", "2024-06-01"),
        ]

    def test_is_the_same_however_often_it_is_made(self, lived: None) -> None:
        assert listing(FIRST, LAST).content == listing(FIRST, LAST).content


class TestPreparing:
    def test_keeps_counts_and_fingerprint_and_no_number(self, roll: ResidentList) -> None:
        assert (roll.rows, roll.women, roll.anonymous, roll.unnumbered) == (6, 5, 1, 1)
        assert roll.counts == {"houses": {"aar": 3, "kbh": 3}, "years": {"2023": 1, "2024": 2, "2025": 3}}
        assert roll.sha256 == hashlib.sha256(listing(FIRST, LAST).content).hexdigest()
        kept = str(ResidentList.objects.values().get()) + str(list(Entry.objects.values()))
        assert not any(number(nth)[:6] in kept for nth in range(1, 9))

    def test_stands_in_the_log_with_purpose_and_fingerprint(self, roll: ResidentList) -> None:
        entry = Entry.objects.get(verb="klargør", noun="residentlist")
        assert entry.purpose == "Registeranalysen, aftale 1"
        assert roll.sha256 in entry.fields

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"purpose": " "}, "purpose"),
            ({"first": LAST + timedelta(days=1)}, "first"),
            ({"last": date(2026, 3, 11)}, "last"),
            ({"first": date(2025, 12, 1)}, "first"),
        ],
        ids=["no purpose", "the wrong way round", "a day that is not over", "too few women"],
    )
    def test_is_refused(self, cast: Cast, lived: None, change: dict[str, Any], field: str) -> None:
        asked: dict[str, Any] = {"first": FIRST, "last": LAST, "purpose": "Analysen"} | change
        with pytest.raises(Refused) as refused:
            prepare(**asked, by=cast["lone"])
        assert refused.value.field == field
        assert not ResidentList.objects.exists()


class TestReleasing:
    def test_is_for_another_than_the_one_who_prepared(self, cast: Cast, roll: ResidentList) -> None:
        with pytest.raises(Refused, match="kan ikke selv frigive"):
            release(roll, by=cast["lone"])
        assert release(roll, by=cast["aksel"]).released_by == cast["aksel"]

    def test_the_database_knows_it_too(self, cast: Cast, roll: ResidentList) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ResidentList.objects.filter(pk=roll.pk).update(released_by=cast["lone"])

    def test_is_refused_where_a_stay_has_been_put_right_since(self, cast: Cast, roll: ResidentList) -> None:
        Stay.objects.filter(moved_in_at=at(date(2024, 5, 1))).update(left_at=at(date(2024, 6, 3)))
        with pytest.raises(Refused, match="rettet i opholdene"):
            release(roll, by=cast["aksel"])

    def test_once_is_enough(self, cast: Cast, roll: ResidentList) -> None:
        release(roll, by=cast["aksel"])
        with pytest.raises(Refused, match="ikke længere"):
            release(roll, by=cast["aksel"])


class TestHandingOut:
    def test_gives_the_file_once_to_the_one_who_prepared_it(self, cast: Cast, roll: ResidentList) -> None:
        release(roll, by=cast["aksel"])
        with pytest.raises(Refused, match="Kun den"):
            hand_out(roll, by=cast["aksel"])
        content = hand_out(roll, by=cast["lone"])
        assert hashlib.sha256(content).hexdigest() == roll.sha256
        with pytest.raises(Refused, match="én gang"):
            hand_out(roll, by=cast["lone"])

    def test_not_before_it_is_released(self, cast: Cast, roll: ResidentList) -> None:
        with pytest.raises(Refused, match="ikke frigivet"):
            hand_out(roll, by=cast["lone"])

    def test_not_after_a_week(self, cast: Cast, roll: ResidentList) -> None:
        release(roll, by=cast["aksel"])
        with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Refused, match="inden 7 dage"):
            hand_out(roll, by=cast["lone"])
        with clock.at(clock.now() + timedelta(days=7)):
            assert hand_out(roll, by=cast["lone"])

    def test_not_where_a_stay_has_been_put_right_since(self, cast: Cast, roll: ResidentList) -> None:
        release(roll, by=cast["aksel"])
        Stay.objects.filter(moved_in_at=at(date(2024, 5, 1))).update(left_at=at(date(2024, 6, 3)))
        with pytest.raises(Refused, match="rettet i opholdene"):
            hand_out(roll, by=cast["lone"])
        assert not Entry.objects.filter(verb="udlever").exists()

    def test_stands_in_every_womans_own_log_and_in_nobody_elses(self, cast: Cast, roll: ResidentList) -> None:
        release(roll, by=cast["aksel"])
        hand_out(roll, by=cast["lone"])
        told = Entry.objects.filter(verb="udlever").exclude(subject="").values_list("subject", flat=True)
        assert sorted(told) == sorted(listing(FIRST, LAST).subjects)
        assert len(told) == 5

    def test_stands_in_the_register_of_what_has_left(self, cast: Cast, as_: As, roll: ResidentList) -> None:
        release(roll, by=cast["aksel"])
        for name in ("lone", "dan"):
            assert "Beboerliste" not in as_(name).get(reverse("post")).content.decode().partition("<table")[2]
        hand_out(roll, by=cast["lone"])
        for name in ("lone", "dan"):
            page = as_(name).get(reverse("post")).content.decode()
            assert "Danmarks Statistik" in page.partition("<table")[2]
            assert roll.sha256[:12] in page
        assert roll.sha256[:12] not in as_("sofie").get(reverse("post")).content.decode()


def test_a_list_is_withdrawn_with_a_reason_and_never_after_it_has_left(cast: Cast, roll: ResidentList) -> None:
    with pytest.raises(Refused, match="hvorfor"):
        withdraw(roll, why=" ", by=cast["lone"])
    release(roll, by=cast["aksel"])
    hand_out(roll, by=cast["lone"])
    with pytest.raises(Refused, match="allerede hentet"):
        withdraw(roll, why="Forkert år.", by=cast["lone"])
    other = prepare(first=FIRST, last=LAST, purpose="Igen", by=cast["lone"])
    assert withdraw(other, why="Forkert år.", by=cast["aksel"]).withdrawn_why == "Forkert år."


def test_the_other_leader_is_reminded_to_release_and_the_preparer_to_fetch(cast: Cast, roll: ResidentList) -> None:
    def owed(name: str, day: date = date(2026, 3, 11)) -> list[str]:
        return [item.what for item in waiting(cast[name], day)]

    assert (owed("aksel"), owed("lone")) == (["Se beboerlisten igennem, og frigiv den"], [])
    release(roll, by=cast["aksel"])
    assert (owed("aksel"), owed("lone")) == ([], ["Hent beboerlisten"])
    assert owed("lone", date(2026, 3, 19)) == []
    assert owed("sofie") == owed("anne") == owed("dan") == []


class TestThePages:
    def test_the_whole_way_by_hand(self, lived: None, as_: As) -> None:
        typed = {"first": "1-1-2024", "last": "31-12-2025", "purpose": "Registeranalysen"}
        answer = as_("lone").post(reverse("resident-list-new"), typed)
        assert answer.status_code == 302
        page = answer.headers["Location"]
        code = ResidentList.objects.get().code
        assert "Du har selv klargjort listen" in as_("lone").get(page).content.decode()
        assert as_("aksel").post(reverse("resident-list-release", args=[code])).status_code == 302
        file = as_("lone").post(reverse("resident-list-fetch", args=[code]))
        assert file.headers["Content-Disposition"] == 'attachment; filename="beboerliste-20240101-20251231.txt"'
        assert file.headers["Cache-Control"] == "no-store"
        assert len(lines(file.content)) == 7
        again = as_("lone").post(reverse("resident-list-fetch", args=[code]))
        assert again.status_code == 422
        assert "én gang" in again.content.decode()

    def test_the_same_form_sent_twice_is_one_list(self, lived: None, as_: As) -> None:
        lone, address = as_("lone"), reverse("resident-list-new")
        typed = {"first": "1-1-2024", "last": "31-12-2025", "purpose": "Registeranalysen"}
        typed["client_key"] = str(lone.get(address).context["form"]["client_key"].value())
        pages = {lone.post(address, typed)["Location"] for _time in range(4)}
        assert pages == {reverse("resident-list", args=[ResidentList.objects.get().code])}
        answer = lone.post(address, typed | {"purpose": "Noget andet"})
        assert answer.status_code == 409
        assert "allerede gemt, men med andre ord" in answer.content.decode()
        assert ResidentList.objects.get().purpose == "Registeranalysen"

    def test_no_page_shows_a_number(self, as_: As, roll: ResidentList) -> None:
        for name in ("lone", "aksel"):
            for address in (reverse("resident-lists"), reverse("resident-list", args=[roll.code])):
                page = as_(name).get(address).content.decode()
                assert not any(number(nth)[:6] in page for nth in range(1, 9))

    def test_what_is_typed_wrong_stays_and_is_told(self, lived: None, as_: As) -> None:
        answer = as_("lone").post(reverse("resident-list-new"), {"first": "1-1-2024", "last": "i går", "purpose": ""})
        assert answer.status_code == 422
        assert 'value="1-1-2024"' in answer.content.decode()

    @pytest.mark.parametrize("name", ["karen", "sofie", "vera", "anne", "dan", "ivar", "frida"])
    def test_nobody_but_leaders_comes_near(self, as_: As, roll: ResidentList, name: str) -> None:
        client = as_(name)
        assert client.get(reverse("resident-lists")).status_code == 403
        assert client.get(reverse("resident-list", args=[roll.code])).status_code == 403
        assert client.post(reverse("resident-list-fetch", args=[roll.code])).status_code == 403
