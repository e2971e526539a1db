"""What one kind of device is: the same questions in a basket and when a promise is changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Condition, DeviceType, ValueBasis
from donations.models.details import GiftDetails
from donations.offers import OLDEST
from ksbb.common.photos import clean_photo
from ksbb.common.refusals import Refused
from ksbb.imports.door import let_in

DETAIL_FIELDS = ("brand", "model", "specification", "year", "accessories", "unit_value", "value_basis")


class RupiahField(forms.CharField):
    """Whole rupiah, typed as people type them: 2500000, 2.500.000, Rp 2.500.000. Empty is 0."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "2.500.000"})

    def clean(self, value: Any) -> int:
        typed = str(super().clean(value) or "").lower().removeprefix("rp")
        digits = "".join(sign for sign in typed if sign not in " .,")
        if not digits:
            return 0
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 13:
            raise forms.ValidationError(_("Tulis rupiahnya dengan angka saja, misalnya 2.500.000."))
        return int(digits)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) and value else ("" if value == 0 else value)


class DetailsForm(forms.Form):
    """Everything about a device that nobody has to know to promise it."""

    brand = forms.CharField(label=gettext_lazy("Merek"), max_length=60, required=False)
    model = forms.CharField(label=gettext_lazy("Tipe"), max_length=80, required=False)
    specification = forms.CharField(
        label=gettext_lazy("Spesifikasi"),
        help_text=gettext_lazy("Misalnya “layar 10 inci, RAM 4 GB”."),
        max_length=300,
        required=False,
    )
    year = forms.IntegerField(
        label=gettext_lazy("Tahun pembelian"),
        min_value=OLDEST,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    accessories = forms.CharField(
        label=gettext_lazy("Kelengkapan"),
        help_text=gettext_lazy("Misalnya “pengisi daya, sarung, kartu SIM”."),
        max_length=200,
        required=False,
    )
    unit_value = RupiahField(
        label=gettext_lazy("Nilai per unit (Rp)"),
        help_text=gettext_lazy("Untuk ringkasan dan formulir pajak Anda. Tidak ditampilkan kepada umum."),
        max_length=25,
        required=False,
    )
    value_basis = forms.ChoiceField(
        label=gettext_lazy("Dasar nilai"),
        choices=[("", gettext_lazy("Tidak diisi")), *ValueBasis.choices],
        required=False,
    )
    photo_file = forms.FileField(
        label=gettext_lazy("Foto gawai bekas"),
        help_text=gettext_lazy("Hanya dilihat sekolah dan petugas. Jangan ada orang di fotonya."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("Tahun pembelian tidak dapat di masa depan."))
        return year

    def clean_photo_file(self) -> ContentFile[bytes] | None:
        """Encoded anew, under a random name: nothing of the sent file is kept."""
        sent = self.cleaned_data["photo_file"]
        if not sent:
            return None
        most = settings.UPLOAD_MAX_PHOTO_BYTES
        try:
            data = let_in(sent, purpose="gift", most=most)
            clean = clean_photo(data, max_bytes=most, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
        except Refused as no:
            raise forms.ValidationError(no.reason) from None
        return ContentFile(clean.jpeg, name=f"{clean.sha256[:8]}.jpg")

    def details(self) -> dict[str, Any]:
        """Fields of GiftDetails; the photo only when a new one was sent."""
        said = self.cleaned_data
        found: dict[str, Any] = {name: said[name] for name in DETAIL_FIELDS}
        if not found["unit_value"]:
            found["value_basis"] = ""
        return found | ({"photo": said["photo_file"]} if said.get("photo_file") else {})


class GiftForm(DetailsForm):
    """A number of equal devices."""

    device_type = forms.ChoiceField(label=gettext_lazy("Jenis gawai"), choices=DeviceType.choices)
    quantity = forms.IntegerField(
        label=gettext_lazy("Jumlah"),
        min_value=1,
        max_value=1000,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("Kondisi"), choices=Condition.choices, initial=Condition.NEW, widget=forms.RadioSelect
    )

    def facts(self) -> dict[str, Any]:
        """Fields of BasketItem, without its target."""
        said = self.cleaned_data
        return {name: said[name] for name in ("device_type", "quantity", "condition")} | self.details()


def initial_of(gift: GiftDetails) -> dict[str, Any]:
    return {
        name: getattr(gift, name)
        for name in (*DETAIL_FIELDS, "device_type", "quantity", "condition")
        if getattr(gift, name) not in (None, "")
    }
