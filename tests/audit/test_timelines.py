"""The pages of a school and of a case tell what happened, to those who may know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from tests.factories.donations import school_at
from tests.factories.samples import verified_report
from tests.factories.verification import member
from verification.actions.open_case import open_case

ClientAs = Callable[[Actor], Client]
TOLD = "Menerima sekolah ke dalam program"


@pytest.mark.django_db
def test_the_page_of_a_school_tells_its_own_people_and_offices_what_happened(client_as: ClientAs) -> None:
    school = school_at()
    trail.record("school.accepted", school, actor=SYSTEM)
    address = f"/sekolah/{school.npsn}/"
    for actor in (member("principal", school.organisation), member("district_supervisor", codes=(school.region[:8],))):
        assert TOLD in client_as(actor).get(address).content.decode()
    for actor in (member("donor"), member("principal", school_at().organisation)):
        assert TOLD not in client_as(actor).get(address).content.decode()
    assert TOLD not in Client().get(address).content.decode()


@pytest.mark.django_db
def test_the_page_of_a_case_tells_when_it_was_opened(client_as: ClientAs) -> None:
    auditor = member("auditor")
    case = open_case(kind="same_photo", key="photo:ab", report=verified_report(), facts={"reports": 3}, actor=auditor)
    assert "Membuka perkara" in client_as(auditor).get(f"/perkara/{case.public_id}/").content.decode()
