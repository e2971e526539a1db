"""What looks odd, for the auditor: each panel is a question of its own over all reports, devices, verdicts and confirmations.

A hint, never a verdict. A panel costs one to three statements, whatever there is; a new one is a module with a `FINDER` here.
"""

from verification.oddness import bursts, guardians, numbers, photos, places, sources, validators
from verification.oddness.panel import Finder, Ground, Row

FINDERS: tuple[Finder, ...] = (
    photos.FINDER,
    numbers.FINDER,
    places.FINDER,
    bursts.FINDER,
    validators.FINDER,
    guardians.FINDER,
    sources.FINDER,
)

__all__ = ["FINDERS", "Finder", "Ground", "Row"]
