"""A report as a browser sends it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations.models import Allocation, Handover
from tests.factories.verification import photo_file


def address(handover: Handover) -> str:
    return reverse("verification:report_submit", args=[handover.public_id])


def typed(**changes: Any) -> dict[str, Any]:
    return {"received_on": timezone.localdate().isoformat(), "note": "Lengkap.", **changes}


def received() -> date:
    return timezone.localdate()


def upload(data: bytes | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_file() if data is None else data, content_type="image/jpeg")


def ticked(
    handover: Handover, *missing: Allocation, kind: str = "lost", reason: str = "Tidak ada di kardus."
) -> dict[str, str]:
    """Every device of the papers but the `missing` ones, for which `kind` and `reason` are told."""
    said: dict[str, str] = {}
    for unit in handover.allocations.all():
        prefix = f"gawai-{unit.public_id}"
        told = {f"{prefix}-kind": kind, f"{prefix}-reason": reason}
        said |= told if unit in missing else {f"{prefix}-arrived": "on"}
    return said


def post(client: Client, handover: Handover, *files: SimpleUploadedFile, **changes: Any) -> Any:
    return client.post(address(handover), {**ticked(handover), **typed(**changes), "photos": list(files)})
