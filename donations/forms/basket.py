"""Where the devices of one line go, and the steps that are the same for a whole basket."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.forms.gift import GiftForm, RupiahField
from donations.forms.pledge import DateField
from donations.models import Aggregator, Basket, BasketItem, Delivery, DeviceType, Donor, DropPoint
from donations.offers import FITS, classes_for
from donations.policies import LATEST
from ksbb.accounts.models import Organisation
from ksbb.territories.models import Territory, short_name
from recipients.models import NeedClass
from schools.models import School

Target = BasketItem.Target
WHO = {
    NeedClass.STUDENT_DEVICE: gettext_lazy("Murid (menjadi milik murid)"),
    NeedClass.TEACHER_COMPUTER: gettext_lazy("Guru (milik sekolah, dipinjamkan)"),
}
FORMS = ("SD", "SMP", "SMA", "SMK", "SLB", "PKBM")
# What the pad of a drawn signature sends: moves and lines on a field of 600 × 200.
PATH = re.compile(r"(?:[ML]\d{1,3} \d{1,3}){2,4000}")


class SchoolGiftForm(GiftForm):
    """Devices for one school."""

    need_class = forms.ChoiceField(
        label=gettext_lazy("Untuk siapa"), choices=list(WHO.items()), widget=forms.RadioSelect
    )

    field_order = ("need_class", "device_type", "quantity", "condition")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind, need_class = said.get("device_type"), said.get("need_class")
        if kind and need_class and kind not in FITS[need_class]:
            fitting = ", ".join(str(DeviceType(one).label) for one in FITS[need_class])
            self.add_error("device_type", _("Untuk pilihan itu yang dibutuhkan: %(kinds)s.") % {"kinds": fitting})
        return said

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"need_class": self.cleaned_data["need_class"]}


class OpenGiftForm(GiftForm):
    """Devices that matching places: anywhere, or in an area and kind of school."""

    need_class = forms.ChoiceField(
        label=gettext_lazy("Untuk siapa"), choices=[("", gettext_lazy("Murid atau guru")), *WHO.items()], required=False
    )
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Jenjang"),
        choices=[("", gettext_lazy("Semua jenjang")), *((one, one) for one in FORMS)],
        required=False,
    )

    field_order = ("area", "form", "need_class", "device_type", "quantity", "condition")

    def __init__(self, *args: Any, target: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.target = target
        if target == Target.AREA:
            self.fields["area"].choices = areas()  # type: ignore[attr-defined]
            self.fields["area"].required = True
        else:
            del self.fields["area"], self.fields["form"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind, need_class = said.get("device_type"), said.get("need_class")
        if kind and need_class and need_class not in classes_for(kind):
            self.add_error("device_type", _("Jenis gawai ini tidak sesuai dengan pilihan “untuk siapa”."))
        return said

    def facts(self) -> dict[str, Any]:
        more = {name: self.cleaned_data.get(name, "") for name in ("need_class", "area", "form")}
        return super().facts() | more | {"target": self.target}


class AggregatorField(forms.ModelChoiceField):
    """Only those who may take something in today."""

    def __init__(self) -> None:
        super().__init__(
            Organisation.objects.none(),
            label=gettext_lazy("Agregator"),
            empty_label=gettext_lazy("Pilih agregator"),
            error_messages={"required": gettext_lazy("Pilih agregatornya.")},
        )


def listed_aggregators() -> Any:
    listed = Aggregator.objects.listed().values("organisation")
    return Organisation.objects.filter(pk__in=listed).order_by("name")


class ThroughGiftForm(GiftForm):
    """Devices for an aggregator to place."""

    aggregator = AggregatorField()

    field_order = ("aggregator", "device_type", "quantity", "condition")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["aggregator"].queryset = listed_aggregators()  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"target": Target.AGGREGATOR, "aggregator": self.cleaned_data["aggregator"]}


class MoneyForm(forms.Form):
    """Money that is handed to an aggregator outside of this portal."""

    aggregator = AggregatorField()
    amount = RupiahField(
        label=gettext_lazy("Jumlah uang (Rp)"),
        max_length=25,
        help_text=gettext_lazy("Portal ini tidak menerima uang. Anda menyerahkannya langsung kepada agregator."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["aggregator"].queryset = listed_aggregators()  # type: ignore[attr-defined]

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount < 10_000:
            raise forms.ValidationError(_("Isi sedikitnya Rp 10.000."))
        return amount

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        money = {"device_type": "", "condition": "new", "quantity": 1, "amount": said["amount"]}
        return {"target": Target.AGGREGATOR, "aggregator": said["aggregator"], **money}


def areas() -> list[tuple[str, Any]]:
    """Kota, each with its kecamatan that have a school of the programme."""
    districts = Territory.objects.filter(code__in=School.objects.accepted().values("district")).order_by("name")
    cities = {one.code: one for one in Territory.objects.filter(level=Territory.Level.CITY).order_by("name")}
    found: list[tuple[str, Any]] = [("", _("Pilih wilayah"))]
    for code, city in cities.items():
        below = [(one.code, short_name(one.name)) for one in districts if one.code.startswith(f"{code}.")]
        if below:
            whole = _("Seluruh %(city)s") % {"city": short_name(city.name)}
            found.append((short_name(city.name), [(code, whole), *below]))
    return found


def offer_deliveries(form: forms.Form) -> None:
    """The ways a gift can take now; a drop point only where there is one."""
    points = DropPoint.objects.listed().order_by("name")
    ways = [(value, capfirst(label)) for value, label in Delivery.choices]
    form.fields["drop_point"].queryset = points  # type: ignore[attr-defined]
    if not points.exists():
        del form.fields["drop_point"]
        ways = [way for way in ways if way[0] != Delivery.DROP_POINT]
    form.fields["delivery"].choices = ways  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """When, and how the devices reach the school."""

    proposed_on = DateField(
        label=gettext_lazy("Tanggal penyerahan yang Anda usulkan"),
        help_text=gettext_lazy("Tanggal pastinya nanti diatur bersama sekolah. Paling lama 180 hari lagi."),
    )
    delivery = forms.ChoiceField(
        label=gettext_lazy("Pengantaran"), choices=Delivery.choices, initial=Delivery.BRING, widget=forms.RadioSelect
    )
    drop_point = forms.ModelChoiceField(
        DropPoint.objects.none(),
        label=gettext_lazy("Titik kumpul"),
        help_text=gettext_lazy("Hanya bila gawainya Anda antar ke titik kumpul."),
        empty_label=gettext_lazy("Tidak lewat titik kumpul"),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk sekolah"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        today = timezone.localdate()
        self.fields["proposed_on"].widget.attrs |= {"min": today.isoformat(), "max": (today + LATEST).isoformat()}
        offer_deliveries(self)

    def clean_proposed_on(self) -> Any:
        day, today = self.cleaned_data["proposed_on"], timezone.localdate()
        if not today <= day <= today + LATEST:
            raise forms.ValidationError(_("Pilih tanggal antara hari ini dan 180 hari ke depan."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        through = said.get("delivery") == Delivery.DROP_POINT
        if through and not said.get("drop_point"):
            self.add_error("drop_point", _("Pilih titik kumpulnya."))
        said["drop_point"] = said.get("drop_point") if through else None
        return said


def plan_initial(basket: Basket) -> dict[str, Any]:
    return {
        "proposed_on": basket.proposed_on or timezone.localdate() + timedelta(days=7),
        "delivery": basket.delivery or Delivery.BRING,
        "drop_point": basket.drop_point_id,
        "note": basket.note,
    }


class ShownForm(forms.Form):
    """Under which name the public reads of the gift."""

    shown_as = forms.ChoiceField(
        label=gettext_lazy("Di halaman umum, tampilkan saya sebagai"),
        choices=[
            (Donor.ShownAs.NAME, gettext_lazy("Nama lengkap")),
            (Donor.ShownAs.INITIALS, gettext_lazy("Inisial saja")),
            (Donor.ShownAs.NOBODY, gettext_lazy("Tanpa nama (donatur anonim)")),
        ],
        widget=forms.RadioSelect,
    )


class SignForm(forms.Form):
    """The statement, signed under what the summary shows."""

    agreed = forms.BooleanField(
        label=gettext_lazy("Saya menyatakan keempat hal di atas benar."),
        error_messages={"required": gettext_lazy("Centang pernyataan ini untuk melanjutkan.")},
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Tanda tangan: ketik nama lengkap Anda"),
        min_length=3,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signature = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"request_key": uuid.uuid4()})

    def clean_signed_name(self) -> str:
        return " ".join(self.cleaned_data["signed_name"].split())

    def clean_signature(self) -> str:
        drawn: str = self.cleaned_data["signature"]
        if drawn and not PATH.fullmatch(drawn):
            raise forms.ValidationError(
                _("Gambar tanda tangannya tidak terbaca. Hapus lalu gambar lagi, atau ketik saja.")
            )
        return drawn
