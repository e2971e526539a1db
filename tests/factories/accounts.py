"""People, organisations and memberships for the tests. All names are invented."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.declarations import LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.accounts.persons import ELSEWHERE, person_digest
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from recipients.models import NoticeSeen
from recipients.policies import NOTICE_EDITION
from tests.factories.territories import area

PASSWORD = "kata-sandi-untuk-uji-1"


class UserFactory(DjangoModelFactory):
    """A person with a verified address and PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        staff = Trait(is_staff=True, is_superuser=True)
        without_password = Trait(password=None)

    email = Sequence(lambda n: f"orang{n}@uji.example")
    full_name = Sequence(lambda n: f"Orang Uji {n}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(*args, **kwargs)

    @post_generation  # type: ignore[untyped-decorator]
    def verified(self, create: bool, extracted: bool | None, **_: Any) -> None:
        """`verified=False` leaves the address unconfirmed."""
        EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=extracted is not False)  # type: ignore[misc]


class OrganisationFactory(DjangoModelFactory):
    """An office over `codes` (the whole of DKI Jakarta); with a trait a school, a donor or an aggregator."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        school = Trait(kind="school", region="31.73.06.1001", codes=())
        donor = Trait(kind="donor", region="", codes=())
        aggregator = Trait(kind="aggregator", region="", codes=())

    kind = "office"
    name = Sequence(lambda n: f"Organisasi Uji {n}")
    region = "31"

    @post_generation  # type: ignore[untyped-decorator]
    def codes(self, create: bool, extracted: tuple[str, ...] | None, **_: Any) -> None:
        """The official codes of the ground an office watches over."""
        wanted = extracted if extracted is not None else (self.region,)
        self.territories.set([area(code) for code in wanted])  # type: ignore[attr-defined]


class MembershipFactory(DjangoModelFactory):
    """An accepted membership; `invited` has not been accepted yet, `ended` is over."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    class Params:
        invited = Trait(accepted_at=None, invited_at=LazyFunction(timezone.now))
        ended = Trait(ends_on=LazyFunction(timezone.localdate))

    user = SubFactory(UserFactory)
    organisation = SubFactory(OrganisationFactory)
    role = Role.COORDINATOR
    accepted_at = LazyFunction(timezone.now)

    @post_generation  # type: ignore[untyped-decorator]
    def person_told(self, create: bool, extracted: bool | None, **_: Any) -> None:
        """A validator has told who they are and lives where no school of the programme is; with `person_told=False` not yet."""
        if extracted is not False and self.role == Role.VALIDATOR:
            told = {"person_digest": person_digest(f"{self.user_id:016d}"), "home_region": ELSEWHERE}  # type: ignore[attr-defined]
            User.objects.filter(pk=self.user_id, person_digest=None).update(**told)  # type: ignore[attr-defined]

    @post_generation  # type: ignore[untyped-decorator]
    def notice_read(self, create: bool, extracted: bool | None, **_: Any) -> None:
        """Schools have read the privacy notice; with `notice_read=False` they meet it at their first entry."""
        if extracted is not False and self.role in (Role.PRINCIPAL, Role.SCHOOL_OPERATOR):
            told = {"defaults": {"seen_at": timezone.now()}}
            NoticeSeen.objects.get_or_create(user=self.user, edition=NOTICE_EDITION, **told)


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
    organisation: Organisation = OrganisationFactory.create(**traits, **place)
    return organisation


def somebody(role: str, *, organisation: Organisation | None = None, codes: tuple[str, ...] = ()) -> Actor:
    """A person with a membership in `role`, in `organisation` or in a new one on the ground `codes`."""
    found = organisation or organisation_for(role, codes)
    return actor_of(MembershipFactory.create(organisation=found, role=Role(role)))
