"""Addresses of caps and gates."""

from django.urls import path

from donations.views import allowance_files, allowances

urlpatterns = [
    path("batas/", allowances.allowance_list, name="allowance_list"),
    path("batas/unggah/", allowance_files.allowance_upload, name="allowance_upload"),
    path("batas/contoh.xlsx", allowance_files.allowance_template, name="allowance_template"),
    path("batas/unggah/<uuid:public_id>/", allowance_files.allowance_file, name="allowance_file"),
    path("batas/unggah/<uuid:public_id>/terapkan/", allowance_files.allowance_apply, name="allowance_apply"),
    path("batas/unggah/<uuid:public_id>/jawaban.xlsx", allowance_files.allowance_answer, name="allowance_answer"),
    path("batas/<slug:npsn>/", allowances.allowance_detail, name="allowance_detail"),
]
