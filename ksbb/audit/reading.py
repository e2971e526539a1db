"""Who was shown whose data, for those who look over everything."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.audit.history import name_and_role, names_of
from ksbb.audit.models import Read
from ksbb.audit.views import AskedRequest
from ksbb.audit.words_reads import SHOWN_ON
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.paging import PARAMETER, Page, page_of

# "Only many": from so many people on.
MANY = 100
READERS = [(role.value, role.label) for role in Role if role not in (Role.VISITOR, Role.SYSTEM)]


@require_GET
def read_list(request: AskedRequest) -> HttpResponse:
    request.actor.must(Permission.TRAIL_VIEW)
    asked = {name: request.GET.get(name, "") for name in ("jenis", "peran", "akun", "banyak")}
    reads = _narrowed(Read.objects.visible_to(request.actor), asked)
    page: Page[Read] = page_of(reads, "-id", after=request.GET.get(PARAMETER, ""), size=50)
    names = names_of(read.user_id for read in page.rows)
    rows = [
        {
            "read": read,
            "page": SHOWN_ON.get(read.page, read.page),
            "who": name_and_role(read.role, names.get(read.user_id or 0, "")),
        }
        for read in page.rows
    ]
    context = {"page": page, "rows": rows, "asked": asked, "kinds": Read.Kind.choices, "roles": READERS, "many": MANY}
    return render(request, "audit/read_list.html", context | {"alert": settings.READ_ALERT_PEOPLE})


def _narrowed(reads: QuerySet[Read], asked: dict[str, str]) -> QuerySet[Read]:
    if asked["jenis"] in Read.Kind.values:
        reads = reads.filter(kind=asked["jenis"])
    if asked["peran"] in Role.values:
        reads = reads.filter(role=asked["peran"])
    if asked["akun"].isascii() and asked["akun"].isdigit() and len(asked["akun"]) < 19:
        reads = reads.filter(user_id=int(asked["akun"]))
    return reads.filter(count__gte=MANY) if asked["banyak"] else reads
