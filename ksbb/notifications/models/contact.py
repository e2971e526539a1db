"""How one person wants to be reached."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.notifications.kinds import CHOSEN, NECESSARY, Channel, Way
from ksbb.notifications.quiet import FROM, UNTIL


class OwnQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, actor: Actor) -> Self:
        """Only the person's own."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class Contact(Dated):
    """A person's telephone number, quiet hours, and what we know of the mail address.

    The number is sealed. `whatsapp_at` and `sms_at` say since when it may be used for that channel: the person agreed, and
    typed the code that came by exactly this channel. A code is made of `code_number` and this installation's secret, never kept.
    `mail_refused_digest` is the keyed hash of the address that came back; another address is another matter.
    """

    user_id = models.BigIntegerField(unique=True)
    phone_sealed = models.BinaryField(default=b"")
    whatsapp_at = models.DateTimeField(null=True)
    sms_at = models.DateTimeField(null=True)
    code_number = models.CharField(max_length=32, blank=True)
    code_channel = models.CharField(max_length=10, blank=True, choices=Channel.choices)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.PositiveSmallIntegerField(default=FROM)
    quiet_until = models.PositiveSmallIntegerField(default=UNTIL)
    mail_refused_digest = models.BinaryField(null=True)
    mail_refused_at = models.DateTimeField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("cara menghubungi")
        verbose_name_plural = _("cara menghubungi")
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone_sealed=b"") | Q(whatsapp_at__isnull=True, sms_at__isnull=True),
                name="contact_agreed_to_a_number",
            ),
            models.CheckConstraint(condition=Q(quiet_from__lt=24, quiet_until__lt=24), name="contact_hours"),
            one_of("code_channel", ["", Channel.WHATSAPP, Channel.SMS], name="contact_code_channel"),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id}"


class Choice(Dated):
    """The way one person chose for one group of messages. No row: mail, at once."""

    user_id = models.BigIntegerField()
    group = models.CharField(max_length=10, choices=[(group.value, group.label) for group in CHOSEN])
    way = models.CharField(max_length=10, choices=Way.choices)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilihan pemberitahuan")
        verbose_name_plural = _("pilihan pemberitahuan")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "group"], name="choice_one_per_group"),
            one_of("group", CHOSEN, name="choice_group_known"),
            one_of("way", Way.values, name="choice_way_known"),
            # What is necessary comes at once, and comes.
            models.CheckConstraint(
                condition=~Q(group__in=sorted(NECESSARY)) | Q(way__in=["mail", "sms", "whatsapp"]),
                name="choice_necessary_comes",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.group}"
