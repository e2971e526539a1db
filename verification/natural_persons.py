"""Accounts that are one natural person: nobody is their own second pair of eyes."""

from __future__ import annotations

from ksbb.accounts.models import User


def accounts_of(user_id: int | None) -> set[int]:
    """All accounts of the person behind this one, itself included (two queries); empty for the system."""
    if user_id is None:
        return set()
    digest = User.objects.filter(pk=user_id).values_list("person_digest", flat=True).first()
    same = User.objects.filter(person_digest=digest).values_list("pk", flat=True) if digest else ()
    return {user_id, *same}
