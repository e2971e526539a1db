"""What the loan book asks of a school: devices whose day has gone by."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Loan
from ksbb.authority.actors import Actor
from ksbb.portal.task import Tasks, some


def to_get_back(actor: Actor) -> Tasks:
    late = Loan.objects.visible_to(actor).open().filter(due_on__lt=timezone.localdate()).count()
    yield from some(
        late,
        _("Gawai pinjaman lewat tanggal"),
        _("Catat pengembaliannya, atau alihkan dengan tanggal yang baru."),
        f"{reverse('donations:loan_list')}?daftar=terlambat",
    )
