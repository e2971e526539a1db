"""Who is registered at a school and does not stand in its newest file: offered for leaving, never taken for gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ksbb.imports.models import ImportRow
from ksbb.imports.running import Outcome
from recipients.dapodik import Problem
from recipients.models import Need, Recipient
from recipients.states import NeedState
from schools.models import School

# The numbers of rows that stand in no file: far beyond the last row a file may have.
NUMBERS = 10_000_000

MISSING = ImportRow.Status.MISSING.value


def absent(school: School, kind: str, *, present: Collection[int], names: Collection[str]) -> Iterator[Outcome]:
    """The registered people of this school and kind who are not among `present`, in one statement, by class and name.

    `names`: name keys of rows that cannot be read; whoever has one of them may be that row, and is not called missing.
    """
    promised = Need.objects.filter(recipient=OuterRef("pk"), state__in=[NeedState.RESERVED, NeedState.DELIVERED])
    people = Recipient.objects.registered().filter(school=school, kind=kind).exclude(pk__in=list(present))
    found = people.annotate(is_promised=Exists(promised)).values(
        "pk", "full_name", "class_group", "name_key", "is_promised"
    )
    gone = [one for one in found.order_by("class_group", "full_name", "pk") if one["name_key"] not in names]
    for number, one in enumerate(gone, NUMBERS):
        label = " · ".join(filter(None, [one["full_name"], one["class_group"]]))
        yield Outcome(number, MISSING, label, warnings=warnings_of(one["is_promised"]), recipient_id=one["pk"])


def promised_among(recipient_ids: Collection[int]) -> set[int]:
    """Those with a device that somebody has promised or handed over: they stay until that is undone with the donor."""
    needs = Need.objects.filter(recipient__in=list(recipient_ids), state__in=[NeedState.RESERVED, NeedState.DELIVERED])
    return set(needs.values_list("recipient_id", flat=True))


def warnings_of(is_promised: bool) -> tuple[Problem, ...]:
    """Why this person cannot be ticked, if so."""
    if not is_promised:
        return ()
    text = _(
        "Gawainya sudah dijanjikan atau diserahkan, jadi belum dapat ditarik. Batalkan dulu jadwal serah terimanya bersama "
        "donatur."
    )
    return (Problem("", "promised", text),)
