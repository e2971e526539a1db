"""Growth is prepared: what is about people, schools or places carries its region, so that it can be parted by province."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

OURS = (
    "territories",
    "accounts",
    "audit",
    "notifications",
    "imports",
    "operation",
    "waffle",
    "api",
    "schools",
    "recipients",
    "donations",
    "verification",
)

# Why a table has no region of its own. "part of …" is found through its owner only and moves with it (docs/scale.md, step 3).
WITHOUT: dict[str, str] = {
    "territories.Territory": "its key is the region",
    "territories.Boundary": "its key is the region",
    "accounts.User": "a person may act in several regions",
    "accounts.Membership": "part of an organisation",
    "accounts.FactorReset": "part of a person, as a session is",
    "accounts.Session": "part of a person",
    "accounts.ApiToken": "part of a membership",
    "api.KeptAnswer": "part of a key, gone after a day",
    "audit.Seal": "for everybody",
    "audit.DailyRoot": "for everybody",
    "notifications.Message": "part of a person's inbox",
    "notifications.Delivery": "part of a message",
    "notifications.Contact": "part of a person's account",
    "notifications.Choice": "part of a person's account",
    "notifications.PushDevice": "part of a person's account",
    "schools.School": "`region` is told by village and district, which are region codes",
    "recipients.CriteriaSet": "for everybody",
    "recipients.CriteriaReturn": "for everybody",
    "recipients.Draw": "for everybody",
    "recipients.NoticeSeen": "part of a person's account",
    "imports.ImportRow": "part of a run, wiped with it",
    "donations.Donor": "a donor gives everywhere; pledges carry the region",
    "donations.PledgeLine": "part of a pledge",
    "donations.Basket": "part of a donor; its pledges carry the region",
    "donations.BasketItem": "part of a basket",
    "donations.Licence": "part of an aggregator",
    "donations.LicenceEvent": "part of an aggregator",
    "donations.MatchingWeights": "for everybody",
    "donations.CertificateNumber": "one series of numbers",
    "donations.HandoverCode": "part of a handover, dead after ten minutes",
    "donations.DeviceNumber": "the narrow registry of numbers in custody",
    "donations.StockTakeLine": "part of a stock-take",
    "operation.Alarm": "of the whole portal",
    "operation.Checkup": "of the whole portal",
    "operation.SwitchChange": "for everybody",
    "waffle.Flag": "not used: only switches are",
    "waffle.Sample": "not used: only switches are",
    "waffle.Switch": "for everybody",
    "verification.DataFile": "for everybody",
    "verification.DraftPhoto": "part of a handover's report",
    "verification.Evidence": "part of a report",
    "verification.EvidenceLikeness": "part of a photo",
    "verification.EvidencePrint": "part of a photo, searched over everything",
    "verification.Verdict": "part of a report",
    "verification.Instrument": "for everybody",
    "verification.SampleDraw": "for everybody",
    "verification.UsePhoto": "part of an answer",
    "verification.ComplaintFile": "part of a complaint",
    "verification.ComplaintStep": "part of a complaint",
}


def carries_region(model: type[models.Model]) -> bool:
    return any(field.name == "region" for field in model._meta.fields)


TABLES = sorted((model for model in apps.get_models() if model._meta.app_label in OURS), key=lambda m: m._meta.label)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_a_table_carries_its_region_or_says_why_not(model: type[models.Model]) -> None:
    assert carries_region(model) != (model._meta.label in WITHOUT)


def test_no_exception_is_left_over() -> None:
    assert set(WITHOUT) <= {model._meta.label for model in TABLES}


def test_uniqueness_of_numbers_stands_in_the_narrow_registry_alone() -> None:
    """A unique key of a partitioned table must hold the partition's column: so no number may be unique in a big table."""
    recipient, identity = apps.get_model("recipients", "Recipient"), apps.get_model("recipients", "Identity")
    unique = [c.fields for c in recipient._meta.constraints if isinstance(c, models.UniqueConstraint)]
    assert unique == []
    assert [f.name for f in recipient._meta.fields if f.unique] == ["id", "public_id"]
    assert {f.name for f in identity._meta.fields} == {"id", "purpose", "digest", "recipient", "region"}
