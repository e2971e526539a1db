"""Open what is not as it should be, close what is again; each event is told once, and its end once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from ksbb.accounts.models import User
from ksbb.common.alone import alone_with
from ksbb.notifications import outbox
from ksbb.operation.alarms import RULES, judged
from ksbb.operation.gauges import Gauges
from ksbb.operation.models import Alarm

# Well for so long: it is over. A value that swings about its limit stays one event.
QUIET = timedelta(minutes=10)


def watch_over(gauges: Gauges) -> tuple[list[str], list[str]]:
    """Keys that were opened and keys that were closed. What cannot be known stays as it is."""
    with alone_with("watch over", 0) as mine:
        return _judge(gauges) if mine else ([], [])


@transaction.atomic
def _judge(gauges: Gauges) -> tuple[list[str], list[str]]:
    now = timezone.now()
    going = {alarm.key: alarm for alarm in Alarm.objects.filter(closed_at=None)}
    opened, closed = [], []
    for key, seen in judged(gauges).items():
        alarm = going.get(key)
        if seen and alarm is None:
            opened.append(Alarm(key=key, value=seen[:120], opened_at=now, seen_at=now))
        elif seen and alarm:
            alarm.value, alarm.seen_at = seen[:120], now
            alarm.save(update_fields=["value", "seen_at"])
        elif seen == "" and alarm and now - alarm.seen_at >= QUIET:
            alarm.closed_at = now
            alarm.save(update_fields=["closed_at"])
            closed.append(alarm)
    for alarm in Alarm.objects.bulk_create(opened):
        _tell("opened", alarm)
    for alarm in closed:
        _tell("closed", alarm)
    return [alarm.key for alarm in opened], [alarm.key for alarm in closed]


def _tell(step: str, alarm: Alarm) -> None:
    to = User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True)
    with translation.override("id"):
        rule = RULES[alarm.key]
        words = {"label": str(rule.label), "advice": str(rule.advice), "value": alarm.value}
    path, once = reverse("portal:condition"), f"alarm:{alarm.pk}:{step}"
    if step == "opened":
        outbox.post("operation/alarm_opened", to=to, path=path, once=once, **words)
    else:
        outbox.post("operation/alarm_closed", to=to, path=path, once=once, **words)
