"""What happens afterwards, sound, and the differences that are planted into it."""

from __future__ import annotations

from donations.models import Device
from tests.factories.donations import school_at
from tests.factories.use import answered, case_of, decided, in_days, late, proven
from tests.factories.verification import principal_of
from verification.actions.ask_use import ask_use
from verification.actions.lay_use_rounds import lay_use_rounds


def afterwards() -> None:
    """A school that answered that everything is lost, one case of it decided; a school that is late; a case besides."""
    diligent, idle = school_at(), school_at("31.73.05.1001")
    asked_for = proven(2, school=diligent)
    forgotten = proven(school=idle)
    lay_use_rounds(handovers=[asked_for.pk, forgotten.pk])
    ask_use(today=in_days(30))
    answered(diligent, principal_of(diligent), "lost")
    decided(Device.objects.filter(allocation__handover=asked_for)[0].cases.get())
    late(forgotten)
    case_of(forgotten, "damaged")


PLANTED_USE: dict[str, str] = {
    "use.gate": "UPDATE verification_useround SET state = 'answered', answered_at = now(), answered_by_id = 1 "
    "WHERE state = 'late'",
    "use.round": "UPDATE verification_useround SET region = '31.72.01.1001' WHERE state = 'late'",
    "use.answers": "UPDATE verification_useanswer SET says = '' WHERE says = 'lost'",
    "use.case": "UPDATE donations_device SET state = 'in_use' WHERE state = 'lost'",
    "use.place": "UPDATE verification_devicecase SET region = '31.72.01.1001' WHERE state = 'open'",
    "use.renewed": "UPDATE verification_devicecase SET replacement = 'none' WHERE replacement = 'need_again'",
}
