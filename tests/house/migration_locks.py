"""What a migration may not do to a table with much in it, as everybody would wait meanwhile (docs/operations.md, "Updating")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.state import ModelState, ProjectState

# Tables that grow with people, gifts and days.
BIG = frozenset(
    {
        "recipients.recipient",
        "recipients.circumstances",
        "recipients.identity",
        "recipients.consent",
        "recipients.assessment",
        "recipients.need",
        "recipients.needday",
        "recipients.duplicatecase",
        "recipients.officialfact",
        "donations.pledge",
        "donations.pledgeline",
        "donations.allocation",
        "donations.device",
        "donations.handover",
        "verification.report",
        "verification.evidence",
        "verification.complaint",
        "verification.useanswer",
        "audit.event",
        "audit.read",
        "audit.change",
        "imports.importrow",
        "notifications.message",
    }
)
# Written before there was this rule, and before there was an installation with anything in it.
BEFORE = frozenset(
    {
        "audit.0002_seals_and_daily_roots",
        "donations.0002_number_of_a_device_not_given",
        "donations.0003_baskets_wishes_books_and_matching",
        "donations.0005_receipt_codes_are_unique",
        "donations.0008_areas_are_found_by_their_code",
        "donations.0009_two_confirmations_and_custody",
        "donations.0010_signed_papers_once_and_coming_handovers",
        "donations.0012_flows_by_month",
        "donations.0013_numbers_of_returned_devices_are_free",
        "imports.0002_runs_can_be_withdrawn_and_repaired",
        "notifications.0002_channels_and_choices",
        "recipients.0002_consent_of_a_parent",
        "recipients.0003_cases_checks_appeals_and_draws",
        "recipients.0005_answers_of_offices",
        "recipients.0007_ranks_follow_verdicts",
        "recipients.0009_households_of_one_device",
        "recipients.0013_verdicts_by_area",
        "recipients.0016_tickets_name_their_draw",
        "recipients.0018_the_birthday_block_holds_names",
        "recipients.0019_areas_are_found_by_their_code",
        "recipients.0020_people_are_listed_by_area",
        "recipients.0022_the_list_of_an_area_begins_there",
        "recipients.0023_cases_and_appeals_are_found_by_area",
        "verification.0003_desk_samples_use_and_complaints",
        "verification.0006_complaints_are_filed_once_and_forgotten",
        "verification.0007_areas_are_found_by_their_code",
        "verification.0011_use_and_device_cases_by_area",
    }
)

INDEX = "a plain index holds writers until it is built: AddIndexConcurrently, in a migration with atomic = False"
AWAY = "RemoveIndexConcurrently, in a migration with atomic = False: a plain one queues everybody behind the longest reader"
CHECKED = "a check holds everybody while all rows are looked at: AddConstraintNotValid, and ValidateConstraint in the next one"
UNIQUE = "a unique constraint builds its index under a lock: a unique index concurrently, then ADD CONSTRAINT … USING INDEX by hand"
FILLED = "a column computed for every row rewrites the table: add it empty, fill it in steps, then require it"
RETYPED = "another type rewrites the table: a new column beside it, filled in steps"
REQUIRED = "SET NOT NULL looks at all rows under a lock: first a check NOT VALID, validated in the next migration"
BY_HAND = "rows are changed while the table is locked for the other step: in a migration of their own"
TOGETHER = "a concurrent step needs atomic = False"


def faults(migration: Migration, before: Callable[[], ProjectState]) -> Iterator[str]:
    """Why this migration would hold up people; nothing when it would not. `before`: the models as they were."""
    made = {op.name_lower for op in migration.operations if isinstance(op, migrations.CreateModel)}
    app = migration.app_label
    changed = [
        (op, op.model_name_lower)
        for op in migration.operations
        if isinstance(op, ModelOperation | FieldOperation | IndexOperation)
        and hasattr(op, "model_name_lower")
        and f"{app}.{op.model_name_lower}" in BIG
        and op.model_name_lower not in made
    ]
    state = before() if any(isinstance(op, migrations.AlterField) for op, _name in changed) else ProjectState()
    found = [(name, _altered(op, state.models.get((app, name))) or _fault(op, migration)) for op, name in changed]
    if changed and migration.atomic and any(isinstance(op, migrations.RunPython) for op in migration.operations):
        found.append((changed[0][1], BY_HAND))
    yield from (f"{app}.{migration.name}: {name}: {why}" for name, why in found if why)


def _fault(op: Operation, migration: Migration) -> str:
    match op:
        case AddIndexConcurrently() | RemoveIndexConcurrently():
            return TOGETHER if migration.atomic else ""
        case migrations.AddIndex():
            return INDEX
        case migrations.RemoveIndex():
            return AWAY
        case AddConstraintNotValid():
            return ""
        case migrations.AddConstraint(constraint=models.CheckConstraint()):
            return CHECKED
        case migrations.AddConstraint():
            return UNIQUE
        case migrations.AddField(field=models.GeneratedField()):
            return FILLED
        case migrations.AddField(field=field) if field.unique:
            return UNIQUE
        case migrations.AddField(field=field):
            return FILLED if hasattr(getattr(field, "db_default", None), "resolve_expression") else ""
    return ""


def _altered(op: Operation, before: ModelState | None) -> str:
    if before is None or not isinstance(op, migrations.AlterField) or op.name not in before.fields:
        return ""
    old, new = before.fields[op.name], op.field
    if old.get_internal_type() != new.get_internal_type() or (new.max_length or inf) < (old.max_length or inf):
        return RETYPED
    return REQUIRED if old.null and not new.null else ""
