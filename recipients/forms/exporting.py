"""What the school wants to take out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from recipients.models import RecipientKind


class ExportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Siapa"),
        required=False,
        choices=[("", _("Murid dan guru")), *RecipientKind.choices],
        widget=forms.RadioSelect,
        initial="",
    )
    file_format = forms.ChoiceField(
        label=_("Bentuk berkas"),
        choices=[("xlsx", _("Excel (.xlsx)")), ("csv", _("CSV, untuk program lain"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
