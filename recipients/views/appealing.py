"""The parent's way to an appeal: the code of the letter, without an account.

The code is sent by POST and stands in no address; the session then holds the letter's number for half an hour. No page here
shows whose letter it is.
"""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.common import sealing
from ksbb.common.limits import limited
from ksbb.common.refusals import Refused
from recipients.actions.file_appeal import file_appeal
from recipients.codes import digest_of
from recipients.forms.appeals import CodeForm, ParentAppealForm
from recipients.models import Appeal, RankLetter
from recipients.rank_policies import letter_ends_at, why_not_file_with_letter

SESSION_KEY = "rank_letter"
OPEN_FOR = 30 * 60
HOUR = 60 * 60


@never_cache
@sensitive_post_parameters()
@limited("appeal_code", amount=20, seconds=HOUR)
@require_http_methods(["GET", "POST"])
def appeal_code(request: ActorRequest) -> HttpResponse:
    """Type the code; from a QR it stands behind the #, which no browser sends, and a script puts it into the field."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        letter = RankLetter.objects.filter(code_digest=digest_of(form.cleaned_data["code"])).first()
        if letter:
            request.session[SESSION_KEY] = [letter.pk, int(time.time())]
            return redirect("recipients:appeal_write")
        form.add_error("code", _("Kode ini tidak dikenal. Periksa lagi satu per satu dengan yang di surat."))
    return render(request, "recipients/appeal_code.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@limited("appeal_write", amount=20, seconds=HOUR)
@require_http_methods(["GET", "POST"])
def appeal_write(request: ActorRequest) -> HttpResponse:
    letter = _letter(request)
    if letter is None:
        return redirect("recipients:appeal_code")
    form = ParentAppealForm(request.POST or None)
    if form.is_valid():
        try:
            file_appeal(letter=letter, actor=request.actor, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Sanggahan terkirim. Simpan suratnya: kodenya membuka jawabannya."))
            return redirect("recipients:appeal_write")
    filed = Appeal.objects.filter(recipient=letter.recipient_id, filed_at__gte=letter.issued_at).order_by("-id").first()
    context = {
        "letter": letter,
        "until": letter_ends_at(letter),
        "form": form,
        "appeal": filed,
        "answer": sealing.unseal(filed.answer_sealed) if filed else "",
        "reason": "" if filed else why_not_file_with_letter(letter),
    }
    return render(request, "recipients/appeal_write.html", context)


@require_POST
def appeal_leave(request: ActorRequest) -> HttpResponse:
    """Whoever shares a telephone closes the letter behind them."""
    request.session.pop(SESSION_KEY, None)
    return redirect("recipients:appeal_code")


def _letter(request: ActorRequest) -> RankLetter | None:
    """The letter whose code was typed in this session not long ago."""
    pk, since = request.session.get(SESSION_KEY, (None, 0))
    if pk is None or time.time() - since > OPEN_FOR:
        return None
    return RankLetter.objects.filter(pk=pk).select_related("criteria", "recipient").first()
