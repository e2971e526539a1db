"""A file to be saved says what it is and asks nobody to keep it."""

from __future__ import annotations

import pytest

from ksbb.common.downloads import saved_as


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("buku.csv", "text/csv; charset=utf-8"),
        ("surat.pdf", "application/pdf"),
        ("apa.bin", "application/octet-stream"),
    ],
)
def test_the_kind_follows_from_the_name(name: str, kind: str) -> None:
    assert saved_as(name)["Content-Type"] == kind


def test_nobody_on_the_way_keeps_it() -> None:
    headers = saved_as("penerima.xlsx")
    assert headers["Content-Disposition"] == 'attachment; filename="penerima.xlsx"'
    assert headers["Cache-Control"] == "private, no-store"
