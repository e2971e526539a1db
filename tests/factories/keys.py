"""Programs with a key of the API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.models import ApiToken
from ksbb.authority.actors import Actor
from ksbb.authority.grants import grants_of
from recipients.models import NoticeSeen
from recipients.policies import NOTICE_EDITION


class Program(Client):
    """What another system sends; each POST with a fresh Idempotency-Key unless it names one."""

    token: ApiToken
    secret: str

    def send(self, url: str, body: object, key: str = "", **headers: str) -> Any:
        """POST as JSON."""
        sent = {"Idempotency-Key": key or str(uuid4())} | headers
        return self.post(url, json.dumps(body), content_type="application/json", headers=sent)


def program_of(
    actor: Actor, *grants: str, area: str = "", networks: Sequence[str] = (), language: str = "id"
) -> Program:
    """With a key of this actor's: `grants`, or all that the role can give."""
    NoticeSeen.objects.get_or_create(
        user_id=actor.user_id, edition=NOTICE_EDITION, defaults={"seen_at": timezone.now()}
    )
    asked = grants or tuple(grant.value for grant in grants_of(actor.role))
    token, secret = create_token(name="Program", days=30, grants=asked, actor=actor, area=area, networks=networks)
    program = Program(headers={"Authorization": f"Bearer {secret}", "Accept-Language": language})
    program.token, program.secret = token, secret
    return program
