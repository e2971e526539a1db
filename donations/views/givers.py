"""Who gives in this request, and how somebody who does not yet becomes a giver without losing what they chose."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from donations.actions.open_basket import open_basket
from donations.models import Basket, Donor
from ksbb.accounts.models import Membership
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS

GIVERS = [role for role, granted in GRANTS.items() if Permission.PLEDGE_CREATE in granted]


def giver_of(request: ActorRequest) -> Donor | None:
    """The profile that the person gives with in the role they act in; None when there is none."""
    if not request.actor.may(Permission.PLEDGE_CREATE) or request.actor.organisation_id is None:
        return None
    return Donor.objects.filter(organisation_id=request.actor.organisation_id).select_related("organisation").first()


def way_to_a_giver(request: ActorRequest) -> str:
    """Who may give in another role chooses it; everybody else becomes a donor first. Both come back to this very address."""
    others = Membership.objects.active().filter(user=request.user, role__in=GIVERS, organisation__donor__isnull=False)
    page = "accounts:membership_choose" if others.exists() else "donations:donor_register"
    here = request.get_full_path() if request.method == "GET" else request.path
    return f"{reverse(page)}?{urlencode({'next': here})}"


def basket_of(donor: Donor, request: ActorRequest) -> Basket:
    return open_basket(donor=donor, actor=request.actor)


def current_basket(donor: Donor, request: ActorRequest) -> Basket | None:
    """The basket that is being filled, without beginning one: a visit writes nothing."""
    mine = Basket.objects.visible_to(request.actor).open().filter(donor=donor, created_by_id=request.actor.user_id or 0)
    return mine.select_related("donor__organisation", "drop_point").first()
