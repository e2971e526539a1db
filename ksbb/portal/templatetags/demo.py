"""What only the demo shows."""

from __future__ import annotations

from django import template
from django.conf import settings

from ksbb.portal.demo import SIGN_INS, SignIn

register = template.Library()


@register.simple_tag
def demo_sign_ins() -> tuple[SignIn, ...]:
    """`{% demo_sign_ins as sign_ins %}`: one for each role; nothing outside the demo."""
    return SIGN_INS if settings.DEMO else ()
