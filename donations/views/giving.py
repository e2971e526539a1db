"""A giver's own pages: profile, yearly summary, the certificate of thanks."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.edit_donor import edit_donor
from donations.forms.profile import ProfileForm
from donations.giving import devices_given, given_in, total_value, years_of
from donations.models import Donor, Pledge
from donations.policies import only_giver
from donations.receipts import receipt_of
from donations.thanks import SummaryData, ThanksData, summary_pdf, thanks_pdf
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.downloads import saved_as
from recipients.states import NeedState


def _own_donor(request: ActorRequest) -> Donor:
    """The profile of the organisation one acts for, or 404."""
    request.actor.must(Permission.PLEDGE_CREATE)
    if request.actor.organisation_id is None:
        raise Http404
    own = Donor.objects.filter(organisation_id=request.actor.organisation_id)
    return get_object_or_404(own.select_related("organisation"))


@require_http_methods(["GET", "POST"])
def donor_profile(request: ActorRequest) -> HttpResponse:
    donor = _own_donor(request)
    form = ProfileForm(request.POST or None, donor=donor)
    if request.method == "POST" and form.is_valid():
        edit_donor(donor=donor, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Profil disimpan."))
        return redirect("donations:donor_profile")
    return render(request, "donations/donor_profile.html", {"donor": donor, "form": form})


@require_GET
def giving_summary(request: ActorRequest) -> HttpResponse:
    """All years to choose from; the one asked for, or the newest."""
    donor = _own_donor(request)
    years = years_of(donor)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else (years[0] if years else timezone.localdate().year)
    rows = given_in(donor, year) if years else []
    context = {
        "donor": donor,
        "years": years,
        "year": year,
        "rows": rows,
        "devices": sum(row.quantity for row in rows),
        "verified": sum(row.verified for row in rows),
        "total": total_value(rows),
        "untold": sum(row.quantity for row in rows if not row.unit_value),
    }
    return render(request, "donations/giving_summary.html", context)


@require_GET
def giving_summary_download(request: ActorRequest, year: int) -> HttpResponse:
    donor = _own_donor(request)
    if year not in years_of(donor):
        raise Http404
    # A paper is in Indonesian, whatever language the reader has chosen.
    with translation.override("id"):
        data = SummaryData(
            giver=donor.organisation.name,
            kind=str(donor.get_kind_display()),
            tax_name=donor.tax_name,
            npwp=sealing.unseal(donor.npwp_sealed),
            giver_address=donor.address,
            year=year,
            made_on=timezone.localdate(),
            rows=given_in(donor, year),
        )
    return HttpResponse(summary_pdf(data), headers=saved_as(f"ringkasan-pemberian-{year}.pdf"))


@require_GET
def thanks_download(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """For the giver alone, and only once something has reached the school."""
    seen = Pledge.objects.visible_to(request.actor).select_related("donor__organisation", "school__district")
    pledge = get_object_or_404(seen, public_id=public_id)
    only_giver(pledge, request.actor)
    data = _thanks(pledge)
    if data is None:
        raise Http404
    return HttpResponse(thanks_pdf(data), headers=saved_as(f"piagam-{pledge.receipt_code}.pdf"))


def _thanks(pledge: Pledge) -> ThanksData | None:
    done = pledge.handovers.exclude(done_at=None).order_by("-done_at").first()
    if done is None or done.done_at is None:
        return None
    with translation.override("id"):
        devices, found = devices_given(pledge), receipt_of(pledge.receipt_code)
        if not devices or found is None:
            return None
        unproven = done.allocations.exclude(need__state=NeedState.MET)
        return ThanksData(
            giver=pledge.donor.organisation.name,
            school=pledge.school.name,
            place=pledge.school.district.short_name,
            devices=devices,
            handed_over_on=timezone.localdate(done.done_at),
            is_verified=not unproven.exists(),
            code=pledge.receipt_code,
            digest=found.digest,
            address=f"{settings.PUBLIC_URL}{reverse('donations:receipt', args=[pledge.receipt_code])}",
        )
