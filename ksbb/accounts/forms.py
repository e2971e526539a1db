"""Forms of the sign-in and of the members."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lokal.phone import normalize_phone

from ksbb.accounts import sign_in_codes
from ksbb.accounts.models import Organisation, User
from ksbb.accounts.policies import invitable, why_not_until
from ksbb.authority.actors import Actor

PASSWORD_HELP = _("Paling sedikit 10 huruf atau angka. Kalimat pendek yang mudah Anda ingat adalah pilihan yang baik.")


class Plain:
    """allauth's form in our words: labels and help from `words`, no placeholders, no second typing of a password."""

    words: ClassVar[dict[str, tuple[str | Promise, str | Promise]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label, field.help_text = self.words.get(name, (field.label or "", ""))  # type: ignore[assignment]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Plain, allauth_forms.LoginForm):
    """E-mail and password."""

    words: ClassVar = {"login": (_("Alamat e-mail"), ""), "password": (_("Kata sandi"), "")}


class SignUpForm(Plain, allauth_forms.SignupForm):
    """For donors; everybody else is invited."""

    full_name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order: ClassVar = ["full_name", "email", "password1"]
    words: ClassVar = {
        "full_name": (
            _("Nama lengkap"),
            _("Nama Anda sendiri. Nama perusahaan atau komunitas ditanyakan sesudah ini."),
        ),
        "email": (
            _("Alamat e-mail"),
            _("Kami mengirim satu surat ke alamat ini untuk memastikan bahwa alamatnya benar."),
        ),
        "password1": (_("Kata sandi"), PASSWORD_HELP),
    }

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has an account costs the same hash as a new one: the time of the answer tells nothing (promise 9)."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    words: ClassVar = {"email": (_("Alamat e-mail"), "")}


class NewPasswordForm(Plain, allauth_forms.ResetPasswordKeyForm):
    words: ClassVar = {"password1": (_("Kata sandi baru"), PASSWORD_HELP)}


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": (_("Kata sandi saat ini"), ""),
        "password1": (_("Kata sandi baru"), PASSWORD_HELP),
    }


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    words: ClassVar = {"password": (_("Kata sandi"), "")}


class InvitationForm(forms.Form):
    """What an invited person without an account fills in."""

    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Buat kata sandi"),
        help_text=PASSWORD_HELP,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["full_name"].initial = user.full_name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class MemberForm(forms.Form):
    """Whom to invite, and as what. The roles offered are those the actor may give there."""

    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("Alamat e-mail"),
        help_text=_("Alamat pribadi atau dinas orang itu, bukan alamat bersama."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Peran"), widget=forms.RadioSelect)
    ends_on = forms.DateField(
        label=_("Berakhir pada"),
        help_text=_("Mulai tanggal ini perannya tidak berlaku lagi. Kosongkan bila tidak ada batas waktu."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, organisation: Organisation, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = invitable(organisation.kind, actor)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = roles[0].value if len(roles) == 1 else None

    def clean_ends_on(self) -> Any:
        ends_on = self.cleaned_data["ends_on"]
        if reason := why_not_until(ends_on):
            raise forms.ValidationError(reason)
        return ends_on


class OfficeForm(forms.Form):
    """How an office is reached; everything may stay empty."""

    phone = forms.CharField(
        label=_("Telepon kantor"),
        help_text=_("Contoh: 021 555 1234."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail kantor"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    address = forms.CharField(label=_("Alamat kantor"), max_length=300, required=False)
    chat_allowed = forms.BooleanField(
        label=_("Nomor ini juga WhatsApp kantor, dan petugas boleh menulis ke sana."), required=False
    )

    def clean_phone(self) -> str:
        """As typed, when it is a number of Indonesia."""
        typed: str = " ".join(self.cleaned_data["phone"].split())
        if typed and not normalize_phone(typed):
            raise forms.ValidationError(
                _("Nomor ini bukan nomor telepon Indonesia. Tulis seperti 0812 3456 7890 atau 021 555 1234.")
            )
        return typed


class CodeRequestForm(Plain, allauth_forms.RequestLoginCodeForm):
    """Where the code is sent."""

    words: ClassVar = {"email": (_("Alamat e-mail"), "")}


class CodeForm(Plain, allauth_forms.ConfirmLoginCodeForm):
    """The six digits from the letter."""

    words: ClassVar = {"code": (_("Kode dari e-mail"), _("Enam angka. Berlaku sepuluh menit, di peramban ini saja."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", maxlength="12")

    def clean_code(self) -> str:
        """Tries are counted outside the session: many at the same moment would all read the same number there."""
        here = f"{context.request.session.session_key}:{self.expected_code}"
        if not sign_in_codes.may_try(here):
            raise forms.ValidationError(_("Kode ini sudah terlalu sering salah dicoba. Minta kode yang baru."))
        code: str = super().clean_code()
        return code
