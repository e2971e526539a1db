"""Addresses of needs, promises, handovers and their papers."""

from django.urls import path

from donations import (
    urls_aggregators,
    urls_allowances,
    urls_basket,
    urls_custody,
    urls_devices,
    urls_finding,
    urls_guardian,
    urls_handover,
    urls_matching,
    urls_receipts,
)
from donations.views import certificates, devices, donors, handovers, pledges

app_name = "donations"

urlpatterns = [
    path("kebutuhan/<slug:npsn>/beri/", pledges.pledge_create, name="pledge_create"),
    path("donasi/", pledges.pledge_list, name="pledge_list"),
    path("donasi/daftar/", donors.donor_register, name="donor_register"),
    path("donasi/<uuid:public_id>/", pledges.pledge_detail, name="pledge_detail"),
    path("donasi/<uuid:public_id>/tarik/", pledges.pledge_withdraw, name="pledge_withdraw"),
    path("donasi/<uuid:public_id>/jadwal/", handovers.handover_schedule, name="handover_schedule"),
    path("serah-terima/", handovers.handover_list, name="handover_list"),
    path("serah-terima/<uuid:public_id>/", handovers.handover_detail, name="handover_detail"),
    path("serah-terima/<uuid:public_id>/gawai/<uuid:allocation>/", devices.device_record, name="device_record"),
    path("serah-terima/<uuid:public_id>/bast/", certificates.certificate_issue, name="certificate_issue"),
    path("serah-terima/<uuid:public_id>/bast/batal/", certificates.certificate_void, name="certificate_void"),
    path("serah-terima/<uuid:public_id>/batal/", handovers.handover_cancel, name="handover_cancel"),
    path("bast/<uuid:public_id>.pdf", certificates.certificate_download, name="certificate_download"),
    path("cek/<str:code>/", certificates.certificate_check, name="certificate_check"),
]
urlpatterns += urls_aggregators.urlpatterns
urlpatterns += urls_receipts.urlpatterns
urlpatterns += urls_allowances.urlpatterns
urlpatterns += urls_finding.urlpatterns
urlpatterns += urls_guardian.urlpatterns
urlpatterns += urls_basket.urlpatterns
urlpatterns += urls_matching.urlpatterns
urlpatterns += urls_custody.urlpatterns
urlpatterns += urls_devices.urlpatterns
urlpatterns += urls_handover.urlpatterns
