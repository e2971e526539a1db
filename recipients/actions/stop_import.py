"""A file that stops by itself: too many of its people are registered at other schools."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ksbb.accounts.acting import people_of, watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.imports.models import ImportRun
from ksbb.notifications import outbox
from recipients.actions.refuse_import import refuse_import
from schools.models import School


@transaction.atomic
def stop_import(*, run: ImportRun, school: School, elsewhere: int, rows: int, actor: Actor) -> ImportRun:
    """READ → REFUSED. The school and its Sudin hear of it, in numbers only; no row is kept, no case is opened."""
    text = _(
        "Pemeriksaan berhenti sendiri: %(elsewhere)s dari %(rows)s orang di berkas ini sudah terdaftar di tempat lain. "
        "Kemungkinan berkasnya milik sekolah lain. Periksa berkasnya; bila memang murid atau guru sekolah Anda, hubungi Suku "
        "Dinas Pendidikan sebelum mengunggah lagi."
    )
    run = refuse_import(run=run, actor=actor, reason=text % {"elsewhere": elsewhere, "rows": rows})
    trail.record("import.stopped", run, actor=actor, elsewhere=elsewhere, rows=rows)
    school_people = {run.read_by_id, *people_of(run.organisation_id, Permission.RECIPIENT_WITHDRAW)}
    path = reverse("recipients:import_detail", args=[run.public_id])
    for kind, to in (
        ("recipients/import_stopped", school_people),
        ("recipients/import_stopped_at_school", set(watchers_over(run.region, Role.CITY_SUPERVISOR)) - school_people),
    ):
        outbox.post(
            kind, to=to, path=path, once=f"import_stopped:{run.pk}", school=school.name, elsewhere=elsewhere, rows=rows
        )
    return run
