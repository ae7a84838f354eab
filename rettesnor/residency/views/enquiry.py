from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rettesnor.danish import clock
from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.residency.actions import intake
from rettesnor.residency.children_capacity import this_week
from rettesnor.residency.forms.decision import GuidanceForm
from rettesnor.residency.forms.enquiry import ChangeEnquiryForm, HandOverForm, NewEnquiryForm, OutcomeForm
from rettesnor.residency.forms.visitation import AnswerForm
from rettesnor.residency.models import ChildAssessment, Draft, Enquiry, Resident, Visitation
from rettesnor.residency.models.enquiry import EnquiryQuerySet
from rettesnor.residency.models.visitation import MOTHERHOOD
from rettesnor.residency.views.draft import FORM, let_go, own_draft, typed_before
from rettesnor.residency.views.meanwhile import mark, words_stay
from rettesnor.residency.views.reply import follow, houses_for
from rettesnor.staff import door
from rettesnor.staff.models import Employee, House, RoleGrant
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import CONFLICT, UNPROCESSABLE
from rettesnor.ui.again import saved_before

PAGE = 25
SPEAK_WITH_HER = ("S", "K", "V", "L", "X")
"""The roles that may have told a woman how to complain."""


@may("enquiry.see")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then the settled ones, newest first, a page at a time."""
    rows = cast(EnquiryQuerySet, door.visible(request, Enquiry)).in_a_list()
    pages = Paginator(rows.settled(), PAGE)
    page = pages.get_page(request.GET.get("side"))
    settled = list(page.object_list)
    waiting = list(rows.waiting().order_by("received_at")) if page.number == 1 else []
    door.shown(request, [*waiting, *settled])
    user = who(request)
    houses = houses_for(user, "enquiry.see") or houses_for(user, "enquiry.take")
    context = {"waiting": waiting, "settled": settled, "page": page, "week": this_week(houses, clock.now())}
    return render(request, "residency/enquiries.html", context | {"may_take": user.standing.may("enquiry.take")})


@may("enquiry.take")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The one screen while the phone is at the ear; sent twice it is one enquiry."""
    user = who(request)
    houses = houses_for(user, "enquiry.take")
    if not houses:
        raise PermissionDenied
    if request.method != "POST":
        return _new_page(request, _blank(user, houses, request.GET.get("kladde", "")))
    form = NewEnquiryForm(request.POST, houses=houses)
    if form.is_valid():
        try:
            enquiry = intake.take_call(by=user, client_key=form.cleaned_data["client_key"], **form.said())
        except SavedBefore as before:
            return _new_page(request, form, _saved(request, form, cast(Enquiry, before.row)))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            let_go(user, form.cleaned_data["draft"], form.cleaned_data["client_key"])
            messages.success(request, _("Henvendelsen er gemt."))
            return follow(request, "visitation" if enquiry.outcome == "visitation" else "enquiry", enquiry.code)
    return _new_page(request, form)


def _blank(user: Employee, houses: list[House], resume: str) -> NewEnquiryForm:
    usual = Enquiry.objects.taken_last_by(user)
    house = usual.house if usual and usual.house in houses else houses[0]
    initial: dict[str, Any] = {"house": house.code, "received_at": clock.now(), "client_key": uuid4()}
    draft = own_draft(user, resume)
    return NewEnquiryForm(houses=houses, initial=initial | (typed_before(draft) if draft else {}))


def _new_page(request: HttpRequest, form: NewEnquiryForm, saved: dict[str, object] | None = None) -> HttpResponse:
    resumed = form["draft"].value() or ""
    drafts = [] if form.is_bound else list(Draft.objects.own(who(request), FORM).exclude(code=resumed))
    status = CONFLICT if saved else UNPROCESSABLE if form.errors else 200
    context = {"form": form, "drafts": drafts, "saved": saved}
    return render(request, "residency/enquiry_new.html", context, status=status)


def _saved(request: HttpRequest, form: NewEnquiryForm, enquiry: Enquiry) -> dict[str, object]:
    """The call that this form was saved as, where it says something else now; its words for those who still read it."""
    user = who(request)
    reads = Enquiry.objects.visible_to(user, "enquiry.see").filter(pk=enquiry.pk).exists()
    writes = Enquiry.objects.visible_to(user, "enquiry.write").filter(pk=enquiry.pk).exists()
    both = saved_before(form, NewEnquiryForm.of(enquiry))
    if reads:
        door.shown(request, [enquiry])
    told = _("Er det en anden henvendelse, så gem igen. Er det den samme, så åbn den, og skriv det ind, der mangler.")
    if not writes:
        told = _("Er det en anden henvendelse, så gem igen. Er det den samme, så fortæl det til den, der har den nu.")
    where = {"url": resolve_url("enquiry-change", enquiry.code), "link": _("Ret henvendelsen")} if writes else {}
    return {"both": both if reads else None, "again": told, **where}


@may("enquiry.see")
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    return page_of(request, door.one(request, _rows(request), code))


@may("enquiry.write")
@require_http_methods(["GET", "HEAD", "POST"])
@words_stay(lambda request: ChangeEnquiryForm(request.POST, houses=list(House.objects.all())))
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Put right or add to what is known; when another has saved meanwhile, both texts are shown."""
    user, enquiry = who(request), door.one(request, _rows(request), code)
    houses = houses_for(user, "enquiry.write") or [enquiry.house]
    initial = ChangeEnquiryForm.of(enquiry) | {"version": enquiry.version}
    form = ChangeEnquiryForm(request.POST or None, houses=houses, initial=initial)
    context: dict[str, Any] = {"form": form, "enquiry": enquiry, "held": mark(user, enquiry)}
    if not form.is_valid():
        return render(request, "residency/enquiry_change.html", context, status=UNPROCESSABLE if form.errors else 200)
    try:
        intake.change_enquiry(enquiry, version=form.cleaned_data["version"], by=user, **form.said())
    except Overtaken:
        standing = Enquiry.objects.select_related("key", "house").get(pk=enquiry.pk)
        context["met"] = form.meet(ChangeEnquiryForm.of(standing), standing.version)
        if context["met"] is not None:
            return render(request, "residency/enquiry_change.html", context, status=CONFLICT)
    except Refused as refusal:
        form.refuse(refusal)
        return render(request, "residency/enquiry_change.html", context, status=UNPROCESSABLE)
    return follow(request, "enquiry", code)


@may("enquiry.write")
@require_POST
@words_stay(lambda request: OutcomeForm(request.POST))
def outcome(request: HttpRequest, code: str) -> HttpResponse:
    """How it ended; when another has saved meanwhile, both outcomes are shown."""
    enquiry = door.one(request, _rows(request), code)
    form = OutcomeForm(request.POST)
    status, met = UNPROCESSABLE, None
    if form.is_valid():
        try:
            intake.close_enquiry(enquiry, by=who(request), version=form.cleaned_data["version"], **form.said())
        except Overtaken:
            standing = Enquiry.objects.select_related("key").get(pk=enquiry.pk)
            status, met = CONFLICT, form.meet(OutcomeForm.of(standing), standing.version)
        except Refused as refusal:
            form.refuse(refusal)
        if met is None and not form.errors:
            messages.success(request, _("Udfaldet er gemt."))
            return redirect("enquiry", code)
    return page_of(request, door.one(request, _rows(request), code), status=status, ending=form, met=met)


@may("enquiry.write")
@require_POST
@words_stay(lambda request: HandOverForm(request.POST, people=list(Employee.objects.all())))
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Give it to somebody by name; whoever had it only because they took the call sees it no longer."""
    user, enquiry = who(request), door.one(request, _rows(request), code)
    form = HandOverForm(request.POST, people=list(intake.receivers(enquiry.house, clock.today())))
    if form.is_valid():
        try:
            intake.hand_over(enquiry, to=form.chosen(), by=user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            kept = Enquiry.objects.verbs_on(enquiry, user, "enquiry.see")
            messages.success(request, _("Henvendelsen er givet videre til {name}.").format(name=form.chosen().name))
            return redirect("enquiry", code) if kept else redirect("enquiries")
    return page_of(request, enquiry, handing=form)


def _rows(request: HttpRequest) -> Any:
    return door.visible(request, Enquiry).select_related(
        "visitation",
        "visitation__screened_by",
        "visitation__leader_answered_by",
        "visitation__afterwards_by",
        "decision",
        "decision__decided_by",
        "decision__guided_by",
        "outcome_by",
        "handed_over_to",
        "stay",
    )


def read(request: HttpRequest) -> Any:
    """What the view's verb reaches and one may read as well: the other house's leader decides, and does no more."""
    seen = Enquiry.objects.visible_to(who(request), "enquiry.see").order_by().values("pk")
    return door.visible(request, Enquiry).filter(pk__in=seen)


def page_of(request: HttpRequest, enquiry: Enquiry, *, status: int = UNPROCESSABLE, **refused: Any) -> HttpResponse:
    """The page of one enquiry; with a form that was refused it answers `status` and keeps what was typed."""
    user = who(request)
    children = list(ChildAssessment.objects.visible_to(user, "enquiry.see").filter(enquiry=enquiry))
    door.shown(request, children)
    held = Enquiry.objects.verbs_on(enquiry, user, "whole", "enquiry.write", "visitation.write", "residency.decide")
    undecided = not hasattr(enquiry, "decision")
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "whole": "whole" in held,
        "unnamed": _unnamed(enquiry, user),
        "visitation": opened(enquiry, "visitation"),
        "decision": opened(enquiry, "decision"),
        "children": children,
        "may_write": undecided and "enquiry.write" in held,
        "may_visit": undecided and "visitation.write" in held,
        "may_decide": enquiry.is_open and "residency.decide" in held,
        "week": this_week([enquiry.house], clock.now()),
    }
    if context["whole"] and enquiry.is_open:
        context["ages"] = said_of_age(context["visitation"], children, clock.today())
    context |= _forms(enquiry, user, context["may_write"])
    if "residency.decide" in held and _asks_the_leader(enquiry, context["visitation"]):
        context["answering"] = AnswerForm()
    if "residency.decide" in held and context["decision"] and context["decision"].lacks_guidance:
        context["guiding"] = guidance_form(enquiry.house_id, user)
    context |= refused
    return render(request, "residency/enquiry.html", context, status=status if refused else 200)


def said_of_age(visitation: Visitation | None, children: Sequence[ChildAssessment], day: date) -> list[str]:
    """What whoever screens or decides must know of her age and theirs; it warns and stops nothing."""
    if visitation is None:
        return []
    said = []
    if visitation.under_age_on(day):
        said.append(
            _(
                "Hun er under 18 år. Det er ikke i sig selv en grund til et nej. Tænk på underretning og på, "
                "hvem der har forældremyndigheden."
            )
        )
    if visitation.contradicts_on(day):
        told = _("hendes CPR-nummer") if visitation.cpr else _("den alder, hun siger,")
        odd = _("Svaret på, om hun er fyldt 18 år, og {told} passer ikke sammen. Se efter, hvad der er rigtigt.")
        said.append(odd.format(told=told))
    return said + said_of_their_ages(visitation, children, day)


def said_of_their_ages(visitation: Visitation | None, children: Sequence[ChildAssessment], day: date) -> list[str]:
    """Of each child that is hardly so much younger than its mother as a child is."""
    if visitation is None:
        return []
    odd = [child for child in children if child.is_too_old_for(visitation, day)]
    return [close_in_age(child.called) for child in odd]


def close_in_age(called: str = "") -> str:
    """The question; without a name where the child itself is not on the page."""
    said = _("{child} og moren har under {years} år imellem sig. Se efter, om alderen og numrene er rigtige.")
    return said.format(child=called or _("Barnet"), years=MOTHERHOOD)


def _unnamed(enquiry: Enquiry, user: Employee) -> bool:
    """Once she lives here, only those who may know who she is read the name that the call wrote down."""
    return enquiry.resident is not None and not may_name(user, enquiry.resident)


def may_name(user: Employee, her: Resident) -> bool:
    """May this user know who she is? Of a specially protected woman only her own contact person may."""
    return her.key_id in user.standing.reach("identity.write" if her.protected else "identity.see").cases


def opened(enquiry: Enquiry, name: str) -> Any:
    """What hangs on the enquiry, if it is there, with the case's key at hand: they share it."""
    row = getattr(enquiry, name, None)
    if row is not None:
        row.key = enquiry.key
    return row


def guidance_form(house: int, user: Employee, typed: Any = None) -> GuidanceForm:
    """When she was told how to complain: oneself and whoever else speaks with the women of the house can have done."""
    held = RoleGrant.objects.in_force(clock.today()).of_employed(clock.today()).filter(role__in=SPEAK_WITH_HER)
    of_house = held.filter(Q(house=house) | Q(house=None)).values("employee")
    people = Employee.objects.filter(Q(pk__in=of_house) | Q(pk=user.pk))
    return GuidanceForm(typed, people=list(people), initial={"on": clock.today(), "given_by": user.code})


def _forms(enquiry: Enquiry, user: Employee, writes: bool) -> dict[str, Any]:
    """The small forms on the page of an enquiry that this person may write on."""
    found: dict[str, Any] = {}
    if writes:
        others = intake.receivers(enquiry.house, clock.today()).exclude(pk=user.pk)
        found["handing"] = HandOverForm(people=list(others))
        found["held"] = mark(user, enquiry)
        found["ending"] = OutcomeForm(initial=OutcomeForm.of(enquiry))
    return found


def _asks_the_leader(enquiry: Enquiry, visitation: Visitation | None) -> bool:
    """A doubt that no decision has answered: it is not made yet, or the doubt came after it."""
    return visitation is not None and visitation.in_doubt and (enquiry.is_open or visitation.in_doubt_here)
