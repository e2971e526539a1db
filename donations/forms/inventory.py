"""One device of the own stock, typed by hand; where the stock is promised to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.forms.basket import FORMS, WHO, areas
from donations.forms.gift import RupiahField
from donations.forms.numbers import NumbersForm, as_is_field, imei_field, second_imei_field, serial_field
from donations.imei import imei_digits
from donations.models import BasketItem, Condition, Device, DeviceType, Grade
from donations.offers import OLDEST
from donations.policies import why_not_identify
from ksbb.imports.sheet_form import SheetForm
from schools.models import School

Target = BasketItem.Target


class StockForm(NumbersForm):
    device_type = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=DeviceType.choices)
    condition = forms.ChoiceField(label=gettext_lazy("Kondisi"), choices=Condition.choices, widget=forms.RadioSelect)
    brand = forms.CharField(label=gettext_lazy("Merek"), max_length=60)
    model = forms.CharField(label=gettext_lazy("Tipe"), max_length=80)
    imei = imei_field("IMEI", gettext_lazy("15 angka; HP selalu punya. Tekan *#06# di gawainya."))
    imei2 = second_imei_field()
    serial_number = serial_field()
    serial_as_is = as_is_field()
    grade = forms.ChoiceField(
        label=gettext_lazy("Mutu"),
        choices=[("", gettext_lazy("belum dinilai")), *Grade.choices],
        required=False,
        help_text=gettext_lazy("Perkiraan Anda; pemeriksaan gawai bekas menetapkannya."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Tahun pembelian"),
        min_value=OLDEST,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    specification = forms.CharField(label=gettext_lazy("Spesifikasi"), max_length=300, required=False)
    accessories = forms.CharField(label=gettext_lazy("Kelengkapan"), max_length=200, required=False)
    unit_value = RupiahField(label=gettext_lazy("Nilai (Rp)"), max_length=25, required=False)
    npsn = forms.CharField(
        label=gettext_lazy("NPSN sekolah yang dituju"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("Boleh kosong. Gawai ini hanya dipasangkan dengan komitmen untuk sekolah itu."),
    )

    def clean_imei(self) -> str:
        return imei_digits(self.cleaned_data["imei"])

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("Tahun pembelian tidak dapat di masa depan."))
        return year

    def clean_npsn(self) -> School | None:
        npsn = self.cleaned_data["npsn"].strip().upper()
        found = School.objects.accepted().filter(npsn=npsn).first() if npsn else None
        if npsn and found is None:
            raise forms.ValidationError(_("Tidak ada sekolah peserta dengan NPSN ini. Periksa lagi angkanya."))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "imei" in said and "serial_number" in said and "device_type" in said:
            reason = why_not_identify(said["device_type"], said["imei"], said["serial_number"].strip())
            if reason:
                self.add_error("imei" if said["imei"] or said["device_type"] == DeviceType.PHONE else None, reason)
        return said

    def facts(self) -> dict[str, Any]:
        """What `keep_device` takes."""
        said = dict(self.cleaned_data)
        return {**said, "meant_for": said.pop("npsn")}


def initial_of(device: Device) -> dict[str, Any]:
    names = [name for name in StockForm.base_fields if name not in ("npsn", "serial_as_is")]
    told = {name: getattr(device, name) for name in names if getattr(device, name) is not None}
    return told | {"npsn": device.meant_for.npsn if device.meant_for else ""}


class PromiseForm(forms.Form):
    """Where the free devices of the stock go. Areas and classes as in a basket."""

    SCHOOLS = "sekolah"
    target = forms.ChoiceField(
        label=gettext_lazy("Untuk"),
        choices=[
            (Target.NEEDIEST, gettext_lazy("yang paling membutuhkan")),
            (Target.AREA, gettext_lazy("satu wilayah")),
            (SCHOOLS, gettext_lazy("sekolah yang tertulis pada gawainya")),
        ],
        widget=forms.RadioSelect,
    )
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Jenjang"),
        choices=[("", gettext_lazy("Semua jenjang")), *((one, one) for one in FORMS)],
        required=False,
    )
    need_class = forms.ChoiceField(
        label=gettext_lazy("Untuk siapa"),
        choices=[("", gettext_lazy("Murid atau guru")), *WHO.items()],
        required=False,
        help_text=gettext_lazy("HP dan tablet untuk murid, PC untuk guru, laptop untuk keduanya."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = areas()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("target") == Target.AREA and not said.get("area"):
            self.add_error("area", _("Pilih wilayahnya."))
        return said


class StockFileForm(SheetForm):
    file = forms.FileField(
        label=gettext_lazy("Berkas gawai"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS, atau CSV. Kolom wajib: Jenis, Kondisi, Merek, Tipe, dan IMEI atau nomor seri."
        ),
    )
