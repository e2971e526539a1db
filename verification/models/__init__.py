"""Proof: what the school reported, what it showed, and what the validator said."""

from verification.models.report import Evidence, Report, Verdict

__all__ = ["Evidence", "Report", "Verdict"]
