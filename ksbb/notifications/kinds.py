"""Which messages there are, in groups that a person chooses a way for; and by which ways a message goes.

A new letter (`templates/<app>/emails/<name>.txt`) needs a line here: tests/notifications/test_kinds.py asks for it. A kind that is
not here counts as a duty, which nobody can switch off.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By what one message goes. PORTAL: it is read in the portal and goes nowhere."""

    MAIL = "mail", _("E-mail")
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"
    PUSH = "push", _("Notifikasi peramban")
    PORTAL = "portal", _("Hanya di portal")


class Way(models.TextChoices):
    """What a person chooses for a group: a channel, or a digest by mail."""

    MAIL = "mail", _("E-mail, segera")
    DAILY = "daily", _("E-mail, satu rangkuman sehari")
    WEEKLY = "weekly", _("E-mail, satu rangkuman seminggu")
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"
    PUSH = "push", _("Notifikasi peramban")
    PORTAL = "portal", _("Hanya di portal")


class Group(models.TextChoices):
    """What a message is about, as people choose it."""

    SECURITY = "security", _("Keamanan akun dan masuk")
    DUTY = "duty", _("Kewajiban dan tenggat")
    GIFTS = "gifts", _("Komitmen, titipan, dan serah terima")
    WORK = "work", _("Berkas, kriteria, dan pemadanan")
    NEWS = "news", _("Kabar dan pengingat")


DIGESTS = (Way.DAILY, Way.WEEKLY)
# These need a number that the person confirmed.
PHONES = (Channel.WHATSAPP, Channel.SMS)
# Ways that wake people: they keep the quiet hours.
LOUD = (*PHONES, Channel.PUSH)
# Always by mail; nobody can switch it off or send it elsewhere.
FIXED = Group.SECURITY
# At once and never switched off: a term of law runs, or somebody waits for a decision.
NECESSARY = (Group.SECURITY, Group.DUTY)
CHOSEN = tuple(group for group in Group if group != FIXED)

# These say a number's code by the number's own channel and are nothing to keep.
NUMBER_CODE = "notifications/number_code"
DIGEST = "notifications/digest"
REFUSED = "notifications/address_refused"
# Not shown in the portal: the one is a secret, the other repeats what stands there.
NOT_IN_PORTAL = (NUMBER_CODE, DIGEST)

_NAMES: dict[Group, dict[str, str]] = {
    Group.SECURITY: {
        "accounts": "account_exists confirm_address factor_reset_asked factor_reset_done factor_reset_opened invitation "
        "membership_ended membership_ending reset_password security_changed sign_in_code support_viewed token_created "
        "token_expiring token_revoked",
        "notifications": "number_code",
    },
    Group.DUTY: {
        "audit": "bulk_reading daily_root",
        "donations": "gate_closed gate_opened verification_due verification_ends wanted_met loans_due",
        "imports": "file_infected",
        "notifications": "address_refused",
        "operation": "alarm_closed alarm_opened",
        "recipients": "appeal_rejected appeal_upheld case_decided case_dropped check_alarm check_due request_due request_late "
        "request_received",
        "verification": "appeal_denied appeal_granted case_closed case_opened complaint_escalated complaint_sensitive "
        "complaint_waiting complaints_late device_case_decided device_case_opened gift_rejected gift_reopened photo_infected "
        "report_rejected report_returned report_waiting use_asked use_gate_opened use_late use_photo_again use_reminder "
        "use_warning verdict_appealed visit_failed visit_passed",
    },
    Group.GIFTS: {
        "donations": "basket_thanks consignment_declined consignment_expired consignment_offered consignment_received "
        "consignment_withdrawn device_recycled device_to_repair handed_over handed_over_on_paper handover_cancelled "
        "handover_fell_short handover_officer handover_officer_changed handover_planned lot_placed pledge_accepted "
        "pledge_changed pledge_expired pledge_received pledge_split pledge_thanks pledge_withdrawn wish_expired wish_placed",
        "verification": "gift_verified report_verified",
    },
    Group.WORK: {
        "donations": "matching_applied matching_failed matching_not_applied matching_ready stock_applied stock_checked "
        "stock_refused weights_proposed weights_sent_back",
        "recipients": "check_answered check_ready criteria_proposed criteria_published criteria_scheduled criteria_sent_back "
        "import_applied import_checked import_stopped import_stopped_at_school import_withdrawn",
        "schools": "school_accepted",
    },
    Group.NEWS: {
        "donations": "handover_reminder pledge_reminder search_risen",
        "notifications": "digest",
    },
}
GROUP_OF: dict[str, Group] = {
    f"{app}/{name}": group for group, apps in _NAMES.items() for app, names in apps.items() for name in names.split()
}


def group_of(kind: str) -> Group:
    """The group of a kind "app/name"; a kind that nobody told of is a duty."""
    return GROUP_OF.get(kind, Group.DUTY)


def kinds_of(group: str) -> list[str]:
    return [kind for kind, its in GROUP_OF.items() if its == group]


def ways_for(group: Group, channels: frozenset[Channel]) -> list[Way]:
    """What a person may choose for `group` where `channels` can reach them; a duty comes at once and somewhere.

    Nor by push alone: a push service never tells whether the browser showed it, and a term of law may run.
    """
    allowed = [way for way in Way if way in DIGESTS or Channel(way) in channels | {Channel.MAIL, Channel.PORTAL}]
    if group in NECESSARY:
        return [way for way in allowed if way not in (*DIGESTS, Way.PUSH, Way.PORTAL)]
    return allowed
