from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "ksbb.common"
    label = "common"
    verbose_name = "Common"
