"""Who is in need, why, and of what."""

from recipients.models.assessment import Assessment, CriteriaSet
from recipients.models.need import COUNTED, Need, NeedClass, NeedDelta, NeedTally
from recipients.models.recipient import (
    Circumstances,
    Consent,
    DeviceAccess,
    Employment,
    Identity,
    IncomeBand,
    Recipient,
    RecipientKind,
)

__all__ = [
    "COUNTED",
    "Assessment",
    "Circumstances",
    "Consent",
    "CriteriaSet",
    "DeviceAccess",
    "Employment",
    "Identity",
    "IncomeBand",
    "Need",
    "NeedClass",
    "NeedDelta",
    "NeedTally",
    "Recipient",
    "RecipientKind",
]
