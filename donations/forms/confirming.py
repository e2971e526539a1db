"""What the school sends to say that it has the devices, and what both sides say of those that did not come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.confirming import DIGITS, clean_digits
from donations.models import Allocation, Shortfall
from donations.policies_handover import unconfirmed
from donations.shortfalls import Absent
from ksbb.common.photos import CleanPhoto, clean_photo
from ksbb.common.refusals import Refused
from ksbb.imports.door import FileHeld, let_in


class ConfirmForm(forms.Form):
    """The giver's six digits, or the photo of the paper that both signed. `is_held`: the photo waits for the virus scanner."""

    is_held = False

    code = forms.CharField(
        label=gettext_lazy("Kode enam angka dari layar pemberi"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-ksbb-door-code": "", "size": 12}
        ),
    )
    signed = forms.FileField(
        label=gettext_lazy("Foto BAST donatur → sekolah yang ditandatangani kedua pihak"),
        help_text=gettext_lazy("Seluruh halaman dengan kedua tanda tangan. Jangan memotret orang atau BAST murid."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        for asked in self.fields.values():
            asked.optional_mark = False  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """No try is spent on what cannot be a code."""
        typed: str = self.cleaned_data["code"]
        digits = clean_digits(typed)
        if typed.strip() and not digits:
            raise forms.ValidationError(_("Kode terdiri dari %(digits)s angka.") % {"digits": DIGITS})
        return digits

    def clean_signed(self) -> CleanPhoto | None:
        """Encoded anew: nothing of the sent file itself is kept."""
        sent: UploadedFile | None = self.cleaned_data["signed"]
        if not sent:
            return None
        most = settings.UPLOAD_MAX_PHOTO_BYTES
        try:
            data = let_in(sent, purpose="signed_paper", most=most)
            return clean_photo(data, max_bytes=most, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
        except Refused as no:
            self.is_held = isinstance(no, FileHeld)
            raise forms.ValidationError(no.reason) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said["code"] and said["signed"] is None:
            self.add_error("code", unconfirmed())
        return said

    def confirmation(self) -> dict[str, Any]:
        """For `hand_over`; only after validation."""
        return {"code": self.cleaned_data["code"], "signed": self.cleaned_data["signed"]}

    @property
    def place(self) -> str:
        """Beside which field a refusal is told."""
        return "code" if self.cleaned_data["code"] else "signed"


class ShortfallForm(forms.Form):
    """For each of `units` (allocation, whose it is for the reader) whether it came; one reason for all that did not.

    Where the reasons differ, the form is sent once for each.
    """

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy(
            "Berlaku untuk semua gawai yang Anda pilih; bila alasannya berbeda, kirim satu per satu. Dibaca kedua pihak dan "
            "petugas. Jangan menulis data pribadi."
        ),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, units: Sequence[tuple[Allocation, str]], kinds: Sequence[str]) -> None:
        super().__init__(data)
        self.units = units
        choices = [("", _("sampai")), *((kind, Shortfall.Kind(kind).label) for kind in kinds)]
        for unit, whose in units:
            asked = forms.ChoiceField(
                label=_("Gawai untuk %(whose)s") % {"whose": whose}, choices=choices, required=False
            )
            asked.optional_mark = False  # type: ignore[attr-defined]
            self.fields[_name(unit)] = asked

    def rows(self) -> list[forms.BoundField]:
        """In the order of the units."""
        return [self[_name(unit)] for unit, _whose in self.units]

    def absent(self) -> list[Absent]:
        """Only after validation."""
        said = self.cleaned_data
        reason = " ".join(said["reason"].split())
        return [Absent(unit.pk, said[_name(unit)], reason) for unit, _whose in self.units if said[_name(unit)]]


def _name(unit: Allocation) -> str:
    return f"unit_{unit.public_id}"
