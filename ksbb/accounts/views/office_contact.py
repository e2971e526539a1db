"""Telephone, e-mail and address of the offices, for those who bring in their people."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.actions.edit_office import edit_office
from ksbb.accounts.forms import OfficeForm
from ksbb.accounts.policies import offices_seen, offices_written
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden


@require_GET
def office_list(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.OFFICE_CONTACT):
        actor.must(Permission.MEMBER_INVITE)
    if not actor.oversees:
        raise Forbidden("only offices")
    page = page_of(offices_written(actor), "name", "id", after=request.GET.get(PARAMETER, ""))
    return render(request, "accounts/office_list.html", {"page": page, "is_first": PARAMETER not in request.GET})


@require_http_methods(["GET", "POST"])
def office_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    office = get_object_or_404(offices_seen(request.actor), public_id=public_id)
    if not offices_written(request.actor).filter(pk=office.pk).exists():
        raise Forbidden("only the own office, or those on the own ground")
    known: dict[str, str | bool] = {
        "phone": office.office_phone,
        "email": office.office_email,
        "address": office.office_address,
    }
    known |= {"chat_allowed": office.chat_allowed}
    form = OfficeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        edit_office(office=office, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Kontak kantor disimpan. Halaman sekolah di wilayahnya segera menampilkannya."))
        return redirect("accounts:office_list")
    return render(request, "accounts/office_edit.html", {"form": form, "office": office})
