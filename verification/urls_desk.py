"""The addresses of the validator's desk and of what a school says against a rejection."""

from django.urls import path

from verification.views import appealing, desk

urlpatterns = [
    path("laporan/berikutnya/", desk.desk_next, name="desk_next"),
    path("laporan/verifikasi-bersama/", desk.desk_verify, name="desk_verify"),
    path("laporan/<uuid:public_id>/ambil/", desk.report_claim, name="report_claim"),
    path("laporan/<uuid:public_id>/lepas/", desk.report_release, name="report_release"),
    path("laporan/<uuid:public_id>/keberatan/", appealing.verdict_appeal, name="verdict_appeal"),
    path("keberatan/", appealing.appeal_list, name="appeal_list"),
    path("keberatan/<uuid:public_id>/", appealing.appeal_decide, name="appeal_decide"),
]
