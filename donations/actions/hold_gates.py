"""The gates of schools are held until the caller's transaction ends, so that what decides about them stands still."""

from __future__ import annotations

from collections.abc import Collection

from donations.models import Gate
from schools.models import School


def hold_gates(schools: Collection[int]) -> dict[int, Gate]:
    """School key → its gate, locked in the order of the keys; a school without a row gets an open one (two statements, three
    where one is missing). Must run inside the caller's transaction.
    """
    held = Gate.objects.filter(school__in=schools).order_by("pk").select_for_update(no_key=True)
    if Gate.objects.filter(school__in=schools).count() < len(set(schools)):
        places = School.objects.filter(pk__in=schools, gate=None)
        Gate.objects.bulk_create([Gate(school=one, region=one.region) for one in places], ignore_conflicts=True)
    return {gate.school_id: gate for gate in held}
