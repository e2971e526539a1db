"""Invented schools and offices over the real kecamatan, and one desk for each demo sign-in."""

from __future__ import annotations

from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from donations.models import Donor
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.accounts.persons import ELSEWHERE, person_digest
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from ksbb.portal.demo.signins import PASSWORD, SIGN_INS, SignIn
from ksbb.territories.models import Territory
from ksbb.territories.tilemap import LAYOUT
from schools.actions.load_schools import load_schools
from schools.models import School
from schools.rows import SchoolRow

HOME_DISTRICT = "31.73.06"
FORMS = ("SD", "SMP", "SD", "SMK", "SMA", "SD", "SMP", "SLB", "PKBM")
# From the schematic map's grid to a place on earth: roughly where the kecamatan lies, true for no school.
WEST, EAST_PER_COLUMN, NORTH, SOUTH_PER_ROW = 106.70, 0.034, -6.075, 0.031


def npsn_of(number: int) -> str:
    """Letters that the official register never uses: nobody takes the school for a real one."""
    return f"DEMO{number:04d}"


def invent_schools(per_district: int, random: Random) -> list[School]:
    """`per_district` schools in each of the 44 kecamatan, accepted but for every fortieth."""
    rows = [
        _school(number, place, index, random)
        for number, (place, index) in enumerate((p, i) for p in LAYOUT for i in range(per_district))
    ]
    load_schools(rows=[row for row in rows if row.number % 40 != 39], actor=SYSTEM, accept=True)
    load_schools(rows=[row for row in rows if row.number % 40 == 39], actor=SYSTEM)
    return list(School.objects.filter(npsn__startswith="DEMO").order_by("npsn"))


def _school(number: int, place: tuple[str, str, str, int, int], index: int, random: Random) -> SchoolRow:
    code, name, _short, column, row = place
    form = FORMS[index % len(FORMS)]
    is_state = index % 2 == 0 and form not in ("PKBM",)
    villages = list(Territory.objects.filter(parent_id=code).values_list("code", flat=True).order_by("code"))
    return SchoolRow(
        number=number,
        npsn=npsn_of(number),
        name=f"{form} {'Negeri ' if is_state else ''}Contoh {name} {index + 1:02d}",
        form=form,
        status="negeri" if is_state else "swasta",
        address=f"Jalan Rekaan No. {random.randint(1, 99)}, {name}",
        district_id=code,
        village_id=villages[index % len(villages)] if villages else None,
        latitude=round(NORTH - row * SOUTH_PER_ROW - random.random() * 0.024, 6)
        if not code.startswith("31.01")
        else -5.7,
        longitude=round(WEST + column * EAST_PER_COLUMN + random.random() * 0.026, 6),
    )


def invent_offices() -> dict[str, Organisation]:
    """The provincial office, one Sudin a kota, one office a kecamatan; the keys are those of the sign-ins."""
    province = _office("Dinas Pendidikan (contoh)", "31", ["31"])
    offices = {"province": province}
    for city in Territory.objects.cities().filter(code__startswith="31."):
        codes = [code for code, *_rest in LAYOUT if code.startswith(city.code)]
        office = _office(f"Suku Dinas Pendidikan {city.short_name} (contoh)", city.code, codes)
        offices |= {"city": office} if HOME_DISTRICT.startswith(city.code) else {}
    for code, name, *_rest in LAYOUT:
        office = _office(f"Satuan Pelaksana Pendidikan {name} (contoh)", code, [code])
        offices |= {"district": office} if code == HOME_DISTRICT else {}
    offices["validators"] = _office("Tim Validator KSBB (contoh)", "31", ["31"])
    offices["inspectorate"] = _office("Inspektorat (contoh)", "31", ["31"])
    return offices


def _office(name: str, region: str, codes: list[str]) -> Organisation:
    office, _is_new = Organisation.objects.get_or_create(
        kind=Organisation.Kind.OFFICE, name=name, defaults={"region": region}
    )
    office.territories.set(Territory.objects.filter(code__in=codes))
    return office


def invent_givers() -> dict[str, Organisation]:
    """A family, a company and an aggregator."""
    givers = {}
    for key, name, kind, profile in (
        ("donor", "Rara Contoh", Organisation.Kind.DONOR, Donor.Kind.PERSON),
        ("company", "PT Contoh Peduli Belajar", Organisation.Kind.DONOR, Donor.Kind.COMPANY),
        ("aggregator", "Yayasan Agregator Contoh", Organisation.Kind.AGGREGATOR, Donor.Kind.COMMUNITY),
    ):
        organisation, _is_new = Organisation.objects.get_or_create(kind=kind, name=name)
        Donor.objects.get_or_create(
            organisation=organisation,
            defaults={"kind": profile, "shown_as": Donor.ShownAs.NAME, "address": "Jalan Rekaan No. 1, Jakarta"},
        )
        givers[key] = organisation
    return givers


def invent_sign_ins(organisations: dict[str, Organisation]) -> dict[str, User]:
    """One person per sign-in, e-mail confirmed, and a person for the technical site; e-mail → user."""
    users = {}
    sealed = make_password(PASSWORD)
    for sign_in in SIGN_INS:
        user, _is_new = User.objects.get_or_create(
            email=sign_in.email,
            defaults={"full_name": sign_in.full_name, "password": sealed, "is_staff": sign_in.role is None}
            | _who(sign_in),
        )
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        users[sign_in.email] = user
        if sign_in.role is not None:
            Membership.objects.get_or_create(
                user=user,
                organisation=organisations[sign_in.key],
                role=sign_in.role,
                defaults={"accepted_at": timezone.now()},
            )
    return users


def _who(sign_in: SignIn) -> dict[str, object]:
    """A validator has told who they are, so that the desk can be tried at once; the number is nobody's."""
    if sign_in.role != Role.VALIDATOR:
        return {}
    return {"person_digest": person_digest(f"contoh:{sign_in.email}"), "home_region": ELSEWHERE}
