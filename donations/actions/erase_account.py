"""Erase an account because its person asks for it (UU 27/2022 art. 8 and 43): of a giver, of an officer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Basket, Donor, SavedSearch
from donations.policies_account import acted_for_an_office, alone_in, has_papers, why_not_erase_account
from ksbb.accounts.actions.forget_account import forget_account
from ksbb.accounts.models import Organisation, User
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from recipients.actions.close_requests import close_requests
from recipients.models import DataRequest
from recipients.states import RequestState


@transaction.atomic
def erase_account(*, user: User, actor: Actor) -> User:
    """By the person, or by whoever answers for accounts; the requests about this account are answered by it, in this transaction.

    A giver who never gave loses the profile as well; of one who gave the papers keep name, address and NPWP as long as the law
    on accounts and goods asks for them. Raises Refused with `why_not_erase_account`.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    requests = list(DataRequest.objects.open().filter(user=user).select_for_update(of=("self",)).order_by("pk"))
    refuse_if(why_not_erase_account(user))
    SavedSearch.objects.filter(user=user).delete()
    alone = [one.organisation_id for one in alone_in(user)]
    for donor in Donor.objects.filter(organisation__in=alone).select_related("organisation").order_by("pk"):
        _forget_giver(donor)
    forget_account(user=user, actor=actor, keeps_name=acted_for_an_office(user))
    close_requests(requests=requests, to=RequestState.ANSWERED, actor=actor)
    user.refresh_from_db()
    return user


def _forget_giver(donor: Donor) -> None:
    """The telephone always; the rest unless papers name it."""
    now = timezone.now()
    if has_papers(donor):
        Donor.objects.filter(pk=donor.pk).update(phone="", updated_at=now)
        return
    Basket.objects.filter(donor=donor).update(note="", updated_at=now)
    nothing = {"address": "", "phone": "", "npwp_sealed": b"", "tax_name": "", "shown_as": Donor.ShownAs.NOBODY}
    Donor.objects.filter(pk=donor.pk).update(**nothing, updated_at=now)
    # A company or a community is nobody's personal data, but a person's own name is.
    Organisation.objects.filter(pk=donor.organisation_id).update(name=_("Donatur yang dihapus"), updated_at=now)
