"""Addresses of devices in custody: lost and stolen ones, labels, the school's own, its loan book and its stock-takes."""

from django.urls import path

from donations.views import labels, loans, school_devices, stock_takes, wanted

urlpatterns = [
    path("gawai/dicari/", wanted.wanted_list, name="wanted_list"),
    path("gawai/dicari/baru/", wanted.wanted_add, name="wanted_add"),
    path("gawai/dicari/<uuid:public_id>/", wanted.wanted_detail, name="wanted_detail"),
    path("gawai/dicari/<uuid:public_id>/keluarkan/", wanted.wanted_lift, name="wanted_lift"),
    path("gawai/<uuid:public_id>/inventaris/", school_devices.device_inventory, name="device_inventory"),
    path("gawai/<uuid:public_id>/ditemukan/", wanted.device_find, name="device_find"),
    path("gawai/<uuid:public_id>/baik/", loans.device_put_back, name="device_put_back"),
    path("gawai-sekolah/", school_devices.school_devices, name="school_devices"),
    path("gawai-sekolah/label.pdf", labels.school_labels, name="school_labels"),
    path("gawai-sekolah/inventaris.xlsx", school_devices.school_inventory, name="school_inventory"),
    path("serah-terima/<uuid:public_id>/label.pdf", labels.handover_labels, name="handover_labels"),
    path("perangkat/<str:code>/", labels.device_label, name="device_label"),
    path("pinjaman/", loans.loan_list, name="loan_list"),
    path("pinjaman/baru/", loans.loan_lend, name="loan_lend"),
    path("pinjaman/cetak/", loans.loan_print, name="loan_print"),
    path("pinjaman/<uuid:public_id>/", loans.loan_detail, name="loan_detail"),
    path("pinjaman/<uuid:public_id>/akhiri/", loans.loan_end, name="loan_end"),
    path("pinjaman/<uuid:public_id>/alihkan/", loans.loan_pass_on, name="loan_pass_on"),
    path("hitung-barang/", stock_takes.stocktake_list, name="stocktake_list"),
    path("hitung-barang/<uuid:public_id>/", stock_takes.stocktake_detail, name="stocktake_detail"),
    path("hitung-barang/<uuid:public_id>/catat/", stock_takes.stocktake_see, name="stocktake_see"),
    path("hitung-barang/<uuid:public_id>/centang/", stock_takes.stocktake_tick, name="stocktake_tick"),
    path("hitung-barang/<uuid:public_id>/selesai/", stock_takes.stocktake_end, name="stocktake_end"),
]
