"""What is written into a book, what is received, and where devices of a lot go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.book_sheet import giver_of
from donations.books import LOT_USES, LOTS, Kind, Said, money_of
from donations.forms.pledge import DateField
from donations.models import Aggregator, Condition, Consignment, DeviceType, Donor, LedgerEntry
from donations.offers import classes_for
from donations.policies_books import MOST_DEVICES, MOST_RUPIAH, rupiah
from donations.proofs import MOST_BYTES, clean_proof
from donations.states import ConsignmentState
from donations.stock import Lot, lots_of, lots_with_free
from ksbb.common.refusals import Refused
from ksbb.imports.door import let_in
from recipients.models import NeedClass
from schools.models import School

_NUMBER = forms.NumberInput(attrs={"inputmode": "numeric"})


class ProofFileField(forms.FileField):
    """A picture or a PDF, made harmless; the cleaned value is the file as it is kept, or None."""

    def clean(self, data: Any, initial: Any = None) -> ContentFile[bytes] | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return clean_proof(let_in(sent, purpose="proof", most=MOST_BYTES))
        except Refused as no:
            raise forms.ValidationError(no.reason) from None


def proof_field(help_text: Any) -> ProofFileField:
    return ProofFileField(
        label=gettext_lazy("Berkas bukti"),
        help_text=help_text,
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )


def words_of(lot: Lot) -> str:
    entry = lot.entry
    return _("%(kind)s (%(condition)s) dari %(day)s: %(free)s tersedia") % {
        "kind": entry.get_device_type_display(),
        "condition": str(entry.get_condition_display()).lower(),
        "day": entry.occurred_on.strftime("%d-%m-%Y"),
        "free": lot.free,
    } + (f" · {entry.proof_number}" if entry.proof_number else "")


def rupiah_field() -> forms.IntegerField:
    """Typed as 1000000 or 1.000.000."""
    return RupiahField(
        label=gettext_lazy("Jumlah (Rp)"),
        help_text=gettext_lazy("Rupiah bulat, misalnya 25000000 atau 25.000.000."),
        min_value=1,
        max_value=MOST_RUPIAH,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Tulis rupiahnya dengan angka saja, misalnya 2500000.")},
    )


class RupiahField(forms.IntegerField):
    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().lower().removeprefix("rp")
        return super().to_python(text.replace(".", "").replace(" ", ""))


class RecordForm(forms.Form):
    """One entry of the kind `kind`; only the fields that the kind has."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    occurred_on = DateField(label=gettext_lazy("Tanggal kejadian"))
    money = forms.ChoiceField(label=gettext_lazy("Uang yang dikembalikan"))
    lot = forms.ChoiceField(label=gettext_lazy("Gawai yang mana"))
    consignment = forms.ChoiceField(
        label=gettext_lazy("Titipan"),
        help_text=gettext_lazy("Hanya bila catatan lama titipan ini sudah dibalik dan dicatat ulang di sini."),
        required=False,
    )
    donor = forms.ChoiceField(label=gettext_lazy("Donatur terdaftar"), required=False)
    from_name = forms.CharField(
        label=gettext_lazy("Nama penyumbang"),
        help_text=gettext_lazy("Bila bukan donatur terdaftar. Disimpan tersegel; umum tidak melihatnya."),
        max_length=200,
        required=False,
    )
    amount = rupiah_field()
    device_type = forms.ChoiceField(label=gettext_lazy("Jenis gawai"), choices=DeviceType.choices)
    condition = forms.ChoiceField(
        label=gettext_lazy("Kondisi"), choices=Condition.choices, initial="new", widget=forms.RadioSelect
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("Jumlah gawai"), min_value=1, max_value=MOST_DEVICES, widget=_NUMBER
    )
    proof_number = forms.CharField(label=gettext_lazy("Nomor bukti"), max_length=100, required=False)
    proof = proof_field(gettext_lazy("Faktur, bukti transfer, atau berita acara: foto atau PDF, paling besar 5 MB."))
    note = forms.CharField(
        label=gettext_lazy("Keterangan"),
        help_text=gettext_lazy("Jangan menulis nama anak atau nomor identitas."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any, files: Any, *, kind: str, aggregator: Aggregator) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4(), "occurred_on": timezone.localdate()})
        self.kind = kind
        money = kind not in (*LOT_USES, Kind.DEVICES_IN)
        for name in () if money else ("amount",):
            del self.fields[name]
        for name in () if kind in LOTS else ("device_type", "condition"):
            del self.fields[name]
        if kind not in (*LOTS, *LOT_USES):
            del self.fields["quantity"]
        self._intake(aggregator, kind in (Kind.MONEY_IN, Kind.DEVICES_IN))
        self.moneys = {str(entry.public_id): (entry, left) for entry, left in self._money(aggregator)}
        self.lots = {str(lot.entry.public_id): lot for lot in lots_with_free(aggregator)} if kind in LOT_USES else {}
        self._choose("money", kind == Kind.REFUND, [(key, _words(*one)) for key, one in self.moneys.items()])
        self._choose("lot", kind in LOT_USES, [(key, words_of(lot)) for key, lot in self.lots.items()])
        if kind in (Kind.LOSS, Kind.RETURN):
            self.fields["note"].required = True

    def _money(self, aggregator: Aggregator) -> list[tuple[LedgerEntry, int]]:
        return money_of(aggregator) if self.kind == Kind.REFUND else []

    def _choose(self, name: str, wanted: bool, choices: Sequence[tuple[str, str]]) -> None:
        if wanted:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def _intake(self, aggregator: Aggregator, wanted: bool) -> None:
        """Givers who came through a titipan before, and titipan whose entry was reversed."""
        if not wanted:
            for name in ("donor", "from_name", "consignment"):
                del self.fields[name]
            return
        ours = Consignment.objects.filter(aggregator=aggregator.organisation_id, state=ConsignmentState.RECEIVED)
        givers = Donor.objects.filter(consignments__in=ours).select_related("organisation").distinct()
        self.donors = {str(one.public_id): one for one in givers.order_by("organisation__name", "pk")[:500]}
        kind = "money" if self.kind == Kind.MONEY_IN else "devices"
        written = LedgerEntry.objects.filter(consignment__in=ours, sign=1, reversed_by__isnull=True)
        bare = ours.filter(kind=kind).exclude(pk__in=written.values("consignment")).select_related("donor")
        self.consignments = {str(one.public_id): one for one in bare.order_by("-pk")[:100]}
        codes = [("", "–"), *((key, one.receipt_code) for key, one in self.consignments.items())]
        self._choose("donor", True, [("", "–"), *((key, one.organisation.name) for key, one in self.donors.items())])
        self._choose("consignment", bool(self.consignments), codes)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        anybody = said.get("donor") or said.get("consignment") or said.get("from_name", "").strip()
        if "from_name" in self.fields and not anybody:
            self.add_error("from_name", _("Pilih donatur terdaftar atau isi namanya."))
        return said

    def said(self) -> Said:
        told = dict(self.cleaned_data)
        lot = self.lots.get(told.pop("lot", ""))
        money = self.moneys.get(told.pop("money", ""))
        consignment = (
            self.consignments.get(told.pop("consignment", "") or "") if hasattr(self, "consignments") else None
        )
        donor = self.donors.get(told.pop("donor", "") or "") if hasattr(self, "donors") else None
        if lot is not None:
            told |= {"device_type": lot.entry.device_type, "condition": lot.entry.condition}
        return Said(
            kind=self.kind,
            **{name: value for name, value in told.items() if value is not None},
            lot=lot.entry if lot else None,
            money=money[0] if money else None,
            consignment=consignment,
            donor=consignment.donor if consignment else donor,
        )


def _words(entry: LedgerEntry, left: int) -> str:
    giver = giver_of(entry) or _("penyumbang lain")
    return f"{entry.occurred_on:%d-%m-%Y}, {giver}: {rupiah(left)}"


class ReceiveForm(forms.Form):
    """What of a titipan really came."""

    occurred_on = DateField(label=gettext_lazy("Tanggal diterima"))
    amount = rupiah_field()
    quantity = forms.IntegerField(
        label=gettext_lazy("Jumlah gawai yang diterima"), min_value=1, max_value=1000, widget=_NUMBER
    )
    proof_number = forms.CharField(label=gettext_lazy("Nomor bukti"), max_length=100, required=False)
    proof = proof_field(gettext_lazy("Bukti transfer atau tanda terima: foto atau PDF, paling besar 5 MB."))
    note = forms.CharField(label=gettext_lazy("Keterangan"), max_length=300, required=False)

    def __init__(self, data: Any, files: Any, *, consignment: Consignment) -> None:
        told = {"occurred_on": timezone.localdate(), "amount": consignment.amount, "quantity": consignment.quantity}
        super().__init__(data, files, initial=told)
        del self.fields["quantity" if consignment.kind == Consignment.Kind.MONEY else "amount"]

    def counted(self) -> Said:
        return Said(kind="", **{name: value for name, value in self.cleaned_data.items() if value is not None})


class PlaceLotForm(forms.Form):
    """Part of a lot for one school. `seen` is the free stock that the person looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    npsn = forms.CharField(
        label=gettext_lazy("NPSN sekolah"),
        help_text=gettext_lazy("Ada di halaman sekolah dan di daftar kebutuhan."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    need_class = forms.ChoiceField(label=gettext_lazy("Untuk"), widget=forms.RadioSelect)
    quantity = forms.IntegerField(label=gettext_lazy("Jumlah gawai"), min_value=1, max_value=1000, widget=_NUMBER)
    proposed_on = DateField(label=gettext_lazy("Tanggal penyerahan yang diusulkan"))
    signed_name = forms.CharField(label=gettext_lazy("Nama penanda tangan"), min_length=3, max_length=150)

    def __init__(self, data: Any, *, lot: Lot, name: str) -> None:
        classes = classes_for(lot.entry.device_type)
        super().__init__(data, initial={"seen": lot.free, "signed_name": name, "need_class": classes[0]})
        self.fields["need_class"].choices = [(one, NeedClass(one).label) for one in classes]  # type: ignore[attr-defined]
        self.fields["proposed_on"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_npsn(self) -> str:
        npsn: str = self.cleaned_data["npsn"].strip().upper()
        self.school = School.objects.listed().filter(npsn=npsn).first()
        if self.school is None:
            raise forms.ValidationError(_("Tidak ada sekolah program ini dengan NPSN itu. Periksa lagi angkanya."))
        return npsn


def lot_of(entry: LedgerEntry) -> Lot | None:
    return next(iter(lots_of(LedgerEntry.objects.filter(pk=entry.pk))), None)
