"""What a phone sends that had no network at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.forms.confirming import ConfirmForm


class OfflineForm(ConfirmForm):
    """Which handover, when, how many, and the code or the photo; `client_id` is the name that the phone gave the record."""

    client_id = forms.UUIDField()
    handover = forms.UUIDField(label=_("Serah terima"))
    written_at = forms.DateTimeField(label=_("Waktu"))
    count = forms.IntegerField(label=_("Jumlah gawai"), min_value=1, max_value=1_000)

    def first_problem(self) -> str:
        """One sentence for the phone; only when the form is not valid."""
        name, problems = next(iter(self.errors.items()))
        label = self.fields[name].label if name in self.fields else ""
        return f"{label}: {problems[0]}" if label else str(problems[0])

    def written(self) -> dict[str, Any]:
        """For `record_offline`, without the handover; only after validation."""
        said = {name: self.cleaned_data[name] for name in ("client_id", "written_at", "count")}
        return said | self.confirmation()
