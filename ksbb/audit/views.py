"""The trail for those who look over everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from ksbb.audit.history import names_of, who
from ksbb.audit.models import Event
from ksbb.audit.words import PAGES, THINGS, sentence
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of


class AskedRequest(HttpRequest):
    """For type checkers: the middleware of a higher floor has put the actor here."""

    actor: Actor


@require_GET
def event_list(request: AskedRequest) -> HttpResponse:
    request.actor.must(Permission.TRAIL_VIEW)
    thing = request.GET.get("hal", "")
    events = Event.objects.visible_to(request.actor)
    if thing in THINGS:
        events = events.filter(thing=thing)
    page = page_of(events, "-id", after=request.GET.get(PARAMETER, ""), size=50)
    names = names_of(event.user_id for event in page.rows)
    links = links_to(page.rows, request.actor)
    rows = [
        {
            "event": event,
            "title": sentence(event.action, event.facts),
            "thing": THINGS.get(event.thing, event.thing),
            "who": who(event, names),
            "url": links.get((event.thing, event.thing_id), ""),
        }
        for event in page.rows
    ]
    context = {"page": page, "rows": rows, "things": THINGS.items(), "thing": thing}
    return render(request, "audit/event_list.html", context)


def links_to(events: Sequence[Event], actor: Actor) -> dict[tuple[str, int], str]:
    """Where the things can be looked at, of those the actor sees; one query for each kind of thing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.thing in PAGES:
            wanted[event.thing].add(event.thing_id)
    found = {}
    for label, ids in wanted.items():
        name, column = PAGES[label]
        seen = apps.get_model(label)._default_manager.all().visible_to(actor)  # type: ignore[attr-defined]
        for pk, shown in seen.filter(pk__in=ids).values_list("pk", column):
            found[label, pk] = _address(name, shown)
    return found


def _address(name: str, shown: object) -> str:
    try:
        return reverse(name, args=[shown])
    except NoReverseMatch:
        return ""
