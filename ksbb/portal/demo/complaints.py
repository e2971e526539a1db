"""A handful of complaints at every step, and a past so that the public figures have something to show. All of it invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from schools.models import School
from verification.actions.answer_complaint import answer_complaint
from verification.actions.escalate_complaint import escalate_complaint
from verification.actions.file_complaint import file_complaint
from verification.actions.take_complaint import take_complaint
from verification.complaints import SENSITIVE, due_after, first_level, holders, office_for, term_of
from verification.models import Complaint, ComplaintStep
from verification.states import ComplaintState

ANSWER = "Sudah kami periksa ke sekolah. Gawainya diserahkan hari ini dan orang tua menandatangani buktinya (contoh)."
TOLD = (
    (
        "not_arrived",
        "Di papan pengumuman tertulis sudah diserahkan, tetapi anak saya belum menerima tabletnya (contoh).",
    ),
    ("broken", "Layarnya berkedip dan mati sendiri sejak minggu kedua (contoh)."),
    ("unfair", "Tetangga kami yang punya dua laptop menerima, kami yang berbagi satu HP belum (contoh)."),
    ("data", "Daftar nama penerima ditempel di gerbang lengkap dengan nomor teleponnya (contoh)."),
    ("fee", "Diminta dua puluh lima ribu untuk biaya administrasi sebelum gawai diberikan (contoh)."),
    ("sale", "Ada tablet bantuan berlabel dijual di grup jual beli warga (contoh)."),
)
# So many of each category in the past months, answered after so many days.
PAST = {"not_arrived": 96, "broken": 72, "fee": 60, "unfair": 48, "found": 36, "other": 30, "data": 14, "sale": 3}


@transaction.atomic
def tell(home: School) -> None:
    """At the school of the demo's sign-ins; each is taken by whoever sits at its level."""
    told = [file_complaint(category=category, text=text, school=home, contact="") for category, text in TOLD]
    # One whose term is over, so that the Sudin has something to answer.
    Complaint.objects.filter(pk=told[0].pk).update(due_at=timezone.now() - timedelta(days=1))
    escalate_complaint(pk=told[0].pk)
    for complaint in told[1:3]:
        officer = _officer(complaint)
        if officer is None:
            continue
        taken = take_complaint(complaint=complaint, actor=officer)
        if complaint.category == "unfair":
            answer_complaint(complaint=taken, answer=ANSWER, actor=officer)
    _remember(home)


def _officer(complaint: Complaint) -> Actor | None:
    """Somebody whose turn it is."""
    members = holders(complaint.region, complaint.level, complaint.school).select_related("user", "organisation")
    member: Membership | None = members.order_by("pk").first()
    return actor_of(member) if member else None


def _remember(home: School) -> None:
    """Closed complaints of the past months: written as rows, since no action of today happens in the past."""
    random = Random(31)  # noqa: S311 - the same at every run, and no secret
    now = timezone.now()
    days = [
        (category, now - timedelta(days=random.randint(20, 200)), timedelta(days=random.randint(1, 9)))
        for category, count in PAST.items()
        for _number in range(count)
    ]
    rows = Complaint.objects.bulk_create([_closed(home, category, filed, wait) for category, filed, wait in days])
    steps = []
    for row, (_category, filed, wait) in zip(rows, days, strict=True):
        # `created_at` stamps itself at the insert; the past is told afterwards.
        row.created_at = filed
        happened = (("received", filed), ("assigned", filed), ("answered", filed + wait), ("closed", now))
        steps += [ComplaintStep(complaint=row, kind=kind, level=row.level, at=at) for kind, at in happened]
    Complaint.objects.bulk_update(rows, ["created_at"])
    ComplaintStep.objects.bulk_create(steps)


def _closed(home: School, category: str, filed: datetime, wait: timedelta) -> Complaint:
    is_sensitive = category in SENSITIVE
    level = first_level(category, is_sensitive)
    return Complaint(
        category=category,
        is_sensitive=is_sensitive,
        region=home.region,
        school=home,
        text_sealed=sealing.seal("Pengaduan lama (contoh)."),
        answer_sealed=sealing.seal(ANSWER),
        level=level,
        due_at=due_after(filed, term_of(level, is_sensitive)),
        state=ComplaintState.CLOSED,
        assigned_to=office_for(home.region, level, home),
        assigned_at=filed,
        answered_at=filed + wait,
        closed_at=timezone.now(),
    )
