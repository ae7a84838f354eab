from __future__ import annotations

from django.urls import path

from rettesnor.today import views

urlpatterns = [
    path("", views.home, name="home"),
    path("i-dag/", views.today, name="today"),
    path("i-dag/ikke-relevant/", views.dismiss, name="dismiss"),
    path("huset/", views.house, name="board"),
]
