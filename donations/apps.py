from django.apps import AppConfig


class DonationsConfig(AppConfig):
    name = "donations"
    label = "donations"
    verbose_name = "Donasi"
