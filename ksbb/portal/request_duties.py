"""What must I do now about what people ask of their own data: one statement."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.portal.task import NORMAL, URGENT, Tasks, some
from recipients.models import DataRequest


def to_answer_requests(actor: Actor) -> Tasks:
    """Late ones red, for the school and for the office that watches over it."""
    late = Q(due_at__lt=timezone.now())
    counted = (
        DataRequest.objects.visible_to(actor)
        .open()
        .aggregate(waiting=Count("pk", filter=~late), late=Count("pk", filter=late))
    )
    url = reverse("recipients:request_list")
    yield from some(
        counted["late"],
        _("Permintaan pemilik data lewat batas waktu"),
        _("Undang-undang memberi waktu 3 × 24 jam. Jawab sekarang, atau hubungi sekolahnya."),
        f"{url}?keadaan=terlambat",
        URGENT,
    )
    yield from some(
        counted["waiting"],
        _("Permintaan pemilik data menunggu jawaban"),
        _("Salinan, perbaikan, atau penghapusan data: paling lama 3 × 24 jam sejak diterima."),
        url,
        NORMAL,
    )
