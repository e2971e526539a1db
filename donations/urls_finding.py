"""Addresses of finding a need: the list and its map, the pages of schools and areas, kept searches."""

from django.urls import path

from donations.views import areas, cards, maps, needs, searches

urlpatterns = [
    path("kebutuhan/", needs.need_list, name="need_list"),
    path("kebutuhan/titik.json", maps.need_points, name="need_points"),
    path("kebutuhan/batas/<slug:level>.json", maps.boundaries, name="boundaries"),
    path("kebutuhan/wilayah/<str:code>/", areas.need_area, name="need_area"),
    path("kebutuhan/wilayah/<str:code>/lembar.pdf", areas.need_area_sheet, name="need_area_sheet"),
    path("kebutuhan/<slug:npsn>/", needs.need_school, name="need_school"),
    path("sekolah/<slug:npsn>/gambar.png", cards.school_card, name="school_card"),
    path("pencarian/", searches.search_list, name="search_list"),
    path("pencarian/simpan/", searches.search_save, name="search_save"),
    path("pencarian/<uuid:public_id>/", searches.search_open, name="search_open"),
    path("pencarian/<uuid:public_id>/kabari/", searches.search_tell, name="search_tell"),
    path("pencarian/<uuid:public_id>/hapus/", searches.search_delete, name="search_delete"),
]
