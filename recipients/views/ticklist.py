"""The quick tick-list after an upload: fifty people a page, each row saved as it is ticked."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from recipients.actions.record_circumstances import record_circumstances
from recipients.forms import filling
from recipients.forms.listing import conceal, reveal
from recipients.forms.ticking import Seen, TickForm, TickList
from recipients.models import Circumstances, Recipient
from recipients.models.recipient import RecipientQuerySet
from recipients.views.notice import after_notice

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@after_notice
@people_shown(Read.Kind.LIST)
def ticklist(request: ActorRequest) -> HttpResponse:
    """People of the own school who lack device or consent. A POST saves the page, or a few rows, or only fills them."""
    request.actor.must(Permission.RECIPIENT_REGISTER)
    mine = _own_people(request.actor)
    after = reveal(request.GET.get(PARAMETER, ""))
    if request.method == "GET":
        page = page_of(
            mine.incomplete().select_related("circumstances"), "full_name", "id", after=after, size=PAGE_SIZE
        )
        return _page(request, TickList(page.rows), conceal(page.after) if page.after else "")
    people = _asked(mine, request.POST)
    if request.POST.get("simpan") == "baris":
        return _save_rows(request, TickList(people, request.POST))
    if (filled := _filled(request.POST, [person.public_id.hex for person in people])) is not None:
        return _page(request, TickList(people, filled), "", filled)
    ticks = TickList(people, request.POST)
    if not ticks.is_valid():
        return _page(request, ticks, "")
    _save_page(request, ticks)
    return redirect(request.get_full_path())


def _own_people(actor: Actor) -> RecipientQuerySet:
    return Recipient.objects.visible_to(actor).registered().filter(school__organisation=actor.organisation_id)


def _asked(mine: RecipientQuerySet, data: QueryDict) -> list[Recipient]:
    """The people of the page as it was sent, complete by now or not."""
    told = []
    for text in data.getlist("orang")[:PAGE_SIZE]:
        with suppress(ValueError):
            told.append(UUID(text))
    asked = mine.filter(public_id__in=told)
    return list(asked.select_related("circumstances").order_by("full_name", "id"))


def _filled(data: QueryDict, prefixes: list[str]) -> QueryDict | None:
    """What the page says after one of its filling buttons; None when it is to be saved."""
    if "seperti" in data:
        return filling.like_above(data, prefixes, data.get("seperti", ""))
    if "semua" in data:
        return filling.for_all(data, prefixes)
    return filling.one_step_back(data) if "batal" in data else None


def _page(request: ActorRequest, ticks: TickList, after: str, data: QueryDict | None = None) -> HttpResponse:
    context: dict[str, object] = {
        **_progress(request.actor),
        "ticks": ticks,
        "after": after,
        "filled": data.get(filling.FILLED, "") if data else "",
        "said": data or {},
    }
    return render(request, "recipients/ticklist.html", context)


def _progress(actor: Actor) -> dict[str, int]:
    everybody, left = _own_people(actor).count(), _own_people(actor).incomplete().count()
    return {"everybody": everybody, "left": left, "done": everybody - left}


def _save_rows(request: ActorRequest, ticks: TickList) -> HttpResponse:
    """The answer tells, row by row, whether it is saved, and what the register says of the person now."""
    is_valid = ticks.is_valid()
    if is_valid:
        record_circumstances(answers=ticks.answers(), actor=request.actor)
    context = {**_progress(request.actor), "consent": ticks.consent, "rows": _results(ticks, saved=is_valid)}
    return render(request, "recipients/partials/_ticks_saved.html", context)


def _results(ticks: TickList, *, saved: bool) -> list[dict[str, object]]:
    """`state`: saved, refused, or taken: somebody else said something else meanwhile, and that stayed."""
    people = [row.recipient.pk for row in ticks.rows]
    now = {told.recipient_id: told for told in Circumstances.objects.filter(recipient__in=people)}
    told = ticks.answers() if saved else {}
    return [_result(row, now[row.recipient.pk], told.get(row.recipient.pk, {}), saved=saved) for row in ticks.rows]


def _result(row: TickForm, now: Circumstances, told: dict[str, object], *, saved: bool) -> dict[str, object]:
    was = Seen.now(now, asked=row.asks_for_consent)
    if not saved:
        return {"row": row, "state": "refused", "was": row.seen or row.known}
    taken = any(told[name] != getattr(now, name) for name in told if name not in ("was", "consent"))
    taken = taken or ("consent" in told and now.consent_given != (told["consent"] is not None))
    if not taken:
        return {"row": row, "state": "saved", "was": was}
    row.recipient.circumstances = now
    return {"row": TickForm(row.recipient), "state": "taken", "was": was}


def _save_page(request: ActorRequest, ticks: TickList) -> None:
    answers = ticks.answers()
    if not answers:
        messages.info(request, _("Belum ada yang dicentang, jadi tidak ada yang disimpan."))
        return
    people = Recipient.objects.visible_to(request.actor).filter(pk__in=list(answers))
    before = people.eligible().count()
    saved = record_circumstances(answers=answers, actor=request.actor)
    eligible = people.eligible().count() - before
    text = ngettext("%(count)s orang disimpan.", "%(count)s orang disimpan.", saved) % {"count": saved}
    if eligible > 0:
        text += " " + _("%(count)s di antaranya kini layak dan kebutuhannya tercatat.") % {"count": eligible}
    messages.success(request, text)
    if taken := [result for result in _results(ticks, saved=True) if result["state"] == "taken"]:
        text = ngettext(
            "%(count)s orang baru saja diisi orang lain; isian mereka dibiarkan.",
            "%(count)s orang baru saja diisi orang lain; isian mereka dibiarkan.",
            len(taken),
        )
        messages.warning(request, text % {"count": len(taken)})
