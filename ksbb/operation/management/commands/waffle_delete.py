"""Stands before waffle's own command, which would leave no trail."""

from ksbb.operation.only_ours import Command

__all__ = ["Command"]
