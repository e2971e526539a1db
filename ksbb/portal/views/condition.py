"""The operators' page: what works, what waits, what failed and can be sent again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.common import modes, pulses
from ksbb.notifications.actions.retry_messages import retry_messages
from ksbb.operation import checkups, gauges
from ksbb.operation import condition as state_of
from ksbb.operation.alarms import RULES
from ksbb.operation.channels import channel_rows
from ksbb.operation.gauges import Gauges
from ksbb.operation.models import Alarm
from ksbb.portal.health import parts

ALARMS = 12


def operators_only(request: ActorRequest) -> None:
    """404 for everybody else: nobody needs to know that there is such a page."""
    if not request.user.is_staff:
        raise Http404


@never_cache
@require_GET
def condition(request: ActorRequest) -> HttpResponse:
    operators_only(request)
    now = gauges.gather()
    letters, runs = state_of.messages(), state_of.runs()
    context = {
        "mode": modes.current(),
        "parts": {name: part for name, part in parts().items() if name != "queues"},  # the workers' table tells more
        "now": now,
        "workers": _workers(now),
        "letters": letters,
        "letters_late": state_of.is_late(letters, minutes=10),
        "failed": state_of.failed_messages(),
        "channels": channel_rows(),
        "runs": runs,
        "runs_late": state_of.is_late(runs, minutes=30),
        "backup": checkups.newest_backup(),
        "alarms": _alarms(),
        "checkups": checkups.newest(),
    }
    return render(request, "portal/condition.html", context)


def _workers(now: Gauges) -> list[dict[str, Any]]:
    """A line for each queue: how long it is, and since when nobody who takes from it was heard."""
    ages, lengths = now.pulses or {}, now.queues or {}
    return [
        {
            "queue": queue.name,
            "length": lengths.get(queue.name),
            "age": ages.get(queue.name),
            "silent": pulses.is_silent(ages.get(queue.name)),
        }
        for queue in settings.CELERY_TASK_QUEUES
    ]


def _alarms() -> list[dict[str, Any]]:
    """Those that are open, and the last ones that are over."""
    newest = Alarm.objects.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")[:ALARMS]
    return [{"alarm": alarm, "rule": RULES[alarm.key]} for alarm in newest if alarm.key in RULES]


@require_POST
def retry(request: ActorRequest) -> HttpResponseRedirect:
    operators_only(request)
    count = retry_messages(kind=request.POST.get("kind", ""), error=request.POST.get("error", ""))
    if count:
        told = ngettext("%(count)s surat dikirim ulang.", "%(count)s surat dikirim ulang.", count) % {"count": count}
        messages.success(request, told)
    else:
        messages.info(request, _("Tidak ada lagi surat yang gagal dengan cara itu."))
    return redirect(reverse("portal:condition") + "#gagal")
