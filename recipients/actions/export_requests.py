"""The list of requests that were answered, to be kept outside the portal: a backup from before them does not know of them."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.accounts.models import Organisation
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.spreadsheet_out import csv_bytes
from recipients.models import DataRequest
from recipients.request_letters import page_of
from recipients.states import RequestState

# As long as a backup lives (docs/operations.md), with a week to spare; and so many rows at most, the newest.
MOST = 20_000


@transaction.atomic
def export_requests(*, actor: Actor) -> bytes:
    """CSV: number, what was asked, school, received, done, and the addresses of the request's and the person's page.

    No name stands in it. The person's address is a random number that only the portal can read.
    """
    actor.must(Permission.REQUEST_VIEW)
    closed = DataRequest.objects.visible_to(actor).filter(state=RequestState.ANSWERED)
    found = list(closed.select_related("organisation", "recipient").order_by("-closed_at", "-id")[:MOST])
    rows = [
        [
            _("Nomor"),
            _("Yang diminta"),
            _("Sekolah"),
            _("Diterima"),
            _("Selesai"),
            _("Halaman permintaan"),
            _("Halaman orang"),
        ]
    ]
    rows += [_row(one) for one in found]
    trail.record(
        "requests.exported", Organisation.objects.get(pk=actor.organisation_id or 0), actor=actor, rows=len(found)
    )
    return csv_bytes(rows)


def _row(one: DataRequest) -> list[str]:
    closed = one.closed_at or one.received_at
    person = f"{settings.PUBLIC_URL}/penerima/{one.recipient.public_id}/" if one.recipient else _("akun")
    return [
        one.number,
        one.get_kind_display(),
        one.organisation.name if one.organisation else _("akun"),
        timezone.localtime(one.received_at).isoformat(timespec="minutes"),
        timezone.localtime(closed).isoformat(timespec="minutes"),
        f"{settings.PUBLIC_URL}{page_of(one)}",
        person,
    ]
