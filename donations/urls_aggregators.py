"""Addresses of aggregators, titipan and books."""

from django.urls import path

from donations.views import aggregator_office, aggregators, books, consignments, lots

urlpatterns = [
    path("agregator/", aggregators.aggregator_list, name="aggregator_list"),
    path("agregator/kelola/", aggregator_office.aggregator_desk, name="aggregator_desk"),
    path("agregator/kelola/baru/", aggregator_office.aggregator_register, name="aggregator_register"),
    path("agregator/kelola/<uuid:public_id>/", aggregator_office.aggregator_manage, name="aggregator_manage"),
    path("agregator/kelola/<uuid:public_id>/ubah/", aggregator_office.aggregator_edit, name="aggregator_edit"),
    path("agregator/kelola/<uuid:public_id>/izin/", aggregator_office.licence_add, name="licence_add"),
    path("agregator/izin/<uuid:public_id>/", aggregator_office.licence_move, name="licence_move"),
    path("agregator/izin/<uuid:public_id>/berkas/", aggregator_office.licence_file, name="licence_file"),
    path("agregator/<uuid:public_id>/", aggregators.aggregator_detail, name="aggregator_detail"),
    path("titipan/", consignments.consignment_list, name="consignment_list"),
    path("titipan/catatan/<uuid:public_id>/", consignments.direct_gift, name="direct_gift"),
    path("titipan/<uuid:public_id>/", consignments.consignment_detail, name="consignment_detail"),
    path("titipan/<uuid:public_id>/terima/", consignments.consignment_receive, name="consignment_receive"),
    path("titipan/<uuid:public_id>/tolak/", consignments.consignment_decline, name="consignment_decline"),
    path("titipan/<uuid:public_id>/tarik/", consignments.consignment_withdraw, name="consignment_withdraw"),
    path("buku/", books.ledger_list, name="ledger_list"),
    path("buku/unduh.<slug:form>", books.ledger_export, name="ledger_export"),
    path("buku/catat/<slug:kind>/", books.ledger_record, name="ledger_record"),
    path("buku/<uuid:public_id>/balik/", books.ledger_reverse, name="ledger_reverse"),
    path("buku/<uuid:public_id>/bukti/", books.ledger_proof, name="ledger_proof"),
    path("buku/<uuid:public_id>/salurkan/", lots.lot_place, name="lot_place"),
]
