"""The devices that came to a school by the programme: which are there, and which are its own. Reading only."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from donations.models import Custody, Device, Loan
from donations.states import AllocationState, DeviceState
from schools.models import School

GONE = (DeviceState.RETIRED, DeviceState.RETURNED)
# Lost before it came, as a verified report said: the school never had it.
NEVER_CAME = Q(state=DeviceState.LOST, allocation__state=AllocationState.REFUTED)
# What nobody can show at a stock-take.
MISSING = (DeviceState.LOST, DeviceState.STOLEN)


def devices_at(school: School) -> QuerySet[Device]:
    """Everything that was handed over there and did not go back; pupils' devices too."""
    given = Device.objects.filter(handed_over_at__isnull=False, allocation__handover__school=school)
    return given.exclude(state__in=GONE).exclude(NEVER_CAME)


def own_devices(school: School) -> QuerySet[Device]:
    """What is the school's property and lent to its teachers."""
    return devices_at(school).filter(custody=Custody.LENT_BY_SCHOOL)


def with_loan(devices: QuerySet[Device]) -> QuerySet[Device]:
    """Each with `open_loans`: a list of at most one, its borrower at hand."""
    running = Loan.objects.open().select_related("borrower")
    return devices.prefetch_related(Prefetch("loans", queryset=running, to_attr="open_loans"))


def lendable(school: School) -> QuerySet[Device]:
    """What lies in the school and may be lent now."""
    running = Loan.objects.filter(device=OuterRef("pk"), ended_at=None)
    states = (DeviceState.HANDED_OVER, DeviceState.IN_USE)
    return own_devices(school).filter(~Exists(running), state__in=states)


def school_of(device: Device) -> School:
    """The school where a device is. Raises School.DoesNotExist for what lies in a stock."""
    return School.objects.get(handovers__allocations__device=device)


def countable(school: School) -> QuerySet[Device]:
    """What a stock-take should find: the school's own, but for what is known to be lost or stolen."""
    return own_devices(school).exclude(state__in=MISSING)
