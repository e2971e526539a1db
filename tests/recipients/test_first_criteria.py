"""Version 1 told as stories: who is eligible, who comes first, and why."""

from __future__ import annotations

from typing import Any

from recipients.criteria import Judgement, judge, parse
from recipients.first_criteria import STUDENT, TEACHER

# A pupil and a teacher of an accepted school of whom nothing speaks for a device.
_NOBODY: dict[str, Any] = {
    "device_access": "own",
    "household_devices": 1,
    "household_learners": 1,
    "household_aided": False,
    "dtsen_decile": None,
    "income_band": "unknown",
    "is_orphan": False,
    "has_disability": False,
    "is_final_year": False,
    "is_returning": False,
    "employment": "unknown",
    "service_years": 0,
    "teaches_programme": False,
    "consent_given": True,
    "has_welfare_card": False,
    "school_accepted": True,
    "school_form": "SD",
}


def pupil(**facts: Any) -> Judgement:
    return judge(parse(STUDENT), {**_NOBODY, **facts})


def teacher(**facts: Any) -> Judgement:
    return judge(parse(TEACHER), {**_NOBODY, "device_access": "none", "employment": "honorer", **facts})


def test_siti_has_no_device_and_a_kip() -> None:
    siti = pupil(device_access="none", has_welfare_card=True)
    assert siti == Judgement(True, 55, siti.breakdown)
    assert (siti.breakdown["device_none"], siti.breakdown["welfare_card"]) == (40, 15)


def test_three_learners_share_one_phone() -> None:
    assert pupil(device_access="shared", household_devices=1, household_learners=3).points == 26


def test_sharing_with_enough_devices_for_all_gives_nothing_yet_is_eligible() -> None:
    shared = pupil(device_access="shared", household_devices=4, household_learners=2)
    assert (shared.is_eligible, shared.points) == (True, 0)


def test_who_shares_less_comes_after_who_has_none() -> None:
    assert (
        pupil(device_access="shared", household_devices=1, household_learners=9).points
        < pupil(device_access="none").points
    )


def test_who_owns_a_device_is_not_eligible_however_poor() -> None:
    assert not pupil(device_access="own", dtsen_decile=1, has_welfare_card=True).is_eligible


def test_an_answer_that_is_missing_makes_nobody_eligible() -> None:
    assert not pupil(device_access="unknown").is_eligible


def test_without_a_guardians_consent_nobody_enters_a_list() -> None:
    assert not pupil(device_access="none", consent_given=False).is_eligible


def test_a_school_outside_the_programme_has_no_eligible_pupil() -> None:
    assert not pupil(device_access="none", school_accepted=False).is_eligible


def test_deciles_give_less_the_higher_they_are() -> None:
    given = [pupil(device_access="none", dtsen_decile=decile).points - 40 for decile in range(1, 11)]
    assert given == [20, 20, 12, 12, 6, 0, 0, 0, 0, 0]


def test_an_unknown_decile_is_not_held_against_anybody() -> None:
    assert pupil(device_access="none", dtsen_decile=None).points == 40


def test_income_bands_give_twelve_ten_six_nothing() -> None:
    bands = ("none", "lt_500k", "500k_1m", "1m_2m", "unknown")
    assert [pupil(device_access="none", income_band=band).points - 40 for band in bands] == [12, 10, 6, 0, 0]


def test_a_family_that_was_helped_stands_thirty_points_back() -> None:
    assert pupil(device_access="none", household_aided=True).points == 10


def test_everything_at_once_is_the_most_that_can_be() -> None:
    marks = dict.fromkeys(("has_welfare_card", "is_orphan", "has_disability", "is_final_year", "is_returning"), True)
    assert pupil(device_access="none", dtsen_decile=1, income_band="none", **marks).points == 122


def test_a_teacher_who_is_pns_is_not_eligible() -> None:
    assert not teacher(employment="pns").is_eligible
    assert not teacher(employment="cpns").is_eligible


def test_pppk_is_asn_but_not_pns() -> None:
    assert teacher(employment="pppk").is_eligible


def test_a_teacher_of_unknown_employment_waits() -> None:
    assert not teacher(employment="unknown").is_eligible


def test_years_of_service_count_up_to_ten() -> None:
    assert [teacher(service_years=years).points - 20 for years in (0, 1, 9, 10, 40)] == [0, 1, 9, 10, 10]


def test_an_honorer_at_an_slb_with_pupils_of_the_programme() -> None:
    assert teacher(school_form="SLB", teaches_programme=True, service_years=12).points == 50
