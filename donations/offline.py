"""What the form without network keeps on the phone: appointments of the own school, and nothing of any person. Reading only."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Count, Exists, OuterRef
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from donations.models import Handover, HandoverCertificate
from donations.receipts import giver_words
from donations.states import HandoverState
from ksbb.authority.actors import Actor
from ksbb.common import sealing

MOST = 100
STORE, PAGE, WORKER = "js/offline-store.js", "js/offline.js", "js/offline-worker.js"
PAGE_PARTS = (
    "donations/offline.html",
    "donations/partials/_offline_app.html",
    "donations/partials/_offline_form.html",
)
ICONS = {192: "img/app-192.png", 512: "img/app-512.png"}
SHELL = (
    "vendor/bootstrap-5.3.8/css/bootstrap.min.css",
    "vendor/plus-jakarta-sans-5.3.0/files/plus-jakarta-sans-latin-700-normal.woff2",
    *(f"css/{name}.css" for name in ("tokens", "base", "forms", "layout", "header", "components", "offline")),
    *(STORE, PAGE, "js/theme.js", "img/logo.svg", *ICONS.values()),
)


def who(actor: Actor) -> str:
    """Tells two accounts on one phone apart and says nothing about either."""
    return sealing.digest("offline-form", str(actor.membership_id)).hex()[:24]


def handovers_for_phone(actor: Actor) -> list[dict[str, Any]]:
    """The planned appointments of the actor's school, the next first: the public name of each, who gives in the words of the
    public receipt (a person is never named), when, how many devices, and whether the papers are there. One query."""
    valid = HandoverCertificate.objects.filter(handover=OuterRef("pk"), device=None, voided_at__isnull=True)
    found = (
        Handover.objects.visible_to(actor)
        .filter(school__organisation_id=actor.organisation_id or 0, state=HandoverState.PLANNED)
        .select_related("pledge__donor__organisation")
        .annotate(devices=Count("allocations"), is_ready=Exists(valid))
        .order_by("scheduled_for", "pk")[:MOST]
    )
    return [
        {
            "id": str(one.public_id),
            "giver": giver_words(one.pledge.donor, one.pledge.shown_as),
            "day": date_format(timezone.localtime(one.scheduled_for), "j F Y, H.i"),
            "count": one.devices,
            "ready": one.is_ready,
        }
        for one in found
    ]


def manifest() -> dict[str, Any]:
    """https://www.w3.org/TR/appmanifest/. The scope is this form alone: the rest of the portal stays a web site."""
    page = reverse("donations:offline_form")
    icons = [
        {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for size, name in ICONS.items()
    ]
    return {
        "id": page,
        "name": "KSBB Pendidikan: serah terima",
        "short_name": "Serah terima",
        "description": "Mencatat serah terima gawai di tempat tanpa jaringan.",
        "lang": "id",
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#07343e",
        "icons": icons,
    }


def worker_script() -> str:
    """The service worker: which addresses it keeps, under the version of their content, and the two files that do the work."""
    page = reverse("donations:offline_form")
    shell = [page, reverse("donations:offline_manifest"), *(static(name) for name in SHELL)]
    quoted = ", ".join(f'"{address}"' for address in shell)
    return (
        f'self.KSBB = {{ version: "{_version()}", shell: [{quoted}] }};\n'
        f'importScripts("{static(STORE)}", "{static(WORKER)}");\n'
    )


@lru_cache(maxsize=1)
def _version() -> str:
    """Changes with anything that is kept, also where names of files do not change with their content."""
    digest = hashlib.sha256()
    for name in (*SHELL, WORKER):
        found = finders.find(name)
        digest.update(Path(str(found)).read_bytes() if found else name.encode())
    for name in PAGE_PARTS:
        digest.update((Path(settings.BASE_DIR) / "templates" / name).read_bytes())
    return digest.hexdigest()[:12]
