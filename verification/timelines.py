"""What belongs to a promise, a person or a school, for its timeline: the rows whose acts are told along with its own."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models import Allocation, Device, Gate, Handover, Loan, Pledge
from ksbb.audit.timelines import Fields, Things
from recipients.models import Appeal, DataRequest, DuplicateCase, Recipient
from schools.models import School
from verification.models import DeviceCase, Report

# The columns a person's history tells of, without their values: what the school wrote, never numbers or prints.
PERSON_FIELDS: Fields = {
    "recipients_recipient": {
        "full_name": _("nama"),
        "birth_date": _("tanggal lahir"),
        "sex": _("jenis kelamin"),
        "class_group": _("rombel"),
        "grade": _("kelas"),
        "village": _("kelurahan rumah"),
        "phone_sealed": _("nomor telepon"),
        "nik_sealed": "NIK",
        "nisn_sealed": "NISN",
        "nuptk_sealed": "NUPTK",
        "school_id": _("sekolah"),
        "state": _("keadaan"),
    },
}
PLEDGE_FIELDS: Fields = {
    "donations_pledge": {"state": _("keadaan"), "proposed_on": _("tanggal yang diusulkan")},
    "donations_handover": {
        "state": _("keadaan"),
        "scheduled_for": _("jadwal"),
        "place": _("tempat"),
        "officer_id": _("pendamping"),
    },
}
SCHOOL_FIELDS: Fields = {
    "schools_school": {
        "accepted_at": _("diterima dalam program"),
        "is_closed": _("tutup"),
        "status": _("negeri atau swasta"),
        "form": _("jenjang"),
        "village_id": _("kelurahan"),
    },
}


def of_pledge(pledge: Pledge, handovers: list[int]) -> Things:
    """`handovers`: those of its handovers that the reader sees."""
    units = Allocation.objects.filter(line__pledge=pledge)
    return {
        "donations.pledge": [pledge.pk],
        "donations.handover": handovers,
        "donations.device": list(Device.objects.filter(allocation__in=units).values_list("pk", flat=True)),
        "verification.report": list(Report.objects.filter(handover__in=handovers).values_list("pk", flat=True)),
    }


def of_person(person: Recipient) -> Things:
    """The register's acts, and those on the device that the person received or borrowed."""
    devices = list(
        Device.objects.filter(Q(allocation__need__recipient=person) | Q(loans__borrower=person))
        .distinct()
        .values_list("pk", flat=True)
    )
    cases = DuplicateCase.objects.filter(Q(holder=person) | Q(claimant=person))
    return {
        "recipients.recipient": [person.pk],
        "recipients.appeal": list(Appeal.objects.filter(recipient=person).values_list("pk", flat=True)),
        "recipients.datarequest": list(DataRequest.objects.filter(recipient=person).values_list("pk", flat=True)),
        "recipients.duplicatecase": list(cases.values_list("pk", flat=True)),
        "donations.handover": list(
            Handover.objects.filter(allocations__need__recipient=person).distinct().values_list("pk", flat=True)
        ),
        "donations.device": devices,
        "donations.loan": list(Loan.objects.filter(borrower=person).values_list("pk", flat=True)),
        "verification.devicecase": list(DeviceCase.objects.filter(device__in=devices).values_list("pk", flat=True)),
    }


def of_school(school: School) -> Things:
    """The school itself, its office's roles and gates. Its people and promises have timelines of their own."""
    return {
        "schools.school": [school.pk],
        "accounts.organisation": [school.organisation_id],
        "accounts.membership": list(school.organisation.memberships.values_list("pk", flat=True)),
        "donations.gate": list(Gate.objects.filter(school=school).values_list("pk", flat=True)),
    }
