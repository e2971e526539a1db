"""Everybody's own page: by which way which messages come, and where a telephone may ring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts import told_browsers
from ksbb.accounts.requests import ActorRequest
from ksbb.common.refusals import Refused
from ksbb.notifications.actions.choose_ways import choose_ways
from ksbb.notifications.actions.confirm_number import confirm_number
from ksbb.notifications.actions.remove_number import remove_number
from ksbb.notifications.actions.tell_number import tell_number
from ksbb.notifications.actions.trust_mail import trust_mail
from ksbb.notifications.channels import push
from ksbb.notifications.kinds import CHOSEN, PHONES, Channel, Way
from ksbb.notifications.models import Choice, Contact, PushDevice
from ksbb.notifications.numbers import last_digits
from ksbb.notifications.quiet import FROM, UNTIL
from ksbb.notifications.reaching import channels_of, channels_on, is_refused
from ksbb.portal.message_forms import CodeForm, NumberForm, WaysForm

PAGE = "portal:message_choices"


@require_http_methods(["GET", "POST"])
def message_choices(request: ActorRequest) -> HttpResponse:
    """GET shows the choices; POST saves the ways and the quiet hours."""
    form = _ways_form(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        quiet = (form.cleaned_data["quiet_from"], form.cleaned_data["quiet_until"])
        try:
            choose_ways(actor=request.actor, ways=form.ways, quiet=quiet)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Pilihan Anda disimpan."))
            return redirect(PAGE)
    return _page(request, ways=form)


@require_POST
def message_number(request: ActorRequest) -> HttpResponse:
    """A number is told, and a code goes to it."""
    form = NumberForm(request.POST, channels=_phones())
    if form.is_valid():
        told = form.cleaned_data
        try:
            tell_number(actor=request.actor, number=told["number"], channel=Channel(told["channel"]))
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Kode sedang dikirim ke nomor itu. Ketik kodenya di bawah."))
            return redirect(f"{reverse(PAGE)}#nomor")
    return _page(request, number=form)


@require_POST
def message_code(request: ActorRequest) -> HttpResponse:
    """The code is typed."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            channel = confirm_number(actor=request.actor, code=form.cleaned_data["code"])
        except Refused as no:
            form.add_error("code", no.reason)
        else:
            told = _("Nomor Anda sudah pasti. Pilih %(channel)s untuk kabar yang Anda inginkan di sana.")
            messages.success(request, told % {"channel": channel.label})
            return redirect(PAGE)
    return _page(request, code=form)


@require_POST
def message_number_remove(request: ActorRequest) -> HttpResponse:
    remove_number(actor=request.actor)
    messages.success(request, _("Nomor Anda dihapus. Kabar yang tadinya ke sana kini lewat e-mail."))
    return redirect(PAGE)


@require_POST
def message_mail_again(request: ActorRequest) -> HttpResponse:
    trust_mail(actor=request.actor)
    messages.success(request, _("Baik, surat dikirim lagi ke alamat itu."))
    return redirect(PAGE)


def _phones() -> frozenset[Channel]:
    return channels_on() & frozenset(PHONES)


def _push(request: ActorRequest) -> dict[str, Any] | None:
    """The own browsers, this one marked, and the key under which another one agrees; None where push is off."""
    if Channel.PUSH not in channels_on():
        return None
    own = PushDevice.objects.visible_to(request.actor).living(push.key_name()).order_by("-updated_at", "-pk")
    return {"key": push.public_key(), "devices": list(own), "here": told_browsers.device_of(request)}


def _own(request: ActorRequest) -> Contact | None:
    found: Contact | None = Contact.objects.visible_to(request.actor).first()
    return found


def _ways_form(request: ActorRequest, data: Any = None) -> WaysForm:
    contact = _own(request)
    own = Choice.objects.visible_to(request.actor).values_list("group", "way")
    chosen = dict.fromkeys([group.value for group in CHOSEN], Way.MAIL.value) | dict(own)
    quiet = (contact.quiet_from, contact.quiet_until) if contact else (FROM, UNTIL)
    return WaysForm(data, channels=channels_of(contact), chosen=chosen, quiet=quiet)


def _page(request: ActorRequest, **forms_sent: forms.Form) -> HttpResponse:
    contact, phones = _own(request), _phones()
    has_number = contact is not None and bool(contact.phone_sealed)
    agreed = [channel.label for channel in PHONES if channel in channels_of(contact)]
    waits = contact is not None and contact.code_until is not None and contact.code_until > timezone.now()
    context: dict[str, Any] = {
        "ways": _ways_form(request),
        "number": NumberForm(None, channels=phones),
        "code": CodeForm(),
        "phones_on": bool(phones),
        "rings": bool(channels_on()),
        "push": _push(request),
        "agreed": agreed,
        "last_digits": last_digits(contact) if contact and has_number else "",
        "code_waits": waits,
        "mail_refused": is_refused(contact, request.user.email),
        "address": request.user.email,
    }
    return render(request, "portal/message_choices.html", context | forms_sent)
