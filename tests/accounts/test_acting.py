"""An Actor is settled afresh at every request."""

from __future__ import annotations


def test_a_principal_acts_for_the_school_and_watches_over_no_ground(acting):
    principal = acting("principal")
    assert principal.organisation_id
    assert principal.oversees == ()


def test_a_supervisor_watches_over_the_ground_of_the_office(acting):
    assert acting("city_supervisor", codes=["31.74"]).oversees == ("31.74",)


def test_the_outsider_is_somewhere_else(acting, outsider):
    assert outsider.organisation_id != acting("principal").organisation_id
