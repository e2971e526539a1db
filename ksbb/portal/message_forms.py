"""Which way for which messages, quiet hours, a telephone number and its code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from lokal.phone import parse_phone

from ksbb.notifications.kinds import CHOSEN, Channel, Group, Way, ways_for

HOURS = [(hour, f"{hour:02}.00") for hour in range(24)]
# What each group is about, for people.
ABOUT = {
    Group.DUTY: _("Pengaduan, sanggahan, putusan, laporan yang diminta. Wajib sampai, jadi tidak dapat dimatikan."),
    Group.GIFTS: _("Janji bantuan, titipan, jadwal, dan serah terima."),
    Group.WORK: _("Berkas yang selesai dibaca, kriteria baru, hasil pemadanan."),
    Group.NEWS: _("Pengingat tanggal, dan pencarian yang Anda simpan."),
}


class WaysForm(forms.Form):
    """One list for each group, and the hours in which the telephone stays quiet."""

    quiet_from = forms.TypedChoiceField(label=_("Tenang mulai"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label=_("Sampai"), choices=HOURS, coerce=int)

    def __init__(
        self, data: Any, *, channels: frozenset[Channel], chosen: dict[str, str], quiet: tuple[int, int]
    ) -> None:
        super().__init__(data, initial={**chosen, "quiet_from": quiet[0], "quiet_until": quiet[1]})
        for group in CHOSEN:
            ways = [(way.value, way.label) for way in ways_for(group, channels)]
            self.fields[group.value] = forms.ChoiceField(label=group.label, choices=ways, help_text=ABOUT[group])

    def groups(self) -> Iterator[forms.BoundField]:
        for group in CHOSEN:
            yield self[group.value]

    @property
    def ways(self) -> dict[Group, Way]:
        return {group: Way(self.cleaned_data[group.value]) for group in CHOSEN}


class NumberForm(forms.Form):
    """The number, the channel, and that the person agrees."""

    number = forms.CharField(
        label=_("Nomor telepon seluler Anda"),
        help_text=_("Contoh: 0812 3456 7890. Kami menyimpannya tersandi; tidak ada orang lain yang melihatnya."),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    channel = forms.ChoiceField(label=_("Kirim lewat"), widget=forms.RadioSelect)
    agreed = forms.BooleanField(
        label=_("Saya setuju portal ini mengirim pemberitahuan ke nomor ini. Persetujuan dapat saya tarik kapan saja."),
        error_messages={"required": _("Centang dulu bila Anda setuju. Tanpa persetujuan nomor Anda tidak kami pakai.")},
    )

    def __init__(self, data: Any, *, channels: frozenset[Channel]) -> None:
        super().__init__(data)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(channel.value, channel.label) for channel in Channel if channel in channels]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]

    def clean_number(self) -> str:
        """As +62…; a line in a house cannot be reached by these channels."""
        found = parse_phone(self.cleaned_data["number"])
        if not found.valid or found.type != "mobile" or not found.e164:
            raise forms.ValidationError(gettext("Ini bukan nomor seluler Indonesia. Tulis seperti 0812 3456 7890."))
        return str(found.e164)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode enam angka"),
        max_length=9,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
