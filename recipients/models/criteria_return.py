"""A proposed version of the criteria that the second pair of eyes did not let pass, with the reason."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recipients.models.assessment import CriteriaSet


class CriteriaReturn(models.Model):
    """Why a version went back to be a draft. It goes with the version: a draft that is thrown away leaves no reasons."""

    criteria = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="returns")
    reason = models.TextField(_("alasan"), max_length=500)
    returned_at = models.DateTimeField()
    returned_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("pengembalian kriteria")
        verbose_name_plural = _("pengembalian kriteria")

    def __str__(self) -> str:
        return f"#{self.criteria_id}"
