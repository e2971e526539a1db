"""A person's facts as label and value, for the page."""

from __future__ import annotations

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ksbb.common import sealing
from recipients.identity import mask
from recipients.models import Consent, DeviceAccess, Internet, Recipient, RecipientKind
from recipients.states import EndReason

Facts = list[tuple[str, object]]
# What can be true of a household; only what is true is told.
_MARKS = (
    "has_kip",
    "has_kjp",
    "has_kps",
    "is_orphan",
    "has_disability",
    "is_final_year",
    "is_returning",
    "household_aided",
)


def person(recipient: Recipient) -> Facts:
    """Who it is, the numbers masked."""
    facts: Facts = [
        (_("Sekolah"), recipient.school.name),
        (_("Jenis"), recipient.get_kind_display()),
        (_("Jenis kelamin"), recipient.get_sex_display()),
        (_("Tanggal lahir"), date_format(recipient.birth_date, "j F Y")),
        ("NIK", masked(recipient.nik_sealed)),
    ]
    if recipient.kind == RecipientKind.STUDENT:
        return [*facts, ("NISN", masked(recipient.nisn_sealed)), (_("Kelas"), recipient.class_group or "–")]
    return [*facts, ("NUPTK", masked(recipient.nuptk_sealed))]


def ended(recipient: Recipient) -> str:
    """Why the person is no longer registered."""
    code = recipient.ended_reason
    return str(EndReason(code).label) if code in EndReason.values else code


def masked(sealed: bytes | memoryview) -> str:
    number = sealing.unseal(sealed)
    return mask(number) if number else _("tidak ada")


def situation(recipient: Recipient) -> Facts:
    """What the criteria look at."""
    told = recipient.circumstances
    facts: Facts = [(_("Gawai untuk belajar"), told.get_device_access_display())]
    if recipient.kind == RecipientKind.STUDENT:
        if told.device_access == DeviceAccess.SHARED:
            text = _("%(devices)s gawai untuk %(learners)s pelajar")
            facts.append(
                (_("Di rumah"), text % {"devices": told.household_devices, "learners": told.household_learners})
            )
        if told.internet != Internet.UNKNOWN:
            facts.append((_("Internet di rumah"), told.get_internet_display()))
        facts.append((_("Penghasilan orang tua/wali"), told.get_income_band_display()))
        facts.append((_("Desil DTSEN"), told.dtsen_decile or _("tidak diketahui")))
        facts.append((_("Keterangan lain"), ", ".join(_marks(told)) or _("tidak ada")))
    else:
        facts.append((_("Status kepegawaian"), told.get_employment_display()))
        years = told.service_years
        facts.append((_("Masa kerja"), ngettext("%(years)s tahun", "%(years)s tahun", years) % {"years": years}))
        facts.append((_("Penghasilan"), told.get_income_band_display()))
    return facts


def _marks(told: Model) -> list[str]:
    return [str(told._meta.get_field(name).verbose_name) for name in _MARKS if getattr(told, name)]  # type: ignore[union-attr]


def consent(recipient: Recipient, *, is_own: bool) -> Facts:
    """Who agreed to what; nothing where none is recorded. The name is for the own school only."""
    given: Consent | None = getattr(recipient, "consent", None)
    if given is None:
        return []
    who = given.get_relation_display()
    if is_own and given.giver_sealed:
        who = f"{sealing.unseal(given.giver_sealed)} ({who})"
    uses = [str(label) for value, label in Consent.Purpose.choices if value in given.purposes]
    return [
        (_("Oleh"), who),
        (_("Tanggal"), date_format(given.given_on, "j F Y")),
        (_("Bentuk persetujuan"), given.get_medium_display()),
        (_("Untuk"), "; ".join(uses)),
    ]
