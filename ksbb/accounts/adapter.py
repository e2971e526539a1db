"""What allauth asks the house: where to go, which letters to write, how to keep secrets."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.accounts import factors, known_browsers, sign_in_codes
from ksbb.accounts.letters import LETTERS, SECURITY, SIGN_IN_CODE, UNKNOWN, as_if_posted
from ksbb.accounts.models import User
from ksbb.common import clients
from ksbb.common.sealing import seal, unseal
from ksbb.notifications import outbox

# Where in the session the page stands that somebody wanted before they had an account.
WAY_KEY = "way"
# Where in the session the number waits of which a code by mail is made, until the letter has it.
NUMBER_KEY = "code_number"


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
        kind = LETTERS.get(template_prefix, SECURITY)
        facts = {"change": template_prefix.rpartition("/")[2]} if kind == SECURITY else {}
        if kind == SIGN_IN_CODE:
            facts = {"number": self.request.session.pop(NUMBER_KEY)}
        with transaction.atomic():
            people = list(User.objects.filter(email=email.lower()).values_list("pk", flat=True))
            if template_prefix == UNKNOWN:  # also a closed account is nobody
                people = []
            outbox.post(kind, to=people, **facts)
            if not people:
                as_if_posted()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts this try. A browser that the person has signed in with before is counted by itself, all others together."""
        own = known_browsers.counter_of(request, credentials.get("email", ""))
        if not own:
            super().pre_authenticate(request, **credentials)
            return
        usage = ratelimit.consume(request, app="allauth.account", action="login_failed_known", key=own)
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = usage

    def get_client_ip(self, request: HttpRequest) -> str:
        """Ours: allauth refuses whoever comes from a Unix socket, and breaks where a proxy is missing."""
        return clients.address_of(request) or clients.UNKNOWN

    def generate_login_code(self) -> str:
        """The digits stay in this browser's session; the letter gets the number they are made of."""
        number = self.request.session[NUMBER_KEY] = sign_in_codes.new_number()
        return sign_in_codes.code_of(number)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who gave all there is minutes ago is not asked again: to set up the first second factor, and to read its spare codes."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        given = factors.gave_now(self.request, "password")
        whole = factors.gave_now(self.request, "mfa") or not factors.has_factor(self.request.user.pk)
        return not (given and whole)


class MFAAdapter(DefaultMFAAdapter):
    """The seeds of the one-time codes lie sealed in the database; the last factor of staff stays on."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Peran Anda melihat data pribadi, jadi satu pengaman harus tetap terpasang. Pasang yang lain lebih dahulu."
        ),
        "incorrect_code": _("Kode tidak cocok. Lihat kode terbaru di aplikasi Anda lalu coba lagi."),
        "unverified_email": _("Pastikan dulu alamat e-mail Anda lewat surat yang kami kirim."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=factors.FACTORS).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR_REQUIRED or others.exists() or not factors.is_staff_by_rows(user)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's word
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Kunci sandi %(number)s") % {"number": count + 1}

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text))
