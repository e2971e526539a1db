from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "ksbb.api"
    label = "api"
    verbose_name = "API"
