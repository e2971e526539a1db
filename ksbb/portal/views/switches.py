"""What operators can turn off, and what people read while it is off."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import names_of
from ksbb.common.refusals import Refused
from ksbb.common.switches import SWITCHES, Meaning, Switch, is_on
from ksbb.operation.actions.change_switch import change_switch
from ksbb.operation.models import SwitchChange
from ksbb.portal.views.condition import operators_only

AGAIN_AFTER = 3600
# A text so long is worth keeping; what is shorter is quickly typed again.
WORTH_KEEPING = 20
SECRET = ("csrf", "password")
NEWEST = 30


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Untuk operator lain. Jangan menulis nama atau nomor orang."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@require_GET
def switch_list(request: ActorRequest) -> HttpResponse:
    operators_only(request)
    changes = list(SwitchChange.objects.order_by("-pk")[:NEWEST])
    names = names_of(change.changed_by for change in changes)
    told = [
        {"change": change, "label": SWITCHES[Switch(change.switch)].label, "who": names.get(change.changed_by, "")}
        for change in changes
        if change.switch in set(Switch)
    ]
    rows = [{"name": name.value, "meaning": meaning, "on": is_on(name)} for name, meaning in SWITCHES.items()]
    return render(request, "portal/switch_list.html", {"rows": rows, "changes": told})


@never_cache
@require_http_methods(["GET", "POST"])
def switch_change(request: ActorRequest, name: str) -> HttpResponse:
    """GET says what will happen, POST does it."""
    operators_only(request)
    if name not in set(Switch):
        raise Http404
    switch, form = Switch(name), ReasonForm(request.POST or None)
    was_on = is_on(switch)
    if form.is_valid():
        turned_on = request.POST.get("to") == "on"
        try:
            change_switch(switch=switch, is_on=turned_on, reason=form.cleaned_data["reason"], actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Fitur dinyalakan.") if turned_on else _("Fitur dimatikan."))
            return redirect("portal:switch_list")
    context = {"form": form, "name": name, "meaning": SWITCHES[switch], "on": was_on}
    return render(request, "portal/switch_change.html", context)


def turned_off(request: HttpRequest, meaning: Meaning) -> HttpResponse:
    """503: the page is there and will be again; problem+json (RFC 9457) for programs and for the map's data."""
    title = _("Fitur ini sedang dimatikan")
    text = _("%(feature)s sedang tidak tersedia. Data yang sudah tersimpan aman. Coba lagi nanti.") % {
        "feature": meaning.label
    }
    answer: HttpResponse
    if request.path.startswith("/api/") or request.path.endswith(".json"):
        problem = {"type": "about:blank", "title": title, "status": 503, "code": "turned_off", "detail": text}
        answer = JsonResponse(problem, content_type="application/problem+json")
    else:
        answer = render(request, "portal/turned_off.html", {"title": title, "text": text, "typed": _typed(request)})
    answer.status_code = 503
    answer["Retry-After"] = str(AGAIN_AFTER)
    add_never_cache_headers(answer)
    return answer


def _typed(request: HttpRequest) -> list[str]:
    """What somebody had written when the form was closed, to be copied from the page: a story is not typed twice."""
    fields = request.POST.items() if request.method == "POST" else ()
    told = [str(value).strip() for name, value in fields if not any(word in name for word in SECRET)]
    return [value for value in told if len(value) >= WORTH_KEEPING]
