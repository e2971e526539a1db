"""Which device it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from donations.forms.numbers import NumbersForm, as_is_field, clean_imei, imei_field, second_imei_field, serial_field
from donations.models import Allocation, Device, DeviceType
from donations.policies import why_not_identify


class DeviceForm(NumbersForm):
    """One unit of a promise; whether a used one is fit is asked by `InspectionForm`."""

    brand = forms.CharField(label=gettext_lazy("Merek"), max_length=60, help_text=gettext_lazy("Misalnya Samsung."))
    model = forms.CharField(
        label=gettext_lazy("Tipe"), max_length=80, help_text=gettext_lazy("Misalnya Galaxy Tab A9.")
    )
    imei = imei_field(
        "IMEI",
        gettext_lazy("15 angka di kotak, atau tekan *#06# di gawainya. Kosongkan bila gawai tidak memakai kartu SIM."),
    )
    imei2 = second_imei_field()
    serial_number = serial_field(gettext_lazy("Tertulis di label belakang gawai (S/N)."))
    serial_as_is = as_is_field()
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
        return clean_imei(self.cleaned_data["imei"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        imei, serial = cleaned.get("imei", ""), cleaned.get("serial_number", "")
        if "imei" in cleaned and (reason := why_not_identify(self.line.device_type, imei, serial)):
            self.add_error("serial_number", reason)
        return cleaned


def _initial(known: Device | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {name: getattr(known, name) for name in ("brand", "model", "imei", "imei2", "serial_number", "accessories")}
