"""A person lets a browser be told of news."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.channels import push
from ksbb.notifications.channels.push import Subscription
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Contact, PushDevice
from ksbb.notifications.reaching import channels_on

# More would be a worker's minute for one message.
MOST = 5


@transaction.atomic
def add_device(
    *, actor: Actor, subscription: Subscription, browser: str = "", sign_in: UUID | None = None
) -> PushDevice:
    """The same browser again is the same row, and whoever had agreed in it before is no longer told there. Raises Refused."""
    if actor.user_id is None:
        raise Forbidden("nobody's browser")
    if Channel.PUSH not in channels_on():
        raise Refused(_("Notifikasi peramban belum dipakai di portal ini."))
    if not subscription.is_whole:
        raise Refused(_("Peramban ini memakai layanan notifikasi yang tidak kami kenal. Pakai cara lain."))
    # Its row is the lock; and who is reached by what rings has quiet hours.
    contact, _new = Contact.objects.select_for_update(no_key=True).get_or_create(user_id=actor.user_id)
    digest = sealing.digest("push-endpoint", subscription.endpoint)
    if PushDevice.objects.visible_to(actor).exclude(endpoint_digest=digest).count() >= MOST:
        raise Refused(_("Sudah ada %(most)s perangkat. Hapus dulu satu yang tidak dipakai lagi.") % {"most": MOST})
    now = timezone.now()
    device = PushDevice(
        user_id=contact.user_id,
        endpoint_digest=digest,
        subscription_sealed=sealing.seal(subscription.as_text()),
        key_name=push.key_name(),
        browser=browser[:60],
        sign_in=sign_in,
        expires_at=now + timedelta(days=settings.PUSH_DAYS),
        updated_at=now,
    )
    # Another person's row for this browser becomes this one's, under a new public id: the old one is in that person's cookie.
    told = ["user_id", "public_id", "subscription_sealed", "key_name", "browser", "sign_in", "expires_at", "updated_at"]
    PushDevice.objects.bulk_create(
        [device], update_conflicts=True, unique_fields=["endpoint_digest"], update_fields=told
    )
    return PushDevice.objects.get(endpoint_digest=digest)
