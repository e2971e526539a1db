"""Looking a ticket up."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from recipients.draws import ticket_range


class TicketForm(forms.Form):
    ticket = forms.CharField(
        label=_("Nomor undian di surat"),
        max_length=80,
        help_text=_("Cukup 12 huruf dan angka pertama."),
        error_messages={"required": _("Ketik nomor undian yang tercetak di surat.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_ticket(self) -> tuple[UUID, UUID]:
        """The lowest and highest ticket that begin so."""
        found = ticket_range(self.cleaned_data["ticket"])
        if found is None:
            raise forms.ValidationError(_("Nomor undian terdiri atas angka dan huruf a sampai f, paling sedikit 12."))
        return found
