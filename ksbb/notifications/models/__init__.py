"""Messages, the ways they took, and how each person wants to be reached."""

from ksbb.notifications.models.contact import Choice, Contact
from ksbb.notifications.models.delivery import Delivery
from ksbb.notifications.models.device import PushDevice, PushDeviceQuerySet
from ksbb.notifications.models.message import Message, MessageQuerySet

__all__ = ["Choice", "Contact", "Delivery", "Message", "MessageQuerySet", "PushDevice", "PushDeviceQuerySet"]
