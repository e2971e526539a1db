"""The portal's addresses and three of the benchmark: a constant answer, the list's data without ORM and template, and a file that
is kept as it comes."""

from __future__ import annotations

import uuid

from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from ksbb.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_ROWS = """
SELECT t.id, t.school_id, t.need_class, t.top_rank, s.npsn, s.name, s.form, s.status, d.name
FROM recipients_needtally t JOIN schools_school s ON s.id = t.school_id JOIN territories_territory d ON d.code = s.district_id
WHERE t.open > 0 AND NOT s.is_closed AND s.accepted_at IS NOT NULL ORDER BY t.top_rank, t.id LIMIT 26
"""
_LIVE = """
SELECT school_id, need_class, sum(open), sum(reserved), sum(delivered), sum(met) FROM (
    SELECT school_id, need_class, open, reserved, delivered, met FROM recipients_needtally WHERE school_id = ANY(%s)
    UNION ALL SELECT school_id, need_class, open, reserved, delivered, met FROM recipients_needdelta WHERE school_id = ANY(%s)
) AS live GROUP BY 1, 2
"""


def constant(_request: HttpRequest) -> HttpResponse:
    """Behind the whole middleware, and nothing else."""
    return HttpResponse("tetap")


def raw(_request: HttpRequest) -> HttpResponse:
    """What the first page of the list shows, as the database gives it."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        rows = cursor.fetchall()
        schools = [row[1] for row in rows]
        cursor.execute(_LIVE, [schools, schools])
        live = cursor.fetchall()
    return JsonResponse({"rows": rows, "live": live}, json_dumps_params={"default": str})


def keep(request: HttpRequest) -> HttpResponse:
    """Files go to where the portal's go, and nothing else happens."""
    for upload in request.FILES.getlist("photos"):
        default_storage.save(f"bench/{uuid.uuid4().hex}", upload)
    return HttpResponse("simpan")


urlpatterns = [
    path("ukur/tetap/", constant, name="bench_constant"),
    path("ukur/mentah/", raw, name="bench_raw"),
    path("ukur/simpan/", keep, name="bench_keep"),
    *urlpatterns,
]
