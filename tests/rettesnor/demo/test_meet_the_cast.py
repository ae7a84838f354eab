"""Each of the cast has something to see in the demo house, and nobody sees what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q

from rettesnor.danish import clock
from rettesnor.followup.models import Closing
from rettesnor.practice.models import Effort
from rettesnor.residency.models import Child, ChildStay, Enquiry, Identity, Leaving, Notice, Stay
from rettesnor.staff.models import Assignment, Employee
from tests.rettesnor.demo.conftest import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


def _person(name: str) -> Employee:
    return Employee.objects.get(username=name)


def _called(name: str) -> Stay:
    """The stay of the woman of this name, as only somebody with the key can find it."""
    running = Identity.objects.filter(resident__stays__left_at=None).select_related("key", "resident")
    her = next(each for each in running if each.name == name)
    return Stay.objects.select_related("key", "resident").get(resident=her.resident, left_at=None)


def _sees(name: str, stay: Stay, verb: str = "stay.see") -> bool:
    return Stay.objects.visible_to(_person(name), verb).filter(pk=stay.pk).exists()


def test_amina_lives_in_copenhagen_with_two_children() -> None:
    amina = _called("Amina Opdigtet")
    assert amina.house.code == "kbh"
    assert amina.child_stays.count() == 2


def test_amina_is_seen_by_those_who_have_her_and_by_nobody_in_aarhus() -> None:
    amina = _called("Amina Opdigtet")
    assert {name for name in ("karen", "sofie", "bodil", "pia", "lone") if _sees(name, amina)} == {
        "karen", "sofie", "bodil", "pia", "lone",
    }  # fmt: skip
    assert not [name for name in ("ulla", "aksel", "tove", "bente", "vera", "dan", "ivar", "anne", "frida")
                if _sees(name, amina)]  # fmt: skip


def test_amina_has_a_contact_person_a_psychologist_and_an_adult_for_each_child() -> None:
    amina = _called("Amina Opdigtet")
    tasks = Assignment.objects.in_force(clock.now()).filter(case=amina.key)
    hers = {(task.employee.username, task.kind) for task in tasks.filter(child="").select_related("employee")}
    assert hers == {("sofie", "kontaktperson"), ("pia", "psykolog")}
    theirs = tasks.filter(employee__username="bodil", kind="boernefaglig").values_list("child", flat=True)
    assert set(theirs) == set(Child.objects.filter(stays__stay=amina).values_list("code", flat=True))


def test_ulla_has_a_woman_of_her_own() -> None:
    hers = Stay.objects.visible_to(_person("ulla"), "stay.see").filter(left_at=None)
    assert hers.exists()
    assert set(hers.values_list("house__code", flat=True)) == {"aar"}


def test_nine_women_live_in_copenhagen_and_seven_in_aarhus() -> None:
    here = Stay.objects.open_at(clock.now())
    assert (here.filter(house__code="kbh").count(), here.filter(house__code="aar").count()) == (9, 7)
    assert ChildStay.objects.open_at(clock.now()).filter(stay__house__code="kbh").count() == 8


def test_one_is_anonymous_and_has_no_identity() -> None:
    stay = Stay.objects.get(left_at=None, anonymous=True, house__code="kbh")
    assert not Identity.objects.filter(resident=stay.resident).exists()


def test_the_specially_protected_is_hidden_from_the_night_shift() -> None:
    stay = Stay.objects.get(left_at=None, resident__protected=True)
    assert _sees("sofie", stay)
    assert not _sees("karen", stay)


def test_one_notice_is_due_today_and_not_prepared() -> None:
    due = Notice.objects.unsent().filter(reminds_on=DAY, document=None)
    assert due.visible_to(_person("sofie"), "notice.prepare").exists()


def test_somebody_came_last_night_with_a_child_nobody_has_seen_yet() -> None:
    stay = Stay.objects.get(left_at=None, emergency=True, decided_at__gt=clock.now() - timedelta(days=1))
    assert stay.child_stays.get().assessed_at is None


def test_somebody_moves_out_this_week_and_nobody_has_talked_about_the_time_after() -> None:
    leaving = Leaving.objects.get(stay__left_at=None, planned_on__lte=DAY + timedelta(days=7))
    assert leaving.aftercare == ""


def test_a_call_of_last_evening_waits_with_a_doubt() -> None:
    waiting = Enquiry.objects.waiting().filter(visitation__mental_health="tvivl")
    assert waiting.visible_to(_person("lone"), "enquiry.see").count() == 1


def test_something_is_planned_with_amina_for_each_who_has_her() -> None:
    plans = Effort.objects.planned_until(DAY + timedelta(days=7)).filter(stay=_called("Amina Opdigtet"))
    assert {plan.by.username for plan in plans} == {"pia", "sofie", "bodil"}


def test_every_one_of_the_cast_who_works_with_people_sees_somebody() -> None:
    for name in ("karen", "sofie", "bodil", "pia", "lone", "aksel", "ulla", "tove", "bente"):
        assert Stay.objects.visible_to(_person(name), "stay.see").filter(left_at=None).exists(), name
    assert Enquiry.objects.visible_to(_person("vera"), "enquiry.see").waiting().exists()
    assert Closing.objects.exists()


def test_rikke_no_longer_works_here() -> None:
    assert not _person("rikke").works_on(DAY)


def test_nobody_lives_in_two_places_at_once() -> None:
    here = list(Stay.objects.filter(Q(left_at=None)).values_list("resident", flat=True))
    assert len(set(here)) == len(here)
