"""Which columns of the register are written out, and for whom. Identity numbers are masked, whatever the format.

A Resource says where its list goes: `leaves_school` lists start from `may_leave_school()`, which only those who agreed pass
(UU 27/2022 art. 25); the others stay at the school that entered the people. tests/house/test_leaving_lists.py holds it.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.sheet_formats import SafeCSV, SafeXLSX
from recipients.identity import mask
from recipients.models import Assessment, DeviceAccess, Internet, Need, Recipient
from recipients.models.recipient import RecipientQuerySet
from recipients.states import NeedState

FORMATS: dict[str, type[SafeXLSX] | type[SafeCSV]] = {"xlsx": SafeXLSX, "csv": SafeCSV}


class OwnListResource(resources.Resource):  # type: ignore[misc]
    """The school's own people as the school may keep them: everybody who is registered, numbers by their last four digits."""

    leaves_school = False

    full_name = fields.Field(attribute="full_name", column_name=_("Nama"))
    kind = fields.Field(column_name=_("Jenis"))
    sex = fields.Field(attribute="sex", column_name=_("JK"))
    birth_date = fields.Field(column_name=_("Tanggal Lahir"))
    class_group = fields.Field(attribute="class_group", column_name=_("Rombel"))
    nik = fields.Field(column_name=_("NIK (4 angka terakhir)"))
    nisn = fields.Field(column_name=_("NISN (4 angka terakhir)"))
    nuptk = fields.Field(column_name=_("NUPTK (4 angka terakhir)"))
    access = fields.Field(column_name=_("Gawai"))
    devices = fields.Field(column_name=_("Gawai di rumah"))
    learners = fields.Field(column_name=_("Pelajar di rumah"))
    internet = fields.Field(column_name=_("Internet di rumah"))
    consent_by = fields.Field(column_name=_("Persetujuan oleh"))
    consent_on = fields.Field(column_name=_("Tanggal persetujuan"))
    verdict = fields.Field(column_name=_("Kelayakan"))
    points = fields.Field(column_name=_("Poin"))
    need = fields.Field(column_name=_("Kebutuhan"))

    @classmethod
    def people(cls, actor: Actor) -> RecipientQuerySet:
        """The registered people of the actor's own school, with all that a row tells, in a fixed number of queries."""
        people = Recipient.objects.visible_to(actor).registered().filter(school__organisation=actor.organisation_id)
        living = Need.objects.exclude(state=NeedState.CLOSED)
        return people.select_related("circumstances", "consent").prefetch_related(
            Prefetch("assessments", Assessment.objects.newest(), to_attr="verdicts"),
            Prefetch("needs", living, to_attr="living"),
        )

    def iter_queryset(self, queryset: RecipientQuerySet) -> RecipientQuerySet:
        """At once: a school is some thousand people at most, and pages would ask again for each."""
        return queryset

    def dehydrate_kind(self, person: Recipient) -> str:
        return str(person.get_kind_display())

    def dehydrate_birth_date(self, person: Recipient) -> date:
        return person.birth_date

    def dehydrate_nik(self, person: Recipient) -> str:
        return _masked(person.nik_sealed)

    def dehydrate_nisn(self, person: Recipient) -> str:
        return _masked(person.nisn_sealed)

    def dehydrate_nuptk(self, person: Recipient) -> str:
        return _masked(person.nuptk_sealed)

    def dehydrate_access(self, person: Recipient) -> str:
        return str(person.circumstances.get_device_access_display())

    def dehydrate_devices(self, person: Recipient) -> int | str:
        return person.circumstances.household_devices if _shares(person) else ""

    def dehydrate_learners(self, person: Recipient) -> int | str:
        return person.circumstances.household_learners if _shares(person) else ""

    def dehydrate_internet(self, person: Recipient) -> str:
        told = person.circumstances
        return "" if told.internet == Internet.UNKNOWN else str(told.get_internet_display())

    def dehydrate_consent_by(self, person: Recipient) -> str:
        consent = getattr(person, "consent", None)
        return str(consent.get_relation_display()) if consent else ""

    def dehydrate_consent_on(self, person: Recipient) -> date | str:
        consent = getattr(person, "consent", None)
        return consent.given_on if consent else ""

    def dehydrate_verdict(self, person: Recipient) -> str:
        verdicts: list[Assessment] = person.verdicts  # type: ignore[attr-defined]
        if not verdicts:
            return str(_("belum dinilai"))
        return str(_("layak")) if verdicts[0].is_eligible else str(_("belum layak"))

    def dehydrate_points(self, person: Recipient) -> int | str:
        verdicts: list[Assessment] = person.verdicts  # type: ignore[attr-defined]
        return verdicts[0].points if verdicts and verdicts[0].is_eligible else ""

    def dehydrate_need(self, person: Recipient) -> str:
        living: list[Need] = person.living  # type: ignore[attr-defined]
        return str(living[0].get_state_display()) if living else ""


def _masked(sealed: bytes | memoryview) -> str:
    number = sealing.unseal(sealed)
    return mask(number) if number else ""


def _shares(person: Recipient) -> bool:
    return person.circumstances.device_access == DeviceAccess.SHARED
