from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "ksbb.authority"
    label = "authority"
    verbose_name = "Kewenangan"
