"""Who a validator is and where they live: asked once, before the first judgement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ksbb.accounts.actions.tell_person import tell_person
from ksbb.accounts.persons import ELSEWHERE, is_told, nik_digits
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.territories.models import Territory, short_name


class PersonForm(forms.Form):
    """`home` offers every kelurahan of the programme by kecamatan, and a way out for those who live elsewhere."""

    nik = forms.CharField(
        label=gettext_lazy("NIK Anda"),
        help_text=gettext_lazy("16 angka sesuai KTP. Yang disimpan hanya sidik angkanya; NIK-nya sendiri tidak."),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    home = forms.ChoiceField(
        label=gettext_lazy("Kelurahan tempat tinggal"),
        help_text=gettext_lazy("Laporan dari sekolah di kelurahan ini tidak pernah sampai ke meja Anda."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = [("", _("Pilih…")), (ELSEWHERE, _("Di luar wilayah program")), *_villages()]  # type: ignore[attr-defined]

    def clean_nik(self) -> str:
        return nik_digits(self.cleaned_data["nik"])


def _villages() -> list[tuple[str, list[tuple[str, str]]]]:
    """By kecamatan, both in the order of the alphabet; one query."""
    villages = Territory.objects.filter(level=Territory.Level.VILLAGE).order_by("parent__name", "name")
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name, district in villages.values_list("code", "name", "parent__name"):
        groups.setdefault(short_name(district or ""), []).append((code, name))
    return list(groups.items())


@sensitive_post_parameters("nik")
@never_cache
@require_http_methods(["GET", "POST"])
def person_tell(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.REPORT_VERIFY)
    if is_told(request.actor.user_id):
        return render(request, "accounts/person_told.html")
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = request.user
        nik, home = form.cleaned_data["nik"], form.cleaned_data["home"]
        try:
            tell_person(user=user, nik=nik, home_region=home, actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Terima kasih. Anda sudah dapat memeriksa laporan."))
            return redirect("verification:report_list")
    return render(request, "accounts/person_tell.html", {"form": form})
