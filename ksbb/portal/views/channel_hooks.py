"""What channels tell of messages: signed, or not heard. Off with its channel."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.notifications.actions.note_word import note_word
from ksbb.notifications.channels import sms, whatsapp
from ksbb.notifications.channels.asking import SIGNATURE, is_signed
from ksbb.notifications.channels.words import Word
from ksbb.notifications.kinds import Channel

MOST_BYTES = 256 * 1024


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def hook_whatsapp(request: HttpRequest) -> HttpResponse:
    """GET: Meta asks once whether this address is ours, and wants its word back. POST: states."""
    if not whatsapp.is_on():
        raise Http404
    if request.method == "GET":
        known, asked = settings.WHATSAPP_VERIFY_TOKEN, request.GET.get("hub.verify_token", "")
        if request.GET.get("hub.mode") != "subscribe" or not known or not constant_time_compare(asked, known):
            return HttpResponseForbidden()
        return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")
    return _heard(request, settings.WHATSAPP_APP_SECRET, Channel.WHATSAPP, whatsapp.words_of)


@csrf_exempt
@never_cache
@require_POST
def hook_sms(request: HttpRequest) -> HttpResponse:
    """A delivery report of the gateway."""
    if not sms.is_on():
        raise Http404
    return _heard(request, settings.SMS_HOOK_SECRET, Channel.SMS, sms.words_of)


def _heard(
    request: HttpRequest, secret: str, channel: Channel, words_of: Callable[[dict[str, Any]], Iterable[Word]]
) -> HttpResponse:
    """403 without the right signature over exactly these bytes; otherwise 200, also for words about nothing of ours."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    if not is_signed(request.body, request.headers.get(SIGNATURE, ""), secret):
        return HttpResponseForbidden()
    try:
        told = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    for word in words_of(told) if isinstance(told, dict) else ():
        note_word(word, channel=channel)
    return HttpResponse()
