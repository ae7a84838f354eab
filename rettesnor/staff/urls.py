from __future__ import annotations

from django.urls import path

from rettesnor.staff import doors
from rettesnor.staff.views import accounts, limits, log, roles, shifts, unsent
from rettesnor.staff.views.account import account
from rettesnor.staff.views.people import people, person

urlpatterns = [
    *doors.urlpatterns,
    path("konto/", account, name="account"),
    path("usendt/<str:code>/", unsent.page, name="unsent"),
    path("usendt/<str:code>/slet/", unsent.drop, name="unsent-drop"),
    path("personale/", people, name="staff"),
    path("personale/ny/", accounts.add, name="staff-new"),
    path("personale/rolle/", roles.ask, name="staff-role"),
    path("personale/rolle/<int:grant>/slut/", roles.end, name="staff-role-end"),
    path("personale/vagter/", shifts.shifts, name="shifts"),
    path("personale/vagter/<int:shift>/slut/", shifts.drop, name="shifts-drop"),
    path("personale/forslag/<str:proposal>/ja/", roles.confirm, name="proposal-confirm"),
    path("personale/forslag/<str:proposal>/nej/", roles.refuse, name="proposal-refuse"),
    path("personale/forslag/<str:proposal>/fortryd/", roles.take_back, name="proposal-take-back"),
    path("personale/<str:person>/", person, name="staff-person"),
    path("personale/<str:person>/slut/", accounts.end, name="staff-end"),
    path("personale/<str:person>/luk/", accounts.close, name="staff-close"),
    path("personale/<str:person>/nulstil/", accounts.reset, name="staff-reset"),
    path("graenser/", limits.limits, name="limits"),
    path("graenser/<str:limit>/", limits.limit, name="limit"),
    path("graenser/<str:limit>/beslut/", limits.decide, name="limit-decide"),
    path("log/", log.whole, name="log"),
    path("log/efterproev/", log.prove, name="log-verify"),
    path("log/mine/", log.own, name="log-own"),
    path("log/<str:subject>/", log.about, name="log-resident"),
]
