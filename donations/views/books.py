"""The books of the aggregators: balances, entries, and what is written into them. No money moves here."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.export_book import FORMATS, export_book
from donations.actions.open_proof import open_proof
from donations.actions.record_entry import record_entry
from donations.actions.reverse_entry import reverse_entry
from donations.book_sheet import comparison, rows_of
from donations.books import INTAKE, Kind, balance_of
from donations.forms.books import RecordForm
from donations.forms.handover import ReasonForm
from donations.models import Aggregator, LedgerEntry
from donations.policies_books import must_read_books, only_own_book, why_not_reverse, why_not_take_in
from donations.stock import lots_of
from donations.views.answers import attempt
from donations.views.proofs import proof_answer
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.paging import PARAMETER, page_of

# What is written by hand; OUT is written by the handover.
BY_HAND = [kind for kind in Kind if kind != Kind.OUT]
ON_PAPER = 500


def _book(request: ActorRequest) -> Aggregator | None:
    """The own one; for who reads all books the one that `?agregator=` names, 404 when there is none like it."""
    books = Aggregator.objects.select_related("organisation")
    if not request.actor.may(Permission.LEDGER_AUDIT):
        return books.filter(organisation_id=request.actor.organisation_id or 0).first()
    asked = request.GET.get("agregator", "")
    if not asked:
        return None
    try:
        return get_object_or_404(books, public_id=UUID(asked))
    except ValueError:
        raise Http404 from None


@require_GET
def ledger_list(request: ActorRequest) -> HttpResponse:
    """Balances on top, the newest entries below; who reads all books sees them side by side first."""
    must_read_books(request.actor)
    book = _book(request)
    if book is None and request.actor.may(Permission.LEDGER_AUDIT):
        return render(request, "donations/ledger_compare.html", {"rows": comparison()})
    if book is None:
        return render(request, "donations/ledger_none.html")
    kind, paper = request.GET.get("jenis", ""), request.GET.get("cetak") == "1"
    entries = LedgerEntry.objects.visible_to(request.actor).filter(aggregator=book)
    lots, balance = lots_of(entries), balance_of(book)
    if kind in Kind.values:
        entries = entries.filter(kind=kind)
    shown = entries.select_related(
        "donor__organisation", "lot", "reverses", "reversed_by", "consignment", "handover__school"
    )
    page = page_of(shown, "-id", after=request.GET.get(PARAMETER, ""), size=ON_PAPER if paper else 25)
    context = {
        "book": book,
        "balance": balance,
        "cost_room": max(0, balance.cost_room(book.cost_percent)),
        "lots": [lot for lot in lots if lot.stock],
        "totals": {
            name: sum(getattr(lot, name) for lot in lots) for name in ("came", "out", "lost", "returned", "stock")
        },
        "rows": rows_of(page.rows),
        "after": page.after,
        "kind": kind,
        "kinds": Kind.choices,
        "ways": [(one.value, one.label) for one in BY_HAND],
        "is_own": book.organisation_id == request.actor.organisation_id,
        "blocked": why_not_take_in(book),
        "paper": paper,
    }
    return render(request, "donations/ledger_list.html", context)


@require_http_methods(["GET", "POST"])
def ledger_record(request: ActorRequest, kind: str) -> HttpResponse:
    request.actor.must(Permission.LEDGER_RECORD)
    if kind not in BY_HAND:
        raise Http404
    book = _book(request)
    if book is None:
        return render(request, "donations/ledger_none.html")
    form = RecordForm(request.POST or None, request.FILES or None, kind=kind, aggregator=book)
    if request.method == "POST" and form.is_valid():
        act = partial(record_entry, aggregator=book, actor=request.actor)
        if attempt(form, lambda: act(said=form.said())):
            messages.success(request, _("Tercatat di buku."))
            return redirect("donations:ledger_list")
    blocked = why_not_take_in(book) if kind in INTAKE else None
    context = {"form": form, "kind": kind, "title": Kind(kind).label, "blocked": blocked, "book": book}
    return render(request, "donations/ledger_record.html", context)


def _entry(request: ActorRequest, public_id: UUID) -> LedgerEntry:
    seen = LedgerEntry.objects.visible_to(request.actor).select_related("aggregator__organisation")
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "POST"])
def ledger_reverse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will be undone and why it may not be; POST does it with a reason."""
    entry = _entry(request, public_id)
    request.actor.must(Permission.LEDGER_RECORD)
    only_own_book(entry.aggregator, request.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(reverse_entry, entry=entry, actor=request.actor)
        if attempt(form, lambda: act(reason=form.cleaned_data["reason"])):
            messages.success(request, _("Catatan dibalik. Keduanya tetap terbaca di buku."))
            return redirect("donations:ledger_list")
    context = {"entry": entry, "form": form, "reason": why_not_reverse(entry)}
    return render(request, "donations/ledger_reverse.html", context)


@require_GET
def ledger_proof(request: ActorRequest, public_id: UUID) -> HttpResponse:
    entry = _entry(request, public_id)
    if not entry.proof:
        raise Http404
    return proof_answer(open_proof(entry=entry, actor=request.actor), f"bukti-{entry.public_id.hex[:8]}")


@require_GET
def ledger_export(request: ActorRequest, form: str) -> HttpResponse:
    """The whole book as CSV or XLSX."""
    must_read_books(request.actor)
    book = _book(request)
    if book is None or form not in FORMATS:
        raise Http404
    content = export_book(book=book, file_format=form, actor=request.actor)
    return HttpResponse(content, headers=saved_as(f"buku-{book.public_id.hex[:8]}.{form}"))
