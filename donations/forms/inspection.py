"""What somebody found when looking at a used device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy

from donations.forms.pledge import DateField
from donations.models import Device, DeviceType, Grade, Intake
from donations.policies_devices import Findings, places_for, why_not_conclude
from donations.readiness import points_for
from ksbb.authority.actors import Actor
from ksbb.common.photos import clean_photo
from ksbb.common.refusals import Refused
from ksbb.imports.door import let_in

Outcome = Intake.Outcome


class InspectionForm(forms.Form):
    """The checklist of `donations.readiness`, the grade, the wiping, the IMEI check and the outcome."""

    place = forms.ChoiceField(label=gettext_lazy("Tempat periksa"), widget=forms.RadioSelect)
    grade = forms.ChoiceField(
        label=gettext_lazy("Mutu"), choices=[("", gettext_lazy("belum dinilai")), *Grade.choices], required=False
    )
    battery_percent = forms.IntegerField(
        label=gettext_lazy("Kesehatan baterai (%)"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    system_version = forms.CharField(
        label=gettext_lazy("Versi sistem"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Seperti di layar “Tentang”, misalnya Android 13."),
    )
    wiped_by = forms.CharField(label=gettext_lazy("Data lama dihapus oleh"), max_length=150, required=False)
    wipe_method = forms.CharField(
        label=gettext_lazy("Cara menghapus"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Misalnya setelan pabrik setelah penyimpanan dienkripsi."),
    )
    wiped_on = DateField(label=gettext_lazy("Tanggal dihapus"), required=False)
    imei_checked_by = forms.CharField(label=gettext_lazy("IMEI dicek oleh"), max_length=150, required=False)
    imei_checked_on = DateField(label=gettext_lazy("Tanggal cek IMEI"), required=False)
    photo_file = forms.FileField(
        label=gettext_lazy("Foto layar “Tentang”"),
        help_text=gettext_lazy("Jangan memotret orang. Hanya dilihat donatur, sekolah, dan petugas."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    outcome = forms.ChoiceField(label=gettext_lazy("Hasil"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Wajib bila perlu diperbaiki atau didaur ulang: apa sebabnya."),
    )

    def __init__(self, *args: Any, device: Device, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.device = device
        places = places_for(actor)
        self.fields["place"].choices = [(one, Intake.Place(one).label) for one in places]  # type: ignore[attr-defined]
        self.fields["place"].initial = places[0]
        self.fields["grade"].initial = device.grade
        today = timezone.localdate().isoformat()
        for name in ("wiped_on", "imei_checked_on"):
            self.fields[name].widget.attrs["max"] = today
        if not device.imei:
            del self.fields["imei_checked_by"], self.fields["imei_checked_on"]
        if device.device_type == DeviceType.PC:
            self.fields["battery_percent"].help_text = gettext_lazy("Kosongkan untuk PC.")
        for point, label in points_for(mobile=bool(device.imei)).items():
            self.fields[f"point_{point}"] = forms.BooleanField(label=label, required=False)

    def checklist(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("point_")]

    def clean_photo_file(self) -> ContentFile[bytes] | None:
        """Encoded anew: nothing of the sent file itself is kept."""
        sent = self.cleaned_data["photo_file"]
        if not sent:
            return None
        most = settings.UPLOAD_MAX_PHOTO_BYTES
        try:
            data = let_in(sent, purpose="inspection", most=most)
            clean = clean_photo(data, max_bytes=most, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
        except Refused as no:
            raise forms.ValidationError(no.reason) from None
        return ContentFile(clean.jpeg, name=f"{clean.sha256[:8]}.jpg")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and (
            reason := why_not_conclude(self.device, self.found(), has_photo=said["photo_file"] is not None)
        ):
            self.add_error(None, reason)
        return said

    def found(self) -> Findings:
        said = self.cleaned_data
        plain = [name for name in Findings.__dataclass_fields__ if name in said]
        points = {name.removeprefix("point_"): bool(said[name]) for name in said if name.startswith("point_")}
        return Findings(points=points, **{name: said[name] for name in plain})
