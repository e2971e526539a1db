"""The generated client is that of today's schema, and a program that uses it gets along with a real server."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from ksbb_client import AuthenticatedClient, Client
from ksbb_client.api.pledges import pledges_create, pledges_list
from ksbb_client.api.public import figures_list, needs_list, needs_read, receipts_read, schools_list
from ksbb_client.models import (
    DeviceCondition,
    DeviceType,
    FiguresListBy,
    NeedClass,
    NeedsListNeedClass,
    PledgeDeviceIn,
    PledgeIn,
    PledgeOut,
    ProblemOut,
)
from pytest_django.live_server_helper import LiveServer

from donations.models import Pledge
from scripts.make_client import differing, make
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of, people_at, school_at
from tests.factories.keys import program_of


def test_the_committed_client_is_that_of_todays_schema(tmp_path: Path) -> None:
    """Otherwise: `python3 run client`, and commit what it writes."""
    make(tmp_path)
    assert differing(tmp_path) == []


@pytest.fixture
def everybody(live_server: LiveServer) -> Client:
    cache.clear()
    return Client(base_url=live_server.url, headers={"Accept-Language": "id"}, httpx_args={"trust_env": False})


@pytest.mark.django_db(transaction=True)
def test_a_program_finds_a_need_promises_and_follows(live_server: LiveServer, everybody: Client) -> None:
    school = school_at(name="SMP Uji Klien")
    people_at(school, pupils=8)
    donor = somebody("donor")
    donor_of(donor)
    secret = program_of(donor).defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")

    need = needs_list.sync(client=everybody, need_class=NeedsListNeedClass.STUDENT_DEVICE, limit=5).items[0]
    assert (need.school.name, need.open_, need.need_class) == ("SMP Uji Klien", 8, NeedClass.STUDENT_DEVICE)
    assert DeviceType.TABLET in need.devices
    assert [one.npsn for one in schools_list.sync(client=everybody, search="klien").items] == [school.npsn]

    own = AuthenticatedClient(base_url=live_server.url, token=secret, httpx_args={"trust_env": False})
    tablets = PledgeDeviceIn(device_type=DeviceType.TABLET, condition=DeviceCondition.NEW, quantity=6)
    wanted = PledgeIn(
        school=need.school.npsn,
        devices=[tablets],
        proposed_on=timezone.localdate() + datetime.timedelta(days=9),
        signed_name="Penanda Tangan Uji",
        agreed=True,
    )
    made, again = (
        pledges_create.sync_detailed(client=own, body=wanted, idempotency_key="klien-0001") for _twice in range(2)
    )
    assert isinstance(made.parsed, PledgeOut)
    assert (made.status_code, again.parsed, again.headers["Idempotency-Replayed"]) == (201, made.parsed, "true")
    assert Pledge.objects.count() == 1
    assert pledges_list.sync(client=own).items[0].id == made.parsed.id

    receipt = receipts_read.sync(made.parsed.receipt_code, client=everybody)
    assert [(one.label, one.count) for one in receipt.counts][0] == ("Dijanjikan", 6)
    assert needs_read.sync(school.npsn, client=everybody).total.open_ == 2
    figures = figures_list.sync(client=everybody, by=FiguresListBy.NEED_CLASS)
    assert [(one.need_class, one.needed, one.verified) for one in figures.items if one.needed] == [
        (NeedClass.STUDENT_DEVICE, 10, None)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_problem_is_a_value(everybody: Client) -> None:
    found: Any = receipts_read.sync("ABCDEFGHJK", client=everybody)
    assert isinstance(found, ProblemOut)
    assert (found.code, found.status) == ("not_found", 404)
