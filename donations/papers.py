"""What stands on the papers of a handover: from our rows to the data of a certificate."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone, translation
from lokal import format_rupiah

from donations.documents import CertificateData, CertificateKind, DeviceLine, Party, pupil_line
from donations.models import Device, Handover, HandoverCertificate
from ksbb.common import sealing
from recipients.models import NeedClass, Recipient
from schools.models import School

BY_HAND = "." * 30


def paper_for_school(paper: HandoverCertificate, *, principal_name: str) -> CertificateData:
    """Donor → school: all devices of the handover, no pupil's or teacher's name."""
    handover = paper.handover
    devices = Device.objects.filter(allocation__handover=handover).select_related("allocation__line")
    devices = devices.order_by("allocation__need__promised_rank", "pk")
    donor = handover.pledge.donor
    giver = Party(
        name=handover.pledge.signed_name,
        position="Donatur",
        organisation=donor.organisation.name,
        address=donor.address,
    )
    return _data(
        paper, CertificateKind.DONOR_TO_SCHOOL, giver, _school_party(handover.school, principal_name), list(devices)
    )


def paper_for_person(paper: HandoverCertificate, device: Device, *, principal_name: str) -> CertificateData:
    """School → guardian (the pupil owns it) or school → teacher (a loan until `paper.return_on`)."""
    allocation = device.allocation
    if allocation is None:  # only what is allocated gets a paper
        raise ValueError(f"device {device.pk} is in stock")
    recipient = allocation.need.recipient
    school = _school_party(paper.handover.school, principal_name)
    if allocation.line.need_class == NeedClass.TEACHER_COMPUTER:
        teacher = Party(name=recipient.full_name, position="Guru", organisation=paper.handover.school.name)
        return _data(paper, CertificateKind.LOAN_TO_TEACHER, school, teacher, [device])
    guardian = Party(name="Orang tua/wali murid", position="Penerima", address="")
    return _data(paper, CertificateKind.SCHOOL_TO_GUARDIAN, school, guardian, [device], _pupil(recipient))


def _pupil(recipient: Recipient) -> str:
    return pupil_line(recipient.full_name, recipient.class_group, sealing.unseal(recipient.nisn_sealed))


def _school_party(school: School, principal_name: str) -> Party:
    return Party(name=principal_name, position="Kepala Sekolah", organisation=school.name, address=school.address)


def _data(
    paper: HandoverCertificate,
    kind: CertificateKind,
    first: Party,
    second: Party,
    devices: Sequence[Device],
    recipient_line: str = "",
) -> CertificateData:
    handover: Handover = paper.handover
    # A legal paper is in Indonesian, whatever language the person at the screen has chosen.
    with translation.override("id"):
        lines = [_line(number, device, kind) for number, device in enumerate(devices, start=1)]
    return CertificateData(
        kind=kind,
        number=paper.number,
        issued_on=timezone.localdate(paper.issued_at),
        place=handover.place,
        first_party=first,
        second_party=second,
        devices=lines,
        verify_url=f"{settings.PUBLIC_URL}/cek/{paper.code}/",
        verify_code=paper.code,
        complaint_url=f"{settings.PUBLIC_URL}/lapor/",
        recipient_line=recipient_line,
        return_on=paper.return_on,
        programme_lines=(f"Nomor komitmen: {handover.pledge.public_id}", *_inventory(kind, devices)),
    )


def _inventory(kind: CertificateKind, devices: Sequence[Device]) -> list[str]:
    """How the school's own inventory names what it lends; what its keeper tells later is filled in by hand.

    One line a device, so that the signatures stay on the sheet.
    """
    if kind != CertificateKind.LOAN_TO_TEACHER:
        return []
    return [_inventory_line(device) for device in devices]


def _inventory_line(device: Device) -> str:
    value = _value(device)
    told = [
        f"Kode barang: {device.inventory_code or BY_HAND}",
        f"Nomor register: {device.inventory_number or BY_HAND}",
        f"Tahun pembelian: {device.year}" if device.year else "",
        f"Nilai: {format_rupiah(value)}" if value else "",
    ]
    return " · ".join(part for part in told if part)


def _value(device: Device) -> int:
    """Rupiah, as its giver told; 0 when not told."""
    return device.unit_value or (device.allocation.line.unit_value if device.allocation else 0)


def _line(number: int, device: Device, kind: CertificateKind) -> DeviceLine:
    return DeviceLine(
        number=number,
        device_type_label=str(device.get_device_type_display()),
        brand=device.brand,
        model=device.model,
        condition_label=str(device.get_condition_display()),
        grade=device.grade,
        identity_label="IMEI" if device.imei else "No. seri",
        identity=device.identity,
        second_identity=device.imei2 or "",
        accessories=device.accessories,
        # What a school's inventory needs is nothing for the paper of a family.
        value=_value(device) or None if kind == CertificateKind.DONOR_TO_SCHOOL else None,
    )
