"""The public page of what we hold follows the tables: a new column with personal data cannot be forgotten."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.test import Client

from ksbb.portal.holdings import HOLDINGS
from ksbb.portal.nobodys import NOBODYS

KINDS = (
    models.CharField, models.TextField, models.FileField, models.BinaryField, models.JSONField, models.DateField,
    models.FloatField, models.GenericIPAddressField,
)  # fmt: skip
STAMPS = models.DateTimeField
# Codes of a list, areas and sums: the same words in every table.
CODES = {
    "region",
    "sha256",
    "signed_paper_sha256",
    "state",
    "kind",
    "role",
    "need_class",
    "device_type",
    "form",
    "purpose",
    "status",
}


def in_question() -> set[str]:
    """Every column that could hold something of a person."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, KINDS) and not isinstance(field, STAMPS) and not field.choices and field.name not in CODES
    }


def nobodys(columns: set[str]) -> set[str]:
    named = {f"{model}.{field}" for model, fields in NOBODYS.items() for field in fields.split()}
    return {one for one in columns if one in named or f"{one.rsplit('.', 1)[0]}.*" in named}


def test_every_column_is_told_of_or_known_to_be_nobodys() -> None:
    told = set().union(*(one.columns for one in HOLDINGS))
    columns = in_question()
    assert columns - told - nobodys(columns) == set()
    assert told & nobodys(columns) == set()


def test_no_column_is_told_of_that_is_gone() -> None:
    known = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.get_fields()}
    assert set().union(*(one.columns for one in HOLDINGS)) - known == set()
    assert {f"{m}.{f}" for m, fields in NOBODYS.items() for f in fields.split() if f != "*"} - known == set()


def test_sealed_kinds_are_said_to_be_sealed() -> None:
    sealed = {one for kind in HOLDINGS if kind.sealed for one in kind.columns}
    assert {one for one in in_question() if one.endswith("_sealed")} - sealed - {
        "donations.Donor.npwp_sealed", "donations.Pledge.signature_sealed", "donations.Wish.signature_sealed",
        "donations.Consignment.signature_sealed", "donations.LedgerEntry.from_sealed",
        "recipients.Draw.seed_sealed", "verification.SampleDraw.seed_sealed",
    } == set()  # fmt: skip


def test_the_page_tells_it_to_everybody(client: Client) -> None:
    page = client.get("/privasi/data/")
    assert page.status_code == 200
    assert "paling lama 30 hari" in page.text
    assert all(str(one.what) in page.text.replace("&#x27;", "'") for one in HOLDINGS)
