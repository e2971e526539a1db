"""Which tables keep the history of their fields, and of which columns the values: states, keys, dates and counts of acts.

What is about a person (names, numbers, facts at home, words, contacts) is never kept, only that it changed. Left out are tables to
which rows are only added, and what the portal counts and folds by itself.
"""

from django.db import migrations

from ksbb.audit.field_history import the_function, watch

STAMPS = "state opened_at opened_by_id closed_at closed_by_id"
DECIDED = "state due_on decided_at decided_by_id"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_what_changed"),
        ("accounts", "0004_a_person_beyond_the_account"),
        ("schools", "0003_the_nearest_school_is_found"),
        ("recipients", "0022_the_list_of_an_area_begins_there"),
        ("donations", "0012_flows_by_month"),
        ("verification", "0005_a_day_is_sampled_once"),
    ]

    operations = [
        the_function(),
        watch("accounts_user", "is_active is_staff is_superuser", quiet="last_login"),
        watch("accounts_membership", "user_id organisation_id role ends_on accepted_at invited_at invited_by_id"),
        watch("accounts_organisation", "kind region"),
        watch("schools_school", "npsn form status district_id village_id organisation_id accepted_at accepted_by_id is_closed"),
        watch(
            "recipients_recipient",
            "kind school_id region state registered_by_id import_run_id origin_id is_held ended_at ended_by_id erased_at erased_by_id",
        ),
        watch("recipients_circumstances", "", quiet="household_served", key="recipient_id"),
        watch("recipients_consent", ""),
        watch(
            "recipients_need",
            "recipient_id school_id region need_class state reserved_at delivered_at met_at closed_at promised_rank",
            quiet="turn lot draw_id",
        ),
        watch(
            "recipients_criteriaset",
            "kind version clauses state effective_from proposed_at proposed_by_id published_at published_by_id retired_at",
        ),
        watch("recipients_duplicatecase", f"kind holder_id claimant_id claimant_school_id outcome ground dropped_at {DECIDED}"),
        watch("recipients_appeal", f"recipient_id criteria_id is_eligible points filed_at filed_by_id ground {DECIDED}"),
        watch(
            "donations_pledge",
            "proposed_on delivery drop_point_id donor_id school_id region state wish_id split_from_id committed_at committed_by_id"
            " accepted_at accepted_by_id fulfilled_at withdrawn_at withdrawn_by_id expired_at",
            quiet="held_until reminded_before",
        ),
        watch(
            "donations_allocation",
            "line_id need_id region handover_id state scheduled_at handed_over_at released_at refuted_at verified_at",
        ),
        watch(
            "donations_handover",
            "pledge_id school_id region scheduled_for state planned_by_id done_at done_by_id reported_at reported_by_id cancelled_at"
            " cancelled_by_id officer_id confirmed_how giver_confirmed_at giver_confirmed_by_id signed_paper_sha256",
            quiet="reminded_before",
        ),
        watch(
            "donations_device",
            "allocation_id stock_of_id lot_id meant_for_id device_type condition grade custody state inspected_at inspected_by_id"
            " handed_over_at in_use_at",
        ),
        watch("donations_loan", "device_id school_id due_on lent_at lent_by_id ended_at ended_by_id ended_how", quiet="reminded_before"),
        watch("donations_gate", "school_id is_open is_automatic"),
        watch("donations_allowance", "school_id need_class cap"),
        watch("donations_aggregator", "organisation_id cost_percent verified_at verified_by_id verified_until"),
        watch("donations_licence", "aggregator_id valid_from valid_until state revoked_at revoked_by_id"),
        watch(
            "verification_report",
            "handover_id received_on received_count state submitted_at submitted_by_id verified_at verified_by_id returned_at"
            " returned_by_id rejected_at rejected_by_id",
            quiet="risk risk_key risk_facts is_green awaits_photos claimed_by_id claimed_until",
        ),
        watch("verification_integritycase", f"kind region organisation_id report_id device_id {STAMPS}"),
        watch("verification_devicecase", f"device_id school_id kind source outcome replacement told_at told_by_id {STAMPS}"),
        watch("verification_visit", "report_id draw_id why state due_on taken_by_id devices_expected devices_seen visited_on visited_by_id"),
        watch("verification_useround", "handover_id stage due_on state asked_at warned_at late_at answered_at answered_by_id"),
        watch(
            "verification_complaint",
            "category is_sensitive school_id state level due_at assigned_to_id assigned_at handler_id answered_at answered_by_id"
            " contested_at closed_at",
        ),
    ]
