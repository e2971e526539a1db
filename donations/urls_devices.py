"""Addresses of the stock, of inspections and of drop points."""

from django.urls import path

from donations.views import (
    devices,
    drop_points,
    inspections,
    inventory,
    inventory_files,
    inventory_promises,
    pledge_units,
)

urlpatterns = [
    path("gawai/", inventory.stock_list, name="stock_list"),
    path("gawai/baru/", inventory.stock_add, name="stock_add"),
    path("gawai/janjikan/", inventory_promises.stock_promise, name="stock_promise"),
    path("gawai/unggah/", inventory_files.stock_upload, name="stock_upload"),
    path("gawai/contoh.xlsx", inventory_files.stock_template, name="stock_template"),
    path("gawai/unggah/<uuid:public_id>/", inventory_files.stock_file, name="stock_file"),
    path("gawai/unggah/<uuid:public_id>/terapkan/", inventory_files.stock_apply, name="stock_apply"),
    path("gawai/unggah/<uuid:public_id>/tolak/", inventory_files.stock_refuse, name="stock_refuse"),
    path("gawai/unggah/<uuid:public_id>/batalkan/", inventory_files.stock_withdraw, name="stock_withdraw"),
    path("gawai/unggah/<uuid:public_id>/jawaban.xlsx", inventory_files.stock_answer, name="stock_answer"),
    path("gawai/<uuid:public_id>/", inventory.stock_device, name="stock_device"),
    path("gawai/<uuid:public_id>/ubah/", inventory.stock_edit, name="stock_edit"),
    path("gawai/<uuid:public_id>/keluarkan/", inventory.stock_remove, name="stock_remove"),
    path("gawai/<uuid:public_id>/kembalikan/", pledge_units.stock_return, name="stock_return"),
    path("gawai/<uuid:public_id>/periksa/", inspections.device_inspect, name="device_inspect"),
    path("gawai/foto/<uuid:public_id>/", inspections.intake_photo, name="intake_photo"),
    path("donasi/<uuid:public_id>/gawai/", pledge_units.pledge_devices, name="pledge_devices"),
    path("donasi/<uuid:public_id>/gawai/ambil/", pledge_units.pledge_take, name="pledge_take"),
    path("donasi/<uuid:public_id>/gawai/<uuid:allocation>/", devices.pledge_device, name="pledge_device"),
    path("titik-kumpul/", drop_points.drop_point_list, name="drop_point_list"),
    path("titik-kumpul/kelola/", drop_points.drop_point_manage, name="drop_point_manage"),
    path("titik-kumpul/kelola/baru/", drop_points.drop_point_add, name="drop_point_add"),
    path("titik-kumpul/kelola/<uuid:public_id>/", drop_points.drop_point_edit, name="drop_point_edit"),
]
