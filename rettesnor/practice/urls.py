from __future__ import annotations

from django.urls import path

from rettesnor.practice import views

urlpatterns = [
    path("registrer/", views.who, name="record"),
    path("registrer/barn/<str:code>/", views.child, name="record-child"),
    path("registrer/ret/<str:code>/", views.correct, name="effort-correct"),
    path("registrer/<str:code>/", views.woman, name="record-woman"),
    path("ophold/<str:code>/indsatser/", views.stay_efforts, name="stay-efforts"),
    path("boern/<str:code>/indsatser/", views.child_efforts, name="child-efforts"),
    path("boern/<str:code>/trivsel/", views.wellbeing, name="wellbeing"),
]
