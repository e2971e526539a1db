"""Channels beside mail: WhatsApp, SMS, push to browsers. Each is off without its secrets (docs/operations.md)."""

import re

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

# Seconds: to reach an endpoint, and for its answer. Nobody waits for them: they run in the worker.
CHANNEL_CONNECT_SECONDS = 3.0
CHANNEL_READ_SECONDS = env.float("KSBB_CHANNEL_SECONDS", default=8.0)

# --- WhatsApp, Meta's Cloud API --------------------------------------------------------------------
# https://developers.facebook.com/docs/whatsapp/cloud-api: POST {base}/{number id}/messages
WHATSAPP_URL = env.str("KSBB_WHATSAPP_URL", default="https://graph.facebook.com/v23.0").rstrip("/")
WHATSAPP_NUMBER_ID = env.str("KSBB_WHATSAPP_NUMBER_ID", default="")
WHATSAPP_TOKEN = env.str("KSBB_WHATSAPP_TOKEN", default="")
# Signs what Meta tells us; and the word with which Meta asks for the first time.
WHATSAPP_APP_SECRET = env.str("KSBB_WHATSAPP_APP_SECRET", default="")
WHATSAPP_VERIFY_TOKEN = env.str("KSBB_WHATSAPP_VERIFY_TOKEN", default="")

# --- SMS: a gateway that takes JSON -------------------------------------------------------------------
SMS_URL = env.str("KSBB_SMS_URL", default="")
SMS_TOKEN = env.str("KSBB_SMS_TOKEN", default="")
# How the gateway calls its fields: to, text, our number of the message, and (in its answer) its own number of it.
SMS_FIELDS = {
    "to": "to",
    "text": "text",
    "reference": "reference",
    "id": "id",
    **env.dict("KSBB_SMS_FIELDS", default={}),
}
# Fields with always the same value: a sender's name, a product.
SMS_EXTRA = env.dict("KSBB_SMS_EXTRA", default={})
# Signs what the gateway tells us of deliveries.
SMS_HOOK_SECRET = env.str("KSBB_SMS_HOOK_SECRET", default="")

# --- Push to browsers (RFC 8030, 8291, 8292) ----------------------------------------------------------
# `python manage.py make_push_key` makes one. Another key ends what browsers agreed to under the first.
PUSH_PRIVATE_KEY = env.str("KSBB_PUSH_PRIVATE_KEY", default="")
if PUSH_PRIVATE_KEY and not re.fullmatch(r"[A-Za-z0-9_-]{43}", PUSH_PRIVATE_KEY):
    raise ImproperlyConfigured("KSBB_PUSH_PRIVATE_KEY is not what `manage.py make_push_key` prints.")
# Where the push services reach the operators: they ask for one, and some refuse what comes without.
PUSH_CONTACT = env.str("KSBB_PUSH_CONTACT", default="")
if PUSH_PRIVATE_KEY and not re.fullmatch(r"mailto:[^@\s]+@[\w-]+(\.[\w-]+)+", PUSH_CONTACT):
    raise ImproperlyConfigured("KSBB_PUSH_CONTACT must be an address of the operators, as mailto:it@dinas.example.")
# The push services that are called, and no other address a browser names. "*." stands for the hosts below a domain; a port
# other than 443 must be written.
PUSH_HOSTS = env.list(
    "KSBB_PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "*.push.apple.com",
        "*.notify.windows.com",
    ],
)
PUSH_DAYS = env.int("KSBB_PUSH_DAYS", default=180)
