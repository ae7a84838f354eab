from __future__ import annotations

from django.urls import path

from rettesnor.post import views

urlpatterns = [
    path("ud/", views.overview, name="post"),
    path("ud/<str:code>/", views.document, name="post-document"),
    path("ud/<str:code>/dokument.pdf", views.content, name="post-content"),
    path("ud/<str:code>/frigiv/", views.release, name="post-release"),
    path("ud/<str:code>/afsendt/", views.dispatch, name="post-dispatch"),
    path("ud/<str:code>/tilbagekald/", views.recall, name="post-recall"),
]
