"""What people told of themselves, in every column that `ksbb.portal.holdings` names: each a word or a number of its own.

The stories that make the world leave much of it empty: nobody gave a telephone, nobody signed. A leak is only seen where something
stands, so whatever is still empty is filled here, straight into the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from ksbb.accounts.models import User
from ksbb.common import sealing
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.notifications.models import Contact

Value = str | float | date
_numbers = count(1)


def _words(number: int) -> str:
    return f"Kenari {number:05d} Rahasia"


def _one_word(number: int) -> str:
    return f"kenari-{number:05d}"


def _digits(beginning: str, length: int) -> Callable[[int], str]:
    return lambda number: beginning + f"{number:0{length - len(beginning)}d}"


def _place(beginning: float) -> Callable[[int], float]:
    return lambda number: round(beginning + number / 10**7, 7)


def _day(number: int) -> date:
    return date(2012, 3, 4) + timedelta(days=number)


# Filled where they are empty, in every row that may have one.
EMPTY: dict[str, Callable[[int], Value]] = {
    "recipients.Recipient.nisn_sealed": _digits("0098", 10),
    "recipients.Recipient.nuptk_sealed": _digits("77", 16),
    "recipients.Recipient.phone_sealed": _digits("0813", 12),
    "recipients.Consent.giver_sealed": _words,
    "recipients.Appeal.contact_sealed": _digits("0814", 12),
    "recipients.Appeal.answer_sealed": _words,
    "recipients.DuplicateCase.note_sealed": _words,
    "donations.Device.imei2": _digits("86", 15),
    "donations.Loan.condition_out": _words,
    "donations.Donor.address": _words,
    "donations.Donor.phone": _digits("0815", 12),
    "donations.Donor.npwp_sealed": _digits("09", 16),
    "donations.Donor.tax_name": _words,
    "donations.Pledge.note": _words,
    "donations.Pledge.signature_sealed": _words,
    "donations.Wish.signature_sealed": _words,
    "donations.Consignment.signature_sealed": _words,
    "donations.Basket.note": _words,
    "verification.UseAnswer.note": _words,
    "verification.DeviceCase.text": _words,
    "verification.DeviceCase.finding": _words,
    "verification.DeviceCase.police_number": _one_word,
    "verification.Report.note": _words,
    "verification.IntegrityCase.finding": _words,
    "verification.VerdictAppeal.answer": _words,
    "verification.Evidence.latitude": _place(-6.71),
    "verification.Evidence.longitude": _place(106.71),
    "verification.UsePhoto.latitude": _place(-6.72),
    "verification.UsePhoto.longitude": _place(106.72),
    "verification.DraftPhoto.latitude": _place(-6.73),
    "verification.DraftPhoto.longitude": _place(106.73),
    "verification.Complaint.name_sealed": _words,
    "verification.Complaint.contact_sealed": _digits("0816", 12),
    "verification.Complaint.answer_sealed": _words,
}
# Replaced: what the stories write there are words that pages use too.
USUAL: dict[str, Callable[[int], Value]] = {
    "recipients.Recipient.birth_date": _day,
    "donations.Pledge.signed_name": _words,
    "donations.Wish.signed_name": _words,
    "donations.Consignment.signed_name": _words,
    "donations.SavedSearch.name": _words,
    "donations.WantedDevice.source": _words,
    "donations.Handover.place": _words,
    "donations.Device.serial_number": _one_word,
    "imports.ImportRun.file_name": _one_word,
    "accounts.ApiToken.name": _words,
}
# A second number only stands beside a first one.
BESIDE = {"donations.Device.imei2": "imei"}


def fill_private() -> None:
    """Also an uploaded row that waits, and the telephone of everybody who signs in."""
    run = ImportRun.objects.order_by("pk")[0]
    ImportRow.objects.create(run=run, number=1, status="new", label_sealed=sealing.seal(_words(next(_numbers))))
    for user in User.objects.order_by("pk"):
        phone = sealing.seal(_digits("0817", 12)(next(_numbers)))
        Contact.objects.update_or_create(user_id=user.pk, defaults={"phone_sealed": phone})
    for column, make in (EMPTY | USUAL).items():
        _fill(column, make, only_empty=column in EMPTY)


def _fill(column: str, make: Callable[[int], Value], *, only_empty: bool) -> None:
    label, name = column.rsplit(".", 1)
    table: models.Manager[models.Model] = apps.get_model(label)._base_manager
    rows = list(table.order_by("pk"))
    for row in rows:
        if getattr(row, BESIDE.get(column, "pk")) and not (only_empty and _plain(row, name)):
            value = make(next(_numbers))
            setattr(row, name, sealing.seal(str(value)) if name.endswith("_sealed") else value)
    table.bulk_update(rows, [name]) if rows else None


def _plain(row: models.Model, name: str) -> str:
    value: Any = getattr(row, name) or ""
    return sealing.unseal(value) if name.endswith("_sealed") and value else str(value)
