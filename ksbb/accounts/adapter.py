"""What allauth asks the house: where to go, which letters to write, how to keep secrets."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.letters import LETTERS, SECURITY
from ksbb.accounts.models import User
from ksbb.common.sealing import seal, unseal
from ksbb.notifications import outbox

# Where in the session the page stands that somebody wanted before they had an account.
WAY_KEY = "way"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own, with our user, our words and our outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini dinonaktifkan. Hubungi pengelola sistem."),
        "email_password_mismatch": _("Alamat e-mail atau kata sandi tidak cocok. Periksa keduanya lalu coba lagi."),
        "enter_current_password": _("Kata sandi saat ini tidak cocok. Ketik sekali lagi."),
        "incorrect_password": _("Kata sandi tidak cocok. Ketik sekali lagi."),
        "incorrect_code": _("Kode tidak cocok. Lihat kode terbaru di aplikasi Anda lalu coba lagi."),
        "too_many_login_attempts": _("Terlalu banyak percobaan yang gagal. Tunggu beberapa menit, lalu coba lagi."),
        "rate_limited": _("Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        way: str = request.session.pop(WAY_KEY, "")
        return way or super().get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        way: str = self.request.session.get(WAY_KEY, "")
        return way or super().get_email_verification_redirect_url(email_address)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.full_name = form.cleaned_data["full_name"]
        if commit:
            user.save()
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, by the person's number; an address that is nobody's gets nothing."""
        change = template_prefix.rpartition("/")[2]
        kind = LETTERS.get(template_prefix, SECURITY)
        facts = {"change": change} if kind == SECURITY else {}
        with transaction.atomic():
            people = User.objects.filter(email=email.lower()).values_list("pk", flat=True)
            outbox.post(kind, to=people, **facts)


class MFAAdapter(DefaultMFAAdapter):
    """The seeds of the one-time codes lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text))
