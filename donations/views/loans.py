"""The loan book: the school's devices in teachers' hands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.end_loan import end_loan
from donations.actions.lend_device import lend_device
from donations.actions.pass_on_loan import pass_on_loan
from donations.actions.put_back_device import put_back_device
from donations.forms.custody import EndLoanForm, LendForm, PassOnForm
from donations.models import Device, Loan
from donations.models.custody import LoanQuerySet
from donations.policies_devices import is_lost_at_giver
from donations.policies_loans import only_keeper, why_not_end
from donations.school_devices import lendable, school_of
from donations.views.answers import attempt, told
from donations.views.school_devices import own_school
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from schools.models import School

LISTS = {
    "berjalan": gettext_lazy("Sedang dipinjam"),
    "terlambat": gettext_lazy("Lewat tanggal"),
    "selesai": gettext_lazy("Sudah berakhir"),
}
# The print view is for the wall of one school.
MOST_PRINTED = 500


def _book(request: ActorRequest) -> LoanQuerySet:
    """Every loan that this reader sees."""
    request.actor.must(Permission.RECIPIENT_VIEW)
    return Loan.objects.visible_to(request.actor).select_related("device", "borrower", "school")


@require_GET
@people_shown(Read.Kind.LIST)
def loan_list(request: ActorRequest) -> HttpResponse:
    loans, today = _book(request), timezone.localdate()
    shown = request.GET.get("daftar", "berjalan")
    shown = shown if shown in LISTS else "berjalan"
    order = ("-id",) if shown == "selesai" else ("due_on", "id")
    page = page_of(_of(loans, shown), *order, after=request.GET.get(PARAMETER, ""), size=50)
    running = Loan.objects.visible_to(request.actor).open()
    counts = running.aggregate(running=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    school = School.objects.filter(organisation_id=request.actor.organisation_id or 0).first()
    keeps = school is not None and request.actor.may(Permission.LOAN_KEEP)
    context = {
        "page": page,
        "shown": shown,
        "lists": LISTS.items(),
        "counts": counts,
        "idle": lendable(school).count() if school is not None and keeps else None,
        "keeps": keeps,
        "today": today,
    }
    return render(request, "donations/loan_list.html", context)


def _of(loans: LoanQuerySet, shown: str) -> LoanQuerySet:
    if shown == "selesai":
        return loans.filter(ended_at__isnull=False)
    late = loans.open().filter(due_on__lt=timezone.localdate())
    return late if shown == "terlambat" else loans.open()


@require_GET
@people_shown(Read.Kind.PAPER)
def loan_print(request: ActorRequest) -> HttpResponse:
    """All running loans on paper, by teacher, with a place to sign."""
    loans = _book(request).open().order_by("school__name", F("borrower__full_name"), "pk")
    context = {"loans": loans[:MOST_PRINTED], "today": timezone.localdate()}
    return render(request, "donations/loan_print.html", context)


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.LIST)
def loan_lend(request: ActorRequest) -> HttpResponse:
    school = own_school(request)
    form = LendForm(
        request.POST or None, school=school, actor=request.actor, initial={"device": request.GET.get("gawai", "")}
    )
    if request.method == "POST" and form.is_valid() and (loan := _do(form, request, lend_device)):
        messages.success(request, _("Pinjaman tercatat."))
        return redirect("donations:loan_detail", loan.public_id)
    return render(request, "donations/loan_lend.html", {"form": form, "idle": lendable(school).exists()})


def _do(form: Form, request: ActorRequest, step: Callable[..., Loan], **about: Loan) -> Loan | None:
    """One step with what the form says."""
    return attempt(form, partial(step, actor=request.actor, **about, **form.cleaned_data))


def _loan(request: ActorRequest, public_id: UUID) -> Loan:
    seen = Loan.objects.visible_to(request.actor).select_related("device", "borrower", "school")
    return get_object_or_404(seen, public_id=public_id)


@require_GET
@people_shown(Read.Kind.PERSON)
def loan_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    loan = _loan(request, public_id)
    others = Loan.objects.visible_to(request.actor).filter(device=loan.device_id).select_related("borrower")
    mine = request.actor.may(Permission.LOAN_KEEP) and loan.school.organisation_id == request.actor.organisation_id
    context = {
        "loan": loan,
        "loans": others.order_by("-id")[:50],
        "keeps": mine,
        "may_end": mine and why_not_end(loan) is None,
        "may_put_back": mine and loan.device.state == "damaged",
        "may_tell_loss": mine and loan.device.state == "lost" and not is_lost_at_giver(loan.device),
        "is_late": loan.ended_at is None and loan.due_on < timezone.localdate(),
        "history": history_of([loan, loan.device], request.actor),
    }
    return render(request, "donations/loan_detail.html", context)


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def loan_end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    loan = _loan(request, public_id)
    only_keeper(loan.school, request.actor)
    form = EndLoanForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _do(form, request, end_loan, loan=loan):
        messages.success(request, _("Akhir pinjaman tercatat."))
        return redirect("donations:loan_detail", loan.public_id)
    return render(request, "donations/loan_end.html", {"loan": loan, "form": form, "reason": why_not_end(loan)})


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def loan_pass_on(request: ActorRequest, public_id: UUID) -> HttpResponse:
    loan = _loan(request, public_id)
    only_keeper(loan.school, request.actor)
    form = PassOnForm(request.POST or None, school=loan.school, actor=request.actor)
    if request.method == "POST" and form.is_valid() and (new := _do(form, request, pass_on_loan, loan=loan)):
        messages.success(request, _("Pinjaman dialihkan ke guru yang baru."))
        return redirect("donations:loan_detail", new.public_id)
    return render(request, "donations/loan_pass_on.html", {"loan": loan, "form": form, "reason": why_not_end(loan)})


@require_POST
def device_put_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """After a repair."""
    device = get_object_or_404(
        Device.objects.visible_to(request.actor).filter(handed_over_at__isnull=False), public_id=public_id
    )
    only_keeper(school_of(device), request.actor)
    if told(request, partial(put_back_device, device=device, actor=request.actor)):
        messages.success(request, _("Gawai tercatat baik kembali dan dapat dipinjamkan."))
    return redirect("donations:stock_device", device.public_id)
