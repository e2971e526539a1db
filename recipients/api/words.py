"""A run and its rows as JSON, and the same as the schema tells of them. No name and no number of a person is among it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import ImportStage, ImportState
from recipients.models import RecipientKind
from recipients.resources import RESOURCES

# Every column of the portal's templates, with a value without a fault.
_EXAMPLES = [
    OpenApiExample(
        kind,
        {"kind": kind, "rows": [{column.name: column.example for column in one.columns()}]},
        request_only=True,
        media_type="application/json",
    )
    for kind, one in RESOURCES.items()
]


@extend_schema_serializer(examples=_EXAMPLES)
class RowsIn(serializers.Serializer[Any]):
    """People as rows: column names as in the portal's template (the examples have all of them) or as in Dapodik. NIK, NISN and
    NUPTK are sent as text."""

    kind = serializers.ChoiceField(choices=RecipientKind.choices)
    rows = serializers.ListField(child=serializers.DictField(allow_empty=False), allow_empty=False)


class FileIn(serializers.Serializer[Any]):
    """A file as a school uploads it: Dapodik or the portal's template, .xlsx, .xls, .ods or .csv."""

    file = serializers.FileField()


class RunOut(serializers.Serializer[Any]):
    """One import: where it stands, what it would do or did, and where to go on."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ImportState.choices)
    stage = serializers.ChoiceField(choices=ImportStage.choices)
    kind = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    remarks = serializers.ListField(child=serializers.CharField())
    refusal = serializers.CharField()
    sent_at = serializers.DateTimeField()
    links = serializers.DictField(child=serializers.CharField())


class RemarkOut(serializers.Serializer[Any]):
    column = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class RowOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=ImportRow.Status.choices)
    problems = RemarkOut(many=True)


class RowsOut(serializers.Serializer[Any]):
    rows = RowOut(many=True)
    next = serializers.CharField(allow_null=True)


def told_run(run: ImportRun) -> dict[str, object]:
    """As RunOut."""
    here = {"public_id": run.public_id}
    names = {"self": "import_detail", "rows": "import_rows", "apply": "import_apply", "refuse": "import_refuse"}
    links = {name: reverse(f"api:{route}", kwargs=here) for name, route in names.items()}
    # While a file is written nothing is counted; what it holds is known from the rehearsal.
    whole = sum(count for status, count in run.counts.items() if status != ImportRow.Status.MISSING)
    links["page"] = reverse("recipients:import_detail", kwargs=here)
    return {
        "id": str(run.public_id),
        "state": run.state,
        "stage": run.stage,
        "kind": run.kind,
        "counts": run.counts,
        "rows_total": run.rows_total or whole,
        "rows_done": run.rows_done or (whole if run.state == ImportState.APPLIED else 0),
        "remarks": run.remarks,
        "refusal": run.refusal,
        "sent_at": run.read_at.isoformat(),
        "links": links,
    }


def told_row(row: ImportRow) -> dict[str, object]:
    """As RowOut. What a row leaves open to be answered is told like a problem: over the API it is repaired and sent again."""
    wrong = [*row.problems, *row.questions]
    return {
        "number": row.number,
        "status": row.status,
        "problems": [{name: one.get(name, "") for name in ("column", "code", "message")} for one in wrong],
    }
