"""The workbooks that schools download from Dapodik, and our own templates: pupils, pupils who left, teachers, staff.

Pure: no database, no writes.

    file = read_dapodik(data, today=today)
    for row in file.rows():
        row.facts or row.problems or row.note; row.questions

Only the columns that the programme needs are read (`layout.py`). Parents' NIK, bank, weights and the like never leave the
sheet. Of the mother's name and the No KK only keyed hashes are ever kept: the one tells children of the same name apart,
the other joins the children of one household.
"""

from __future__ import annotations

from recipients.dapodik import values
from recipients.dapodik.facts import Employment, IncomeBand, Kind, Leaving, ParsedRow, Problem, Question, RecipientFacts
from recipients.dapodik.file import DapodikFile, read_dapodik
from recipients.dapodik.title import same_school

__all__ = [
    "DapodikFile",
    "Employment",
    "IncomeBand",
    "Kind",
    "Leaving",
    "ParsedRow",
    "Problem",
    "Question",
    "RecipientFacts",
    "read_dapodik",
    "same_school",
    "values",
]
