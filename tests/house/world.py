"""One small world in which every role has something to do: a school in Kalideres, a donor, an aggregator, their gifts.

`insiders` are the people of this world; `strangers` hold the same roles in another province and have no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from donations.actions.commit_basket import commit_basket
from donations.actions.plan_basket import plan_basket
from donations.actions.read_allowances import read_allowances
from donations.actions.save_search import save_search
from donations.models import (
    Allocation,
    Basket,
    BasketItem,
    Device,
    DropPoint,
    Handover,
    HandoverCertificate,
    Intake,
    MatchingRun,
    MatchingWeights,
    Pledge,
    PledgeLine,
    SavedSearch,
    Wish,
)
from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.invitations import token_of
from ksbb.accounts.models import ApiToken, Membership, User
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.roles import Role
from ksbb.imports.models import ImportRun
from ksbb.territories.models import Boundary
from recipients.actions.commit_draw import commit_draw
from recipients.actions.draw_lots import draw_lots
from recipients.actions.file_appeal import file_appeal
from recipients.actions.open_cases import Claim, open_cases
from recipients.models import Appeal, CheckAnswer, CheckBatch, CriteriaSet, Draw, DuplicateCase, Recipient
from schools.models import School
from tests.factories.accounts import MembershipFactory, UserFactory, somebody
from tests.factories.devices import drop_point, stock_file, stock_row, stocked
from tests.factories.donations import (
    KALIDERES,
    appoint,
    complete,
    complete_on_paper,
    inspect,
    issue_all,
    offer,
    people_at,
    promise,
    record,
    school_at,
)
from tests.factories.giving import basket_of, later, line_for, wish_of
from tests.factories.matching import run_of
from tests.factories.recipients import RecipientFactory, RegistrationFactory
from tests.factories.verification import looked_at, photo, photo_file, report_on
from tests.house.world_books import Bookkeeping, books_of
from tests.house.world_complaints import Complaints, complaints_of
from tests.house.world_custody import InCustody, custody_of
from tests.house.world_desk import verdict_appeal_of
from tests.house.world_samples import Samples, samples_of
from tests.house.world_use import Use, use_of
from verification.actions.keep_draft_photo import keep_draft_photo
from verification.models import DraftPhoto, Evidence, Report, VerdictAppeal

ROLES = tuple(role.value for role in Role if role not in (Role.VISITOR, Role.SYSTEM))
ELSEWHERE = {
    Role.COORDINATOR: ("32",),
    Role.CITY_SUPERVISOR: ("32.04",),
    Role.DISTRICT_SUPERVISOR: ("32.04.05",),
    Role.PRINCIPAL: ("32.04.05.2001",),
    Role.SCHOOL_OPERATOR: ("32.04.05.2001",),
    Role.VALIDATOR: ("32",),
    Role.AUDITOR: ("32",),
}


@dataclass(frozen=True)
class Line:
    """The gifts of one giver, at each step of the line."""

    pledge: Pledge
    planned: Handover
    unit: Allocation
    issued: Handover
    paper: HandoverCertificate
    done: Handover
    report: Report
    photo: Evidence
    draft: DraftPhoto
    item: BasketItem
    basket: Basket
    shown: PledgeLine
    wish: Wish
    kept: Device
    used_unit: Allocation
    given_device: Device
    intake: Intake
    stock_run: ImportRun


@dataclass(frozen=True)
class World:
    """Who is in it, and what there is to ask for."""

    insiders: dict[str, Actor]
    strangers: dict[str, Actor]
    newcomer: User
    staff: User
    school: School
    recipient: Recipient
    run: ImportRun
    batch: CheckBatch
    allowances: ImportRun
    matching: MatchingRun
    weights: MatchingWeights
    token: ApiToken
    criteria: CriteriaSet
    draft_criteria: CriteriaSet
    proposed_criteria: CriteriaSet
    case: DuplicateCase
    appeal: Appeal
    draw: Draw
    drawn: Draw
    colleague: Membership
    search: SavedSearch
    drop_point: DropPoint
    books: Bookkeeping
    complaints: Complaints
    custody: InCustody
    use: Use
    samples: Samples
    verdict_appeal: VerdictAppeal
    invitation: str
    lines: dict[str, Line]

    def line_of(self, who: str) -> Line:
        """The aggregator's own for the aggregator, the donor's for everybody else."""
        return self.lines.get(who, self.lines["donor"])


def build() -> World:
    school = school_at(KALIDERES, name="SMP Uji Kalideres")
    people_at(school, pupils=20, teachers=2)
    Boundary.objects.create(territory_id="31.73", geometry={"type": "Point", "coordinates": [106.7, -6.1]})
    insiders = {role: somebody(role) for role in ROLES if role not in ("principal", "school_operator")}
    insiders |= {role: somebody(role, organisation=school.organisation) for role in ("principal", "school_operator")}
    operator = Membership.objects.get(pk=insiders["school_operator"].membership_id)
    return World(
        insiders=insiders,
        strangers={role: somebody(role, codes=ELSEWHERE.get(Role(role), ())) for role in ROLES},
        newcomer=UserFactory.create(),
        staff=UserFactory.create(staff=True),
        school=school,
        recipient=Recipient.objects.filter(school=school).order_by("pk")[0],
        run=_rehearsed(school, insiders["school_operator"]),
        batch=_checked(school, insiders["city_supervisor"]),
        allowances=_allowances(school, insiders["coordinator"]),
        matching=_matching(insiders["donor"], insiders["coordinator"]),
        weights=MatchingWeights.objects.get(),
        token=create_token(name="Aplikasi", days=30, grants=["recipients.import"], actor=insiders["school_operator"])[
            0
        ],
        criteria=CriteriaSet.objects.filter(state="published")[0],
        draft_criteria=_next_criteria("student", "draft"),
        proposed_criteria=_next_criteria("teacher", "proposed"),
        case=_case(school),
        appeal=_appeal(school, insiders["school_operator"]),
        drawn=draw_lots(draw=commit_draw(actor=somebody("coordinator")), actor=somebody("coordinator")),
        draw=commit_draw(actor=somebody("coordinator")),
        colleague=operator,
        books=books_of(insiders["aggregator"], insiders["donor"]),
        complaints=complaints_of(school),
        custody=custody_of(school, insiders["donor"], insiders["principal"]),
        use=use_of(school, insiders["principal"], insiders["donor"]),
        samples=samples_of(school),
        verdict_appeal=verdict_appeal_of(school, insiders["donor"], insiders["principal"]),
        drop_point=drop_point(insiders["coordinator"]),
        search=save_search(filters={"jenjang": "SMP"}, name="SMP", tells=True, actor=insiders["donor"]),
        invitation=token_of(MembershipFactory.create(invited=True, user=UserFactory.create(without_password=True))),
        lines={giver: _line(school, insiders[giver], insiders["principal"]) for giver in ("donor", "aggregator")},
    )


def _matching(giver: Actor, coordinator: Actor) -> MatchingRun:
    wish_of(giver, region=KALIDERES[:5])
    return run_of(coordinator)


def _allowances(school: School, officer: Actor) -> ImportRun:
    data = f"NPSN,Untuk,Batas,Penerimaan,Alasan\n{school.npsn},murid,500,,Uji batas\n".encode()
    return read_allowances(data=data, file_name="batas.csv", actor=officer)


def _next_criteria(kind: str, state: str) -> CriteriaSet:
    """A second version that gives five points less somewhere."""
    clauses = [dict(clause) for clause in CriteriaSet.objects.get(kind=kind, state="published").clauses]
    clauses[-1]["weight"] -= 5
    return CriteriaSet.objects.create(kind=kind, version=2, clauses=clauses, state=state)


def _line(school: School, giver: Actor, principal: Actor) -> Line:
    planned = appoint(promise(giver, school))
    issued = issue_all(appoint(promise(giver, school)))
    done = complete_on_paper(appoint(promise(giver, school)))
    report = report_on(complete(appoint(promise(giver, school))), actor=principal)
    return Line(
        pledge=promise(giver, school),
        planned=planned,
        unit=planned.allocations.get(),
        issued=issued,
        paper=HandoverCertificate.objects.filter(handover=issued, kind="donor_to_school")[0],
        done=done,
        report=report,
        photo=report.evidence.all()[0],
        draft=looked_at(keep_draft_photo(handover=done, data=photo_file(), actor=principal)),
        **_given(school, giver),
    )


def _given(school: School, giver: Actor) -> dict[str, Any]:
    """A basket that was sent, with a photo, another that is being filled, and a wish for the kecamatan."""
    sent = basket_of(giver)
    line_for(sent, giver, school, condition="used", photo=ContentFile(photo().jpeg, "gawai.jpg"))
    plan_basket(basket=sent, actor=giver, proposed_on=later(), delivery="bring")
    basket = commit_basket(basket=sent, signed_name="Penanda Tangan Uji", request_key=uuid4(), actor=giver)
    return {
        "basket": basket,
        "shown": PledgeLine.objects.get(pledge__basket=basket),
        "item": line_for(basket_of(giver), giver, school, condition="used", photo=ContentFile(photo().jpeg, "a.jpg")),
        "wish": wish_of(giver, region=KALIDERES[:8]),
        **_kept(school, giver),
    }


def _kept(school: School, giver: Actor) -> dict[str, Any]:
    """A device in the stock, a used one that was inspected for a promise, and a file of one row."""
    pledge = promise(giver, school, offer(1, condition="used"))
    device = record(pledge.lines.get().allocations.get())
    return {
        "kept": stocked(giver),
        "used_unit": device.allocation,
        "intake": inspect(device, note="Kenari di gawai bekas"),
        "given_device": device,
        "stock_run": stock_file(giver, [stock_row(serial=f"RUN-{giver.role}")]),
    }


def _appeal(school: School, operator: Actor) -> Appeal:
    recipient = Recipient.objects.filter(school=school).order_by("-pk")[0]
    return file_appeal(recipient=recipient, ground="device", message="Gawainya rusak sejak Agustus.", actor=operator)


def _case(school: School) -> DuplicateCase:
    """The school claims a pupil of another one."""
    nik = "3173063105090777"
    RecipientFactory.create(school=school_at("31.73.05.1001"), nik=nik)
    claims = [Claim(0, RegistrationFactory.build(nik=nik))]
    [pk] = open_cases(school=school, claims=claims, actor=SYSTEM).values()
    return DuplicateCase.objects.get(pk=pk)


def _checked(school: School, officer: Actor) -> CheckBatch:
    """A list for Disdukcapil over the school's kota, and an answer that waits for a decision."""
    made: dict[str, Any] = {"region": school.region[:5]}
    batch = CheckBatch.objects.create(
        source="dukcapil", state="exported", exported_at=timezone.now(), exported_by_id=officer.user_id, **made
    )
    told: dict[str, Any] = {"as_of": timezone.localdate(), "read_at": timezone.now(), "read_by_id": officer.user_id}
    CheckAnswer.objects.create(
        batch=batch, state="rehearsed", rehearsed_at=timezone.now(), counts={"matched": 1}, **told, **made
    )
    return batch


def _rehearsed(school: School, operator: Actor) -> ImportRun:
    return ImportRun.objects.create(
        kind="recipients",
        organisation=school.organisation,
        region=school.region,
        file_name="murid.xlsx",
        sha256="0" * 64,
        state="rehearsed",
        counts={"new": 1},
        rows_total=1,
        read_at=timezone.now(),
        read_by_id=operator.user_id or 0,
        rehearsed_at=timezone.now(),
    )
