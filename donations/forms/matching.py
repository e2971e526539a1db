"""What a calculation is asked for, and how the weights are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.matching import Fit, Weights
from donations.matching.given import FITS
from donations.matching.stored import MOST
from donations.models import DeviceType
from recipients.models import NeedClass
from schools.models import School

BLOCKS = (1, 2, 3, 5, 10)


class RunForm(forms.Form):
    """`grounds` are (code, name): what the office watches over."""

    region = forms.ChoiceField(
        label=gettext_lazy("Wilayah"),
        help_text=gettext_lazy("Hanya kebutuhan sekolah di wilayah ini yang dipadankan."),
    )
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Gawai yang dipadankan"),
        choices=[
            ("wishes", gettext_lazy("Keinginan memberi yang menunggu")),
            ("stock", gettext_lazy("Stok bebas para agregator")),
        ],
        widget=forms.CheckboxSelectMultiple,
        initial=["wishes"],
    )
    block = forms.TypedChoiceField(
        label=gettext_lazy("Gawai yang diantar bersama"),
        help_text=gettext_lazy(
            "Makin besar, makin sedikit sekolah yang didatangi, tetapi sedikit kurang tepat menurut prioritas."
        ),
        choices=[("", gettext_lazy("seperti dalam bobot")), *((size, str(size)) for size in BLOCKS)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = list(grounds)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """To which school devices of a line are to go instead."""

    npsn = forms.CharField(label=gettext_lazy("NPSN sekolah lain"), max_length=8)
    quantity = forms.IntegerField(label=gettext_lazy("Jumlah gawai"), min_value=1, max_value=1000)

    def clean_npsn(self) -> School:
        school = School.objects.accepted().filter(npsn=self.cleaned_data["npsn"].strip().upper()).first()
        if school is None:
            raise forms.ValidationError(_("Tidak ada sekolah peserta program dengan NPSN itu. Periksa angkanya."))
        return school


class WeightsReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Penyusunnya membacanya di riwayat versi ini."),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _number(label: Any, help_text: Any, **more: Any) -> forms.IntegerField:
    limits = {"min_value": 0, "max_value": MOST} | more
    return forms.IntegerField(
        label=label, help_text=help_text, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **limits
    )


class WeightsForm(forms.Form):
    """One number a question; `weights()` are the values. Points of fit for single forms of school keep what they were."""

    floor_percent = _number(
        gettext_lazy("Bagian adil tiap kecamatan dan jenjang (persen)"),
        gettext_lazy(
            "Sebanyak ini dari bagian yang sama rata dipenuhi dulu, baru prioritas menentukan sisanya. 0 sampai 100."
        ),
        max_value=100,
    )
    cap_per_school = _number(
        gettext_lazy("Paling banyak per sekolah dalam satu usulan"),
        gettext_lazy(
            "Kosongkan bila tidak dibatasi. Batas tiap sekolah yang ditetapkan di “Batas sekolah” tetap berlaku."
        ),
        required=False,
    )
    per_point = _number(
        gettext_lazy("Nilai satu poin prioritas"),
        gettext_lazy(
            "Dibandingkan dengan poin kecocokan gawai di bawah. Biasanya 1; lebih besar berarti prioritas makin menentukan."
        ),
        min_value=1,
    )
    block = _number(
        gettext_lazy("Gawai yang diantar bersama"),
        gettext_lazy("1 berarti dibagi satu per satu. Lebih besar: lebih sedikit sekolah yang didatangi."),
        min_value=1,
        max_value=100,
    )
    bulk_block = _number(
        gettext_lazy("Gawai dari agregator yang diantar bersama"),
        gettext_lazy("Untuk stok agregator, yang biasanya dikirim dalam jumlah besar."),
        min_value=1,
        max_value=100,
    )
    destination_price = _number(
        gettext_lazy("Nilai satu kiriman lebih sedikit (poin)"),
        gettext_lazy("0 berarti jumlah kiriman tidak dihitung. Lebih besar: usulan memilih sendiri ukuran kiriman."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        help_text=gettext_lazy("Koordinator kedua membacanya sebelum menyetujui."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = weights
        for name in ("floor_percent", "cap_per_school", "per_point", "block", "bulk_block", "destination_price"):
            self.fields[name].initial = getattr(weights, name)
        for need_class, device_type in pairs():
            label = f"{NeedClass(need_class).label}: {DeviceType(device_type).label}"
            field = _number(label, "", max_value=100)
            field.initial = weights.fit_of(need_class, device_type, "")
            self.fields[f"fit_{need_class}_{device_type}"] = field

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [bound for bound in self if not bound.name.startswith("fit_") and bound.name != "reason"]

    @property
    def fits(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name.startswith("fit_")]

    def weights(self) -> Weights:
        said = self.cleaned_data
        general = tuple(Fit(pair[0], pair[1], said[f"fit_{pair[0]}_{pair[1]}"]) for pair in pairs())
        special = tuple(fit for fit in self.before.fits if fit.form)
        return Weights(
            per_point=said["per_point"],
            fits=general + special,
            floor_percent=said["floor_percent"],
            cap_per_school=said["cap_per_school"],
            block=said["block"],
            bulk_block=said["bulk_block"],
            destination_price=said["destination_price"],
        )


def pairs() -> list[tuple[str, str]]:
    """(class of need, kind of device) that fit each other."""
    return [(need_class, device_type) for need_class, types in FITS.items() for device_type in types]
