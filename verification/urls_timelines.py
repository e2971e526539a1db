"""The addresses of whole histories."""

from django.urls import path

from verification.views import timelines

urlpatterns = [
    path("donasi/<uuid:public_id>/riwayat/", timelines.pledge_timeline, name="pledge_timeline"),
    path("penerima/<uuid:public_id>/riwayat/", timelines.person_timeline, name="person_timeline"),
    path("sekolah/<str:npsn>/riwayat/", timelines.school_timeline, name="school_timeline"),
]
