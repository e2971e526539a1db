"""The school's loan book, a stock-take and three stolen devices. All of it invented."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from donations.actions.end_loan import end_loan
from donations.actions.end_stock_take import end_stock_take
from donations.actions.issue_certificates import issue_certificates
from donations.actions.lend_device import lend_device
from donations.actions.pledge import pledge
from donations.actions.print_labels import print_labels
from donations.actions.record_device import record_device
from donations.actions.see_devices import see_devices
from donations.actions.start_stock_take import start_stock_take
from donations.actions.tell_inventory import tell_inventory
from donations.actions.want_device import want_device
from donations.models import Device, DeviceType, Donor, Loan
from donations.offers import Offer
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.portal.demo import door
from ksbb.portal.demo.line import invented_imei
from recipients.models import NeedClass, Recipient
from recipients.statistics import figures_of_school
from schools.models import School

_FIRST = 950_000
_LAPTOPS = 5


def tell(home: School) -> None:
    """At the school of the demo's sign-ins; nothing where its teachers need no computer."""
    principal = _actor("kepala.sekolah@demo.example")
    _steal(_actor("koordinator@demo.example"))
    count = min(_LAPTOPS, figures_of_school(home.pk)[NeedClass.TEACHER_COMPUTER].open)
    if count:
        _lend(home, principal, _bring(home, count))


def _actor(email: str) -> Actor:
    return actor_of(Membership.objects.select_related("user", "organisation").get(user__email=email))


def _steal(coordinator: Actor) -> None:
    for number in range(3):
        want_device(
            why="stolen" if number else "lost",
            imei=invented_imei(_FIRST + number),
            source=f"Laporan polisi LP/{number + 1}/2026 (contoh)",
            actor=coordinator,
        )


def _bring(home: School, count: int) -> list[Loan]:
    """New laptops for teachers, given today: each with its first loan."""
    giver = _actor("perusahaan@demo.example")
    made = pledge(
        donor=Donor.objects.get(organisation_id=giver.organisation_id or 0),
        school=home,
        offers=[Offer(NeedClass.TEACHER_COMPUTER, DeviceType.LAPTOP, "new", count)],
        proposed_on=timezone.localdate() + timedelta(days=5),
        signed_name=giver.name,
        request_key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo:custody:{home.npsn}"),
        actor=giver,
    )
    handover = door.appoint(made, giver, 0, today=True)
    for number, unit in enumerate(handover.allocations.select_related("line").order_by("pk")):
        known = Device.objects.filter(allocation=unit).exists()
        serial = "" if known else f"REK-{number + 1:05d}"
        if serial:
            record_device(allocation=unit, brand="Rekaan", model="Buku 14", serial_number=serial, actor=SYSTEM)
    for number, device in enumerate(Device.objects.filter(allocation__handover=handover).order_by("pk"), start=1):
        tell_inventory(device=device, code="1.3.2.10.01.02.003", number=f"{number:06d}", actor=SYSTEM)
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Sekolah (contoh)")
    handover.refresh_from_db()
    door.confirm(handover, giver)
    return list(Loan.objects.filter(device__allocation__handover=handover).select_related("school").order_by("pk"))


@transaction.atomic
def _lend(home: School, principal: Actor, loans: list[Loan]) -> None:
    """One is late, one came back and was lent to a colleague, one is broken; then the devices are counted, one is not found."""
    Loan.objects.filter(pk=loans[0].pk).update(due_on=timezone.localdate() - timedelta(days=12))
    devices = [loan.device_id for loan in loans]
    print_labels(devices=list(Device.objects.filter(pk__in=devices).order_by("pk")), of=home, actor=principal)
    if len(loans) > 2:
        back, broken = loans[1], loans[2]
        end_loan(loan=back, how="returned", condition="Baik (contoh)", actor=principal)
        teachers = Recipient.objects.filter(school=home, kind="teacher", state="registered")
        other = teachers.exclude(loans__in=loans).order_by("pk").first()
        if other is not None:
            until = timezone.localdate() + timedelta(days=200)
            lend_device(device=back.device, borrower=other, due_on=until, actor=principal, condition="Baik (contoh)")
        end_loan(loan=broken, how="repair", condition="Engsel layar patah (contoh)", actor=principal)
    take = start_stock_take(school=home, actor=principal)
    see_devices(take=take, devices=devices[:-1], actor=principal)
    end_stock_take(take=take, actor=principal)
