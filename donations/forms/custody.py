"""Forms of what happens to devices in custody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.forms.numbers import clean_imei, imei_field, serial_field
from donations.forms.pledge import DateField
from donations.known_devices import serial_of
from donations.models import Device, Loan, WantedDevice
from donations.policies_devices import why_not_want
from donations.policies_loans import USUAL, why_not_until
from donations.school_devices import lendable
from ksbb.authority.actors import Actor
from recipients.models import Recipient
from schools.models import School


class WantedSearchForm(forms.Form):
    nomor = forms.CharField(
        label=gettext_lazy("Cari nomor"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Seluruh IMEI atau nomor seri, atau angka-angka terakhirnya."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-ksbb-scan": ""}),
    )


class WantedForm(forms.Form):
    why = forms.ChoiceField(
        label=gettext_lazy("Dilaporkan"), choices=WantedDevice.Why.choices, widget=forms.RadioSelect
    )
    imei = imei_field("IMEI")
    brand = forms.CharField(label=gettext_lazy("Merek"), max_length=60, required=False)
    serial_number = serial_field(gettext_lazy("Bila tidak ada IMEI; isi juga mereknya."))
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        max_length=200,
        help_text=gettext_lazy("Dari mana kabarnya, misalnya nomor surat laporan polisi. Jangan tulis nama orang."),
    )
    told_on = DateField(label=gettext_lazy("Tanggal lapor"), initial=timezone.localdate)

    def clean_imei(self) -> str:
        return clean_imei(self.cleaned_data["imei"])

    def clean_serial_number(self) -> str:
        return serial_of(self.cleaned_data["serial_number"])

    def clean_told_on(self) -> Any:
        if self.cleaned_data["told_on"] > timezone.localdate():
            raise forms.ValidationError(_("Tanggal lapor tidak dapat di masa depan."))
        return self.cleaned_data["told_on"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        reason = why_not_want(
            said.get("imei", ""), said.get("brand", ""), said.get("serial_number", ""), said.get("source", "")
        )
        if not self.errors and reason:
            self.add_error(None, reason)
        return said


class InventoryForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode barang"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Sekolah negeri: menurut kodefikasi barang milik daerah, misalnya 1.3.2.10.01.02.003."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Nomor register"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Nomor urut barang ini di buku inventaris sekolah atau yayasan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _condition(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, help_text=help_text)


def _due() -> DateField:
    return DateField(label=gettext_lazy("Harus kembali paling lambat"))


class _Borrowing(forms.Form):
    """To which teacher of the school, and until when."""

    borrower = forms.ModelChoiceField(
        queryset=Recipient.objects.none(),
        label=gettext_lazy("Guru"),
        to_field_name="public_id",
        empty_label=gettext_lazy("Pilih guru"),
    )
    due_on = _due()

    def __init__(self, *args: Any, school: School, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        teachers = Recipient.objects.visible_to(actor).registered().filter(school=school, kind="teacher")
        field: Any = self.fields["borrower"]
        field.queryset = teachers.order_by("full_name", "pk")
        field.label_from_instance = lambda one: one.full_name
        today = timezone.localdate()
        self.fields["due_on"].initial = today + USUAL
        self.fields["due_on"].widget.attrs |= {"min": (today + timedelta(days=1)).isoformat()}

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if reason := why_not_until(day):
            raise forms.ValidationError(reason)
        return day


class LendForm(_Borrowing):
    device = forms.ModelChoiceField(
        queryset=Device.objects.none(),
        label=gettext_lazy("Gawai"),
        to_field_name="public_id",
        empty_label=gettext_lazy("Pilih gawai"),
    )
    condition = _condition(
        gettext_lazy("Keadaan saat dipinjamkan"), gettext_lazy("Misalnya baik, ada goresan di sudut layar.")
    )
    field_order = ("device", "borrower", "due_on", "condition")

    def __init__(self, *args: Any, school: School, actor: Actor, **more: Any) -> None:
        super().__init__(*args, school=school, actor=actor, **more)
        field: Any = self.fields["device"]
        field.queryset = lendable(school).order_by("brand", "model", "pk")
        field.label_from_instance = lambda one: f"{one.brand} {one.model} · {one.identity}"


class PassOnForm(_Borrowing):
    condition = _condition(
        gettext_lazy("Keadaan saat dialihkan"), gettext_lazy("Dilihat bersama kedua guru, misalnya baik.")
    )
    field_order = ("borrower", "due_on", "condition")


class EndLoanForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("Yang terjadi"),
        choices=[choice for choice in Loan.Ended.choices if choice[0] != Loan.Ended.PASSED_ON],
        widget=forms.RadioSelect,
    )
    condition = _condition(
        gettext_lazy("Keadaannya"),
        gettext_lazy(
            "Wajib bila rusak atau hilang: apa yang rusak, kapan dan bagaimana hilangnya. Jangan tulis nama orang."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("how") in (Loan.Ended.REPAIR, Loan.Ended.LOST) and not said.get("condition", "").strip():
            self.add_error("condition", _("Tulis apa yang rusak, atau kapan dan bagaimana gawainya hilang."))
        return said


class SeenForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Kode label, IMEI, atau nomor seri"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "data-ksbb-scan": "kirim"}),
    )


class CountSchoolForm(forms.Form):
    """For officers: at which school they count."""

    npsn = forms.CharField(label="NPSN", max_length=10, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor

    def clean_npsn(self) -> School:
        wanted = self.cleaned_data["npsn"].strip().upper()
        found = School.objects.visible_to(self.actor).filter(npsn=wanted).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada sekolah dengan NPSN ini di wilayah Anda."))
        return found
