"""The photos of a report: those that prove it, and those that wait while it is still being written."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from verification.models.report import Report
from verification.photo_words import why_unusable
from verification.states import PhotoState


class Photo(Dated):
    """One photo, re-encoded by us; what its EXIF said of time and place is kept as facts, the EXIF itself is gone."""

    # As it was sent, in quarantine, until the worker has made it harmless; then it is gone.
    raw = models.FileField(upload_to="incoming/", max_length=200, blank=True)
    state = models.CharField(max_length=11, choices=PhotoState.choices, default=PhotoState.RECEIVED)
    refused_code = models.CharField(max_length=20, blank=True)
    # Until when a worker has it, or waits before the next try; empty: nobody has looked yet.
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    photo = models.FileField(upload_to="evidence/", max_length=200, blank=True)
    thumbnail = models.FileField(upload_to="evidence/", max_length=200, blank=True)
    # Of the bytes as they were sent first, so that the same file is known at once; of the clean ones from then on.
    sha256 = models.CharField(max_length=64)
    difference_hash = models.BigIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    submitted_by_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @classmethod
    def due(cls, now: datetime) -> Q:
        """Those that a worker may take: nobody has looked, or the one who did died or was to come again."""
        waits = Q(state__in=[PhotoState.RECEIVED, PhotoState.QUARANTINED], refused_code="")
        return waits & (Q(next_try_at__isnull=True) | Q(next_try_at__lte=now))

    @property
    def is_waiting(self) -> bool:
        """Whether the system has yet to say what it is; what carries a virus stays where it is."""
        return self.state in (PhotoState.RECEIVED, PhotoState.QUARANTINED) and not self.refused_code

    @property
    def why_unusable(self) -> str:
        return why_unusable(self.refused_code) if self.refused_code else ""


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        return self.filter(
            Q(report__handover__school__organisation_id=actor.organisation_id)
            | within("report__region", actor.oversees)
        )

    def current(self) -> Self:
        return self.filter(replaced_at__isnull=True)


class Evidence(Photo):
    """A photo that was sent with a report. One that is replaced after a return stays on record, out of the current set."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bukti")
        verbose_name_plural = _("bukti")
        constraints = [
            state_known(PhotoState.values, name="evidence_state_known"),
            models.CheckConstraint(
                condition=~Q(state="clean") | ~Q(photo="") & Q(difference_hash__isnull=False),
                name="evidence_clean_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="evidence_sha256"),
            models.Index(fields=["id"], condition=Q(state__in=["received", "quarantined"]), name="evidence_waiting"),
        ]

    def __str__(self) -> str:
        return _("Bukti") + f" {self.public_id}"

    @property
    def region(self) -> str:
        """Where it belongs on the trail."""
        return self.report.region


def _one(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Exactly one of the two keys is filled."""
    only_first = Q(**{f"{first}__isnull": False, f"{second}__isnull": True})
    only_second = Q(**{f"{first}__isnull": True, f"{second}__isnull": False})
    return models.CheckConstraint(condition=only_first | only_second, name=name)


class EvidencePrint(models.Model):
    """What a picture looks like in 64 bits, and what its usual disguises would (mirrored, cropped): by this copies are found.

    The four bands of 16 bits are searched by index; `verification/likeness.py` says how.
    """

    # Of the one or of the other; all are searched together.
    evidence = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.CASCADE, related_name="prints")
    use_photo = models.ForeignKey(
        "verification.UsePhoto", null=True, blank=True, on_delete=models.CASCADE, related_name="prints"
    )
    variant = models.PositiveSmallIntegerField(default=0)
    print = models.BigIntegerField()
    # 256 bits more, by which a copy is told from a picture that only resembles it.
    fine = models.BinaryField(max_length=32, default=bytes)
    band_0 = models.IntegerField()
    band_1 = models.IntegerField()
    band_2 = models.IntegerField()
    band_3 = models.IntegerField()

    class Meta:
        verbose_name = _("ciri foto")
        verbose_name_plural = _("ciri foto")
        constraints = [
            models.UniqueConstraint(fields=["evidence", "variant"], name="evidenceprint_once"),
            models.UniqueConstraint(fields=["use_photo", "variant"], name="evidenceprint_use_once"),
            _one("evidence", "use_photo", name="evidenceprint_of_one"),
        ]
        indexes = [
            models.Index(
                fields=[f"band_{n}"], include=["print", "evidence", "use_photo"], name=f"evidenceprint_band_{n}"
            )
            for n in range(4)
        ]

    def __str__(self) -> str:
        return f"#{self.evidence_id or self.use_photo_id}"


class EvidenceLikeness(models.Model):
    """Two photos that are copies of one another, however disguised: the later was compared when it came, the earlier was there.

    Each of them proves a handover (`later`, `earlier`) or shows a device in use (`later_use`, `earlier_use`).
    """

    later = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.CASCADE, related_name="like_earlier")
    earlier = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.CASCADE, related_name="like_later")
    later_use = models.ForeignKey(
        "verification.UsePhoto", null=True, blank=True, on_delete=models.CASCADE, related_name="like_earlier"
    )
    earlier_use = models.ForeignKey(
        "verification.UsePhoto", null=True, blank=True, on_delete=models.CASCADE, related_name="like_later"
    )
    # In how many of the 256 bits they differ.
    distance = models.PositiveSmallIntegerField()
    is_mirrored = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("kemiripan foto")
        verbose_name_plural = _("kemiripan foto")
        constraints = [
            models.UniqueConstraint(
                fields=["later", "earlier", "later_use", "earlier_use"],
                name="evidencelikeness_pair_once",
                nulls_distinct=False,
            ),
            _one("later", "later_use", name="evidencelikeness_later"),
            _one("earlier", "earlier_use", name="evidencelikeness_earlier"),
        ]

    def __str__(self) -> str:
        return f"#{self.later_id or self.later_use_id} ~ #{self.earlier_id or self.earlier_use_id}"


class DraftPhotoQuerySet(models.QuerySet["DraftPhoto"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only who sent it, and only while acting for the school of the handover."""
        if not actor.may(Permission.REPORT_SUBMIT) or actor.user_id is None:
            return self.none()
        return self.filter(submitted_by_id=actor.user_id, handover__school__organisation_id=actor.organisation_id)


class DraftPhoto(Photo):
    """A photo of a report that could not be sent yet. It is gone when the report is sent, or after a day."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="+")
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)

    objects = DraftPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto rancangan")
        verbose_name_plural = _("foto rancangan")
        constraints = [
            state_known(PhotoState.values, name="draftphoto_state_known"),
            models.CheckConstraint(
                condition=~Q(state="clean") | ~Q(photo="") & Q(difference_hash__isnull=False),
                name="draftphoto_clean_whole",
            ),
            models.UniqueConstraint(fields=["handover", "submitted_by_id", "sha256"], name="draftphoto_once"),
        ]

    @property
    def region(self) -> str:
        """Where it belongs on the trail."""
        return self.handover.region

    def __str__(self) -> str:
        return _("Foto rancangan") + f" {self.public_id}"
