"""The quick tick-list: what Dapodik does not know, for one page of people at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recipients.forms.people import day_field
from recipients.models import Circumstances, Consent, DeviceAccess, Internet, Recipient, RecipientKind

ACCESS = [
    (DeviceAccess.NONE, _("Tidak punya")),
    (DeviceAccess.SHARED, _("Berbagi")),
    (DeviceAccess.OWN, _("Punya sendiri")),
]
INTERNET = [
    (Internet.NONE, _("Tidak ada")),
    (Internet.QUOTA, _("Kuota HP")),
    (Internet.FIXED, _("Wifi rumah")),
]
GUARDIANS = [
    (Consent.Relation.PARENT, _("orang tua")),
    *Consent.Relation.choices[:2],
    (Consent.Relation.GUARDIAN, _("wali")),
]
_P = Consent.Purpose
# What a paper may agree to, as one choice: the first purpose is in all of them.
USES: dict[str, list[str]] = {
    "r": [_P.REGISTRATION],
    "rf": [_P.REGISTRATION, _P.HANDOVER_PHOTO],
    "rc": [_P.REGISTRATION, _P.PUBLIC_STORY],
    "rfc": [_P.REGISTRATION, _P.HANDOVER_PHOTO, _P.PUBLIC_STORY],
}
USE_LABELS = [
    ("r", _("pendaftaran dan penyaluran gawai saja")),
    ("rf", _("juga foto serah terima sebagai bukti")),
    ("rc", _("juga cerita untuk publik tanpa nama")),
    ("rfc", _("juga foto bukti dan cerita tanpa nama")),
]
_AS_ABOVE = ("", _("seperti di atas"))
_WAS = re.compile(r"(unknown|none|shared|own)\.(\d{1,5})\.(\d{1,5})\.(unknown|none|quota|fixed)\.([01-])")


# A row has one place for what is wrong, so the sentence names the field itself.
_BOUNDS = ("invalid", "min_value", "max_value")
_DEVICES = dict.fromkeys(_BOUNDS, _("Gawai di rumah: isi angka 0 sampai 50."))
_LEARNERS = dict.fromkeys(_BOUNDS, _("Pelajar di rumah: isi angka 1 sampai 50, termasuk anak ini."))


def _not_tomorrow(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise ValidationError(gettext("Tanggal persetujuan belum tiba. Isi tanggal surat persetujuannya."))
    return day


class ConsentForm(forms.Form):
    """Said once for everybody ticked on the page, and what "for all" fills in."""

    relation = forms.ChoiceField(label=_("Yang menandatangani (untuk murid)"), choices=GUARDIANS)
    given_on = day_field(_("Tanggal persetujuan"))
    uses = forms.ChoiceField(label=_("Yang disetujui"), choices=USE_LABELS, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        first = {"given_on": timezone.localdate(), "relation": Consent.Relation.PARENT, "uses": "r"}
        super().__init__(data, initial=first)

    def clean_given_on(self) -> date | None:
        return _not_tomorrow(self.cleaned_data["given_on"])

    def clean_uses(self) -> str:
        return self.cleaned_data["uses"] or "r"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a row's sender saw of a person. `consent`: "0" none, "1" recorded on this page, "-" recorded before."""

    access: str
    devices: int
    learners: int
    internet: str
    consent: str

    @classmethod
    def now(cls, told: Circumstances, *, asked: bool = True) -> Seen:
        """As the register has it; `asked`: a consent may still be taken back in the row."""
        consent = ("1" if asked else "-") if told.consent_given else "0"
        return cls(told.device_access, told.household_devices, told.household_learners, told.internet, consent)

    @classmethod
    def of(cls, text: str) -> Seen | None:
        """The other way round of `str()`; None for what no row of ours says."""
        if not (found := _WAS.fullmatch(text)):
            return None
        access, devices, learners, internet, consent = found.groups()
        return cls(access, int(devices), int(learners), internet, consent)

    def __str__(self) -> str:
        return f"{self.access}.{self.devices}.{self.learners}.{self.internet}.{self.consent}"

    def columns(self) -> dict[str, Any]:
        """Under the names of Circumstances."""
        return {
            "device_access": self.access,
            "household_devices": self.devices,
            "household_learners": self.learners,
            "internet": self.internet,
            "consent_given": self.consent != "0",
        }


class TickForm(forms.Form):
    """One person's row. Nothing in it is required: what is not ticked stays open. The page writes its fields by hand."""

    access = forms.ChoiceField(label=_("Gawai"), required=False, choices=ACCESS)
    devices = forms.IntegerField(
        label=_("Gawai di rumah"), required=False, min_value=0, max_value=50, error_messages=_DEVICES
    )
    learners = forms.IntegerField(
        label=_("Pelajar di rumah"), required=False, min_value=1, max_value=50, error_messages=_LEARNERS
    )
    internet = forms.ChoiceField(label=_("Internet di rumah"), required=False, choices=INTERNET)
    consent = forms.BooleanField(label=_("Surat persetujuan sudah ada"), required=False)
    by = forms.ChoiceField(label=_("Yang menandatangani"), required=False, choices=[_AS_ABOVE, *GUARDIANS])
    on = day_field(_("Tanggal persetujuan"), required=False)
    uses = forms.ChoiceField(label=_("Yang disetujui"), required=False, choices=[_AS_ABOVE, *USE_LABELS])
    was = forms.CharField(required=False)

    def __init__(self, recipient: Recipient, data: QueryDict | None = None) -> None:
        self.recipient = recipient
        self.known = Seen.now(recipient.circumstances, asked=False)
        shared = self.known.access == DeviceAccess.SHARED
        first = {
            "access": "" if self.known.access == DeviceAccess.UNKNOWN else self.known.access,
            "devices": self.known.devices if shared else 1,
            "learners": self.known.learners if shared else 2,
            "internet": "" if self.known.internet == Internet.UNKNOWN else self.known.internet,
            "was": str(self.known),
        }
        super().__init__(data, prefix=recipient.public_id.hex, initial=first)

    @property
    def is_student(self) -> bool:
        """A teacher's computer is the own one: nobody counts the household's, nor asks for its internet."""
        return self.recipient.kind == RecipientKind.STUDENT

    @cached_property
    def seen(self) -> Seen | None:
        """What the sender saw, if the page told it."""
        return Seen.of(str(self["was"].value() or ""))

    @property
    def asks_for_consent(self) -> bool:
        """Not where one was recorded before: that one is corrected on the person's own page."""
        return (self.seen or self.known).consent != "-"

    @property
    def consent_told(self) -> bool:
        return self.asks_for_consent and bool(self.cleaned_data["consent"])

    def clean_on(self) -> date | None:
        return _not_tomorrow(self.cleaned_data["on"])

    def answer(self, common: dict[str, Any]) -> dict[str, Any]:
        """What record_circumstances takes; empty when nothing new was ticked. `common`: what was said for the page."""
        before = self.seen or self.known
        answer = self._home(before) | self._consent(before, common)
        if answer and self.seen:
            mine = {*answer, "consent_given"} if "consent" in answer else set(answer)
            answer["was"] = {name: value for name, value in before.columns().items() if name in mine}
        return answer

    def _home(self, before: Seen) -> dict[str, Any]:
        told = self.cleaned_data
        # Only a page that tells what it showed can tell that somebody was unticked.
        unticked = "unknown" if self.seen else ""
        now = {"device_access": told["access"] or unticked}
        if self.is_student:
            now["internet"] = told["internet"] or unticked
            if told["access"] == DeviceAccess.SHARED:
                now["household_devices"] = 1 if told["devices"] is None else told["devices"]
                now["household_learners"] = told["learners"] or 2
        was = before.columns()
        return {name: value for name, value in now.items() if value != "" and value != was[name]}

    def _consent(self, before: Seen, common: dict[str, Any]) -> dict[str, Any]:
        told = self.cleaned_data
        own = {name: told[name] for name in ("by", "on", "uses") if told[name]}
        if not self.consent_told:
            return {"consent": None} if before.consent == "1" else {}
        if before.consent == "1" and not own:
            return {}
        return {
            "consent": {
                "medium": Consent.Medium.PAPER,
                "relation": (told["by"] or common["relation"]) if self.is_student else Consent.Relation.SELF,
                "given_on": told["on"] or common["given_on"],
                "purposes": USES[told["uses"] or common["uses"]],
            }
        }


class TickList:
    """The rows of one page and what is said for all of them."""

    def __init__(self, people: Sequence[Recipient], data: QueryDict | None = None) -> None:
        self.consent = ConsentForm(data)
        self.rows = [TickForm(recipient, data) for recipient in people]

    def is_valid(self) -> bool:
        """The page's own part is judged only where a row needs it."""
        rows = [row.is_valid() for row in self.rows]
        needed = any(row.consent_told for row in self.rows if row.is_valid())
        return all(rows) and (self.consent.is_valid() or not needed)

    @property
    def wrong(self) -> list[TickForm]:
        """Rows that were sent and cannot be saved as they are."""
        return [row for row in self.rows if row.is_bound and row.errors]

    def answers(self) -> dict[int, dict[str, Any]]:
        """Recipient id → answer, those with an answer only."""
        common = self.consent.cleaned_data if self.consent.is_valid() else {}
        found = {row.recipient.pk: row.answer(common) for row in self.rows if row.is_valid()}
        return {pk: answer for pk, answer in found.items() if answer}
