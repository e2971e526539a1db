"""Other systems: keys and rates of the API, and what its schema is called (docs/api.md)."""

import environ

env = environ.Env()

API_TOKEN_MAX_DAYS = 365
# Requests a minute: of one key, reading and writing; of one network address without a key.
API_RATES = {"read": 240, "write": 30, "anonymous": env.int("KSBB_API_ANONYMOUS_A_MINUTE", default=120)}
# For so long the same Idempotency-Key is answered with what was done then.
API_IDEMPOTENCY_HOURS = 24
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["ksbb.accounts.api_tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["ksbb.accounts.api_tokens.HoldsGrant"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["ksbb.api.throttles.KeyThrottle", "ksbb.api.throttles.AddressThrottle"],
    "EXCEPTION_HANDLER": "ksbb.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "KSBB Pendidikan",
    "VERSION": "1.1",
    "DESCRIPTION": "Sekolah, kebutuhan, angka, dan tanda terima untuk semua orang; pekerjaan sendiri dengan kunci. "
    "Rinciannya ada di docs/api.md.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "ksbb.api.docs.require_bodies"],
    # Names of choices in the schema and in clients made from it: stable, whatever is added.
    "ENUM_NAME_OVERRIDES": {
        "ImportState": "ksbb.imports.states.ImportState",
        "ImportStage": "ksbb.imports.states.ImportStage",
        "ImportRowStatus": "ksbb.imports.models.ImportRow.Status",
        "RecipientKind": "recipients.models.RecipientKind",
        "SchoolForm": "schools.models.School.Form",
        "SchoolStatus": "schools.models.School.Status",
        "NeedClass": "recipients.models.NeedClass",
        "DeviceType": "donations.models.DeviceType",
        "DeviceCondition": "donations.models.Condition",
        "PaperKind": "donations.models.HandoverCertificate.Kind",
        "CriteriaState": "recipients.states.CriteriaState",
        "DonorKind": "donations.models.Donor.Kind",
        "PledgeState": "donations.api.pledge_words.SHOWN",
        "PledgeUnitState": "donations.api.pledge_words.UNIT_STATES",
        "HandoverState": "donations.states.HandoverState",
        "MatchingState": "donations.states.MatchingState",
        "MatchingLineState": "donations.states.LineState",
        "MatchingSupply": "donations.api.matching_words.SOURCES",
    },
}
