"""Who gives, what is promised to whom, and how it changes hands."""

from donations.models.device import Condition, Custody, Device, DeviceType, Grade
from donations.models.donor import Donor
from donations.models.handover import CertificateNumber, Handover, HandoverCertificate
from donations.models.pledge import Allocation, Pledge, PledgeLine

__all__ = [
    "Allocation",
    "CertificateNumber",
    "Condition",
    "Custody",
    "Device",
    "DeviceType",
    "Donor",
    "Grade",
    "Handover",
    "HandoverCertificate",
    "Pledge",
    "PledgeLine",
]
