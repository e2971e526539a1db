"""How an office is reached: what the pages of the schools on its ground show to everybody."""

from __future__ import annotations

from django.db import transaction

from ksbb.accounts.models import Organisation
from ksbb.accounts.policies import offices_written
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden


@transaction.atomic
def edit_office(
    *, office: Organisation, phone: str, email: str, address: str, actor: Actor, chat_allowed: bool = False
) -> Organisation:
    """By whoever brings in an office's people, or works there. The same again leaves no trace; raises Forbidden for offices
    elsewhere."""
    if not offices_written(actor).filter(pk=office.pk).exists():
        raise Forbidden("only the own office, or those on the own ground")
    found = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    said = {"office_phone": phone, "office_email": email, "office_address": address, "chat_allowed": chat_allowed}
    changed = [name for name, value in said.items() if getattr(found, name) != value]
    if not changed:
        return found
    for name in changed:
        setattr(found, name, said[name])
    found.save(update_fields=[*changed, "updated_at"])
    trail.record("office.contact_changed", found, actor=actor)
    return found
