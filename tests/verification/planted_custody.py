"""A loan book and a stock-take, sound, and the differences that are planted into them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from donations.actions.end_stock_take import end_stock_take
from donations.actions.pass_on_loan import pass_on_loan
from donations.actions.see_devices import see_devices
from donations.actions.start_stock_take import start_stock_take
from ksbb.authority.actors import SYSTEM
from tests.factories.accounts import somebody
from tests.factories.custody import colleague, lent
from tests.factories.donations import school_at


def a_loan_book() -> None:
    """Two laptops of a school, one of them passed on to a colleague; one was found when they were counted."""
    school = school_at("31.73.05.1001")
    first, _second = lent(somebody("donor"), school, 2)
    until = timezone.localdate() + timedelta(days=90)
    pass_on_loan(loan=first, borrower=colleague(school), due_on=until, actor=SYSTEM)
    take = start_stock_take(school=school, actor=SYSTEM)
    see_devices(take=take, devices=[first.device_id], actor=SYSTEM)
    end_stock_take(take=take, actor=SYSTEM)


PLANTED_CUSTODY: dict[str, str] = {
    "custody.numbers": "DELETE FROM donations_devicenumber WHERE id = (SELECT min(id) FROM donations_devicenumber)",
    "custody.loan": "UPDATE donations_loan SET region = '31.72.01.1001' WHERE ended_at IS NULL",
    "custody.holder": "UPDATE donations_loan SET lent_at = lent_at - interval '1 day' WHERE ended_at IS NULL",
    "custody.lent": "UPDATE donations_device SET state = 'damaged' WHERE id IN "
    "(SELECT device_id FROM donations_loan WHERE ended_at IS NULL)",
    "custody.count": "UPDATE donations_stocktake SET found = found + 1 WHERE ended_at IS NOT NULL",
}
