"""Constraints that repeat the state machines in the database."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q


def state_known(states: Iterable[str], *, name: str) -> models.CheckConstraint:
    """The column `state` holds a state of the machine and nothing else."""
    return models.CheckConstraint(condition=Q(state__in=sorted(states)), name=name)


def stamped_when(states: str | Iterable[str], *fields: str, name: str) -> models.CheckConstraint:
    """In each of `states`, every one of `fields` is filled."""
    wanted = [states] if isinstance(states, str) else list(states)
    filled = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=~Q(state__in=wanted) | filled, name=name)


def one_of(field: str, values: Iterable[str], *, name: str) -> models.CheckConstraint:
    """`field` holds one of `values`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)
