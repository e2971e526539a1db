"""People, organisations and memberships for the tests. All names are invented."""

from __future__ import annotations

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from ksbb.accounts.models import Membership, Organisation, User
from ksbb.authority.roles import Role
from tests.factories.territories import area

PASSWORD = "kata-sandi-untuk-uji-1"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a verified address and PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        staff = factory.Trait(is_staff=True, is_superuser=True)
        without_password = factory.Trait(password=None)

    email = factory.Sequence(lambda n: f"orang{n}@uji.example")
    full_name = factory.Sequence(lambda n: f"Orang Uji {n}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(*args, **kwargs)

    @factory.post_generation
    def verified(self, create: bool, extracted: bool | None, **_: Any) -> None:
        """`verified=False` leaves the address unconfirmed."""
        EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=extracted is not False)  # type: ignore[misc]


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An office over `codes` (the whole of DKI Jakarta); with a trait a school, a donor or an aggregator."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        school = factory.Trait(kind="school", region="31.73.06.1001", codes=())
        donor = factory.Trait(kind="donor", region="", codes=())
        aggregator = factory.Trait(kind="aggregator", region="", codes=())

    kind = "office"
    name = factory.Sequence(lambda n: f"Organisasi Uji {n}")
    region = "31"

    @factory.post_generation
    def codes(self, create: bool, extracted: tuple[str, ...] | None, **_: Any) -> None:
        """The official codes of the ground an office watches over."""
        wanted = extracted if extracted is not None else (self.region,)
        self.territories.set([area(code) for code in wanted])  # type: ignore[attr-defined]


class MembershipFactory(factory.django.DjangoModelFactory):
    """An accepted membership; `invited` has not been accepted yet, `ended` is over."""

    class Meta:
        model = Membership

    class Params:
        invited = factory.Trait(accepted_at=None, invited_at=factory.LazyFunction(timezone.now))
        ended = factory.Trait(ends_on=factory.LazyFunction(timezone.localdate))

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.COORDINATOR
    accepted_at = factory.LazyFunction(timezone.now)


# Where a role acts when a test does not say it: Jakarta Barat, Kalideres.
GROUND: dict[str, tuple[str, ...]] = {
    Role.COORDINATOR: ("31",),
    Role.CITY_SUPERVISOR: ("31.73",),
    Role.DISTRICT_SUPERVISOR: ("31.73.06",),
    Role.VALIDATOR: ("31",),
    Role.AUDITOR: ("31",),
}
KIND: dict[str, str] = {
    Role.PRINCIPAL: "school",
    Role.SCHOOL_OPERATOR: "school",
    Role.DONOR: "donor",
    Role.AGGREGATOR: "aggregator",
}


def organisation_for(role: str, codes: tuple[str, ...] | None = None) -> Organisation:
    """A new organisation in which `role` makes sense, on the ground `codes`."""
    ground = codes or GROUND.get(role, ())
    kind = KIND.get(role, "office")
    traits = {kind: True} if kind != "office" else {"codes": ground}
    place = {"region": ground[0]} if ground else {}
    return OrganisationFactory.create(**traits, **place)
