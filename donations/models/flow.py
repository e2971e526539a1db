"""How many devices were promised, handed over and verified in each month, per school and kind: a log, and what is folded of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.models.device import DeviceType
from schools.models import School

# The three things that happen to a unit, each counted in the month in which it happened, as long as it still holds.
FLOWS = ("pledged", "handed_over", "verified")
_MONTH = "date_trunc('month', {} AT TIME ZONE 'Asia/Jakarta')::date"


def flows_from(units: str) -> str:
    """Rows (school_id, region, device_type, month, pledged, handed_over, verified) of the allocations in the relation `units`,
    which has a column `sign` beside those of the table. Units of a basket count like the public number they are part of."""
    happened = (
        ("u.created_at", "u.state IN ('reserved', 'scheduled', 'handed_over')", (1, 0, 0)),
        ("u.handed_over_at", "u.state = 'handed_over'", (0, 1, 0)),
        ("u.verified_at", "u.state = 'handed_over' AND u.verified_at IS NOT NULL", (0, 0, 1)),
    )
    parts = " UNION ALL ".join(
        f"SELECT u.line_id, {_MONTH.format(at)} AS month, {', '.join(f'{one} * u.sign AS {flow}' for one, flow in zip(ones, FLOWS, strict=True))} "  # noqa: E501, S608
        f"FROM {units} u WHERE {counts}"
        for at, counts, ones in happened
    )
    sums = ", ".join(f"sum(f.{flow})" for flow in FLOWS)
    return (
        f"SELECT p.school_id, p.region, l.device_type, f.month, {sums} FROM ({parts}) AS f "  # noqa: S608 - names of ours only
        "JOIN donations_pledgeline l ON l.id = f.line_id JOIN donations_pledge p ON p.id = l.pledge_id "
        f"GROUP BY 1, 2, 3, 4 HAVING {' OR '.join(f'sum(f.{flow}) <> 0' for flow in FLOWS)}"
    )


def flow_log(rows: dict[str, str]) -> str:
    """The body of a statement trigger of the allocations: minus one for what was, plus one for what is."""
    units = " UNION ALL ".join(
        f"SELECT line_id, state, created_at, handed_over_at, verified_at, {sign} AS sign FROM {rows[which]}"  # noqa: S608
        for which, sign in (("old", -1), ("new", 1))
        if which in rows
    )
    columns = f"school_id, region, device_type, month, {', '.join(FLOWS)}"
    return f"INSERT INTO donations_flowdelta ({columns}) {flows_from(f'({units})')}; RETURN NULL;"  # noqa: S608


class Flows(models.Model):
    """`month` is its first day, in Jakarta's time."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region = models.CharField(max_length=13)
    device_type = models.CharField(max_length=8, choices=DeviceType.choices)
    month = models.DateField()
    pledged = models.IntegerField(default=0)
    handed_over = models.IntegerField(default=0)
    verified = models.IntegerField(default=0)

    class Meta:
        abstract = True


class FlowDelta(Flows):
    """What one statement changed; written by the triggers of Allocation only."""

    class Meta:
        verbose_name = _("perubahan arus")
        verbose_name_plural = _("perubahan arus")

    def __str__(self) -> str:
        return f"#{self.school_id} {self.device_type} {self.month}"


class FlowTally(Flows):
    """The folded sums. A reader adds the log's rest: donations/flows.py."""

    class Meta:
        verbose_name = _("arus bulanan")
        verbose_name_plural = _("arus bulanan")
        constraints = [
            models.UniqueConstraint(fields=["school", "device_type", "month"], name="flowtally_once"),
            models.CheckConstraint(
                condition=models.Q(pledged__gte=0, handed_over__gte=0, verified__gte=0), name="flowtally_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["region"], opclasses=["varchar_pattern_ops"], name="flowtally_region")]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.device_type} {self.month}"
