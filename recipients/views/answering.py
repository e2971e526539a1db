"""The answer of an office to a list: sent in, looked at, made facts or left."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.states import ImportState
from ksbb.territories.models import Territory
from recipients.actions.apply_answer import apply_answer
from recipients.actions.receive_answer import receive_answer
from recipients.actions.refuse_answer import refuse_answer
from recipients.answers import ask_soon
from recipients.checking import layout_of, live_check
from recipients.exchange import why_not_answer, why_not_apply_answer
from recipients.forms.checking import AnswerForm, DownloadForm
from recipients.models import CheckAnswer, CheckBatch, OfficialFact
from recipients.states import CheckState


def detail(
    request: ActorRequest, batch: CheckBatch, *, download: DownloadForm | None = None, upload: AnswerForm | None = None
) -> HttpResponse:
    """The page of one list, with the form that could not be taken, if there is one."""
    answer = batch.answers.light().order_by("-pk").first()
    is_open, is_made = batch.state == CheckState.EXPORTED, batch.state == CheckState.MAKING
    context = {
        "batch": batch,
        "ground": Territory.objects.filter(pk=batch.region).first(),
        "layout": layout_of(batch.source),
        "answer": answer,
        "making": {"done": batch.people, "expected": batch.counts.get("expected", 0)} if is_made else None,
        "working": is_made or answer is not None and answer.state in (ImportState.READ, ImportState.APPLYING),
        "values": told_values(batch.source, answer.counts.get("values", {})) if answer else [],
        "reason": why_not_apply_answer(answer) if answer else None,
        "download": download or DownloadForm(batch=batch) if is_open else None,
        "upload": upload or AnswerForm() if is_open and not why_not_answer(batch) else None,
        "is_live": is_open and live_check(batch.source) is not None,
        "history": history_of(batch, request.actor),
    }
    return render(request, "recipients/check_detail.html", context)


def told_values(source: str, values: dict[str, int]) -> list[tuple[str, int]]:
    """What was answered in words, with how often, in the order of the words."""
    name = layout_of(source).fact
    known = OfficialFact.NikStatus.values if name == OfficialFact.Name.NIK_STATUS else [*map(str, range(1, 11)), ""]
    return [(OfficialFact(name=name, value=value).said, values[value]) for value in known if values.get(value)]


@require_POST
def check_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    batch = get_object_or_404(CheckBatch.objects.visible_to(request.actor), public_id=public_id)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        told = form.cleaned_data
        try:
            receive_answer(
                batch=batch,
                data=told["data"],
                file_name=told["file"].name,
                as_of=told["as_of"],
                actor=request.actor,
            )
        except Refused as no:
            messages.error(request, no.reason)
        return redirect("recipients:check_detail", public_id)
    return detail(request, batch, upload=form)


@require_POST
def check_ask(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask the live connection instead of waiting for a file."""
    batch = get_object_or_404(CheckBatch.objects.visible_to(request.actor), public_id=public_id)
    if ask_soon(batch, request.actor):
        messages.success(request, _("Pertanyaannya dikirim. Jawabannya muncul di halaman ini."))
    else:
        messages.error(request, _("Belum ada sambungan langsung ke instansi ini. Kirim daftarnya sebagai berkas."))
    return redirect("recipients:check_detail", public_id)


@require_POST
def answer_apply(request: ActorRequest, public_id: UUID) -> HttpResponse:
    return _decide(request, public_id, apply_answer)


@require_POST
def answer_refuse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    return _decide(request, public_id, refuse_answer)


def _decide(request: ActorRequest, public_id: UUID, act: Callable[..., CheckAnswer]) -> HttpResponse:
    answers = CheckAnswer.objects.visible_to(request.actor).light().select_related("batch").exclude(state="refused")
    answer = get_object_or_404(answers, batch__public_id=public_id)
    try:
        act(answer=answer, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    return redirect("recipients:check_detail", public_id)
