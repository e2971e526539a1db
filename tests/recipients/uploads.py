"""Uploading as a person does it, the worker's part done at once."""

from __future__ import annotations

from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRun
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.start_import import start_import
from schools.models import School


def rehearsed(school: School, data: bytes, actor: Actor, name: str = "daftar_pd.xlsx") -> ImportRun:
    """The run after the rehearsal (or the refusal) of the file."""
    run = start_import(school=school, data=data, file_name=name, actor=actor)
    assert imports.rehearse(run.public_id)
    run.refresh_from_db()
    return run


def applied(school: School, data: bytes, actor: Actor) -> ImportRun:
    """The run after everything good in the file was taken over."""
    run = rehearsed(school, data, actor)
    apply_import(run=run, actor=actor)
    assert imports.finish(run.public_id)
    run.refresh_from_db()
    return run


def counted(run: ImportRun) -> dict[str, int]:
    """Status → rows, those with a row only."""
    return {status: count for status, count in run.counts.items() if count}


def statuses(run: ImportRun) -> dict[int, str]:
    """Row number → status."""
    return dict(run.rows.order_by("number").values_list("number", "status"))
