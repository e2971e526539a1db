"""The addresses of the register, its uploads and the criteria."""

from django.urls import path

from recipients.views import (
    admitting,
    answering,
    checking,
    consent,
    criteria,
    erasing,
    facts,
    leaving,
    notice,
    people,
    registering,
    ticklist,
    uploading,
)

app_name = "recipients"

urlpatterns = [
    path("penerima/", people.recipient_list, name="recipient_list"),
    path("penerima/baru/", registering.recipient_register, name="recipient_register"),
    path("penerima/isian-cepat/", ticklist.ticklist, name="ticklist"),
    path("penerima/pemberitahuan/", notice.notice, name="notice"),
    path("penerima/unggah/", uploading.import_upload, name="import_upload"),
    path("penerima/unggah/<uuid:public_id>/", uploading.import_detail, name="import_detail"),
    path("penerima/unggah/<uuid:public_id>/terapkan/", uploading.import_apply, name="import_apply"),
    path("penerima/unggah/<uuid:public_id>/tolak/", uploading.import_refuse, name="import_refuse"),
    path("penerima/sekolah/<str:npsn>/terima/", admitting.school_admit, name="school_admit"),
    path("penerima/<uuid:public_id>/", people.recipient_detail, name="recipient_detail"),
    path("penerima/<uuid:public_id>/tarik/", leaving.recipient_withdraw, name="recipient_withdraw"),
    path("penerima/<uuid:public_id>/persetujuan/", consent.recipient_consent, name="recipient_consent"),
    path("penerima/<uuid:public_id>/persetujuan/tarik/", consent.consent_withdraw, name="consent_withdraw"),
    path("penerima/<uuid:public_id>/hapus/", erasing.recipient_erase, name="recipient_erase"),
    path("penerima/<uuid:public_id>/identitas/", leaving.identity_unmask, name="identity_unmask"),
    path("penerima/<uuid:public_id>/keterangan/", facts.fact_review, name="fact_review"),
    path("pemeriksaan/", checking.check_list, name="check_list"),
    path("pemeriksaan/baru/", checking.check_create, name="check_create"),
    path("pemeriksaan/keterangan/", facts.fact_list, name="fact_list"),
    path("pemeriksaan/<uuid:public_id>/", checking.check_detail, name="check_detail"),
    path("pemeriksaan/<uuid:public_id>/unduh/", checking.check_download, name="check_download"),
    path("pemeriksaan/<uuid:public_id>/batal/", checking.check_cancel, name="check_cancel"),
    path("pemeriksaan/<uuid:public_id>/tanya/", answering.check_ask, name="check_ask"),
    path("pemeriksaan/<uuid:public_id>/jawaban/", answering.check_answer, name="check_answer"),
    path("pemeriksaan/<uuid:public_id>/jawaban/terapkan/", answering.answer_apply, name="answer_apply"),
    path("pemeriksaan/<uuid:public_id>/jawaban/tolak/", answering.answer_refuse, name="answer_refuse"),
    path("kriteria/", criteria.criteria_list, name="criteria_list"),
    path("kriteria/<uuid:public_id>/", criteria.criteria_detail, name="criteria_detail"),
]
