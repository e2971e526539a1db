from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ksbb.accounts"
    label = "accounts"
    verbose_name = "Akun"
