"""Schools for the tests, in Jakarta Barat, Kalideres, unless a test says otherwise. All names are invented."""

from __future__ import annotations

import factory
from django.utils import timezone

from schools.models import School
from tests.factories.accounts import OrganisationFactory
from tests.factories.territories import area


class SchoolFactory(factory.django.DjangoModelFactory):
    """A school in the kelurahan `code`; `accepted` is in the programme, `closed` is closed, `placed` has a point."""

    class Meta:
        model = School

    class Params:
        code = "31.73.06.1001"
        accepted = factory.Trait(accepted_at=factory.LazyFunction(timezone.now), accepted_by_id=0)
        closed = factory.Trait(is_closed=True)
        placed = factory.Trait(latitude=-6.14, longitude=106.7)

    npsn = factory.Sequence(lambda n: f"U{n:07d}")
    name = factory.Sequence(lambda n: f"SD NEGERI UJI {n:04d}")
    form = "SD"
    status = "negeri"
    address = "Jl. Uji No. 1"
    organisation = factory.LazyAttribute(
        lambda school: OrganisationFactory.create(school=True, name=school.name, region=school.code)
    )
    district = factory.LazyAttribute(lambda school: area(school.code[:8]))
    village = factory.LazyAttribute(lambda school: area(school.code) if len(school.code) == 13 else None)
