"""The two registrations of a case side by side, as far as the officer may see each of them.

Of a school off the officer's ground the sheet tells whether a field is the same, alike or different, never what it says
(promise 3: of other ground an officer sees no row).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.territories.models import CITY_LENGTH, Territory
from recipients.case_policies import covers
from recipients.identity import mask
from recipients.models import DuplicateCase, Recipient, RecipientKind
from recipients.names import closeness, mother_digest, name_key
from recipients.registration import Registration, unpacked
from recipients.resemblance import is_slip
from schools.models import School

# So many digits may be written otherwise and still be one number with slips.
_SLIPS = 2


class Likeness(TextChoices):
    SAME = "same", pgettext_lazy("comparison", "sama")
    NEAR = "near", pgettext_lazy("comparison", "mirip")
    DIFFERENT = "different", pgettext_lazy("comparison", "berbeda")
    UNKNOWN = "unknown", pgettext_lazy("comparison", "belum tercatat")


TONES = {Likeness.SAME: "info", Likeness.NEAR: "waiting", Likeness.DIFFERENT: "neutral"}
HIDDEN = gettext_lazy("di luar wilayah Anda")


@dataclass(frozen=True)
class Told:
    """One side in clear, as it is compared; never shown as it is."""

    kind: str
    full_name: str
    name_key: str
    sex: str
    birth_date: date
    numbers: dict[str, str]
    mother: bytes
    household: bytes
    village: str
    class_group: str


@dataclass(frozen=True)
class Side:
    """`told` is None once the claim is wiped; `is_seen`: the school lies on the officer's ground."""

    title: str
    place: str
    is_seen: bool
    told: Told | None
    person: Recipient | None

    @property
    def shown(self) -> Told | None:
        return self.told if self.is_seen else None


@dataclass(frozen=True)
class Line:
    """One field: what each side says (a dash, or HIDDEN where it may not be seen), and how the two compare."""

    label: str
    first: str
    second: str
    likeness: Likeness

    @property
    def tone(self) -> str:
        """Empty where there is nothing to compare."""
        return TONES.get(self.likeness, "")


@dataclass(frozen=True)
class Sheet:
    first: Side
    second: Side
    lines: list[Line]


def sheet_of(case: DuplicateCase, actor: Actor) -> Sheet:
    """`case` with holder, claimant and both schools at hand. Lines are empty when one side has been wiped."""
    first = _side(_("Terdaftar lebih dulu"), case.holder.school, _of_recipient(case.holder), case.holder, actor)
    told, person = _claim(case)
    second = _side(_("Mendaftarkan kemudian"), case.claimant_school, told, person, actor)
    return Sheet(first, second, _lines(first, second))


def _claim(case: DuplicateCase) -> tuple[Told | None, Recipient | None]:
    if case.claimant is not None:
        return _of_recipient(case.claimant), case.claimant
    if bytes(case.claim_sealed):
        return _of_claim(unpacked(sealing.unseal(case.claim_sealed))), None
    return None, None


def _side(title: str, school: School, told: Told | None, person: Recipient | None, actor: Actor) -> Side:
    is_seen = covers(actor.oversees, school.region)
    return Side(title, school.name if is_seen else _city(school.region), is_seen, told, person if is_seen else None)


def _city(region: str) -> str:
    """As much as one needs to ring up the other office."""
    city = Territory.objects.filter(code=region[:CITY_LENGTH]).first()
    return _("Sekolah di %(city)s") % {"city": city.short_name if city else region[:CITY_LENGTH]}


def _of_recipient(person: Recipient) -> Told | None:
    if person.erased_at is not None:
        return None
    numbers = {name: sealing.unseal(getattr(person, f"{name}_sealed")) for name in ("nik", "nisn", "nuptk")}
    return Told(
        person.kind, person.full_name, person.name_key, person.sex, person.birth_date, numbers, bytes(person.mother_digest),
        bytes(person.household_digest), person.village, person.class_group,
    )  # fmt: skip


def _of_claim(person: Registration) -> Told:
    return Told(
        person.kind, person.full_name, name_key(person.full_name), person.sex, person.birth_date,
        {"nik": person.nik, "nisn": person.nisn, "nuptk": person.nuptk}, mother_digest(person.mother_name),
        sealing.digest("family_card", person.family_card), person.village, person.class_group,
    )  # fmt: skip


def _lines(first: Side, second: Side) -> list[Line]:
    """Fields that neither side has are left out."""
    if first.told is None or second.told is None:
        return []
    seen = (first.is_seen, second.is_seen)
    return [
        Line(label, _shown(values[0], seen[0]), _shown(values[1], seen[1]), likeness)
        for label, values, likeness in _fields(first.told, second.told)
        if any(values)
    ]


def _shown(value: str, is_seen: bool) -> str:
    return value or "–" if is_seen else str(HIDDEN)


def _fields(one: Told, other: Told) -> Iterator[tuple[str, tuple[str, str], Likeness]]:
    """Label, what each side says, how they compare."""
    recorded, kinds = _("tercatat"), dict(RecipientKind.choices)
    sexes = {"L": _("Laki-laki"), "P": _("Perempuan")}
    villages = dict(Territory.objects.filter(code__in=[one.village, other.village]).values_list("code", "name"))
    yield _("Nama"), (one.full_name, other.full_name), _names(one.name_key, other.name_key)
    yield _("Jenis"), (str(kinds[one.kind]), str(kinds[other.kind])), _equal(one.kind, other.kind)
    yield _("Jenis kelamin"), (sexes[one.sex], sexes[other.sex]), _equal(one.sex, other.sex)
    born = _day(one.birth_date), _day(other.birth_date)
    yield _("Tanggal lahir"), born, _days(one.birth_date, other.birth_date)
    for name, number in one.numbers.items():
        yield name.upper(), (_masked(number), _masked(other.numbers[name])), _digits(number, other.numbers[name])
    for label, left, right in (
        (_("Nama ibu"), one.mother, other.mother),
        (_("Kartu keluarga"), one.household, other.household),
    ):
        yield label, (recorded if left else "", recorded if right else ""), _equal(left, right)
    homes = villages.get(one.village, ""), villages.get(other.village, "")
    yield _("Kelurahan rumah"), homes, _equal(one.village, other.village)
    yield _("Kelas"), (one.class_group, other.class_group), _equal(one.class_group, other.class_group)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _masked(number: str) -> str:
    return mask(number) if number else ""


def _equal(one: str | bytes, other: str | bytes) -> Likeness:
    if not one or not other:
        return Likeness.UNKNOWN
    return Likeness.SAME if one == other else Likeness.DIFFERENT


def _names(one: str, other: str) -> Likeness:
    if one == other:
        return Likeness.SAME
    return Likeness.NEAR if closeness(one, other) else Likeness.DIFFERENT


def _days(one: date, other: date) -> Likeness:
    if one == other:
        return Likeness.SAME
    return Likeness.NEAR if is_slip(one, other) else Likeness.DIFFERENT


def _digits(one: str, other: str) -> Likeness:
    if not one or not other or one == other:
        return _equal(one, other)
    slips = sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))
    return Likeness.NEAR if slips <= _SLIPS else Likeness.DIFFERENT
