from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ksbb.portal"
    label = "portal"
    verbose_name = "Portal"
