"""What django-import-export does when it is left alone: a ModelResource, row by row, a dry run and then the import."""

from __future__ import annotations

import uuid
from typing import Any

import tablib
from import_export import resources

from benchmarks import _files
from benchmarks._importing import a_school
from benchmarks._measuring import Lines, seconds_of
from recipients.models import Recipient
from recipients.names import name_key


class RecipientResource(resources.ModelResource):  # type: ignore[misc]
    """The bare person of the register: no numbers, no facts, no verdict, no need, so it has much less to do than ours."""

    class Meta:
        model = Recipient
        import_id_fields = ("public_id",)
        fields = (
            "public_id", "kind", "school", "region", "full_name", "name_key", "sex", "birth_date", "class_group", "grade",
        )  # fmt: skip


def compare(lines: Lines, case: str, *, rows: int, share: int, first: int) -> int:
    """Its dry run and import of `share` rows, reckoned to `rows` (it is linear), as the limit of our earlier line `case`."""
    school, _actor = a_school()
    data = tablib.Dataset(headers=[*RecipientResource.Meta.fields])
    for row in _files.people(share, first):
        data.append(_told(row, school.pk, school.region))
    resource = RecipientResource()
    spent = seconds_of(
        lambda: (resource.import_data(data, dry_run=True), resource.import_data(data, raise_errors=True))
    )
    if Recipient.objects.filter(school=school).count() != share:
        raise SystemExit("bench: import-export did not take the rows over")
    ours = lines.seconds_of(case)
    theirs = spent * rows / share
    lines.write(
        f"{case}, against import-export's default", rows=rows, seconds=ours, limit=theirs, limit_measured_on=share,
        times_faster=round(theirs / ours, 1),
    )  # fmt: skip
    return first + share


def _told(row: dict[str, Any], school: int, region: str) -> tuple[object, ...]:
    return (
        str(uuid.uuid4()), "student", school, region, row["Nama"], name_key(row["Nama"]), row["JK"], row["Tanggal Lahir"],
        row["Rombel Saat Ini"], 5,
    )  # fmt: skip
