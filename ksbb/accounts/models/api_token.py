"""Keys with which another system acts as a membership."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models.people import Membership, Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.grants import Grant
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import MAY_INVITE
from ksbb.common.models import Dated
from ksbb.territories.models import within


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own ones. Who invites into the own organisation sees all of it, so as to revoke them; and those of the offices on
        the own ground whose people the role brings in."""
        seen = Q(membership__user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if actor.may(Permission.MEMBER_INVITE) and actor.organisation_id is not None:
            offices = Q(
                membership__organisation__kind=Organisation.Kind.OFFICE,
                membership__role__in=MAY_INVITE.get(actor.role, ()),
            )
            seen |= Q(membership__organisation_id=actor.organisation_id)
            seen |= offices & within("membership__organisation__region", actor.oversees)
        return self.filter(seen)

    def valid(self) -> Self:
        """Neither revoked nor expired, of a membership that is in force."""
        alive = Membership.objects.active()
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), membership__in=alive)


class ApiToken(Dated):
    """A key with which another system acts as this membership. Only the SHA-256 of the secret is kept; it is shown once.

    It opens what its grants open and the membership's role allows; on the ground of `area` only, which lies within the
    membership's own ("" is all of it); for requests from `networks` only (none named: from anywhere).
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("nama"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    # Names of `Grant`.
    grants = ArrayField(models.CharField(max_length=40), default=list)
    area = models.CharField(_("wilayah"), max_length=13, blank=True, default="")
    # CIDR as text: "103.10.20.0/24", "2001:db8::/32".
    networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    # The last time that it came from an address outside `networks`, noted every few minutes at most.
    refused_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_id = models.BigIntegerField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("kunci API")
        verbose_name_plural = _("kunci API")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + timedelta(days=367)), name="apitoken_a_year_at_most"
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="apitoken_digest_only"),
        ]
        indexes = [models.Index(fields=["membership", "-id"], name="apitoken_membership")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def region(self) -> str:
        """Where the trail puts it: the place of the organisation."""
        return self.membership.region

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now() and self.membership.is_active

    @property
    def grant_labels(self) -> list[str]:
        return [str(Grant(name).label) for name in self.grants if name in Grant.values]
