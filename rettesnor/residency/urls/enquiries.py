from __future__ import annotations

from django.urls import path

from rettesnor.residency.views import decision, draft, enquiry, visitation

urlpatterns = [
    path("henvendelser/", enquiry.listed, name="enquiries"),
    path("henvendelser/ny/", enquiry.new, name="enquiry-new"),
    path("henvendelser/kladde/", draft.keep, name="enquiry-draft"),
    path("henvendelser/kladde/<str:code>/slet/", draft.drop, name="enquiry-draft-drop"),
    path("henvendelser/<str:code>/", enquiry.one, name="enquiry"),
    path("henvendelser/<str:code>/ret/", enquiry.change, name="enquiry-change"),
    path("henvendelser/<str:code>/udfald/", enquiry.outcome, name="enquiry-outcome"),
    path("henvendelser/<str:code>/overdrag/", enquiry.hand_over, name="enquiry-hand-over"),
    path("henvendelser/<str:code>/visitation/", visitation.woman, name="visitation"),
    path("henvendelser/<str:code>/svar/", visitation.answer, name="visitation-answer"),
    path("henvendelser/<str:code>/boern/ny/", visitation.new_child, name="child-new"),
    path("henvendelser/<str:code>/boern/<str:child>/", visitation.child, name="child-assessment"),
    path("henvendelser/<str:code>/afgoerelse/", decision.decide, name="decision"),
    path("henvendelser/<str:code>/klagevejledning/", decision.guidance, name="enquiry-guidance"),
]
