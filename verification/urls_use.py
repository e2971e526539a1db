"""Afterwards: instruments, the use of devices, cases of devices."""

from django.urls import path

from verification.views import device_cases, instruments, readiness, use_answering, use_gifts, use_lists, use_photos

urlpatterns = [
    path("pemakaian/", use_lists.use_list, name="use_list"),
    path("pemakaian/jawab/", use_answering.use_answer, name="use_answer"),
    path("pemakaian/<uuid:public_id>/", use_lists.use_detail, name="use_detail"),
    path("pemakaian/donasi/<uuid:public_id>/", use_gifts.use_gift, name="use_gift"),
    path("pemakaian/foto/<uuid:public_id>/<str:size>/", use_photos.use_photo, name="use_photo"),
    path("instrumen/", instruments.instrument_list, name="instrument_list"),
    path("instrumen/<uuid:public_id>/", instruments.instrument_detail, name="instrument_detail"),
    path("instrumen/<uuid:public_id>/rancangan/", instruments.instrument_draft, name="instrument_draft"),
    path("instrumen/<uuid:public_id>/ubah/", instruments.instrument_edit, name="instrument_edit"),
    path("instrumen/<uuid:public_id>/berlakukan/", instruments.instrument_publish, name="instrument_publish"),
    path("kesiapan/", readiness.readiness_answer, name="readiness_answer"),
    path("gawai/perkara/", device_cases.device_case_list, name="device_case_list"),
    path("gawai/perkara/lapor/", device_cases.device_case_choose, name="device_case_choose"),
    path("gawai/perkara/lapor/<uuid:public_id>/", device_cases.device_case_tell, name="device_case_tell"),
    path("gawai/perkara/<uuid:public_id>/", device_cases.device_case_detail, name="device_case_detail"),
    path("gawai/perkara/<uuid:public_id>/putusan/", device_cases.device_case_decide, name="device_case_decide"),
]
