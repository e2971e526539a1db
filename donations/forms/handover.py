"""When and where a handover happens, and why it does not."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.forms.pledge import DateField
from donations.models import Pledge
from donations.officers import Officer, officers_over


class OfficerField(forms.ChoiceField):
    """Who goes along; its value is the key of the officer's account, None for nobody."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Petugas pendamping"), required=False, **more)
        self.accounts: dict[str, int] = {}

    def offer(self, officers: list[Officer], chosen: int | None = None) -> None:
        self.accounts = {str(one.key): one.user_id for one in officers}
        self.choices = [("", _("tidak ada")), *((str(one.key), f"{one.name}, {one.office}") for one in officers)]
        self.initial = next((key for key, account in self.accounts.items() if account == chosen), "")

    def clean(self, value: Any) -> int | None:
        return self.accounts.get(super().clean(value))


class OfficerForm(forms.Form):
    """Who goes along to an appointment that is made."""

    officer = OfficerField()

    def __init__(self, data: Any, *, officers: list[Officer], chosen: int | None) -> None:
        super().__init__(data)
        self.fields["officer"].offer(officers, chosen)  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    day = DateField(label=_("Tanggal"))
    hour = forms.TimeField(
        label=_("Jam (WIB)"), initial=time(9), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    place = forms.CharField(label=_("Tempat"), min_length=3, max_length=200)
    officer = OfficerField(
        help_text=_("Kasatlak kecamatan dan Suku Dinas selalu diberi tahu. Pilih seseorang bila ia diminta hadir.")
    )

    def __init__(self, data: Any, *, pledge: Pledge) -> None:
        day = max(pledge.proposed_on, timezone.localdate())
        place = ", ".join(part for part in (pledge.school.name, pledge.school.address) if part)[:200]
        super().__init__(data, initial={"day": day, "place": place})
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()
        self.fields["officer"].offer(officers_over(pledge.region))  # type: ignore[attr-defined]

    @property
    def scheduled_for(self) -> datetime:
        """The local moment; only after validation."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class ReasonForm(forms.Form):
    """Why something is taken back; the other side reads it."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Dibaca pihak lain dan disimpan. Jangan menulis data pribadi."),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FoundForm(ReasonForm):
    """Where something that was lost turned up."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = _("Di mana dan bagaimana ditemukan")
        self.fields["reason"].help_text = _("Disimpan bersama catatan gawainya. Jangan menulis data pribadi.")


class PapersForm(forms.Form):
    """Who signs for the school, and until when a loan runs."""

    principal_name = forms.CharField(
        label=_("Nama kepala sekolah"),
        help_text=_("Tertulis sebagai penanda tangan untuk sekolah, lengkap dengan gelarnya."),
        min_length=3,
        max_length=150,
    )
    return_on = DateField(
        label=_("Pinjaman guru berakhir pada"),
        help_text=_("Tanggal laptop atau PC yang dipinjamkan harus dikembalikan ke sekolah."),
    )

    def __init__(self, data: Any, *, principal_name: str, has_loans: bool) -> None:
        ends = timezone.localdate() + timedelta(days=365)
        super().__init__(data, initial={"principal_name": principal_name, "return_on": ends})
        if not has_loans:
            del self.fields["return_on"]

    def clean_return_on(self) -> date:
        ends: date = self.cleaned_data["return_on"]
        today = timezone.localdate()
        if not today < ends <= today + timedelta(days=5 * 366):
            raise forms.ValidationError(_("Pilih tanggal sesudah hari ini, paling lama lima tahun lagi."))
        return ends
