"""The principal says who of those missing in a file has left, and why; nothing happens before the file is applied."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.imports.models import ImportRow, ImportRun
from recipients.import_policies import why_not_choose
from recipients.states import EndReason

REASONS = (EndReason.MOVED, EndReason.GRADUATED, EndReason.LEFT)


@transaction.atomic
def choose_departures(*, run: ImportRun, choices: Mapping[int, str] | None, reason: str = "", actor: Actor) -> int:
    """`choices`: row number → reason, "" to keep the person; None: every missing row, with `reason`.

    Whoever is promised a device cannot be ticked. Returns how many are ticked in the whole file afterwards.
    """
    actor.must(Permission.RECIPIENT_WITHDRAW)
    if actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    refuse_if(why_not_choose(run))
    missing = run.rows.filter(status=ImportRow.Status.MISSING)
    free = missing.exclude(warnings__contains=[{"code": "promised"}])
    if choices is None:
        free.update(chosen=reason in REASONS, **({"reason": reason} if reason in REASONS else {}))
    else:
        for wanted in ("", *REASONS):
            numbers = [number for number, told in choices.items() if told == wanted]
            told = {"reason": wanted} if wanted else {}
            free.filter(number__in=numbers).update(chosen=bool(wanted), **told)
    ticked = missing.filter(chosen=True).count()
    trail.record("import.departures_chosen", run, actor=actor, people=ticked)
    return ticked
