"""Files of complaints that the virus scanner has found clean meanwhile come to their complaint."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction

from donations.proofs import clean_proof
from ksbb.common import sealing
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import Refused
from ksbb.imports.models import HeldFile
from ksbb.imports.states import HeldState
from verification.actions.file_complaint import keep_file
from verification.models import Complaint

AT_ONCE = 100


def take_up_files() -> int:
    """Returns how many were taken up. What is no photo and no quiet PDF is dropped, as at the form."""
    waiting = HeldFile.objects.filter(purpose="complaint", state=HeldState.CLEAN, wanted_by__isnull=False)
    return sum(_taken_up(pk) for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _taken_up(pk: int) -> bool:
    """Two workers at once take it up once."""
    held = HeldFile.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if held is None or held.wanted_by is None:
        return False
    complaint = Complaint.objects.select_for_update(of=("self",), no_key=True).filter(pk=held.wanted_by).first()
    name, kept = str(held.file.name), False
    try:
        with held.file.open("rb") as stream:
            clean = clean_proof(sealing.unseal_bytes(stream.read()))
    except (Refused, FileNotFoundError):
        clean = None
    if clean is not None and complaint is not None and complaint.erased_at is None:
        keep_file(complaint, clean)
        kept = True
    held.delete()
    after_commit(default_storage.delete, name)
    return kept
