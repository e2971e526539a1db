from django.apps import AppConfig


class RecipientsConfig(AppConfig):
    name = "recipients"
    label = "recipients"
    verbose_name = "Penerima"
