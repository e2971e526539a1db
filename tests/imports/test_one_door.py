"""Whatever is uploaded comes in by one door (promises 31 and 32): every file of the code that touches an upload is on this list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("ksbb", "schools", "recipients", "donations", "verification")
TOUCHES = re.compile(
    r"\bUploadedFile\b|\brequest\.(?:FILES|body|read)\b|\b(?:File|Image)Field\(|\b(?:forms|serializers)\.FileField\b"
)

# The bytes are read with `let_in`, which counts them and asks the scanner; then they are encoded anew or opened as a sheet.
DOOR = """
    donations/forms/books.py donations/forms/confirming.py donations/forms/gift.py donations/forms/inspection.py
    ksbb/imports/door.py ksbb/imports/sheet_form.py recipients/api/incoming.py
""".split()  # noqa: SIM905 - read by people
# A form on SheetForm, which opens the door.
SHEETS = """
    donations/forms/allowances.py donations/forms/inventory.py recipients/forms/checking.py recipients/forms/uploads.py
""".split()  # noqa: SIM905
# A photo that is looked at, kept in quarantine, and made harmless by the worker (`process_photo`), which asks the scanner.
WORKER = ["verification/views/drafting.py", "verification/views/use_answering.py"]
# Fields without a reader of their own: the two above read them; `complaint_forms` opens the door.
FIELDS = ["verification/forms.py", "verification/forms_use.py"]
# Hands `request.FILES` to a form, or to `file_of` of the API, and touches nothing itself.
HANDS_ON = """
    donations/views/aggregator_office.py donations/views/allowance_files.py donations/views/basket_items.py donations/views/books.py
    donations/views/confirming.py donations/views/consignments.py donations/views/inspections.py donations/views/inventory_files.py
    donations/views/offline.py recipients/api/views.py recipients/views/answering.py recipients/views/uploading.py
    verification/views/complaining.py verification/views/submitting.py verification/views/use_answering.py
""".split()  # noqa: SIM905
BESIDE = {
    "ksbb/api/idempotency.py": "the digest of a request's fields and files; keeps neither",
    "ksbb/portal/views/channel_hooks.py": "what a channel reports, as JSON and signed; no file",
    "ksbb/common/uploads.py": "how much a request may carry: stands before all of them",
    "ksbb/portal/showroom.py": "the components' page; nothing is sent there",
    "recipients/api/words.py": "describes the field for the API's documents",
    "ksbb/accounts/ground_import.py": "the technical site: at most 1 MB of CSV or XLSX by the platform's staff, read and not kept",
}


def sources() -> dict[str, str]:
    found = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    told = {path.relative_to(ROOT).as_posix(): path.read_text() for path in found}
    return {name: text for name, text in told.items() if "/migrations/" not in name and "/models" not in name}


def test_every_file_that_touches_an_upload_is_on_the_list() -> None:
    listed = {*DOOR, *SHEETS, *WORKER, *FIELDS, *HANDS_ON, *BESIDE}
    assert {name for name, text in sources().items() if TOUCHES.search(text)} == listed


@pytest.mark.parametrize("name", DOOR)
def test_what_reads_an_upload_opens_the_door(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "let_in(" in text
    assert name == "ksbb/imports/door.py" or not re.search(
        r"\b(?:sent|file|upload|chosen)\.(?:read|chunks|open)\(", text
    )


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_comes_in_by_the_form_that_opens_the_door(name: str) -> None:
    assert re.search(r"class \w+\((?:\w+, )*\w*SheetForm\b", (ROOT / name).read_text())


@pytest.mark.parametrize("name", WORKER)
def test_a_photo_that_the_worker_cleans_is_looked_at_first(name: str) -> None:
    assert "glance_at_photo(" in (ROOT / name).read_text()


@pytest.mark.parametrize("name", sorted(set(HANDS_ON) - set(WORKER)))
def test_a_view_hands_its_files_on_and_reads_none(name: str) -> None:
    assert not re.search(r"\.(?:read|chunks)\(|FILES\[", (ROOT / name).read_text())


def test_the_limits_of_a_request_stand_before_everything() -> None:
    assert settings.FILE_UPLOAD_HANDLERS[0] == "ksbb.common.uploads.LimitedUpload"
    assert settings.UPLOAD_MAX_REQUEST_BYTES <= 80 * 1024 * 1024
