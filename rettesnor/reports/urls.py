from __future__ import annotations

from django.urls import path

from rettesnor.reports import views

urlpatterns = [
    path("rapporter/beboerliste/", views.overview, name="resident-lists"),
    path("rapporter/beboerliste/ny/", views.new, name="resident-list-new"),
    path("rapporter/beboerliste/<str:roll>/", views.one, name="resident-list"),
    path("rapporter/beboerliste/<str:roll>/frigiv/", views.release, name="resident-list-release"),
    path("rapporter/beboerliste/<str:roll>/hent/", views.fetch, name="resident-list-fetch"),
    path("rapporter/beboerliste/<str:roll>/tilbage/", views.withdraw, name="resident-list-withdraw"),
]
