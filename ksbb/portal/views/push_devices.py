"""The own browsers that are told of news: let one be told, and take it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ksbb.accounts import told_browsers
from ksbb.accounts.browsers import browser_of
from ksbb.accounts.requests import ActorRequest
from ksbb.accounts.sessions import sign_in_of
from ksbb.common.refusals import Refused
from ksbb.notifications.actions.add_device import add_device
from ksbb.notifications.actions.forget_devices import forget_devices
from ksbb.notifications.channels.push import Subscription
from ksbb.notifications.models import PushDevice

PAGE = "portal:message_choices"


@require_POST
def device_add(request: ActorRequest) -> HttpResponse:
    """What static/js/push.js got from the browser, after the person pressed the button and allowed it."""
    told = Subscription(*(request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")))
    browser = browser_of(request.headers.get("User-Agent", ""))
    sign_in = sign_in_of(request.session)
    try:
        device = add_device(actor=request.actor, subscription=told, browser=browser, sign_in=sign_in)
    except Refused as no:
        messages.error(request, no.reason)
        return _back()
    messages.success(
        request, _("Peramban ini siap. Pilih “Notifikasi peramban” untuk kabar yang Anda inginkan di sini.")
    )
    response = _back()
    told_browsers.remember(response, device.public_id)
    return response


@require_POST
def device_remove(request: ActorRequest, public_id: UUID) -> HttpResponse:
    device = get_object_or_404(PushDevice.objects.visible_to(request.actor), public_id=public_id)
    if not forget_devices(user_id=device.user_id, only=[device.pk]):
        raise Http404
    messages.success(request, _("Perangkat itu tidak lagi menerima notifikasi."))
    response = _back()
    if told_browsers.device_of(request) == public_id:
        told_browsers.forget(response)
    return response


def _back() -> HttpResponseRedirect:
    return redirect(PAGE)
