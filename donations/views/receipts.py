"""The public receipt of a gift: for whoever holds its code, on paper or in a link."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from donations.receipts import Receipt, clean_code, receipt_of
from ksbb.accounts.requests import ActorRequest
from ksbb.common.limits import limited
from ksbb.common.papers import qr_svg

ASKED = frozenset({"GET"})


@require_GET
def receipt_find(request: ActorRequest) -> HttpResponse:
    """A code typed from paper leads to its page; nothing typed shows the form."""
    typed = request.GET.get("kode", "").strip()
    if code := clean_code(typed):
        return redirect("donations:receipt", code)
    return render(request, "donations/receipt_find.html", {"typed": typed[:40], "is_wrong": bool(typed)})


@require_GET
@limited("receipt", amount=60, seconds=60, methods=ASKED)
def receipt(request: ActorRequest, code: str) -> HttpResponse:
    """404 for an unknown code, in the same words whatever is wrong with it."""
    found = receipt_of(code)
    if found is None:
        return render(request, "donations/receipt_find.html", {"typed": code[:40], "is_unknown": True}, status=404)
    printed = request.GET.get("sidik", "").strip()
    link = found.link_of(printed) if printed else None
    context = {"receipt": found, "qr": _qr(found), "printed": printed[:80], "link": link, "address": _address(found)}
    return render(request, "donations/receipt.html", context)


def _address(found: Receipt) -> str:
    return f"{settings.PUBLIC_URL}{reverse('donations:receipt', args=[found.code])}"


def _qr(found: Receipt) -> str:
    # Drawn by segno from an address of our own: nothing in it was typed by anybody.
    return mark_safe(qr_svg(_address(found)))  # noqa: S308
