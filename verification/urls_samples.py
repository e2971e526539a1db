"""The closer look: draws for everybody, visits for officers, cases and what looks odd for the auditor."""

from django.urls import path

from verification.views import case_desk, following, oddness, sample_draws, visits

urlpatterns = [
    path("sampel/", sample_draws.sample_list, name="sample_list"),
    path("sampel/kunci/", sample_draws.sample_commit, name="sample_commit"),
    path("sampel/<uuid:public_id>/", sample_draws.sample_detail, name="sample_detail"),
    path("sampel/<uuid:public_id>/undian.csv", sample_draws.sample_lots, name="sample_lots"),
    path("sampel/<uuid:public_id>/undi/", sample_draws.sample_hold, name="sample_hold"),
    path("kunjungan/", visits.visit_list, name="visit_list"),
    path("kunjungan/<uuid:public_id>/", visits.visit_detail, name="visit_detail"),
    path("kunjungan/<uuid:public_id>/ambil/", visits.visit_take, name="visit_take"),
    path("kunjungan/<uuid:public_id>/lepas/", visits.visit_leave, name="visit_leave"),
    path("kunjungan/<uuid:public_id>/isi/", visits.visit_record, name="visit_record"),
    path("kunjungan/<uuid:public_id>/batal/", visits.visit_cancel, name="visit_cancel"),
    path("perkara/", case_desk.case_list, name="case_list"),
    path("perkara/<uuid:public_id>/", case_desk.case_detail, name="case_detail"),
    path("perkara/<uuid:public_id>/tutup/", case_desk.case_close, name="case_close"),
    path("laporan/<uuid:public_id>/perkara/", following.report_case, name="report_case"),
    path("kejanggalan/", oddness.oddness_list, name="oddness_list"),
    path("kejanggalan/<str:panel>/perkara/", oddness.oddness_open, name="oddness_open"),
]
