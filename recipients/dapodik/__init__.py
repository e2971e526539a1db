"""The workbooks that schools download from Dapodik: pupils, teachers, staff. Pure: no database, no writes.

    file = read_dapodik(data, today=today)
    for row in file.rows():
        row.facts or row.problems

Only the columns that the programme needs are read (`layout.py`). Parents' NIK, bank, weights and the like never leave
the sheet; No KK is looked at only to tell it from the NIK, and is in no result.
"""

from __future__ import annotations

from recipients.dapodik.facts import Employment, IncomeBand, Kind, ParsedRow, Problem, RecipientFacts
from recipients.dapodik.file import DapodikFile, read_dapodik
from recipients.dapodik.title import same_school

__all__ = [
    "DapodikFile",
    "Employment",
    "IncomeBand",
    "Kind",
    "ParsedRow",
    "Problem",
    "RecipientFacts",
    "read_dapodik",
    "same_school",
]
