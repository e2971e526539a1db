"""The rows of the list of needs: a school and a class with the numbers of this moment, and their HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.models import DeviceType
from donations.offers import FITS
from donations.urgency import NONE_OPEN, Band, band_of
from ksbb.common.fragments import kept_html
from recipients.models import NeedClass, NeedTally
from recipients.statistics import Figures, figures_of_school, figures_of_schools
from schools.models import School
from schools.places import metres_of


@dataclass(frozen=True)
class NeedRow:
    """What one school needs of one class, now. `metres` is how far away it is, when that was asked for and is known."""

    school: School
    need_class: NeedClass
    figures: Figures
    band: Band
    metres: int | None = None

    @property
    def devices(self) -> list[tuple[str, str]]:
        """(value, label) of the kinds of device that fit."""
        return [(value, str(DeviceType(value).label)) for value in FITS[self.need_class]]

    @property
    def left(self) -> int:
        """Never below zero, also while a change is being counted."""
        return max(0, self.figures.open)

    @property
    def audience(self) -> str:
        return _("Murid") if self.need_class == NeedClass.STUDENT_DEVICE else _("Guru")

    @property
    def stages(self) -> list[tuple[str, str, int]]:
        """(colour, words, number) of the four numbers."""
        return [
            ("needed", _("Dibutuhkan"), self.figures.needed),
            ("pledged", _("Dijanjikan"), self.figures.pledged),
            ("handed", _("Diserahkan"), self.figures.handed_over),
            ("verified", _("Terverifikasi"), self.figures.verified),
        ]

    @property
    def device_words(self) -> str:
        return ", ".join(label for _value, label in self.devices)

    @property
    def kilometres(self) -> float | None:
        """As the place itself: to the kilometre, roughly."""
        return round(self.metres / 1000, 1) if self.metres is not None else None

    @property
    def html(self) -> SafeString:
        """The row of the table, drawn once for equal facts."""
        school = self.school
        return _drawn(
            get_language() or "",
            school.npsn,
            school.name,
            school.form,
            school.status,
            school.district.short_name,
            self.need_class,
            self.figures,
            self.band.level,
            self.metres,
        )

    @property
    def panel_html(self) -> SafeString:
        """The same as a panel of the school's page."""
        facts = (self.need_class, self.figures, self.band.level)
        return kept_html(
            "need-class", facts, lambda: render_to_string("donations/partials/_need_class.html", {"row": self})
        )


# Everything that a row shows is an argument, so that what is kept is never old.
@lru_cache(maxsize=4_000)
def _drawn(
    language: str,
    npsn: str,
    name: str,
    form: str,
    status: str,
    district: str,
    need_class: str,
    figures: Figures,
    level: int,
    metres: int | None,
) -> SafeString:
    del language  # part of the key only: the words are those of the active language
    school = School(npsn=npsn, name=name, form=form, status=status)
    row = NeedRow(school, NeedClass(need_class), figures, Band.of(level), metres)
    return render_to_string("donations/partials/_need_row.html", {"row": row, "district": district})


def rows_of(tallies: list[NeedTally]) -> list[NeedRow]:
    """The rows with the numbers of this moment, all in one statement."""
    live = figures_of_schools([tally.school_id for tally in tallies]) if tallies else {}
    rows = []
    for tally in tallies:
        found = live.get((tally.school_id, tally.need_class), Figures())
        rank = tally.top_rank if found.open > 0 else NONE_OPEN
        band = band_of(tally.need_class, rank)
        degrees = getattr(tally, "degrees", None)
        metres = None if degrees is None else metres_of(degrees)
        rows.append(NeedRow(tally.school, NeedClass(tally.need_class), found, band, metres))
    return rows


def needs_of(school: School) -> list[NeedRow]:
    """Both classes of one school, with the numbers of this moment."""
    ranks = dict(NeedTally.objects.filter(school=school).values_list("need_class", "top_rank"))
    return [
        NeedRow(
            school,
            NeedClass(need_class),
            found,
            band_of(need_class, ranks.get(need_class, NONE_OPEN) if found.open > 0 else NONE_OPEN),
        )
        for need_class, found in figures_of_school(school.pk).items()
    ]
