"""Who may be on a list for Disdukcapil or Dinsos, what it holds, and when it is time for the next one. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.imports.states import ImportState
from ksbb.territories.models import CITY_LENGTH, Territory, within
from recipients.checking import Subject, layout_of
from recipients.models import CheckAnswer, CheckBatch, CheckLine, CheckSource, Recipient
from recipients.models.recipient import RecipientQuerySet
from recipients.states import CheckState

# A workbook of more rows takes longer than a page may; a text file streams at any length.
MOST_IN_A_WORKBOOK = 15_000
CHUNK = 2_000


class CheckPurpose(models.TextChoices):
    """What a list is downloaded for; the trail keeps which."""

    SEND = "send", pgettext_lazy("purpose", "dikirim ke instansinya")
    RESEND = "resend", pgettext_lazy("purpose", "dikirim ulang, karena berkas sebelumnya hilang atau rusak")
    COMPARE = "compare", pgettext_lazy("purpose", "mencocokkan jawaban yang meragukan")


@dataclass(frozen=True)
class HeadCount:
    """The registered people of a ground: on the list, without consent, agreed but without a NIK."""

    listed: int
    unagreed: int
    without_nik: int


def askable(region: str) -> RecipientQuerySet:
    """The registered people of the ground whose consent is recorded and whose NIK is known (promise 41)."""
    people = Recipient.objects.registered().filter(within("region", [region]))
    return people.may_leave_school().exclude(nik_sealed=b"")


def head_count(region: str) -> HeadCount:
    """Two readings of the ground; `may_leave_school` says who agreed."""
    people = Recipient.objects.registered().filter(within("region", [region]))
    nameless = Count("pk", filter=Q(nik_sealed=b""))
    agreed = people.may_leave_school().aggregate(everybody=Count("pk"), without_nik=nameless)
    return HeadCount(
        listed=agreed["everybody"] - agreed["without_nik"],
        unagreed=people.count() - agreed["everybody"],
        without_nik=agreed["without_nik"],
    )


def grounds_of(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the own ground and of the kota and kecamatan in it, each indented by its level."""
    levels = [Territory.Level.PROVINCE, Territory.Level.CITY, Territory.Level.DISTRICT]
    areas = Territory.objects.within(actor.oversees).filter(level__in=levels).order_by("code")
    depths = {code: code.count(".") for code in areas.values_list("code", flat=True)}
    top = min(depths.values(), default=0)
    return [(area.code, "\u2003" * (depths[area.code] - top) + area.name) for area in areas]


def file_rows(batch: CheckBatch) -> Iterator[Sequence[str]]:
    """The header and one row a person, ready for a spreadsheet; the answer columns are empty. Numbers are unsealed as it goes.

    Who left or took the consent back since the list was made is left out.
    """
    layout = layout_of(batch.source)
    yield layout.columns
    with_date = "Tanggal lahir" in layout.person
    for subject in subjects(batch, with_numbers=True):
        born = [subject.birth_date.isoformat() if subject.birth_date else ""] if with_date else []
        yield (subject.reference, subject.nik, subject.full_name, *born, "", "")


def subjects(batch: CheckBatch, *, with_numbers: bool) -> Iterator[Subject]:
    """Those of the list who may still be asked about; without numbers only the references of all lines."""
    lines = CheckLine.objects.filter(batch=batch)
    if not with_numbers:
        yield from (Subject(reference) for reference in lines.values_list("reference", flat=True).iterator())
        return
    told = lines.filter(recipient__in=askable(batch.region)).order_by("reference")
    columns = ("reference", "recipient__nik_sealed", "recipient__full_name", "recipient__birth_date")
    for reference, nik, name, born in told.values_list(*columns).iterator(chunk_size=CHUNK):
        yield Subject(reference, sealing.unseal(nik), name, born)


@dataclass(frozen=True)
class Due:
    """A source that should be asked again about the own ground; `since` is the day of its oldest kota, None for never."""

    source: CheckSource
    since: date | None


def due_checks(codes: Sequence[str], today: date | None = None) -> list[Due]:
    """The sources that have not spoken of some kota of this ground for CHECK_AGAIN_AFTER_DAYS (two queries).

    A list over a kota, over a part of it or over more than it counts for the kota.
    """
    last_day = (today or timezone.localdate()) - timedelta(days=settings.CHECK_AGAIN_AFTER_DAYS)
    above = {code[:CITY_LENGTH] for code in codes}
    cities = Territory.objects.cities().filter(within("code", codes) | Q(code__in=above)).values_list("code", flat=True)
    answered = CheckBatch.objects.filter(state=CheckState.ANSWERED).order_by()
    days = list(answered.values_list("source", "region").annotate(newest=Max("as_of")))
    due = []
    for source in CheckSource:
        told = [(region, day) for name, region, day in days if name == source]
        newest = [max((day for region, day in told if _touch(city, region)), default=None) for city in cities]
        known = [day for day in newest if day is not None]
        if newest and (len(known) < len(newest) or min(known) < last_day):
            due.append(Due(source, min(known) if len(known) == len(newest) else None))
    return due


def _touch(city: str, region: str) -> bool:
    """Whether the two areas share ground: codes nest by their parts."""
    return f"{city}.".startswith(f"{region}.") or f"{region}.".startswith(f"{city}.")


def why_not_export(source: str, region: str) -> str | None:
    batches = CheckBatch.objects.filter(source=source, region=region)
    if batches.filter(state=CheckState.MAKING).exists():
        return _("Daftar untuk instansi dan wilayah ini sedang dibuat. Buka daftar itu untuk melihat kemajuannya.")
    if batches.filter(state=CheckState.EXPORTED).exists():
        return _(
            "Daftar untuk instansi dan wilayah ini masih menunggu jawaban. Unduh lagi daftar itu, atau batalkan dulu."
        )
    if not askable(region).exists():
        return _(
            "Belum ada orang yang dapat dimasukkan ke daftar ini: persetujuannya belum dicatat atau NIK-nya belum ada."
        )
    return None


def being_made(batch: CheckBatch) -> str | None:
    if batch.state == CheckState.MAKING:
        return _("Daftar ini masih dibuat. Tunggu sebentar sampai selesai.")
    return None


def why_not_download(batch: CheckBatch) -> str | None:
    if reason := being_made(batch):
        return reason
    if batch.state != CheckState.EXPORTED:
        return _(
            "Daftar ini sudah dijawab atau dibatalkan, jadi tidak dapat diunduh lagi. Buat daftar baru bila perlu."
        )
    return None


def why_not_answer(batch: CheckBatch) -> str | None:
    if reason := being_made(batch):
        return reason
    if batch.state != CheckState.EXPORTED:
        return _("Daftar ini sudah dijawab atau dibatalkan. Jawaban baru memerlukan daftar baru.")
    if batch.answers.living().exists():
        return _("Sudah ada berkas jawaban untuk daftar ini. Terapkan atau tolak dulu berkas itu.")
    return None


def why_not_apply_answer(answer: CheckAnswer) -> str | None:
    if answer.state == ImportState.READ:
        return _("Berkas ini masih diperiksa. Tunggu sebentar sampai hasilnya muncul.")
    if answer.state != ImportState.REHEARSED:
        return _("Berkas ini sudah ditangani. Muat ulang halamannya untuk melihat keadaannya.")
    if not answer.counts.get("matched"):
        return _("Tidak ada baris yang dapat diterapkan dari berkas ini.")
    return None


def why_not_cancel(batch: CheckBatch) -> str | None:
    if batch.state not in (CheckState.MAKING, CheckState.EXPORTED):
        return _("Daftar ini sudah dijawab atau dibatalkan.")
    if batch.answers.living().exists():
        return _("Ada berkas jawaban yang belum ditangani. Terapkan atau tolak dulu berkas itu.")
    return None
