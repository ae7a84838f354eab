from __future__ import annotations

from django.urls import path

from rettesnor.practice.views import effort, wellbeing

urlpatterns = [
    path("registrer/", effort.who, name="record"),
    path("registrer/barn/<str:code>/", effort.child, name="record-child"),
    path("registrer/ret/<str:code>/", effort.correct, name="effort-correct"),
    path("registrer/<str:code>/", effort.woman, name="record-woman"),
    path("ophold/<str:code>/indsatser/", effort.stay_efforts, name="stay-efforts"),
    path("boern/<str:code>/indsatser/", effort.child_efforts, name="child-efforts"),
    path("boern/<str:code>/trivsel/", wellbeing.page, name="wellbeing"),
    path("trivsel/<str:code>/ret/", wellbeing.correct, name="wellbeing-correct"),
]
