from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "ksbb.notifications"
    label = "notifications"
    verbose_name = "Pemberitahuan"
