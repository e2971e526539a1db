"""Questions in versions: who writes them, who puts them in force."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from verification.actions.draft_instrument import draft_instrument
from verification.actions.edit_instrument import edit_instrument
from verification.actions.install_first_instruments import install_first_instruments
from verification.actions.publish_instrument import publish_instrument
from verification.forms_instruments import InstrumentForm, QuestionFormSet, initial_of, questions_of
from verification.models import Instrument, InstrumentReply
from verification.policies_instruments import why_not_draft, why_not_edit, why_not_publish


def _changed() -> str:
    return _("Rancangan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi.")


@require_GET
def instrument_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.SCHOOL_VIEW)
    if not Instrument.objects.exists():
        install_first_instruments()
    versions = Instrument.objects.visible_to(request.actor).order_by("purpose", "-version")
    return render(request, "verification/instrument_list.html", {"versions": versions[:100]})


def _seen(request: ActorRequest, public_id: UUID) -> Instrument:
    return get_object_or_404(Instrument.objects.visible_to(request.actor), public_id=public_id)


@require_GET
def instrument_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _seen(request, public_id)
    edits = request.actor.may(Permission.INSTRUMENT_EDIT)
    replies = InstrumentReply.objects.visible_to(request.actor).filter(instrument=found)
    context = {
        "instrument": found,
        "may_edit": edits and why_not_edit(found) is None,
        "may_draft": edits and found.state != "draft" and why_not_draft(found) is None,
        "why_not_publish": why_not_publish(found, request.actor) if edits and found.state == "draft" else None,
        "edits": edits,
        "replies": replies.select_related("school").order_by("-id")[:20],
        "history": history_of([found], request.actor),
    }
    return render(request, "verification/instrument_detail.html", context)


@require_POST
def instrument_draft(request: ActorRequest, public_id: UUID) -> HttpResponse:
    source = _seen(request, public_id)
    try:
        draft = draft_instrument(source=source, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("verification:instrument_detail", source.public_id)
    return redirect("verification:instrument_edit", draft.public_id)


@require_http_methods(["GET", "POST"])
def instrument_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _seen(request, public_id)
    request.actor.must(Permission.INSTRUMENT_EDIT)
    if reason := why_not_edit(found):
        messages.info(request, reason)
        return redirect("verification:instrument_detail", found.public_id)
    sent = request.POST if request.method == "POST" else None
    form = InstrumentForm(sent, initial={"title": found.title})
    formset = QuestionFormSet(sent, initial=initial_of(found), prefix="t")
    if sent is not None and form.is_valid() and formset.is_valid() and _edited(request, found, form, formset):
        messages.success(request, _("Rancangan tersimpan."))
        return redirect("verification:instrument_detail", found.public_id)
    context = {"instrument": found, "form": form, "formset": formset, "seen": request.POST.get("seen")}
    return render(request, "verification/instrument_edit.html", context)


def _edited(request: ActorRequest, found: Instrument, form: InstrumentForm, formset: object) -> bool:
    known = {question["key"] for question in found.questions}
    seen = parse_datetime(request.POST.get("seen", "")) or found.created_at
    questions = questions_of(formset, known)
    try:
        edit_instrument(
            instrument=found, title=form.cleaned_data["title"], questions=questions, seen=seen, actor=request.actor
        )
    except Refused as no:
        form.add_error(None, no.reason)
    except StaleState:
        form.add_error(None, _changed())
    return not form.errors


@require_http_methods(["GET", "POST"])
def instrument_publish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What will be asked instead of what; then it is so."""
    found = _seen(request, public_id)
    request.actor.must(Permission.INSTRUMENT_EDIT)
    if reason := why_not_publish(found, request.actor):
        messages.info(request, reason)
        return redirect("verification:instrument_detail", found.public_id)
    if request.method == "POST":
        try:
            seen = parse_datetime(request.POST.get("seen", ""))
            publish_instrument(instrument=found, actor=request.actor, seen=seen)
        except Refused as no:
            messages.error(request, no.reason)
        except (StaleState, IllegalMove):
            messages.error(request, _changed())
        else:
            messages.success(request, _("Versi ini berlaku mulai sekarang."))
        return redirect("verification:instrument_detail", found.public_id)
    before = Instrument.objects.filter(purpose=found.purpose, state="published").first()
    return render(request, "verification/instrument_publish.html", {"instrument": found, "before": before})
