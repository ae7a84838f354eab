from __future__ import annotations

from django.urls import path

from rettesnor.staff import doors
from rettesnor.staff.views import log, unsent
from rettesnor.staff.views.account import account
from rettesnor.staff.views.people import people

urlpatterns = [
    *doors.urlpatterns,
    path("konto/", account, name="account"),
    path("usendt/<str:code>/", unsent.page, name="unsent"),
    path("usendt/<str:code>/slet/", unsent.drop, name="unsent-drop"),
    path("personale/", people, name="staff"),
    path("log/", log.whole, name="log"),
    path("log/efterproev/", log.prove, name="log-verify"),
    path("log/mine/", log.own, name="log-own"),
    path("log/<str:subject>/", log.about, name="log-resident"),
]
