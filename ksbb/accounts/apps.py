from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ksbb.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from ksbb.accounts import factors, sessions

        user_logged_in.connect(sessions.note_sign_in, dispatch_uid="ksbb.accounts.sign_in")
        authenticator_added.connect(factors.note_added, dispatch_uid="ksbb.accounts.factor")
