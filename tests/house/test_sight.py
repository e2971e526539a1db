"""Whatever carries a public id is read through visible_to(actor), which gives a visitor nothing."""

from __future__ import annotations

import pytest
from django.apps import apps

from ksbb.authority.actors import VISITOR
from ksbb.common.models import Dated

# Read only through the thing they are part of: no page, no list and no address of their own.
PARTS = {"recipients.Consent"}
DATED = [model for model in apps.get_models() if issubclass(model, Dated)]
LISTED = [model for model in DATED if model._meta.label not in PARTS]


@pytest.mark.parametrize("model", LISTED, ids=[model._meta.label for model in LISTED])
def test_every_listed_model_has_visible_to(model):
    assert hasattr(model._default_manager.none(), "visible_to")


@pytest.mark.django_db
@pytest.mark.parametrize("model", LISTED, ids=[model._meta.label for model in LISTED])
def test_a_visitor_sees_no_row_of_it(model):
    """Public pages ask `listed()` or count; `visible_to` is for those who are signed in."""
    seen = model._default_manager.visible_to(VISITOR)
    assert not seen.exists()


def test_public_ids_are_random():
    assert all(model._meta.get_field("public_id").default.__name__ == "uuid4" for model in DATED)
