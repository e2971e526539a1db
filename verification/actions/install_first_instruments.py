"""Version 1 of each instrument, where an installation has none yet."""

from __future__ import annotations

from django.utils import timezone

from verification.first_instruments import FIRST
from verification.models import Instrument
from verification.states import InstrumentState

# Nobody's questions: the first versions came with the programme. They differ, as of who writes and who agrees.
_BUILDER, _PUBLISHER = 0, -1


def install_first_instruments() -> None:
    """Nothing where a purpose has any version. Two at once make one."""
    known = set(Instrument.objects.values_list("purpose", flat=True).distinct())
    Instrument.objects.bulk_create(
        (
            Instrument(
                purpose=purpose,
                version=1,
                title=title,
                questions=questions,
                state=InstrumentState.PUBLISHED,
                made_by_id=_BUILDER,
                published_at=timezone.now(),
                published_by_id=_PUBLISHER,
            )
            for purpose, (title, questions) in FIRST.items()
            if purpose not in known
        ),
        ignore_conflicts=True,
    )
