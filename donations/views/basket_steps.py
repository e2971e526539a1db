"""The steps that are the same for a whole basket, and sending it."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.commit_basket import commit_basket
from donations.actions.hold_basket import hold_basket
from donations.actions.plan_basket import plan_basket
from donations.forms.basket import PlanForm, ShownForm, SignForm, plan_initial
from donations.holding import NotEnoughLeft
from donations.models import Basket
from donations.policies_basket import why_not_plan
from donations.states import BasketState
from donations.views.answers import attempt
from donations.views.basket_lines import lines_of_basket
from donations.views.givers import current_basket, giver_of, way_to_a_giver
from donations.views.wizard import NEXT, STEPS, steps_of_basket
from ksbb.accounts.requests import ActorRequest
from ksbb.common.refusals import Refused
from schools.models import School


@require_http_methods(["GET", "POST"])
def basket_step(request: ActorRequest, step: str) -> HttpResponse:
    if step not in STEPS or step == "isi":
        raise Http404
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    basket = current_basket(donor, request)
    if basket is None or not basket.items.exists():
        messages.info(request, _("Keranjang masih kosong. Pilih dulu gawai dan tujuannya."))
        return redirect("donations:basket_detail")
    if step == "ringkasan":
        return _summary(request, basket, SignForm())
    form = _form(step, basket, request)
    if request.method == "POST" and form.is_valid() and _plan(basket, form, request):
        return redirect("donations:basket_step", NEXT[step])
    context = {"form": form, "basket": basket, "steps": steps_of_basket(step), "step": step}
    return render(request, f"donations/basket_{step}.html", context)


def _plan(basket: Basket, form: forms.Form, request: ActorRequest) -> Basket | None:
    return attempt(form, partial(plan_basket, basket=basket, actor=request.actor, **form.cleaned_data))


def _form(step: str, basket: Basket, request: ActorRequest) -> forms.Form:
    if step == "jadwal":
        return PlanForm(request.POST or None, initial=plan_initial(basket))
    return ShownForm(request.POST or None, initial={"shown_as": basket.shown_as or basket.donor.shown_as})


def _summary(request: ActorRequest, basket: Basket, form: SignForm) -> HttpResponse:
    if why_not_plan(basket):
        return redirect("donations:basket_step", "jadwal")
    context = {
        "basket": basket,
        "lines": lines_of_basket(basket),
        "form": form,
        "steps": steps_of_basket("ringkasan"),
        "donor": basket.donor,
    }
    return render(request, "donations/basket_summary.html", context)


@require_http_methods(["GET", "POST"])
def basket_commit(request: ActorRequest) -> HttpResponse:
    """The same summary sent twice leads to the same page; what is gone meanwhile is named, and all typing stays.

    A refused summary stands at this address: reading it again, as after choosing the other language, shows the summary.
    """
    if request.method == "GET":
        return redirect("donations:basket_step", "ringkasan")
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    form = SignForm(request.POST)
    if form.is_valid() and (sent := _sent_before(request, form)):
        return redirect(where_to(sent))
    basket = current_basket(donor, request)
    if basket is None:
        return redirect("donations:basket_detail")
    if form.is_valid() and (done := _commit(basket, form, request)):
        messages.success(request, _("Terima kasih. Semua yang Anda janjikan sudah tercatat."))
        return redirect(where_to(done))
    return _summary(request, basket, form)


def _sent_before(request: ActorRequest, form: SignForm) -> Basket | None:
    sent = Basket.objects.visible_to(request.actor).filter(state=BasketState.COMMITTED)
    return sent.filter(request_key=form.cleaned_data["request_key"]).first()


def _commit(basket: Basket, form: SignForm, request: ActorRequest) -> Basket | None:
    said = {name: form.cleaned_data[name] for name in ("signed_name", "signature", "request_key")}
    try:
        return commit_basket(basket=basket, actor=request.actor, **said)
    except NotEnoughLeft as no:
        school = School.objects.filter(pk=no.school_id).values_list("name", flat=True).first() or ""
        form.add_error(None, f"{school}: {no.reason}")
        hold_basket(basket=basket, actor=request.actor)
    except Refused as no:
        form.add_error(None, no.reason)
    return None


def where_to(basket: Basket) -> str:
    """The gift itself when it is a single pledge, else the list of all that the basket became."""
    pledges = list(basket.pledges.filter(committed_at__isnull=False)[:2])
    if len(pledges) == 1 and not basket.wishes.exists() and not basket.consignments.exists():
        return reverse("donations:pledge_detail", args=[pledges[0].public_id])
    return reverse("donations:basket_done", args=[basket.public_id])
