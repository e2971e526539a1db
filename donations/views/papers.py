"""The form with which a school issues the papers of a handover, shown on two pages."""

from __future__ import annotations

from typing import Any

from donations.forms.handover import PapersForm
from donations.models import Custody, Device, Handover
from ksbb.accounts.models import Membership
from ksbb.authority.roles import Role


def papers_form(handover: Handover, data: Any = None) -> PapersForm:
    """With the principal's name as far as the portal knows it, and a return date where something is lent."""
    lent = Device.objects.filter(allocation__handover=handover, custody=Custody.LENT_BY_SCHOOL)
    members = Membership.objects.active().filter(organisation_id=handover.school.organisation_id, role=Role.PRINCIPAL)
    name = members.order_by("pk").values_list("user__full_name", flat=True).first()
    return PapersForm(data, principal_name=name or "", has_loans=lent.exists())
