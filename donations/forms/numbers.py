"""Fields and rules that every form of a device's numbers shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.imei import imei_digits, is_imei
from donations.policies_devices import why_not_second
from donations.serials import odd_serial

# A field that a camera may fill (static/js/scan.js); without one it is typed.
SCANNED = {"data-ksbb-scan": "", "autocomplete": "off", "spellcheck": "false"}
AS_IS = "serial_as_is"


def imei_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=30,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **SCANNED}),
    )


def second_imei_field() -> forms.CharField:
    return imei_field(
        gettext_lazy("IMEI kedua"), gettext_lazy("Hanya untuk gawai dengan dua kartu SIM: angka kedua di layar *#06#.")
    )


def serial_field(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nomor seri"),
        required=False,
        max_length=60,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", **SCANNED}),
    )


def as_is_field() -> forms.BooleanField:
    return forms.BooleanField(label=gettext_lazy("Nomor serinya memang tertulis begitu"), required=False)


def clean_imei(text: str) -> str:
    """The digits, or a ValidationError that says which of three things is wrong."""
    digits = imei_digits(text)
    if digits and not digits.isdecimal():
        raise forms.ValidationError(_("IMEI hanya terdiri dari angka."))
    if digits and len(digits) != 15:
        raise forms.ValidationError(_("IMEI harus 15 angka; yang Anda isi %(count)s angka.") % {"count": len(digits)})
    if digits and not is_imei(digits):
        raise forms.ValidationError(
            _("Angka terakhir IMEI tidak cocok. Mungkin ada angka yang tertukar; periksa lagi dengan *#06#.")
        )
    return digits


class NumbersForm(forms.Form):
    """A form with `brand`, `imei`, `imei2`, `serial_number` and AS_IS: the tick that lets an unusual number pass."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.is_bound:
            del self.fields[AS_IS]

    def clean_imei2(self) -> str:
        return clean_imei(self.cleaned_data["imei2"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "imei2" in said and "imei" in said and (reason := why_not_second(said["imei"], said["imei2"])):
            self.add_error("imei2", reason)
        if not said.get(AS_IS) and (signs := odd_serial(said.get("brand", ""), said.get("serial_number", ""))):
            self.add_error("serial_number", _odd_words(said["brand"], signs))
        elif not said.get(AS_IS):
            # The tick is only offered for a number that looks unusual.
            del self.fields[AS_IS]
        return said

    @property
    def asks_to_confirm(self) -> bool:
        return AS_IS in self.fields


def _odd_words(brand: str, signs: str) -> str:
    return _(
        "Nomor seri %(brand)s biasanya terdiri dari %(signs)s huruf dan angka. Periksa lagi labelnya; bila memang begitu, centang "
        "di bawah dan simpan lagi."
    ) % {"brand": brand, "signs": signs}
