"""A report as a browser sends it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover
from tests.factories.verification import photo_file


def address(handover: Handover) -> str:
    return reverse("verification:report_submit", args=[handover.public_id])


def typed(**changes: Any) -> dict[str, Any]:
    return {"received_on": timezone.localdate().isoformat(), "received_count": "1", "note": "Lengkap.", **changes}


def upload(data: bytes | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_file() if data is None else data, content_type="image/jpeg")


def post(client: Client, handover: Handover, *files: SimpleUploadedFile, **changes: Any) -> Any:
    return client.post(address(handover), {**typed(**changes), "photos": list(files)})
