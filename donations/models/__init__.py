"""Who gives, what is promised to whom, and how it changes hands."""

from donations.models.aggregator import MOST_COST_PERCENT, Aggregator, Licence, LicenceEvent
from donations.models.allowance import Allowance, AllowanceChange, Gate
from donations.models.basket import Basket, BasketItem
from donations.models.confirmation import HandoverCode, OfflineRecord, ReceiptSlip, Shortfall
from donations.models.custody import DeviceNumber, Loan, StockTake, StockTakeLine, WantedDevice
from donations.models.details import Delivery, ValueBasis
from donations.models.device import Condition, Custody, Device, DeviceType, Grade
from donations.models.donor import Donor
from donations.models.drop_point import DropPoint
from donations.models.flow import FlowDelta, FlowTally
from donations.models.handover import CertificateNumber, Confirmed, Handover, HandoverCertificate
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
    "Confirmed",
    "Consignment",
    "Custody",
    "Delivery",
    "Device",
    "DeviceNumber",
    "DeviceType",
    "Donor",
    "DropPoint",
    "FlowDelta",
    "FlowTally",
    "Gate",
    "Grade",
    "Handover",
    "HandoverCertificate",
    "HandoverCode",
    "Intake",
    "LedgerEntry",
    "LedgerShare",
    "Licence",
    "LicenceEvent",
    "Loan",
    "MatchingLine",
    "MatchingRun",
    "MatchingWeights",
    "OfflineRecord",
    "Pledge",
    "PledgeLine",
    "ReceiptSlip",
    "SavedSearch",
    "Shortfall",
    "StockTake",
    "StockTakeLine",
    "ValueBasis",
    "WantedDevice",
    "Wish",
]
