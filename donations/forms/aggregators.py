"""Profile, verification and licences of an aggregator, as the office writes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.forms.books import proof_field
from donations.forms.pledge import DateField
from donations.models import MOST_COST_PERCENT, Aggregator, Licence
from donations.states import LICENCE_MOVES, LicenceState

PROFILE = ("legal_form", "cost_percent", "address", "phone", "website", "how_to_give")


class AggregatorForm(forms.Form):
    name = forms.CharField(label=_("Nama agregator"), min_length=3, max_length=200)
    legal_form = forms.CharField(
        label=_("Badan hukum"), help_text=_("Misalnya Yayasan, nomor aktanya."), max_length=120
    )
    cost_percent = forms.DecimalField(
        label=_("Bagian biaya (%)"),
        help_text=_("Bagian dari uang yang masuk untuk biaya penyelenggaraan. Paling banyak 10 persen (PP 29/1980)."),
        min_value=0,
        max_value=MOST_COST_PERCENT,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    address = forms.CharField(label=_("Alamat kantor"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telepon kantor"), max_length=20, required=False)
    website = forms.URLField(label=_("Situs"), max_length=200, required=False, assume_scheme="https")
    how_to_give = forms.CharField(
        label=_("Cara menyerahkan uang atau gawai"),
        help_text=_("Dibaca semua orang. Portal ini tidak menerima pembayaran."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, aggregator: Aggregator | None = None) -> None:
        told = {name: getattr(aggregator, name) for name in PROFILE} if aggregator else {}
        super().__init__(data, initial={**told, "name": aggregator.organisation.name} if aggregator else None)


class VerifyForm(forms.Form):
    until = DateField(label=_("Berlaku sampai"), help_text=_("Paling lama satu tahun dari hari ini."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"until": timezone.localdate() + timedelta(days=364)})


class LicenceForm(forms.Form):
    number = forms.CharField(label=_("Nomor izin"), max_length=100)
    issuer = forms.CharField(label=_("Penerbit"), help_text=_("Misalnya Kementerian Sosial."), max_length=150)
    valid_from = DateField(label=_("Berlaku mulai"))
    valid_until = DateField(label=_("Berlaku sampai"))
    document = proof_field(_("Surat izinnya: foto atau PDF, paling besar 5 MB."))


class LicenceMoveForm(forms.Form):
    to = forms.ChoiceField(label=_("Status baru"), widget=forms.RadioSelect)
    on = DateField(label=_("Tanggal keputusan"))
    reason = forms.CharField(
        label=_("Alasan dan dasar suratnya"),
        help_text=_("Dibaca semua orang, misalnya nomor keputusan menteri. Jangan menulis nama orang."),
        min_length=5,
        max_length=300,
    )

    def __init__(self, data: Any, *, licence: Licence) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        ways = [state for state in LicenceState if state in LICENCE_MOVES[licence.state]]
        self.fields["to"].choices = [(state.value, state.label) for state in ways]  # type: ignore[attr-defined]
