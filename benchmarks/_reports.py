"""Reports with everything behind them: a handful made by the real actions, and copies of them made by set.

A copy is a school, a donor, their members, people, needs, counts, gifts, papers, reports, verdicts and the trail of all that.
Left out are the files of photos, their prints, and messages: no part reads them at that size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import models

from benchmarks._base import Like, bare, own_database, sql
from benchmarks._measuring import note
from donations.actions.fold_flows import fold_flows
from donations.models import (
    Allocation,
    CertificateNumber,
    Device,
    DeviceNumber,
    Donor,
    FlowTally,
    Handover,
    HandoverCertificate,
    HandoverCode,
    Intake,
    Pledge,
    PledgeLine,
    ReceiptSlip,
)
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership, Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import Assessment, Circumstances, Consent, Identity, Need, NeedTally, Recipient
from schools.models import School
from tests.factories.donations import appoint, complete, offer, people_at, promise, school_at
from tests.factories.verification import judged, member, report_on
from verification.models import Evidence, Report, UseRound, Verdict, Visit
from verification.states import ReportState

# A school of the sample has one handover for each of these; nobody has reported on the one without a state.
STATES = (
    None,
    ReportState.SUBMITTED,
    ReportState.VERIFIED,
    ReportState.SUBMITTED,
    ReportState.RETURNED,
    ReportState.SUBMITTED,
    ReportState.REJECTED,
)
SCHOOLS, DEVICES = ("31.73.06.1001",), 2
# Reports and people of the sample.
SAMPLE, PEOPLE = len(SCHOOLS) * (len(STATES) - 1), len(SCHOOLS) * len(STATES) * DEVICES
# Numbers of the sample are smaller than this; those of the n-th copy lie n times so far behind.
STRIDE = 100_000
_COPIED: tuple[type[models.Model], ...] = (
    Organisation, School, Membership, Donor, Recipient, Circumstances, Identity, Consent, Assessment, Need, NeedTally,
    FlowTally, Pledge, PledgeLine, Handover, Allocation, Device, DeviceNumber, Intake, CertificateNumber,
    HandoverCertificate, HandoverCode, ReceiptSlip, Report, Evidence, Verdict, UseRound, Visit, Event,
)  # fmt: skip
# What must differ from copy to copy, or is no key and yet a number of a copied row; `t` is the row, `n` the copy.
_LABELS = ", ".join(f"'{model._meta.label_lower}'" for model in _COPIED)
_CHANGED = {
    (Identity, "digest"): "sha256(t.digest || n::text::bytea)",
    (Device, "imei"): "lpad((t.id % 1000 + n * 1000)::text, 15, '0')",
    (Device, "serial_number"): "t.serial_number || '-' || n",
    (DeviceNumber, "value"): "CASE t.kind WHEN 'imei' THEN lpad((t.device_id % 1000 + n * 1000)::text, 15, '0') "
    "ELSE t.value || '-' || n END",
    # The third part is the school's number, which is copied like every unique word.
    (HandoverCertificate, "number"): "split_part(t.number, '/', 1) || '/' || split_part(t.number, '/', 2) || '/' || "
    "left(upper(md5(split_part(t.number, '/', 3) || n)), 8) || '/' || split_part(t.number, '/', 4) || '/' || "
    "split_part(t.number, '/', 5)",
    (Evidence, "sha256"): "md5(t.sha256 || n) || md5(n || t.sha256)",
    (Report, "risk"): "(hashint8(t.id * 7919 + n) & 1023) % 61",
    (Report, "submitted_at"): "t.submitted_at - n * interval '7 minutes'",
    (Event, "thing_id"): f"t.thing_id + CASE WHEN t.thing IN ({_LABELS}) THEN n * {STRIDE} ELSE 0 END",
}  # fmt: skip


@contextmanager
def grown(reports: int) -> Iterator[None]:
    """A base with at least so many reports, half of them waiting, for whatever is inside; each time the very same."""
    copies = max(1, reports // SAMPLE) - 1
    with own_database(Like(f"{copies} copies", partial(multiply, copies), Like("sample", _sample))):
        yield


def _sample() -> None:
    note("reports by the real actions …")
    judge = validator()
    for code in SCHOOLS:
        _school(code, judge)
    fold_tallies()
    fold_flows()


def validator() -> Actor:
    """The one who judged whatever is judged here; made once."""
    there = Membership.objects.filter(role=Role.VALIDATOR).order_by("pk").first()
    return actor_of(there) if there else member("validator")


def _school(code: str, judge: Actor) -> None:
    school, donor = school_at(code), member("donor")
    principal = member("principal", school.organisation)
    people_at(school, pupils=DEVICES * len(STATES), fold=False)
    for state in STATES:
        handover = complete(appoint(promise(donor, school, offer(DEVICES))))
        report = report_on(handover, actor=principal) if state else None
        if report and state in (ReportState.VERIFIED, ReportState.RETURNED, ReportState.REJECTED):
            judged(report, state, actor=judge)


def multiply(copies: int) -> None:
    """So many copies of all that is there; keys among the copied rows lead to the copy's own."""
    note(f"{(copies + 1) * SAMPLE:,} reports …")
    # Verdicts on people lie in partitions, which keep their indexes.
    with bare(*(model._meta.db_table for model in _COPIED if model is not Assessment)):
        for model in _COPIED:
            table = model._meta.db_table
            sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            sql(*_copy(model, copies))
            sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            if any(field.name == "id" for field in model._meta.local_concrete_fields):
                sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _copy(model: type[models.Model], copies: int) -> tuple[str, list[int]]:
    fields = [one for one in model._meta.local_concrete_fields if not one.generated]
    names = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join(_value(model, one) for one in fields)
    which = "WHERE t.kind IN ('school', 'donor')" if model is Organisation else ""
    if model is Membership:
        which = "WHERE t.role IN ('principal', 'donor')"
    statement = f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} t, "
    # The number of the copy is passed as a parameter of the series; percent signs in values would have to be doubled.
    return statement.replace("%", "%%") + f"generate_series(1::bigint, %s) n {which}", [copies]


def _value(model: type[models.Model], field: models.Field) -> str:  # type: ignore[type-arg]
    column = f't."{field.column}"'
    if (model, field.name) in _CHANGED:
        return _CHANGED[model, field.name]
    to: object = field.remote_field.model if field.remote_field else None
    if to in _COPIED or (field.primary_key and to is None):
        return f"{column} + n * {STRIDE}"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if field.unique and isinstance(field, models.CharField):
        return f"left(upper(md5({column} || n)), {min(30, field.max_length or 30)})"
    if field.unique and isinstance(field, models.BinaryField):
        return f"sha256({column} || n::text::bytea)"
    return column


def waiting(limit: int) -> list[Report]:
    """Some reports that wait, from all over the base."""
    found = Report.objects.waiting().order_by("public_id")
    return list(found.select_related("handover__pledge__donor", "handover__school")[:limit])
