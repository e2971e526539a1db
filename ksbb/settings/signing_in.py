"""Who signs in, how, and for how long: accounts, second factors, sessions, their cookies."""

import environ

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "ksbb.accounts.passwords.UsualPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:dashboard"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "ksbb.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
# No letter goes to an address that nobody registered: strangers cannot use us to write to strangers. True all the same: the
# adapter is told, and does the same work as for a known one (ksbb.accounts.letters.as_if_posted).
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_FORMS = {
    "login": "ksbb.accounts.forms.LoginForm",
    "signup": "ksbb.accounts.forms.SignUpForm",
    "reset_password": "ksbb.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "ksbb.accounts.forms.NewPasswordForm",
    "change_password": "ksbb.accounts.forms.ChangePasswordForm",
    "reauthenticate": "ksbb.accounts.forms.ReauthenticateForm",
    "request_login_code": "ksbb.accounts.forms.CodeRequestForm",
    "confirm_login_code": "ksbb.accounts.forms.CodeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
# Per network address and per account; "known": a browser that this person has signed in with before (ksbb.accounts.adapter).
ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,5/m/key", "login_failed_known": "5/m/key"}
# A code by mail instead of the password: six digits, ten minutes, five tries, in the browser that asked for it.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Whose role shows personal data has no role before the second factor (ksbb.accounts.factors). The demo and the tests of other
# rooms turn it off; production cannot.
SECOND_FACTOR_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "ksbb.accounts.adapter.MFAAdapter"

# Donors by Google: there when both are set, and open while the switch "google-sign-in" is on (ksbb.accounts.google).
GOOGLE_CLIENT_ID = env.str("KSBB_GOOGLE_CLIENT_ID", default="")
GOOGLE_CLIENT_SECRET = env.str("KSBB_GOOGLE_CLIENT_SECRET", default="")
GOOGLE_URLS = {
    "authorize": env.str("KSBB_GOOGLE_AUTHORIZE_URL", default="https://accounts.google.com/o/oauth2/v2/auth"),
    "token": env.str("KSBB_GOOGLE_TOKEN_URL", default="https://oauth2.googleapis.com/token"),
    "issuer": env.str("KSBB_GOOGLE_ISSUER", default="https://accounts.google.com"),
}
SOCIALACCOUNT_ADAPTER = "ksbb.accounts.google_adapter.GoogleAdapter"
# No page of allauth's begins a sign-in or keeps a token; an address alone connects nothing.
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_ONLY = False
# Somebody waits for the page; a Google that hangs is told as one that does not answer.
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3

# A session ends twelve hours after the sign-in, whatever happens; earlier when nobody uses it: staff's after an hour (school
# computers are shared), a donor's after six (the own telephone, and a form that is filled in between other things).
SESSION_ENGINE = "ksbb.accounts.sessions"
SESSION_ABSOLUTE_HOURS = 12
SESSION_IDLE_MINUTES = {"staff": 60, "others": 360}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ksbb.portal.views.errors.csrf_failure"
