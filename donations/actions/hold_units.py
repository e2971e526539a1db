"""Units of named needs for one line of a pledge, the most urgent first."""

from __future__ import annotations

from donations.models import Allocation, PledgeLine
from donations.policies_allowance import room_of
from ksbb.common.writing import insert
from recipients.actions import settle


def hold_units(*, line: PledgeLine, quantity: int, wait: bool = False) -> int:
    """Reserve up to `quantity` open needs of the line's school and class, within its cap; returns how many were held.

    Inside the caller's transaction, which holds the pledge. `wait` as in `settle.promise`: fewer than asked then means that the
    transaction has to be rolled back.
    """
    school_id = line.pledge.school_id
    room = room_of(school_id, line.need_class, lock=True)
    asked = quantity if room is None else min(quantity, room)
    if asked < 1:
        return 0
    needs = settle.promise(school_id=school_id, need_class=line.need_class, quantity=asked, wait=wait)
    if not needs:
        return 0
    insert(Allocation(line=line, need_id=need, region=region) for need, region in needs.items())
    return len(needs)
