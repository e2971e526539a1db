"""Weights of the matching: data in versions, with a second pair of eyes; a return is a new version."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donations.actions.draft_weights import draft_weights
from donations.actions.edit_weights import edit_weights
from donations.actions.install_first_weights import install_first_weights
from donations.actions.propose_weights import propose_weights
from donations.actions.publish_weights import publish_weights
from donations.actions.send_back_weights import send_back_weights
from donations.matching import Weights
from donations.matching.stored import BadWeights, as_data, weights_from
from donations.models import MatchingWeights
from donations.states import WeightsState
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from ksbb.notifications.models import Message
from tests.factories.giving import wish_of
from tests.factories.matching import run_of


@given(
    st.builds(
        Weights,
        per_point=st.integers(1, 50),
        floor_percent=st.integers(0, 100),
        cap_per_school=st.none() | st.integers(0, 500),
        block=st.integers(1, 10),
        destination_price=st.integers(0, 100),
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_again(weights: Weights) -> None:
    assert weights_from(as_data(weights)) == weights


@pytest.mark.parametrize(
    "data",
    [
        {"secret": 1},
        {"per_point": 0},
        {"per_point": True},
        {"floor_percent": 101},
        {"block": "2"},
        {"cap_per_school": -1},
        {"fits": [{"need_class": "student_device", "device_type": "pc", "points": 1}]},
        {"fits": [{"need_class": "student_device"}]},
        {"fits": ["tablet"]},
    ],
)
def test_what_is_no_weights_is_refused(data):
    with pytest.raises(BadWeights):
        weights_from(data)


@pytest.fixture
def first(db):
    return install_first_weights()


@pytest.fixture
def anna(acting):
    return acting("coordinator")


@pytest.fixture
def budi(acting):
    return acting("coordinator")


def proposed(source, actor, **change):
    draft = draft_weights(source=source, actor=actor)
    values = replace(weights_from(draft.values), **change)
    edit_weights(weights=draft, values=values, reason="Uji perubahan bobot", seen=draft.updated_at, actor=actor)
    draft.refresh_from_db()
    return propose_weights(weights=draft, actor=actor)


def test_the_first_version_is_there_without_anybody(first):
    assert (first.version, first.state) == (1, WeightsState.PUBLISHED)
    assert weights_from(first.values) == Weights()
    assert install_first_weights() == first


def test_a_second_coordinator_puts_it_into_force(first, anna, budi):
    draft = proposed(first, anna, block=3)
    assert Message.objects.filter(kind="donations/weights_proposed", to_user_id=budi.user_id).count() == 1
    assert not Message.objects.filter(kind="donations/weights_proposed", to_user_id=anna.user_id).exists()
    with pytest.raises(Refused, match="koordinator lain"):
        publish_weights(weights=draft, actor=anna)
    publish_weights(weights=draft, actor=budi)
    first.refresh_from_db()
    assert (first.state, draft.state, draft.published_by_id) == ("retired", "published", budi.user_id)


def test_a_return_is_a_new_version(first, anna, budi):
    publish_weights(weights=proposed(first, anna, block=3), actor=budi)
    first.refresh_from_db()
    back = draft_weights(source=first, actor=anna, reason="Kembali ke versi pertama")
    publish_weights(weights=propose_weights(weights=back, actor=anna), actor=budi)
    assert (back.version, weights_from(back.values)) == (3, Weights())
    assert MatchingWeights.objects.filter(state=WeightsState.PUBLISHED).count() == 1


def test_it_can_be_sent_back_with_a_reason(first, anna, budi):
    draft = proposed(first, anna, block=3)
    with pytest.raises(Refused):
        send_back_weights(weights=draft, actor=budi, reason=" ")
    send_back_weights(weights=draft, actor=budi, reason="Bloknya terlalu besar")
    assert (draft.state, draft.proposed_by_id) == (WeightsState.DRAFT, None)
    assert Message.objects.filter(kind="donations/weights_sent_back", to_user_id=anna.user_id).count() == 1


def test_one_draft_at_a_time_and_none_that_changes_nothing(first, anna):
    draft = draft_weights(source=first, actor=anna, reason="Uji tanpa perubahan")
    with pytest.raises(Refused):
        draft_weights(source=first, actor=anna)
    with pytest.raises(Refused, match="masih sama"):
        propose_weights(weights=draft, actor=anna)


def test_who_looked_at_an_older_draft_does_not_overwrite(first, anna, budi):
    draft = draft_weights(source=first, actor=anna)
    seen = draft.updated_at
    edit_weights(weights=draft, values=Weights(block=2), reason="Uji satu", seen=seen, actor=anna)
    with pytest.raises(StaleState):
        edit_weights(weights=draft, values=Weights(block=5), reason="Uji dua", seen=seen, actor=budi)


@pytest.mark.parametrize("role", ["city_supervisor", "donor", "principal", "auditor"])
def test_others_may_not(acting, first, role):
    outsider = acting(role)
    with pytest.raises(Forbidden):
        draft_weights(source=first, actor=outsider)
    with pytest.raises(Forbidden):
        publish_weights(weights=first, actor=outsider)


def test_a_run_counts_with_what_is_in_force(first, anna, budi, donor, school):
    publish_weights(weights=proposed(first, anna, cap_per_school=1), actor=budi)
    wish_of(donor, 3)
    run = run_of(anna)
    assert run.weights.version == 2
    assert list(run.lines.values_list("quantity", flat=True)) == [1]
