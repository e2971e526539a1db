"""What is needed, school by school: open to everybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from donations.forms.filters import NeedFilter
from donations.models import DeviceType
from donations.offers import FITS
from donations.urgency import NONE_OPEN, Band, band_of
from ksbb.accounts.requests import ActorRequest
from ksbb.common.page_cache import public_page
from ksbb.common.paging import PARAMETER, page_of
from ksbb.territories.models import DISTRICT_LENGTH, Boundary, Territory
from ksbb.territories.tilemap import tile_map
from recipients.models import NeedClass, NeedTally
from recipients.statistics import Figures, figures, figures_by, figures_of_school, figures_of_schools
from schools.models import School

PAGE = 25


@dataclass(frozen=True)
class NeedRow:
    """What one school needs of one class, now."""

    school: School
    need_class: NeedClass
    figures: Figures
    band: Band

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


@require_GET
@public_page
def need_list(request: ActorRequest) -> HttpResponse:
    wanted = NeedFilter(request.GET)
    tallies = wanted.tallies().select_related("school__district")
    page = page_of(tallies, "top_rank", "id", after=request.GET.get(PARAMETER, ""), size=PAGE)
    chosen = urlencode(wanted.chosen())
    districts = figures_by(DISTRICT_LENGTH)
    context = {
        "filter": wanted,
        "rows": rows_of(page.rows),
        "after": page.after,
        "is_first": not request.GET.get(PARAMETER),
        "chosen": chosen,
        "area_name": wanted.area_name,
        "figures": figures((wanted.area,)) if wanted.area else sum(districts.values(), Figures()),
        "map": tile_map({code: found.open for code, found in districts.items()}),
        "has_outlines": Boundary.objects.filter(territory__level=Territory.Level.DISTRICT).exists(),
        "points_url": f"{reverse('donations:need_points')}?{chosen}",
    }
    return render(request, "donations/need_list.html", context)


def rows_of(tallies: list[NeedTally]) -> list[NeedRow]:
    """The rows with the numbers of this moment, all in one statement."""
    live = figures_of_schools([tally.school_id for tally in tallies]) if tallies else {}
    rows = []
    for tally in tallies:
        found = live.get((tally.school_id, tally.need_class), Figures())
        rank = tally.top_rank if found.open > 0 else NONE_OPEN
        rows.append(NeedRow(tally.school, NeedClass(tally.need_class), found, band_of(tally.need_class, rank)))
    return rows


@require_GET
@public_page
def need_school(request: ActorRequest, npsn: str) -> HttpResponse:
    school = get_object_or_404(School.objects.listed().select_related("district", "village"), npsn=npsn)
    rows = needs_of(school)
    context = {
        "school": school,
        "rows": [row for row in rows if row.figures.needed],
        "total": sum((row.figures for row in rows), Figures()),
        "is_open": bool(school.accepted_at) and any(row.figures.open > 0 for row in rows),
    }
    return render(request, "donations/need_school.html", context)


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
