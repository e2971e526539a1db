"""What is looked after each night: when it is due, what it does, what the last one said.

The beat asks every ten minutes; a run of the night that did not happen (a restart, a portal that was closed for the night) is made
up for as soon as there is somebody to make it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ksbb.audit.verifying import first_bad, newest_seals
from ksbb.common.moments import one_moment
from ksbb.operation import backing_up, condition
from ksbb.operation.models import Checkup
from verification.checks import CHECKS
from verification.checks.running import find

Kind = Checkup.Kind
WHOLE_AFTER = timedelta(days=7)
LONGEST_TELLING = 4_000


@dataclass(frozen=True)
class Outcome:
    """How a run ended; see Checkup."""

    is_good: bool
    findings: int = 0
    told: str = ""
    marks: dict[str, Any] = field(default_factory=dict)


def due(now: datetime, last: datetime | None, *, hour: int) -> bool:
    """Whether the run of the newest night is still to be made. `now` and `last` (when one last began) in local time."""
    tonight = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    newest = tonight if now >= tonight else tonight - timedelta(days=1)
    return last is None or last < newest


def asked_for() -> list[Kind]:
    """What this installation wants: a backup where a folder is named, a certificate where the address is https."""
    wanted = {Kind.BACKUP: bool(settings.BACKUP_DIR), Kind.CERTIFICATE: _is_https()}
    return [kind for kind in RUNS if wanted.get(kind, True)]


def check_data() -> Outcome:
    """The samples that `manage.py check_data` takes without --all."""
    found = find(CHECKS, everything=False)
    broken = {name: one for name, one in found.items() if one.count}
    lines = [f"{name}: {one.count} ({', '.join(one.samples)})" for name, one in broken.items()]
    return Outcome(not broken, sum(one.count for one in broken.values()), "\n".join(lines))


def verify_trail() -> Outcome:
    """What was written since the last good run; once a week everything from the first entry on."""
    good = Checkup.objects.filter(kind=Kind.VERIFY_TRAIL, is_good=True).order_by("-pk")
    whole = not good.filter(marks__full=True, began_at__gte=timezone.now() - WHOLE_AFTER).exists()
    newest = good.first()
    since = {} if whole or newest is None else newest.marks.get("seals", {})
    with one_moment():
        bad, seals = first_bad(since=since), newest_seals()
    told = f"{bad.what}: {bad.how}" if bad else ""
    return Outcome(bad is None, int(bad is not None), told, {"full": whole, "seals": seals})


def backup() -> Outcome:
    """One more in KSBB_BACKUP_DIR; the oldest go."""
    into = Path(settings.BACKUP_DIR)
    whole, told = backing_up.back_up(into)
    backing_up.prune(into, keep=settings.BACKUP_KEEP)
    return Outcome(True, told=f"{whole.name}: {sum(told.rows.values())} rows, {told.files} files")


def certificate() -> Outcome:
    """Until when the public address's certificate holds; nobody who answers is no good end, and no alarm of its own."""
    until = condition.ask_certificate()
    return Outcome(until is not None, marks={"until": until.isoformat()} if until else {})


RUNS: dict[Kind, Callable[[], Outcome]] = {
    Kind.CERTIFICATE: certificate,
    Kind.CHECK_DATA: check_data,
    Kind.VERIFY_TRAIL: verify_trail,
    Kind.BACKUP: backup,
}


def newest() -> list[Checkup]:
    """Of every kind its newest run, in the order of their names."""
    return list(Checkup.objects.order_by("kind", "-pk").distinct("kind"))


def newest_backup() -> datetime | None:
    """By the schedule's book, or by the folder where others put them."""
    kept = (
        Checkup.objects.filter(kind=Kind.BACKUP, is_good=True)
        .order_by("-pk")
        .values_list("began_at", flat=True)
        .first()
    )
    found = [moment for moment in (kept, condition.newest_backup()) if moment]
    return max(found, default=None)


def certificate_until() -> datetime | None:
    """As the newest good look at it said."""
    newest = Checkup.objects.filter(kind=Kind.CERTIFICATE, is_good=True).order_by("-pk").first()
    return datetime.fromisoformat(newest.marks["until"]) if newest and _is_https() else None


def _is_https() -> bool:
    return str(settings.PUBLIC_URL).startswith("https://")
