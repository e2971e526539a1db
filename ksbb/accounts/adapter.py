"""What allauth asks the house: where to go, which letters to write."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ksbb.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own, with our user: the full name comes from the sign-up form."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.full_name = form.cleaned_data.get("full_name", "")
        if commit:
            user.save()
        return user
