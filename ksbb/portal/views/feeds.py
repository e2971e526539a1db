"""Proven handovers as a feed for readers of news, and what search engines ask for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ksbb.common.fragments import kept
from ksbb.common.page_cache import public_page
from ksbb.territories.tilemap import CITIES, LAYOUT
from schools.models import School
from verification.models import Report
from verification.statistics import countable, proven_reports

MOST = 50
# A site map may name 50,000 addresses.
MOST_SCHOOLS = 45_000
PAGES = (
    *("portal:home", "portal:how", "portal:data_page", "portal:privacy", "portal:holdings"),
    *("donations:need_list", "schools:school_list", "donations:aggregator_list", "donations:drop_point_list"),
    *(
        "verification:figures",
        "verification:complaint_figures",
        "verification:complaint_write",
        "verification:sample_list",
    ),
    *("recipients:draw_list", "recipients:appeal_code", "donations:receipt_find", "audit:root_list"),
)


class ProvenFeed(Feed):  # type: ignore[type-arg]
    """What the school's own page tells already, with its day: that devices were proven, and how many where they are five or
    more. The kind of device is not told (docs/decisions/0018)."""

    title = gettext_lazy("KSBB Pendidikan: serah terima yang terbukti")
    description = gettext_lazy(
        "Gawai belajar yang sudah diserahkan ke sekolah dan dibuktikan validator yang tidak terlibat."
    )

    def link(self) -> str:
        return reverse("verification:figures")

    def items(self) -> list[Report]:
        return list(proven_reports().order_by("-verified_at", "-id")[:MOST])

    def item_title(self, item: Report) -> str:  # type: ignore[override]
        school, count = item.handover.school.name, countable(item)
        if count is None:
            return _("%(school)s: gawai terbukti diterima") % {"school": school}
        return _("%(school)s: %(count)s gawai terbukti diterima") % {"school": school, "count": count}

    def item_description(self, item: Report) -> str:  # type: ignore[override]
        day = date_format(localtime(item.verified_at), "j F Y")
        return _("Dibuktikan validator pada %(day)s.") % {"day": day}

    def item_link(self, item: Report) -> str:
        return reverse("donations:need_school", args=[item.handover.school.npsn])

    def item_guid(self, item: Report) -> str:
        return f"urn:uuid:{item.public_id}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Report) -> datetime | None:
        """The day, not the minute: whoever works when is nobody's business."""
        return localtime(item.verified_at).replace(hour=0, minute=0, second=0, microsecond=0)


_feed = ProvenFeed()


@require_safe
@public_page
def proven_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request)


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/robots.txt", {"site": settings.PUBLIC_URL}, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Pages for everybody, the kota and kecamatan, and the schools of the programme."""
    body = kept("sitemap", (), lambda: _sitemap(request))
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _sitemap(request: HttpRequest) -> bytes:
    schools = School.objects.listed().filter(accepted_at__isnull=False).order_by("npsn")
    paths = [reverse(name) for name in PAGES]
    paths += [reverse("donations:need_area", args=[code]) for code in (*CITIES, *(tile[0] for tile in LAYOUT))]
    paths += [
        reverse("donations:need_school", args=[npsn]) for npsn in schools.values_list("npsn", flat=True)[:MOST_SCHOOLS]
    ]
    return render(request, "portal/sitemap.xml", {"site": settings.PUBLIC_URL, "paths": paths}).content
