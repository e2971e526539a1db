"""The history of fields, for those who look over everything: which columns of which row, from what to what, and by whom."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ksbb.audit.history import name_and_role, names_of
from ksbb.audit.models import Change, Event
from ksbb.audit.views import AskedRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of


@require_GET
def change_list(request: AskedRequest) -> HttpResponse:
    request.actor.must(Permission.TRAIL_VIEW)
    tables = {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}
    asked = {name: request.GET.get(name, "") for name in ("tabel", "baris")}
    page: Page[Change] = page_of(
        _narrowed(Change.objects.visible_to(request.actor), asked), "-id", after=request.GET.get(PARAMETER, ""), size=50
    )
    actors = _actors(page.rows)
    rows = [
        {
            "change": change,
            "table": tables.get(change.table, change.table),
            "who": actors.get(change.tx) or _("di luar portal (%(role)s)") % {"role": change.database_role},
            "values": [(name, *map(_word, pair)) for name, pair in sorted(change.values.items())],
            "hidden": [name for name in change.columns if name not in change.values],
        }
        for change in page.rows
    ]
    return render(request, "audit/change_list.html", {"page": page, "rows": rows, "asked": asked})


def _narrowed(changes: QuerySet[Change], asked: dict[str, str]) -> QuerySet[Change]:
    if asked["tabel"]:
        changes = changes.filter(table=asked["tabel"])
    if asked["baris"].isascii() and asked["baris"].isdigit() and len(asked["baris"]) < 19:
        changes = changes.filter(row_id__lte=int(asked["baris"]), last_id__gte=int(asked["baris"]))
    return changes


def _actors(changes: list[Change]) -> dict[int, str]:
    """By transaction: who acted in it, a person rather than the portal. Two queries.

    Numbers of transactions begin anew in a restored cluster: only acts of about that time count.
    """
    if not changes:
        return {}
    moments = [change.at for change in changes]
    about = (min(moments) - timedelta(days=1), max(moments) + timedelta(days=1))
    acts = Event.objects.filter(tx__in={change.tx for change in changes}, at__range=about).order_by("id")
    told = sorted(acts.values_list("tx", "user_id", "role"), key=lambda act: act[1] is not None)
    names = names_of(user for _tx, user, _role in told)
    return {tx: name_and_role(role, names.get(user or 0, "")) for tx, user, role in told if tx is not None}


def _word(value: object) -> str:
    """A value of JSON as it is read: nothing is a dash."""
    return "–" if value is None or value == "" else str(value)
