"""The principal sends the answers of all rounds that are due, in one go; what they say happens at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.close_loans import close_loans
from donations.actions.hold_gates import hold_gates
from donations.actions.turn_gates import turn_gates
from donations.models import Custody, Device, Loan
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move_all
from ksbb.notifications import outbox
from schools.models import School
from verification.actions.open_device_cases import Trouble, open_device_cases
from verification.models import DeviceCase, UseAnswer, UseRound
from verification.policies_use import must_answer, why_not_send
from verification.states import USE_ROUND_MOVES, UseRoundState
from verification.use_answers import due_rounds

Says = UseAnswer.Says
_DUE = (UseRoundState.ASKED, UseRoundState.WARNED, UseRoundState.LATE)
_CASES = {Says.DAMAGED: DeviceCase.Kind.DAMAGED, Says.LOST: DeviceCase.Kind.LOST, Says.SOLD: DeviceCase.Kind.SOLD}


@transaction.atomic
def answer_use(*, school: School, actor: Actor) -> list[UseRound]:
    """What was kept (keep_use_answers) becomes the answer; devices move, cases open, and the gate that closed by itself opens
    when nothing is late any more. Raises Refused while something is missing, or when a colleague was first.
    """
    must_answer(school, actor)
    hold_gates([school.pk])
    rounds = list(due_rounds(school).order_by("pk").select_for_update(of=("self",), no_key=True))
    refuse_if(why_not_send(rounds))
    answers = list(UseAnswer.objects.filter(round__in=rounds).select_related("device").order_by("round_id", "pk"))
    now = timezone.now()
    rows = UseRound.objects.filter(pk__in=[one.pk for one in rounds])
    move_all(rows, _DUE, UseRoundState.ANSWERED, USE_ROUND_MOVES, answered_at=now, answered_by_id=actor.user_id or 0)
    _return_lent(answers, actor)
    open_device_cases(_troubles(answers), source=DeviceCase.Source.USE_ROUND, actor=actor)
    trail.record_many("use_round.answered", rounds, actor=actor)
    _open_gate(school)
    return rounds


def _return_lent(answers: Sequence[UseAnswer], actor: Actor) -> None:
    """Whoever leaves keeps a device of the own; one that is lent goes back to the school and is lent again from there."""
    left = [one.device_id for one in answers if one.says in (Says.MOVED, Says.GRADUATED)]
    lent = Device.objects.filter(pk__in=left, custody=Custody.LENT_BY_SCHOOL).order_by("pk")
    held = lent.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    close_loans(dict.fromkeys(held, Loan.Ended.RETURNED.value), actor=actor)


def _troubles(answers: Sequence[UseAnswer]) -> list[Trouble]:
    """One for each device, in words of the newest round."""
    today, found = timezone.localdate(), {}
    for one in answers:
        if one.says in _CASES:
            found[one.device_id] = Trouble(one.device_id, _CASES[Says(one.says)], today, one.note)
    return list(found.values())


def _open_gate(school: School) -> None:
    if UseRound.objects.filter(school=school, state=UseRoundState.LATE).exists():
        return
    if not turn_gates([school.pk], is_open=True, reason=_("Laporan pemakaian gawai sudah dikirim.")):
        return
    outbox.post(
        "verification/use_gate_opened",
        to=people_of(school.organisation_id, Permission.USE_REPORT),
        path=reverse("verification:use_list"),
        school=school.name,
    )
