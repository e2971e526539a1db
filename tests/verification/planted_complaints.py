"""A complaint that was answered and one that waits, and the differences that are planted into them."""

from __future__ import annotations

from collections.abc import Callable

from schools.models import School
from tests.factories.complaints import answered, complained
from tests.factories.verification import member


def two_complaints(school: School) -> None:
    officer = member("district_supervisor", codes=("31.73.06",))
    answered(complained(school=school), officer)
    complained("broken", school=school)


_ONE = "(SELECT id FROM verification_complaint WHERE state = '{state}' ORDER BY id LIMIT 1)"
WAITING, ANSWERED = _ONE.format(state="open"), _ONE.format(state="answered")
_STEP = "INSERT INTO verification_complaintstep (complaint_id, kind, level, at) VALUES ({one}, '{kind}', 1, now())"

PLANTED_COMPLAINTS: dict[str, str | Callable[[], object]] = {
    "complaint.level": f"UPDATE verification_complaint SET level = 3 WHERE id = {WAITING}",
    "complaint.received": _STEP.format(one=WAITING, kind="received"),
    "complaint.answered": _STEP.format(one=ANSWERED, kind="contested"),
    "complaint.four_eyes": "UPDATE verification_complaint c SET answered_by_id = m.user_id FROM schools_school s "
    "JOIN accounts_membership m ON m.organisation_id = s.organisation_id AND m.accepted_at IS NOT NULL "
    f"WHERE s.id = c.school_id AND c.id = {ANSWERED}",
}
