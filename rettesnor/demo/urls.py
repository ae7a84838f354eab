from __future__ import annotations

from django.urls import path

from rettesnor.demo import views

urlpatterns = [
    path("", views.door, name="demo"),
    path("bliv/", views.become, name="demo-become"),
]
