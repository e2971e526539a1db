"""The official areas, the offices over them, and their outlines."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from ksbb.accounts.models import Organisation
from ksbb.territories.models import Boundary, Territory, within
from tests.shared_data import shared_file

pytestmark = pytest.mark.django_db


def load_jakarta() -> str:
    out = io.StringIO()
    call_command("load_territories", stdout=out)
    return out.getvalue()


def test_jakarta_has_6_44_and_267_areas() -> None:
    assert load_jakarta() == "318 areas\n"
    assert Territory.objects.cities().count() == 6
    assert Territory.objects.districts().count() == 44
    assert Territory.objects.filter(level="village").count() == 267
    kalideres = Territory.objects.get(code="31.73.06")
    assert (kalideres.short_name, kalideres.parent_id) == ("Kalideres", "31.73")


def test_loading_twice_changes_nothing() -> None:
    load_jakarta()
    before = list(Territory.objects.values_list("code", "name", "level", "parent"))
    load_jakarta()
    assert list(Territory.objects.values_list("code", "name", "level", "parent")) == before


def test_every_area_lies_in_the_one_above() -> None:
    load_jakarta()
    for area in Territory.objects.exclude(level="province"):
        assert area.code.startswith(f"{area.parent_id}.")


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(CommandError, match="99"):
        call_command("load_territories", "--province", "99")


def test_a_code_of_another_shape_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(code="3173", name="x", level="city")


def test_the_dot_is_part_of_the_prefix() -> None:
    load_jakarta()
    assert not Territory.objects.filter(within("code", ["31.7"])).exists()
    assert not Territory.objects.filter(within("code", [])).exists()
    assert Territory.objects.filter(within("code", ["31.73.06"])).count() == 6  # itself and its five kelurahan


def offices(tmp_path: Path, text: str) -> tuple[str, str]:
    path = tmp_path / "sudin.csv"
    path.write_text(text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    call_command("load_offices", path, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_11_sudin_watch_over_44_kecamatan_and_none_twice() -> None:
    load_jakarta()
    out = io.StringIO()
    for _time in range(2):
        call_command("load_offices", shared_file("areas/sudin_kecamatan.csv"), stdout=out)
    assert out.getvalue() == "11 Sudin, 44 kecamatan, 0 problems\n" * 2
    sudin = Organisation.objects.filter(name__startswith="Suku Dinas")
    grounds = [area.code for office in sudin for area in office.territories.all()]
    assert (sudin.count(), len(grounds), len(set(grounds))) == (11, 44, 44)
    assert Organisation.objects.filter(kind="office").count() == 1 + 11 + 44


def test_an_unknown_kecamatan_is_named_by_row(tmp_path: Path) -> None:
    load_jakarta()
    out, err = offices(tmp_path, "sudin,kode_kecamatan\nSudin Uji,31.73.06\nSudin Uji,31.99.99\n,31.73.01\n")
    assert out == "1 Sudin, 1 kecamatan, 2 problems\n"
    assert err.splitlines() == ["row 3: unknown kecamatan 31.99.99", "row 4: sudin is empty"]


def test_a_ground_that_changes_in_the_file_changes_here(tmp_path: Path) -> None:
    load_jakarta()
    offices(tmp_path, "sudin,kode_kecamatan\nSudin Uji,31.73.06\nSudin Uji,31.73.01\n")
    offices(tmp_path, "sudin,kode_kecamatan\nSudin Uji,31.73.06\n")
    assert [area.code for area in Organisation.objects.get(name="Sudin Uji").territories.all()] == ["31.73.06"]


def test_outlines_are_loaded_and_unknown_codes_named(tmp_path: Path) -> None:
    load_jakarta()
    square = {"type": "Polygon", "coordinates": [[[106.7, -6.1], [106.8, -6.1], [106.8, -6.2], [106.7, -6.1]]]}
    features = [{"properties": {"kode": code}, "geometry": square} for code in ("31.73.06", "99.99.99")]
    path = tmp_path / "batas.geojson"
    path.write_text(json.dumps({"features": features}))
    out, err = io.StringIO(), io.StringIO()
    call_command("load_boundaries", path, stdout=out, stderr=err)
    assert Boundary.objects.get().territory_id == "31.73.06"
    assert "99.99.99" in err.getvalue()


def test_a_file_that_is_no_map_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bukan.geojson"
    path.write_text("[]")
    with pytest.raises(CommandError, match="GeoJSON"):
        call_command("load_boundaries", path)
