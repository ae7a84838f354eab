from __future__ import annotations

from django.urls import path

from rettesnor.network import views

urlpatterns = [
    path("kommuner/", views.offices, name="offices"),
    path("kommuner/ny/", views.add, name="office-new"),
    path("kommuner/forslag/<str:change>/", views.proposal, name="office-proposal"),
    path("kommuner/forslag/<str:change>/nej/", views.refuse, name="office-proposal-refuse"),
    path("kommuner/forslag/<str:change>/fortryd/", views.take_back, name="office-proposal-take-back"),
    path("kommuner/<int:office>/", views.office, name="office"),
    path("kommuner/<int:office>/ret/", views.change, name="office-change"),
    path("kommuner/<int:office>/igen/", views.again, name="office-again"),
    path("kommuner/<int:office>/luk/", views.close, name="office-close"),
]
