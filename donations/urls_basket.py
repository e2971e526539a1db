"""Addresses of the basket, and of what follows a promise until it is handed over."""

from django.urls import path

from donations.views import basket_items, basket_steps, baskets, promises, wishes

urlpatterns = [
    path("keranjang/", baskets.basket_detail, name="basket_detail"),
    path("keranjang/tambah/<slug:npsn>/", basket_items.basket_add, name="basket_add"),
    path("keranjang/tujuan/", basket_items.basket_target, name="basket_target"),
    path("keranjang/isi/<int:item>/", basket_items.basket_item, name="basket_item"),
    path("keranjang/isi/<int:item>/foto/", basket_items.item_photo, name="basket_photo"),
    path("keranjang/langkah/<slug:step>/", basket_steps.basket_step, name="basket_step"),
    path("keranjang/kirim/", basket_steps.basket_commit, name="basket_commit"),
    path("keranjang/pesan/", baskets.basket_hold, name="basket_hold"),
    path("keranjang/batal/", baskets.basket_drop, name="basket_drop"),
    path("keranjang/<uuid:public_id>/", baskets.basket_done, name="basket_done"),
    path("donasi/<uuid:public_id>/ubah/", promises.pledge_edit, name="pledge_edit"),
    path("donasi/<uuid:public_id>/pecah/", promises.pledge_split, name="pledge_split"),
    path("donasi/<uuid:public_id>/terima/", promises.pledge_accept, name="pledge_accept"),
    path("donasi/<uuid:public_id>/foto/<int:line>/", promises.line_photo, name="line_photo"),
    path("donasi/keinginan/<uuid:public_id>/", wishes.wish_detail, name="wish_detail"),
    path("donasi/keinginan/<uuid:public_id>/tarik/", wishes.wish_withdraw, name="wish_withdraw"),
]
