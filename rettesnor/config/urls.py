from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rettesnor.today.urls")),
    path("", include("rettesnor.residency.urls")),
    path("", include("rettesnor.practice.urls")),
    path("", include("rettesnor.reports.urls")),
    path("", include("rettesnor.followup.urls")),
    path("", include("rettesnor.registers.urls")),
    path("", include("rettesnor.network.urls")),
    path("", include("rettesnor.post.urls")),
    path("", include("rettesnor.staff.urls")),
]
if settings.DEMO or settings.MODE == "test":
    urlpatterns.append(path("demo/", include("rettesnor.demo.urls")))
