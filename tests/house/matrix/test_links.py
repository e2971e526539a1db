"""Everybody is asked every page, and follows every kind of link that is shown: none is dead, none is refused, none breaks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ksbb.accounts import support
from ksbb.accounts.models import Membership
from tests.house.matrix.asking import key_of
from tests.house.route_table import EVERYBODY

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_link_leads_to_nothing_or_to_a_refusal(asked, insiders, role):
    crawl = asked.everything(role)
    asked.follow(role, insiders[role])
    assert len(crawl.shown[role]) > 20
    assert crawl.dead_ends(role) == []


def test_who_looks_on_as_a_principal_is_shown_no_link_to_a_refusal(world, asked):
    """From the pages where one begins; each kind of page that a link leads to, once."""
    viewer, seen = (
        Membership.objects.get(pk=world.insiders[role].membership_id) for role in ("city_supervisor", "principal")
    )
    kept = support.kept(seen, world.insiders["city_supervisor"])
    crawl = asked.crawl
    crawl.shown["support"] = dict.fromkeys(["/", reverse("portal:dashboard")], "the beginning")
    asked.follow("support", key_of(viewer.user, viewer.pk, **{support.KEY: kept}))
    assert len(crawl.asked["support"]) > 30
    assert crawl.dead_ends("support") == []


def test_nothing_broke_and_every_answer_is_armoured_and_names_its_type_and_letters(asked):
    assert asked.everything().faults == []


def test_no_form_is_sent_to_nowhere(asked):
    crawl = asked.everything()
    assert len(crawl.sent_to) > 50
    assert crawl.dead_buttons() == []
