"""Who is in need, why, and of what."""

from recipients.models.appeal import Appeal, RankLetter
from recipients.models.assessment import Assessment, CriteriaSet
from recipients.models.case import DuplicateCase
from recipients.models.checking import CheckAnswer, CheckBatch, CheckLine, CheckSource, OfficialFact
from recipients.models.choices import DeviceAccess, Employment, IncomeBand, Internet, RecipientKind
from recipients.models.circumstances import Circumstances, Consent
from recipients.models.criteria_return import CriteriaReturn
from recipients.models.data_request import DataRequest
from recipients.models.draw import Draw
from recipients.models.history import NeedDay
from recipients.models.need import COUNTED, NO_LOT, Need, NeedClass, NeedDelta, NeedTally
from recipients.models.notice import NoticeSeen
from recipients.models.recipient import Identity, Recipient

__all__ = [
    "COUNTED",
    "NO_LOT",
    "Appeal",
    "Assessment",
    "CheckAnswer",
    "CheckBatch",
    "CheckLine",
    "CheckSource",
    "Circumstances",
    "Consent",
    "CriteriaReturn",
    "CriteriaSet",
    "DataRequest",
    "DeviceAccess",
    "Draw",
    "DuplicateCase",
    "Employment",
    "Identity",
    "IncomeBand",
    "Internet",
    "Need",
    "NeedClass",
    "NeedDay",
    "NeedDelta",
    "NeedTally",
    "NoticeSeen",
    "OfficialFact",
    "RankLetter",
    "Recipient",
    "RecipientKind",
]
