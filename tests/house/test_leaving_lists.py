"""Q41: nobody stands in a list that leaves the school without consent. Whatever writes a file for a spreadsheet says here
where the file goes; a new writer needs its line."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getsource
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from ksbb.common.sheet_formats import SafeCSV, SafeXLSX
from recipients import resources
from recipients.models import Recipient

SCHOOL = "to the school whose people they are"
NAMELESS = "counts or lots, nobody's name"
MEANS = "writes what others give it"
GIFTS = "what givers brought: no pupil and no teacher in it"
INNER = "a text that our own reader reads again"

# Module that writes → where its lists go, or, for lists that leave the school, the module that chooses the people.
WRITERS = {
    "ksbb.common.sheet_formats": MEANS,
    "ksbb.portal.demo.offices": INNER,
    "recipients.resources.own_list": SCHOOL,
    "recipients.template": SCHOOL,
    "recipients.repairs": SCHOOL,
    "recipients.views.census": NAMELESS,
    "recipients.views.draw": NAMELESS,
    "recipients.views.checking": "recipients.exchange",
    "recipients.answers": INNER,
    "recipients.actions.start_import_rows": INNER,
    "recipients.importing": INNER,
    "ksbb.accounts.resources": INNER,
    "recipients.actions.export_requests": NAMELESS,
    "donations.allowance_sheets": NAMELESS,
    "donations.inventory_book": GIFTS,
    "donations.inventory_sheets": GIFTS,
    "donations.actions.export_book": GIFTS,
    "verification.lots": NAMELESS,
    "verification.open_data": NAMELESS,
}
LEAVING = {
    module: chooser for module, chooser in WRITERS.items() if chooser not in (SCHOOL, NAMELESS, MEANS, INNER, GIFTS)
}
WRITES = re.compile(r"common\.(spreadsheet_out|sheet_formats) import|tablib import|csv\.writer\(|(?<!\w)Workbook\(")
ROOMS = ("ksbb", "schools", "recipients", "donations", "verification")


def writers() -> set[str]:
    """The modules that import a writer of spreadsheet files."""
    base = Path(settings.BASE_DIR)
    files = [path for room in ROOMS for path in (base / room).rglob("*.py") if path.name != "spreadsheet_out.py"]
    return {
        ".".join(path.relative_to(base).with_suffix("").parts)
        for path in files
        if WRITES.search(path.read_text(encoding="utf-8"))
    }


def test_every_writer_says_where_its_lists_go():
    assert sorted(writers() - set(WRITERS)) == []


@pytest.mark.parametrize("module", sorted(set(LEAVING.values())))
def test_who_leaves_the_school_has_agreed(module):
    assert "may_leave_school()" in getsource(import_module(module))


def test_every_resource_says_whether_its_list_leaves_and_starts_from_consent_if_so():
    declared: list[Any] = [
        thing for thing in vars(resources).values() if isinstance(thing, type) and hasattr(thing, "people")
    ]
    assert declared
    assert [
        one.__name__ for one in declared if one.leaves_school and "may_leave_school" not in getsource(one.people)
    ] == []


def test_resources_are_written_safely_only():
    assert set(resources.FORMATS.values()) == {SafeXLSX, SafeCSV}


def test_the_rule_itself_asks_for_consent():
    assert "consent_given" in str(Recipient.objects.may_leave_school().query)
