from __future__ import annotations

from django.urls import URLPattern, path

from rettesnor.residency.views import capacity, child, dealing, find, leaving, never_came, notice, protection, stay

urlpatterns: list[URLPattern] = [
    path("kapacitet/", capacity.page, name="capacity"),
    path("beboere/", find.residents, name="residents"),
    path("ophold/<str:code>/", stay.page, name="stay"),
    path("ophold/<str:code>/navn/", stay.identity, name="stay-identity"),
    path("ophold/<str:code>/anonym/", stay.anonymous, name="stay-anonymous"),
    path("ophold/<str:code>/cpr/", stay.reveal, name="cpr-reveal"),
    path("ophold/<str:code>/kontaktpersoner/", dealing.assign, name="stay-assign"),
    path("ophold/<str:code>/kontaktpersoner/slut/", dealing.unassign, name="stay-unassign"),
    path("ophold/<str:code>/flyt/", dealing.move, name="stay-move"),
    path("ophold/<str:code>/ret-dato/", dealing.correct, name="stay-correct"),
    path("ophold/<str:code>/kommuner/", dealing.municipality, name="stay-municipality"),
    path("ophold/<str:code>/beskyttelse/", protection.protect, name="stay-protect"),
    path("ophold/<str:code>/beskyttelse/ophaev/", protection.lift, name="stay-lift"),
    path("beskyttelse/<str:code>/", protection.answer, name="protection"),
    path("ophold/<str:code>/om/", dealing.notes, name="stay-notes"),
    path("ophold/<str:code>/barn/", dealing.bring, name="stay-child"),
    path("ophold/<str:code>/barn/flytter/", dealing.child_leaves, name="stay-child-leaves"),
    path("ophold/<str:code>/barn/igen/", dealing.child_back, name="stay-child-back"),
    path("ophold/<str:code>/udflytning/ret/", leaving.correct, name="leaving-correct"),
    path("ophold/<str:code>/udflytning/fortryd/", leaving.undo, name="leaving-undo"),
    path("ophold/<str:code>/udflytning/forbered/", leaving.prepare, name="leaving-prepare"),
    path("ophold/<str:code>/udflytning/orienter/", notice.early, name="leaving-notice"),
    path("ophold/<str:code>/udflytning/", leaving.leave, name="leaving"),
    path("ophold/<str:code>/kom-aldrig/", never_came.never_came, name="stay-never-came"),
    path("ophold/<str:code>/kom-alligevel/", never_came.came_after_all, name="stay-came-after-all"),
    path("ophold/<str:code>/klagevejledning/", leaving.guidance, name="leaving-guidance"),
    path("ophold/<str:code>/samtale/", leaving.talk, name="talk-agree"),
    path("samtaler/<str:code>/", leaving.talk_done, name="talk"),
    path("boern/<str:code>/", child.page, name="child"),
    path("boern/<str:code>/navn/", child.identity, name="child-identity"),
    path("boern/<str:code>/egne-ord/", child.words, name="child-words"),
    path("boern/<str:code>/opfoelgning/<str:childstay>/", child.consider, name="child-consider"),
    path("orienteringer/<str:code>/", notice.page, name="notice"),
    path("orienteringer/<str:code>/igen/", notice.again, name="notice-again"),
    path("orienteringer/<str:code>/ret-dag/", notice.correct, name="notice-correct"),
    path("orienteringer/<str:code>/sendt/", notice.elsewhere, name="notice-elsewhere"),
]
