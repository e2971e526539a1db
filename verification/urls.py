"""The proof's addresses."""

from django.urls import include, path

from verification.views import judging, photos, reports, submitting

app_name = "verification"

urlpatterns = [
    path("", include("verification.urls_desk")),
    path("", include("verification.urls_figures")),
    path("", include("verification.urls_complaints")),
    path("", include("verification.urls_samples")),
    path("", include("verification.urls_use")),
    path("", include("verification.urls_timelines")),
    path("laporan/", reports.report_list, name="report_list"),
    path("laporan/<uuid:public_id>/", judging.report_detail, name="report_detail"),
    path("laporan/<uuid:public_id>/putusan/", judging.report_decide, name="report_decide"),
    path("serah-terima/<uuid:public_id>/laporkan/", submitting.report_submit, name="report_submit"),
    path("bukti/foto/<uuid:public_id>/<str:size>/", photos.evidence_photo, name="evidence_photo"),
    path("bukti/rancangan/<uuid:public_id>/<str:size>/", photos.draft_photo, name="draft_photo"),
]
