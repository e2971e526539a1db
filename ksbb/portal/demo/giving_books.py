"""Aggregators of the demo: two in force, one of them with money turned into lots, and one whose licence was revoked.

All names and numbers are invented; the course of the revoked one is that of 2022, when a licence to collect ended by a decision
of the Minister (Kepmensos 133/HUK/2022).
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from donations.actions.add_licence import add_licence
from donations.actions.add_to_basket import add_to_basket
from donations.actions.commit_basket import commit_basket
from donations.actions.issue_certificates import issue_certificates
from donations.actions.move_licence import move_licence
from donations.actions.open_basket import open_basket
from donations.actions.place_lot import place_lot
from donations.actions.plan_basket import plan_basket
from donations.actions.receive_consignment import receive_consignment
from donations.actions.record_device import record_device
from donations.actions.record_entry import record_entry
from donations.actions.register_aggregator import register_aggregator
from donations.actions.verify_aggregator import verify_aggregator
from donations.books import Kind, Said
from donations.models import Aggregator, Basket, Consignment, Donor, LedgerEntry, Pledge
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.portal.demo import door
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from schools.models import School

MILLION = 1_000_000
MINISTRY = "Kementerian Sosial (contoh)"
HOW = "Uang: rekening yayasan (contoh). Gawai: antar ke Jalan Rekaan No. 5, hari kerja pukul 9 sampai 15."


def tell(schools: list[School]) -> None:
    """After the sign-ins and the people: `schools` have open needs."""
    office, keeper = _actor("koordinator@demo.example"), _actor("agregator@demo.example")
    book = _in_force("Yayasan Agregator Contoh", "CONTOH/PUB/001", 7, office)
    _in_force("Lembaga Amal Rekaan", "CONTOH/PUB/002", 5, office)
    _revoked(office)
    _offer(book, keeper)
    lot = record_entry(
        aggregator=book,
        said=_said(Kind.PURCHASE, amount=600 * MILLION, quantity=240, proof_number="FAKTUR-CONTOH-01"),
        actor=keeper,
    )
    record_entry(aggregator=book, said=_said(Kind.COST, amount=25 * MILLION, note="Pengantaran (contoh)"), actor=keeper)
    _send(lot, schools, keeper)


def _actor(email: str) -> Actor:
    return actor_of(Membership.objects.select_related("user", "organisation").get(user__email=email))


def _said(kind: str, **facts: object) -> Said:
    devices = {"device_type": "tablet", "condition": "new"} if facts.get("quantity") else {}
    return Said(kind=kind, occurred_on=timezone.localdate(), **devices, **facts)  # type: ignore[arg-type]


def _in_force(name: str, number: str, percent: int, office: Actor) -> Aggregator:
    made = _registered(name, percent, office)
    today = timezone.localdate()
    add_licence(
        aggregator=made,
        number=number,
        issuer=MINISTRY,
        valid_from=today - timedelta(days=200),
        valid_until=today + timedelta(days=165),
        actor=office,
    )
    return verify_aggregator(aggregator=made, until=today + timedelta(days=150), actor=office)


def _registered(name: str, percent: int, office: Actor) -> Aggregator:
    return register_aggregator(
        name=name,
        legal_form="Yayasan (contoh)",
        cost_percent=percent,
        address="Jalan Rekaan No. 5, Jakarta",
        phone="021 555 0100",
        how_to_give=HOW,
        actor=office,
    )


def _revoked(office: Actor) -> None:
    """Verified while the licence was good; warned, suspended, revoked."""
    made = _in_force("Lembaga Contoh Terhenti", "CONTOH/PUB/003", 10, office)
    licence, today = made.licences.get(), timezone.localdate()
    for to, days, reason in (
        ("warned", 60, "Peringatan pertama: laporan biaya terlambat (contoh)"),
        ("suspended", 30, "Pembekuan: biaya 13,7 persen dari sumbangan, melewati batas (contoh)"),
        ("revoked", 10, "Keputusan Menteri Sosial Nomor 000/HUK (contoh)"),
    ):
        move_licence(licence=licence, to=to, on=today - timedelta(days=days), reason=reason, actor=office)
        licence.refresh_from_db()


def _offer(book: Aggregator, keeper: Actor) -> None:
    """A company and a family give money, which is received; a box of tablets still waits."""
    company, family = _actor("perusahaan@demo.example"), _actor("donatur@demo.example")
    for giver, amount in ((company, 600 * MILLION), (family, 40 * MILLION)):
        found = _titipan(giver, book, amount=amount, quantity=1, device_type="", condition="new")
        receive_consignment(
            consignment=found, counted=_said("", amount=amount, proof_number="TRF-CONTOH"), actor=keeper
        )
    _titipan(company, book, quantity=12, device_type="tablet", condition="new")


def _titipan(giver: Actor, book: Aggregator, **what: object) -> Consignment:
    donor = Donor.objects.get(organisation_id=giver.organisation_id or 0)
    basket: Basket = open_basket(donor=donor, actor=giver)
    add_to_basket(basket=basket, actor=giver, target="aggregator", aggregator=book.organisation, **what)  # type: ignore[arg-type]
    plan_basket(basket=basket, actor=giver, proposed_on=timezone.localdate() + timedelta(days=5), delivery="bring")
    sent = commit_basket(basket=basket, signed_name=giver.name, request_key=uuid.uuid4(), actor=giver)
    return Consignment.objects.get(basket=sent)


def _send(lot: LedgerEntry, schools: list[School], keeper: Actor) -> None:
    """To the first schools in need, some of it handed over already."""
    sent = 0
    for school in schools:
        wanted = min(8, figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open)
        if wanted < 3 or not school.accepted_at:
            continue
        pledge = place_lot(
            lot=lot,
            school=school,
            need_class=NeedClass.STUDENT_DEVICE,
            quantity=wanted,
            signed_name=keeper.name,
            actor=keeper,
            proposed_on=timezone.localdate() + timedelta(days=7),
        )
        if sent < 2:
            _hand_over(pledge, sent, keeper)
        sent += 1
        if sent == 5:
            return


def _hand_over(pledge: Pledge, number: int, keeper: Actor) -> None:
    handover = door.appoint(pledge, keeper, number, today=True)
    for index, unit in enumerate(handover.allocations.order_by("pk")):
        record_device(
            allocation=unit,
            brand="Contoh",
            model="Tab 10",
            actor=SYSTEM,
            serial_number=f"DEMO-LOT-{number}-{index}",
            accessories="Pengisi daya",
        )
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Sekolah (contoh)")
    handover.refresh_from_db()
    door.confirm(handover, keeper)
