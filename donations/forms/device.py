"""Which device it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.imei import imei_digits, is_imei
from donations.models import Allocation, Device, DeviceType
from donations.policies import why_not_identify

_LONE = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class DeviceForm(forms.Form):
    """One unit of a promise; whether a used one is fit is asked by `InspectionForm`."""

    brand = forms.CharField(label=gettext_lazy("Merek"), max_length=60, help_text=gettext_lazy("Misalnya Samsung."))
    model = forms.CharField(
        label=gettext_lazy("Tipe"), max_length=80, help_text=gettext_lazy("Misalnya Galaxy Tab A9.")
    )
    imei = forms.CharField(
        label="IMEI",
        required=False,
        max_length=30,
        help_text=gettext_lazy(
            "15 angka di kotak, atau tekan *#06# di gawainya. Kosongkan bila gawai tidak memakai kartu SIM."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    serial_number = forms.CharField(
        label=gettext_lazy("Nomor seri"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Tertulis di label belakang gawai (S/N)."),
        widget=_LONE,
    )
    accessories = forms.CharField(
        label=gettext_lazy("Kelengkapan"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Misalnya pengisi daya, tas, kartu perdana."),
    )

    def __init__(self, data: Any, *, allocation: Allocation) -> None:
        self.line = allocation.line
        known: Device | None = getattr(allocation, "device", None)
        super().__init__(data, initial=_initial(known))
        if self.line.device_type == DeviceType.PHONE:
            self.fields["imei"].required = True
            self.fields["imei"].error_messages["required"] = why_not_identify(DeviceType.PHONE, "", "") or ""
            self.fields["imei"].help_text = gettext_lazy("15 angka di kotak, atau tekan *#06# di HP-nya.")
        if self.line.device_type in (DeviceType.LAPTOP, DeviceType.PC):
            self.fields["imei"].help_text = gettext_lazy("Hanya bila laptop memakai kartu SIM; biasanya kosong.")

    def clean_imei(self) -> str:
        digits = imei_digits(self.cleaned_data["imei"])
        if digits and not digits.isdecimal():
            raise forms.ValidationError(_("IMEI hanya terdiri dari angka."))
        if digits and len(digits) != 15:
            raise forms.ValidationError(
                _("IMEI harus 15 angka; yang Anda isi %(count)s angka.") % {"count": len(digits)}
            )
        if digits and not is_imei(digits):
            raise forms.ValidationError(
                _("Angka terakhir IMEI tidak cocok. Mungkin ada angka yang tertukar; periksa lagi dengan *#06#.")
            )
        return digits

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        imei, serial = cleaned.get("imei", ""), cleaned.get("serial_number", "")
        if "imei" in cleaned and (reason := why_not_identify(self.line.device_type, imei, serial)):
            self.add_error("serial_number", reason)
        return cleaned


def _initial(known: Device | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {name: getattr(known, name) for name in ("brand", "model", "imei", "serial_number", "accessories")}
