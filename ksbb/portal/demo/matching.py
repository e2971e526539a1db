"""Wishes that wait for the matching: for anywhere, for an area, for a kind of school. All of it invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from donations.actions.install_first_weights import install_first_weights
from donations.models import Donor, Wish
from ksbb.accounts.models import Membership
from ksbb.authority.roles import Role

# device, condition, how many, area, kind of school, class of need
_WISHES = (
    ("tablet", "new", 40, "", "", ""),
    ("laptop", "new", 24, "31.73", "", ""),
    ("phone", "used", 12, "31.73.06", "", ""),
    ("laptop", "used", 15, "", "SMK", "student_device"),
    ("pc", "new", 6, "31.74", "", "teacher_computer"),
    ("tablet", "used", 5, "31.01", "", ""),
)


def tell() -> None:
    """Givers take turns; the first version of the weights is there."""
    install_first_weights()
    givers = list(Donor.objects.filter(organisation__memberships__role=Role.DONOR).distinct().order_by("pk"))
    day = timezone.localdate() + timedelta(days=21)
    for number, (device_type, condition, quantity, area, form, need_class) in enumerate(_WISHES):
        giver = givers[number % len(givers)]
        member = Membership.objects.filter(organisation=giver.organisation).select_related("user").order_by("pk")[0]
        Wish.objects.create(
            donor=giver,
            device_type=device_type,
            condition=condition,
            quantity=quantity,
            region=area,
            form=form,
            need_class=need_class,
            proposed_on=day,
            signed_name=member.user.full_name,
            promised_at=timezone.now(),
            promised_by_id=member.user_id,
        )
