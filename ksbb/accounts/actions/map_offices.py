"""Say which kecamatan each Suku Dinas watches over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from ksbb.accounts.models import Organisation, User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from ksbb.territories.models import Territory

_Ground = frozenset[str]


@transaction.atomic
def map_offices(*, grounds: Mapping[str, Sequence[str]], actor: Actor) -> list[Organisation]:
    """`grounds`: name of the office → official codes of its whole ground; each kecamatan among them gets an office of its own.

    Returns the offices that are new or whose ground changed; each stands in the trail. Offices that are not named keep theirs.
    For the platform's staff and the system; raises Forbidden for everybody else.
    """
    staff = User.objects.filter(is_staff=True, is_active=True)
    if not actor.is_system and not (actor.user_id and staff.filter(pk=actor.user_id).exists()):
        raise Forbidden("only the staff of the platform")
    wanted = {name: frozenset(codes) for name, codes in grounds.items()}
    codes = frozenset().union(*wanted.values())
    for code, name in Territory.objects.districts().filter(code__in=codes).values_list("code", "name"):
        wanted[f"Satuan Pelaksana Pendidikan Kecamatan {name}"] = frozenset({code})
    known = Organisation.objects.filter(kind=Organisation.Kind.OFFICE, name__in=wanted).prefetch_related("territories")
    before = {office.name: (office, _ground(office)) for office in known.select_for_update(of=("self",), no_key=True)}
    changed = [name for name, ground in wanted.items() if name not in before or before[name][1] != ground]
    return [_give(name, wanted[name], before.get(name), actor) for name in changed]


def _ground(office: Organisation) -> _Ground:
    return frozenset(area.code for area in office.territories.all())


def _give(name: str, ground: _Ground, before: tuple[Organisation, _Ground] | None, actor: Actor) -> Organisation:
    office, had = before or (Organisation(kind=Organisation.Kind.OFFICE, name=name), frozenset())
    office.region = min(ground)[:5]
    office.save()
    office.territories.set(sorted(ground))  # type: ignore[arg-type]  # the code is the key
    trail.record(
        "office.mapped",
        office,
        actor=actor,
        areas=len(ground),
        added=sorted(ground - had),
        removed=sorted(had - ground),
    )
    return office
