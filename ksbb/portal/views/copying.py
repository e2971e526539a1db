"""A copy of all that is held of a person of the register, made for whoever asked for it: to be printed, or as a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from donations.actions.erase_account import erase_account
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.common.downloads import saved_as
from ksbb.common.refusals import Refused
from ksbb.portal.copies import copy_of_person
from ksbb.portal.my_data_forms import EraseAccountForm
from recipients.actions.note_copy import note_copy
from recipients.models import DataRequest
from recipients.requests_held import must_answer

FILE, PAGE = "file", "page"


@never_cache
@require_POST
@people_shown(Read.Kind.EXPORT)
def request_copy(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The copy is in the answer to this one POST and nowhere else; a reload makes, and records, another one."""
    seen = DataRequest.objects.visible_to(request.actor).filter(kind=DataRequest.Kind.COPY, recipient__isnull=False)
    asked = get_object_or_404(seen.select_related("recipient__school"), public_id=public_id)
    form = FILE if request.POST.get("bentuk") == FILE else PAGE
    try:
        note_copy(request=asked, form=form, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("recipients:request_detail", public_id)
    assert asked.recipient is not None
    copy = copy_of_person(asked.recipient)
    if form == FILE:
        return HttpResponse(copy.as_json(), headers=saved_as(f"salinan-{asked.number}.json"))
    context = {"asked": asked, "recipient": asked.recipient, "copy": copy, "title": _("Salinan data pribadi")}
    return render(request, "portal/copy.html", context)


@never_cache
@require_POST
def request_account(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The office erases an account whose person asked for it, once nothing stands in the way; never by one slip."""
    seen = DataRequest.objects.visible_to(request.actor).filter(kind=DataRequest.Kind.ERASURE, user__isnull=False)
    asked = get_object_or_404(seen.select_related("user"), public_id=public_id)
    must_answer(asked, request.actor)
    assert asked.user is not None
    if not EraseAccountForm(request.POST).is_valid():
        messages.error(request, _("Centang dulu bila Anda yakin."))
        return redirect("recipients:request_detail", public_id)
    try:
        erase_account(user=asked.user, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("Akunnya sudah dihapus, dan permintaannya selesai."))
    return redirect("recipients:request_detail", public_id)
