"""What uploaded rows hold of people is deleted after some weeks, whether they were repaired or not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import SYSTEM
from ksbb.imports.models import ImportRun
from ksbb.imports.running import forget_rows
from ksbb.imports.states import ImportState
from recipients.actions.refuse_import import refuse_import

# Instead of the name of a file whose rows are wiped; a word of the register, so it is not translated.
NAMELESS = "berkas"


@transaction.atomic
def wipe_rows() -> int:
    """Applied and withdrawn runs forget their rows; one that nobody decided about is refused. Returns how many runs.

    Every run forgets what its sender named it and what stood in its title as well: either may be a person's name.
    """
    before = timezone.now() - timedelta(days=settings.IMPORT_ROWS_KEPT_DAYS)
    old = ImportRun.objects.light().filter(rehearsed_at__lt=before, wiped_at=None).select_for_update(skip_locked=True)
    undecided = list(old.filter(state=ImportState.REHEARSED))
    text = _(
        "Berkas ini tidak diputuskan selama %(days)s hari, jadi isinya dihapus. Unggah lagi bila masih diperlukan."
    )
    for run in undecided:
        refuse_import(run=run, actor=SYSTEM, reason=text % {"days": settings.IMPORT_ROWS_KEPT_DAYS})
    done = ImportRun.objects.filter(rehearsed_at__lt=before, wiped_at=None)
    named = ImportRun.objects.filter(read_at__lt=before).exclude(file_name=NAMELESS)
    named.exclude(state__in=[ImportState.READ, ImportState.REHEARSED, ImportState.APPLYING]).update(
        file_name=NAMELESS, remarks=[]
    )
    return forget_rows(done.exclude(state__in=[ImportState.READ, ImportState.REHEARSED, ImportState.APPLYING]))
