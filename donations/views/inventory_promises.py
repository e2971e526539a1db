"""The free devices of the stock are promised: where to is chosen here, the rest in the basket."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from donations.actions.promise_stock import Promised, promise_stock
from donations.forms.inventory import PromiseForm
from donations.inventory import in_hand, kinds_in_hand
from donations.models import BasketItem, Donor
from donations.views.answers import attempt
from donations.views.givers import giver_of, way_to_a_giver
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission

Target = BasketItem.Target


@require_http_methods(["GET", "POST"])
def stock_promise(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.STOCK_KEEP)
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    form = PromiseForm(request.POST or None, initial={"target": Target.NEEDIEST})
    if (
        request.method == "POST"
        and form.is_valid()
        and (done := attempt(form, partial(_promise, form, donor, request)))
    ):
        _tell(request, done)
        return redirect("donations:basket_detail" if done.devices else "donations:stock_promise")
    kinds = kinds_in_hand(donor.organisation_id)
    context = {
        "form": form,
        "kinds": kinds,
        "left": sum(kind.left for kind in kinds),
        "meant": in_hand(donor.organisation_id).filter(meant_for__isnull=False).count(),
    }
    return render(request, "donations/stock_promise.html", context)


def _promise(form: PromiseForm, donor: Donor, request: ActorRequest) -> Promised:
    said = form.cleaned_data
    named = said["target"] == PromiseForm.SCHOOLS
    area = said["target"] == Target.AREA
    return promise_stock(
        donor=donor,
        actor=request.actor,
        target=Target.SCHOOL if named else said["target"],
        area=said["area"] if area else "",
        form=said["form"] if area else "",
        need_class=said["need_class"],
    )


def _tell(request: ActorRequest, done: Promised) -> None:
    for trouble in done.troubles:
        messages.warning(request, trouble)
    if done.devices:
        words = ngettext(
            "%(count)s gawai dari stok masuk ke keranjang. Lanjutkan dengan jadwal dan pernyataan.",
            "%(count)s gawai dari stok masuk ke keranjang. Lanjutkan dengan jadwal dan pernyataan.",
            done.devices,
        )
        messages.success(request, words % {"count": done.devices})
    elif not done.troubles:
        messages.info(request, _("Tidak ada gawai bebas yang cocok. Semuanya sudah dijanjikan atau belum ada di stok."))
