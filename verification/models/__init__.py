"""Proof: what the school reported, what it showed, and what the validator said."""

from verification.models.photo import DraftPhoto, Evidence
from verification.models.report import Report, Verdict

__all__ = ["DraftPhoto", "Evidence", "Report", "Verdict"]
