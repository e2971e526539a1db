"""Addresses of the matching: its runs, their lines, and the weights."""

from django.urls import path

from donations.views import matching, matching_lines, weights

urlpatterns = [
    path("pemadanan/", matching.matching_list, name="matching_list"),
    path("pemadanan/baru/", matching.matching_new, name="matching_new"),
    path("pemadanan/bobot/", weights.weights_list, name="weights_list"),
    path("pemadanan/bobot/<uuid:public_id>/", weights.weights_detail, name="weights_detail"),
    path("pemadanan/bobot/<uuid:public_id>/rancangan/", weights.weights_draft, name="weights_draft"),
    path("pemadanan/bobot/<uuid:public_id>/ubah/", weights.weights_edit, name="weights_edit"),
    path("pemadanan/bobot/<uuid:public_id>/usulkan/", weights.weights_propose, name="weights_propose"),
    path("pemadanan/bobot/<uuid:public_id>/terbitkan/", weights.weights_publish, name="weights_publish"),
    path("pemadanan/bobot/<uuid:public_id>/kembalikan/", weights.weights_send_back, name="weights_send_back"),
    path("pemadanan/<uuid:public_id>/", matching.matching_detail, name="matching_detail"),
    path("pemadanan/<uuid:public_id>/lembar/", matching.matching_sheet, name="matching_sheet"),
    path("pemadanan/<uuid:public_id>/setujui/", matching.matching_confirm, name="matching_confirm"),
    path("pemadanan/<uuid:public_id>/hitung/", matching.matching_recompute, name="matching_recompute"),
    path("pemadanan/<uuid:public_id>/batal/", matching.matching_drop, name="matching_drop"),
    path("pemadanan/<uuid:public_id>/baris/<uuid:line>/", matching_lines.matching_line, name="matching_line"),
    path("pemadanan/<uuid:public_id>/baris/<uuid:line>/pindah/", matching_lines.line_move, name="matching_line_move"),
]
