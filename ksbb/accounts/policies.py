"""When a role cannot be given, taken or ended; each function gives the reason in words, or None."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.accounts.invitations import VALID_FOR
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import INCOMPATIBLE, MAY_INVITE, Role
from ksbb.territories.models import within

OFFICE_ROLES = frozenset(
    {Role.COORDINATOR, Role.CITY_SUPERVISOR, Role.DISTRICT_SUPERVISOR, Role.VALIDATOR, Role.AUDITOR}
)
ROLES_IN: dict[str, frozenset[Role]] = {
    Organisation.Kind.OFFICE: OFFICE_ROLES,
    Organisation.Kind.SCHOOL: frozenset({Role.PRINCIPAL, Role.SCHOOL_OPERATOR}),
    Organisation.Kind.DONOR: frozenset({Role.DONOR}),
    Organisation.Kind.AGGREGATOR: frozenset({Role.AGGREGATOR}),
}


def invitable(kind: str, actor: Actor) -> list[Role]:
    """The roles that `actor` may give in an organisation of `kind`, in the order of the enum."""
    allowed = frozenset(Role) if actor.is_system else MAY_INVITE.get(actor.role, frozenset())
    return [role for role in Role if role in allowed & ROLES_IN[kind]]


def offices_seen(actor: Actor) -> QuerySet[Organisation]:
    """The own office, and every office whose whole ground lies within the ground that `actor` watches over.

    Not by the office's region: a Suku Dinas over half a city has some kecamatan of it, and its Kasatlak the code of the city.
    """
    ground = Organisation.territories.through._default_manager.filter(organisation=OuterRef("pk"))
    inside = within("territory__code", actor.oversees)
    covered = Exists(ground.filter(inside)) & ~Exists(ground.exclude(inside))
    return Organisation.objects.filter(Q(pk=actor.organisation_id) | Q(covered), kind=Organisation.Kind.OFFICE)


def offices_written(actor: Actor) -> QuerySet[Organisation]:
    """Whose contact `actor` writes: all that are seen for who brings in their people, the own office for who answers for it."""
    if actor.may(Permission.MEMBER_INVITE):
        return offices_seen(actor)
    own = actor.organisation_id if actor.may(Permission.OFFICE_CONTACT) else 0
    return Organisation.objects.filter(pk=own or 0, kind=Organisation.Kind.OFFICE)


def may_give(role: Role, organisation: Organisation, actor: Actor) -> bool:
    """Whether `actor` gives (and ends) `role` in `organisation`: the role is the actor's to give, the organisation in reach."""
    in_reach = actor.is_system or Organisation.objects.visible_to(actor).filter(pk=organisation.pk).exists()
    return in_reach and role in invitable(organisation.kind, actor)


def clash(held: Iterable[str], role: Role) -> Role | None:
    """The first of the roles `held` that never meets `role` in one person (promise 7)."""
    return next((Role(one) for one in held if Role(one) in INCOMPATIBLE.get(role, frozenset())), None)


def why_not_hold(user: User, role: Role, organisation: Organisation, *, held: Iterable[str]) -> str | None:
    """Why `user`, who holds the roles `held`, cannot hold `role` in `organisation`."""
    if role not in ROLES_IN[organisation.kind]:
        return _("Peran %(role)s tidak ada di organisasi jenis %(kind)s.") % {
            "role": role.label,
            "kind": organisation.get_kind_display(),
        }
    if not user.is_active:
        return _("Akun dengan alamat ini dinonaktifkan. Hubungi pengelola sistem.")
    if other := clash(held, role):
        return _(
            "Orang ini sudah menjadi %(other)s. Peran itu tidak boleh digabung dengan %(role)s pada satu orang, "
            "supaya tidak ada yang memeriksa pekerjaannya sendiri."
        ) % {"other": other.label, "role": role.label}
    return None


def why_not_until(ends_on: date | None) -> str | None:
    if ends_on is not None and ends_on <= timezone.localdate():
        return _("Tanggal berakhir harus sesudah hari ini.")
    return None


# How many invitations of one person may wait at once: a stolen account fills no office with strangers before somebody sees it.
OPEN_INVITATIONS: dict[Role, int] = {
    Role.COORDINATOR: 200,
    Role.CITY_SUPERVISOR: 100,
    Role.PRINCIPAL: 10,
    Role.AGGREGATOR: 10,
    Role.DONOR: 5,
}


def why_not_invite_more(actor: Actor) -> str | None:
    """Invitations older than VALID_FOR are over; they count no more."""
    if actor.is_system:
        return None
    most = OPEN_INVITATIONS.get(actor.role, 0)
    since = timezone.now() - VALID_FOR
    waiting = Membership.objects.live().filter(invited_by=actor.user_id, accepted_at=None, invited_at__gt=since)
    if waiting.count() >= most:
        return _("%(most)s undangan Anda masih menunggu jawaban. Tunggu, atau tarik dulu yang tidak diperlukan.") % {
            "most": most
        }
    return None


def why_not_accept(membership: Membership) -> str | None:
    if membership.accepted_at is not None:
        return _("Undangan ini sudah dipakai. Silakan masuk dengan akun Anda.")
    if membership.ends_on is not None and membership.ends_on <= timezone.localdate():
        return _("Undangan ini sudah dibatalkan atau lewat masa berlakunya. Mintalah undangan baru.")
    if not membership.user.is_active:
        return _("Akun ini dinonaktifkan. Hubungi pengelola sistem.")
    return None


def why_not_end(membership: Membership, actor: Actor) -> str | None:
    if membership.user_id == actor.user_id:
        return _("Anda tidak dapat mengakhiri peran Anda sendiri. Mintalah rekan yang berwenang.")
    if membership.ends_on is not None and membership.ends_on <= timezone.localdate():
        return _("Keanggotaan ini sudah berakhir.")
    return None
