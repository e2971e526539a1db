"""Foreign keys point down: a key written as a string escapes Import Linter, and not this test."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings


def floors() -> dict[str, int]:
    """Package → its height; the ground is 0."""
    contracts = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "house")
    return {package.strip(): height for height, layer in enumerate(reversed(layers)) for package in layer.split("|")}


FLOORS = floors()
OURS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_config.name in FLOORS]
KEYS = [
    (model, field)
    for model in OURS
    for field in model._meta.get_fields()
    if field.is_relation and not field.auto_created and field.related_model in OURS
]


def height(model: type) -> int:
    return FLOORS[model._meta.app_config.name]  # type: ignore[attr-defined]


def test_the_house_has_its_floors():
    assert (
        FLOORS["verification"]
        > FLOORS["donations"]
        > FLOORS["recipients"]
        > FLOORS["schools"]
        > FLOORS["ksbb.accounts"]
    )
    assert len(OURS) > 20


@pytest.mark.parametrize(("model", "field"), KEYS, ids=[f"{model._meta.label}.{field.name}" for model, field in KEYS])
def test_a_key_points_to_its_own_floor_or_one_beneath(model, field):
    assert height(field.related_model) <= height(model)


@pytest.mark.parametrize(("model", "field"), KEYS, ids=[f"{model._meta.label}.{field.name}" for model, field in KEYS])
def test_floors_side_by_side_do_not_know_each_other(model, field):
    same_app = field.related_model._meta.app_config == model._meta.app_config
    assert same_app or height(field.related_model) < height(model)
