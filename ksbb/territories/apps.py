from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "ksbb.territories"
    label = "territories"
    verbose_name = "Wilayah"
