"""The two registrations of a case side by side, as far as the officer may see each of them.

Of a school off the officer's ground the sheet tells whether a field is the same, alike or different, never what it says
(promise 3: of other ground an officer sees no row).
"""

from __future__ import annotations

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
    UNKNOWN = "unknown", pgettext_lazy("comparison", "tidak dapat dibandingkan")


TONES = {Likeness.SAME: "bad", Likeness.NEAR: "waiting", Likeness.DIFFERENT: "good", Likeness.UNKNOWN: "neutral"}
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
        return TONES[self.likeness]


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
    lines = [] if first.told is None or second.told is None else _lines(first, second)
    return Sheet(first, second, lines)


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
    one, other = first.told, second.told
    assert one is not None
    assert other is not None
    recorded = _("tercatat")
    sexes = {"L": _("Laki-laki"), "P": _("Perempuan")}
    villages = dict(Territory.objects.filter(code__in=[one.village, other.village]).values_list("code", "name"))

    def line(label: str, values: tuple[str, str], likeness: Likeness) -> Line:
        shown = [
            value or "–" if side.is_seen else str(HIDDEN) for side, value in zip((first, second), values, strict=True)
        ]
        return Line(label, shown[0], shown[1], likeness)

    kinds = dict(RecipientKind.choices)
    return [
        line(_("Nama"), (one.full_name, other.full_name), _names(one.name_key, other.name_key)),
        line(_("Jenis"), (str(kinds[one.kind]), str(kinds[other.kind])), _equal(one.kind, other.kind)),
        line(_("Jenis kelamin"), (sexes[one.sex], sexes[other.sex]), _equal(one.sex, other.sex)),
        line(
            _("Tanggal lahir"), (_day(one.birth_date), _day(other.birth_date)), _days(one.birth_date, other.birth_date)
        ),
        *(
            line(name.upper(), (_masked(one.numbers[name]), _masked(other.numbers[name])), likeness)
            for name in ("nik", "nisn", "nuptk")
            if (likeness := _digits(one.numbers[name], other.numbers[name])) != Likeness.UNKNOWN or name == "nik"
        ),
        line(_("Nama ibu"), (one.mother and recorded, other.mother and recorded), _equal(one.mother, other.mother)),
        line(
            _("Kartu keluarga"),
            (one.household and recorded, other.household and recorded),
            _equal(one.household, other.household),
        ),
        line(
            _("Kelurahan rumah"),
            (villages.get(one.village, ""), villages.get(other.village, "")),
            _equal(one.village, other.village),
        ),
        line(_("Kelas"), (one.class_group, other.class_group), Likeness.UNKNOWN),
    ]


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
