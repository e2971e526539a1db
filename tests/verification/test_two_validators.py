"""Two validators press the button in the same moment, on real connections."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from ksbb.notifications.models import Message
from recipients.statistics import figures
from tests.factories.verification import member, waiting_report
from verification.actions.decide import decide
from verification.models import Report, Verdict
from verification.states import ReportState

WORDS = [ReportState.VERIFIED, ReportState.REJECTED, ReportState.VERIFIED, ReportState.RETURNED]


def at_once(report: Report, validators: list[Actor]) -> list[str]:
    """What each of them was told."""
    gate = threading.Barrier(len(validators))
    answers: list[str] = []

    def press(actor: Actor, decision: str) -> None:
        gate.wait()
        try:
            decide(report=report, decision=decision, actor=actor, reason="Alasan.")
            answers.append("decided")
        except (Refused, StaleState) as no:
            answers.append(str(no))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in zip(validators, WORDS, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_one_decides_and_the_others_are_told_so() -> None:
    report = waiting_report()
    answers = at_once(report, [member("validator") for _word in WORDS])
    assert answers.count("decided") == 1
    assert sum("sudah diputus" in answer for answer in answers) == len(WORDS) - 1
    verdict = Verdict.objects.get()
    report.refresh_from_db()
    assert report.state == verdict.decision
    assert Event.objects.filter(action__in=[f"report.{word}" for word in set(WORDS)]).count() == 1
    assert figures().met == (1 if verdict.decision == ReportState.VERIFIED else 0)
    assert Message.objects.filter(kind=f"verification/report_{verdict.decision}").exists()
