from __future__ import annotations

from django.urls import path

from rettesnor.followup.views import closing, definitions, figures, guideline

urlpatterns = [
    path("rettesnoren/", guideline.guideline, name="guideline"),
    path("rettesnoren/ord/", definitions.definitions, name="definitions"),
    path("rettesnoren/ord/<int:number>/", definitions.definition, name="definition"),
    path("rettesnoren/ord/<int:number>/beslut/", definitions.decide, name="definition-decide"),
    path("rettesnoren/<str:key>/", guideline.line, name="line"),
    path("rettesnoren/<str:key>/note/", guideline.note, name="line-note"),
    path("rettesnoren/<str:key>/poster/", guideline.records, name="line-records"),
    path("opfoelgning/", figures.overview, name="followup"),
    path("opfoelgning/luk/", closing.close, name="close-period"),
    path("opfoelgning/luk/frys/", closing.freeze, name="freeze"),
    path("opfoelgning/<str:key>/", figures.one, name="figure"),
    path("opfoelgning/<str:key>/raekker/<str:house>/<str:period>/", figures.rows, name="figure-rows"),
]
