"""Proof: what the school reported, what it showed, what the validator said, who looked closer, and what happened afterwards."""

from verification.models.complaint import Complaint, ComplaintFile, ComplaintStep
from verification.models.instrument import Instrument, InstrumentReply
from verification.models.open_data import DataFile
from verification.models.photo import DraftPhoto, Evidence, EvidenceLikeness, EvidencePrint, Photo
from verification.models.report import Report, Verdict, VerdictAppeal
from verification.models.sample import IntegrityCase, SampleDraw, Visit
from verification.models.use import DeviceCase, UseAnswer, UsePhoto, UseRound

__all__ = [
    "Complaint",
    "ComplaintFile",
    "ComplaintStep",
    "DataFile",
    "DeviceCase",
    "DraftPhoto",
    "Evidence",
    "EvidenceLikeness",
    "EvidencePrint",
    "Instrument",
    "InstrumentReply",
    "IntegrityCase",
    "Photo",
    "Report",
    "SampleDraw",
    "UseAnswer",
    "UsePhoto",
    "UseRound",
    "Verdict",
    "VerdictAppeal",
    "Visit",
]
