"""How a person is reached, and what channels tell us."""

from django.urls import path

from ksbb.portal.views import channel_hooks, message_choices, push_devices, unsubscribe

urlpatterns = [
    path("akun/pemberitahuan/", message_choices.message_choices, name="message_choices"),
    path("akun/pemberitahuan/nomor/", message_choices.message_number, name="message_number"),
    path("akun/pemberitahuan/nomor/kode/", message_choices.message_code, name="message_code"),
    path("akun/pemberitahuan/nomor/hapus/", message_choices.message_number_remove, name="message_number_remove"),
    path("akun/pemberitahuan/e-mail/", message_choices.message_mail_again, name="message_mail_again"),
    path("akun/pemberitahuan/perangkat/", push_devices.device_add, name="message_device_add"),
    path(
        "akun/pemberitahuan/perangkat/<uuid:public_id>/hapus/", push_devices.device_remove, name="message_device_remove"
    ),
    path("berhenti/<str:token>/", unsubscribe.unsubscribe_page, name="unsubscribe"),
    path("kait/whatsapp/", channel_hooks.hook_whatsapp, name="hook_whatsapp"),
    path("kait/sms/", channel_hooks.hook_sms, name="hook_sms"),
]
