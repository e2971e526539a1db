"""What people may ask about their own data."""

from django.urls import path

from ksbb.portal.views import copying, my_data

urlpatterns = [
    path("akun/data-saya/", my_data.my_data, name="my_data"),
    path("akun/data-saya/unduh/", my_data.my_data_copy, name="my_data_copy"),
    path("akun/data-saya/hapus/", my_data.my_data_erase, name="my_data_erase"),
    path("permintaan/<uuid:public_id>/salinan/", copying.request_copy, name="request_copy"),
    path("permintaan/<uuid:public_id>/hapus-akun/", copying.request_account, name="request_account"),
]
