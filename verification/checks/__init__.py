"""What must always be true of the whole base. `manage.py check_data` runs all of it; a new machine adds its sentences here.

Each check is one statement over the tables or a pass over files; together they take a few seconds at 185,000 recipients.
"""

from verification.checks import (
    books,
    complaints,
    custody,
    draws,
    figures,
    gifts,
    messages,
    numbers,
    papers,
    people,
    proof,
    samples,
    use,
)
from verification.checks.check import Check, Found

CHECKS: tuple[Check, ...] = (
    *figures.CHECKS,
    *people.CHECKS,
    *numbers.CHECKS,
    *gifts.CHECKS,
    *books.CHECKS,
    *draws.CHECKS,
    *papers.CHECKS,
    *proof.CHECKS,
    *samples.CHECKS,
    *use.CHECKS,
    *custody.CHECKS,
    *complaints.CHECKS,
    *messages.CHECKS,
)

__all__ = ["CHECKS", "Check", "Found"]
