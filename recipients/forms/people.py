"""Registering one person: a pupil or a teacher."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recipients import identity
from recipients.dapodik import values
from recipients.forms.family import FamilyFields
from recipients.models import Consent, DeviceAccess, Employment, IncomeBand, RecipientKind
from recipients.registration import FINAL_GRADES, Registration

_ODD = frozenset("<>{}[]|\\=#$%^*~@")
# The age of a pupil and of a teacher that can be true.
_AGES = {RecipientKind.STUDENT: (2, 80), RecipientKind.TEACHER: (15, 90)}
_NOT_TOLD = ("", _("Pilih"))


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day of the calendar, with the browser's own picker where there is one."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def number_field(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    """Digits of an identity number; dots and blanks are forgiven, so the box is a little longer."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length + 8, widget=widget, **kwargs)


def a_name(typed: str) -> str:
    """The name with single blanks; raises ValidationError for what is no name."""
    name = " ".join(typed.split())
    if not any(map(str.isalpha, name)) or not _ODD.isdisjoint(name):
        raise ValidationError(gettext("Nama memuat tanda yang bukan huruf. Tulis nama lengkap sesuai kartu keluarga."))
    return name


class PersonForm(forms.Form):
    """What both kinds have. `groups` says in which order the page shows the fields."""

    kind: RecipientKind
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    circumstances: tuple[str, ...] = ()

    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=150, help_text=_("Sesuai kartu keluarga."), widget=forms.TextInput()
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), choices=[("L", _("Laki-laki")), ("P", _("Perempuan"))], widget=forms.RadioSelect
    )
    birth_date = day_field(_("Tanggal lahir"))
    # Asked only after a NIK was typed that disagrees with the rest; stands before it, so that it is known when that is judged.
    nik_compared = forms.BooleanField(
        label=_("NIK ini sudah dicocokkan dengan kartu keluarga dan memang begitu"), required=False
    )
    nik = number_field(_("NIK"), 16, help_text=_("16 angka di kartu keluarga."))
    phone = forms.CharField(
        label=_("Nomor HP"),
        required=False,
        max_length=40,
        help_text=_("Milik orangnya atau walinya."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    income_band = forms.ChoiceField(
        label=_("Penghasilan"), required=False, choices=[_NOT_TOLD, *IncomeBand.choices[1:]]
    )
    consent = forms.BooleanField(required=False)
    consent_on = day_field(_("Tanggal persetujuan"), required=False)
    consent_uses = forms.MultipleChoiceField(
        label=_("Selain pendaftaran dan penyaluran gawai, juga menyetujui"),
        choices=[choice for choice in Consent.Purpose.choices if choice[0] != Consent.Purpose.REGISTRATION],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    # Whether the NIK disagrees with sex or birth date, so that the form asks about it.
    doubts_nik = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent_on"].initial = timezone.localdate

    def shown(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in groups, each with its title."""
        return [(title, [self[name] for name in self._asked(names)]) for title, names in self.groups]

    def _asked(self, names: tuple[str, ...]) -> list[str]:
        asked = list(names)
        if "nik" in asked and self.doubts_nik:
            asked.insert(asked.index("nik") + 1, "nik_compared")
        return asked

    def clean_full_name(self) -> str:
        return a_name(self.cleaned_data["full_name"])

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        youngest, oldest = _AGES[self.kind]
        if not youngest <= age <= oldest:
            raise ValidationError(gettext("Tanggal lahir tidak wajar untuk orang ini. Cocokkan dengan kartu keluarga."))
        return born

    def clean_nik(self) -> str:
        told = self.cleaned_data
        checked = identity.check_nik(told["nik"], sex=told.get("sex", ""), birth_date=told.get("birth_date"))
        self.doubts_nik = bool(checked.questions)
        if checked.questions and not told["nik_compared"]:
            raise ValidationError([found.message for found in checked.questions])
        return self._checked(checked)

    def clean_phone(self) -> str:
        phone, unusable = values.phone_of(self.cleaned_data["phone"])
        if unusable:
            raise ValidationError(gettext("Nomor HP tidak dikenali. Isi nomor seperti 0812…, atau kosongkan."))
        return phone

    def clean_consent_on(self) -> date | None:
        day: date | None = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("Tanggal persetujuan belum tiba. Isi tanggal surat persetujuannya."))
        return day

    def _checked(self, checked: identity.Checked) -> str:
        if checked.problems:
            raise ValidationError([finding.message for finding in checked.problems])
        return checked.value

    def _consent(self, relation: str) -> dict[str, Any] | None:
        if not self.cleaned_data["consent"]:
            return None
        told = self.cleaned_data
        return {
            "relation": relation,
            "given_on": told["consent_on"] or timezone.localdate(),
            "giver": told.get("consent_giver", ""),
            "purposes": [Consent.Purpose.REGISTRATION.value, *told["consent_uses"]],
        }

    def _told(self) -> dict[str, Any]:
        """Columns of Circumstances; what was left empty keeps its default."""
        told = {name: self.cleaned_data[name] for name in self.circumstances}
        return {name: value for name, value in told.items() if value not in ("", None)}


class StudentForm(FamilyFields, PersonForm):
    """A pupil. Fields are named as the columns they fill."""

    kind = RecipientKind.STUDENT
    groups = (
        (_("Murid"), ("full_name", "sex", "birth_date", "nik", "nisn", "class_group", "phone")),
        (_("Gawai untuk belajar di rumah"), ("device_access", "household_devices", "household_learners")),
        (
            _("Keadaan keluarga"),
            (
                "family_card", "mother_name", "has_kip", "has_kjp", "has_kps", "dtsen_decile", "income_band", "is_orphan",
                "has_disability", "is_returning", "household_aided",
            ),
        ),
        (_("Persetujuan orang tua atau wali"), ("consent", "consent_giver", "consent_by", "consent_on", "consent_uses")),
    )  # fmt: skip
    circumstances = (
        "device_access", "household_devices", "household_learners", "has_kip", "has_kjp", "has_kps", "dtsen_decile",
        "income_band", "is_orphan", "has_disability", "is_returning", "household_aided",
    )  # fmt: skip

    nisn = number_field(_("NISN"), 10, required=False, help_text=_("10 angka, boleh kosong bila belum punya."))
    class_group = forms.CharField(label=_("Kelas atau rombel"), max_length=60, help_text=_("Seperti “Kelas 6A”."))
    device_access = forms.ChoiceField(
        label=_("Apakah murid ini punya gawai untuk belajar?"),
        help_text=_("HP, tablet, laptop, atau PC."),
        choices=[
            (DeviceAccess.NONE, _("Tidak punya sama sekali")),
            (DeviceAccess.SHARED, _("Berbagi dengan pelajar lain di rumah")),
            (DeviceAccess.OWN, _("Punya sendiri")),
        ],
        widget=forms.RadioSelect,
    )
    household_devices = forms.IntegerField(
        label=_("Jumlah gawai di rumah yang dipakai belajar"), required=False, min_value=0, max_value=50
    )
    household_learners = forms.IntegerField(
        label=_("Jumlah pelajar di rumah"), required=False, min_value=1, max_value=50
    )
    has_kip = forms.BooleanField(label=_("Pemegang KIP"), required=False)
    has_kjp = forms.BooleanField(label=_("Penerima KJP Plus"), required=False)
    has_kps = forms.BooleanField(label=_("Penerima KPS/PKH"), required=False)
    dtsen_decile = forms.TypedChoiceField(
        label=_("Desil DTSEN"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Tidak diketahui")), *((n, str(n)) for n in range(1, 11))],
    )
    is_orphan = forms.BooleanField(label=_("Yatim, piatu, atau tinggal di panti"), required=False)
    has_disability = forms.BooleanField(label=_("Penyandang disabilitas"), required=False)
    is_returning = forms.BooleanField(label=_("Kembali bersekolah lewat PKBM"), required=False)
    household_aided = forms.BooleanField(label=_("Keluarganya sudah pernah menerima gawai"), required=False)
    consent_giver = forms.CharField(
        label=_("Nama yang menyetujui"),
        required=False,
        max_length=150,
        help_text=_("Seperti tertulis di surat persetujuan; disimpan tersandi."),
    )
    consent_by = forms.ChoiceField(
        label=_("Yang menyetujui"),
        required=False,
        choices=[choice for choice in Consent.Relation.choices if choice[0] not in ("self", "parent")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["income_band"].label = _("Penghasilan orang tua/wali per bulan")
        self.fields["consent"].label = _("Orang tua atau wali sudah menandatangani surat persetujuan")

    def clean_nisn(self) -> str:
        checked = identity.check_nisn(self.cleaned_data["nisn"], birth_date=self.cleaned_data.get("birth_date"))
        if checked.questions:
            text = gettext("NISN harus 10 angka. Bila angka 0 di depannya terlewat, ketik %(nisn)s.")
            raise ValidationError(text % {"nisn": checked.value})
        return self._checked(checked)

    def clean_consent_giver(self) -> str:
        typed: str = self.cleaned_data["consent_giver"]
        if self.cleaned_data.get("consent") and not typed.strip():
            raise ValidationError(gettext("Isi nama orang tua atau wali yang menyetujui."))
        return a_name(typed) if typed.strip() else ""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("device_access") == DeviceAccess.SHARED:
            for name in ("household_devices", "household_learners"):
                if told.get(name) is None and name not in self.errors:
                    self.add_error(name, gettext("Isi jumlahnya, karena murid ini berbagi gawai."))
        return told

    def registration(self) -> Registration:
        told = self.cleaned_data
        grade = values.grade_of(told["class_group"])
        return Registration(
            kind=self.kind.value,
            full_name=told["full_name"],
            sex=told["sex"],
            birth_date=told["birth_date"],
            nik=told["nik"],
            nisn=told["nisn"],
            family_card=told["family_card"],
            mother_name=told["mother_name"],
            phone=told["phone"],
            class_group=told["class_group"],
            grade=grade,
            circumstances=self._told() | {"is_final_year": grade in FINAL_GRADES},
            consent=self._consent(told["consent_by"] or Consent.Relation.GUARDIAN),
        )


class TeacherForm(PersonForm):
    """A teacher. The device asked for is a laptop or PC."""

    kind = RecipientKind.TEACHER
    groups = (
        (_("Guru"), ("full_name", "sex", "birth_date", "nik", "nuptk", "phone")),
        (_("Laptop atau PC"), ("device_access",)),
        (_("Pekerjaan"), ("employment", "service_years", "teaches_programme", "income_band")),
        (_("Persetujuan"), ("consent", "consent_on", "consent_uses")),
    )
    circumstances = ("device_access", "employment", "service_years", "teaches_programme", "income_band")

    nuptk = number_field(_("NUPTK"), 16, required=False, help_text=_("16 angka, boleh kosong bila belum punya."))
    device_access = forms.ChoiceField(
        label=_("Apakah guru ini punya laptop atau PC sendiri?"),
        choices=[
            (DeviceAccess.NONE, _("Tidak punya")),
            (DeviceAccess.SHARED, _("Berbagi dengan orang lain")),
            (DeviceAccess.OWN, _("Punya sendiri")),
        ],
        widget=forms.RadioSelect,
    )
    employment = forms.ChoiceField(label=_("Status kepegawaian"), choices=[_NOT_TOLD, *Employment.choices[1:]])
    service_years = forms.IntegerField(label=_("Masa kerja (tahun)"), required=False, min_value=0, max_value=60)
    teaches_programme = forms.BooleanField(label=_("Mengajar murid penerima program"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["income_band"].label = _("Penghasilan per bulan")
        self.fields["consent"].label = _("Guru ini menyetujui datanya dipakai untuk program")

    def clean_nuptk(self) -> str:
        checked = identity.check_nuptk(self.cleaned_data["nuptk"])
        if checked.warnings:
            raise ValidationError([finding.message for finding in checked.warnings])
        return self._checked(checked)

    def registration(self) -> Registration:
        told = self.cleaned_data
        return Registration(
            kind=self.kind.value,
            full_name=told["full_name"],
            sex=told["sex"],
            birth_date=told["birth_date"],
            nik=told["nik"],
            nuptk=told["nuptk"],
            phone=told["phone"],
            circumstances=self._told(),
            consent=self._consent(Consent.Relation.SELF),
        )


FORMS: dict[str, type[StudentForm] | type[TeacherForm]] = {"murid": StudentForm, "guru": TeacherForm}
