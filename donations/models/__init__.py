"""Who gives, what is promised to whom, and how it changes hands."""

from donations.models.aggregator import MOST_COST_PERCENT, Aggregator, Licence, LicenceEvent
from donations.models.allowance import Allowance, AllowanceChange, Gate
from donations.models.basket import Basket, BasketItem
from donations.models.details import Delivery, ValueBasis
from donations.models.device import Condition, Custody, Device, DeviceType, Grade
from donations.models.donor import Donor
from donations.models.drop_point import DropPoint
from donations.models.handover import CertificateNumber, Handover, HandoverCertificate
from donations.models.intake import Intake
from donations.models.ledger import LedgerEntry, LedgerShare
from donations.models.matching_run import MatchingLine, MatchingRun, MatchingWeights
from donations.models.pledge import Allocation, Pledge, PledgeLine
from donations.models.saved_search import SavedSearch
from donations.models.wish import Consignment, Wish

__all__ = [
    "MOST_COST_PERCENT",
    "Aggregator",
    "Allocation",
    "Allowance",
    "AllowanceChange",
    "Basket",
    "BasketItem",
    "CertificateNumber",
    "Condition",
    "Consignment",
    "Custody",
    "Delivery",
    "Device",
    "DeviceType",
    "Donor",
    "DropPoint",
    "Gate",
    "Grade",
    "Handover",
    "HandoverCertificate",
    "Intake",
    "LedgerEntry",
    "LedgerShare",
    "Licence",
    "LicenceEvent",
    "MatchingLine",
    "MatchingRun",
    "MatchingWeights",
    "Pledge",
    "PledgeLine",
    "SavedSearch",
    "ValueBasis",
    "Wish",
]
