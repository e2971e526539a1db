"""One page that says who may do what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.authority.permissions import Permission as P


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Koordinator Dinas Pendidikan")
    CITY_SUPERVISOR = "city_supervisor", _("Pengawas Suku Dinas")
    DISTRICT_SUPERVISOR = "district_supervisor", _("Kasatlak/Kasatpel Kecamatan")
    PRINCIPAL = "principal", _("Kepala Sekolah")
    SCHOOL_OPERATOR = "school_operator", _("Operator Sekolah")
    DONOR = "donor", _("Donatur")
    AGGREGATOR = "aggregator", _("Agregator")
    VALIDATOR = "validator", _("Validator")
    AUDITOR = "auditor", _("Auditor Inspektorat")
    # Two roles that no membership carries.
    VISITOR = "visitor", _("Pengunjung")
    SYSTEM = "system", _("Sistem")


GRANTS: dict[Role, frozenset[P]] = {
    Role.COORDINATOR: frozenset(
        {
            P.KEY_HOLD,
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.PERSON_CORRECT,
            P.SCHOOL_VIEW,
            P.SCHOOL_ACCEPT,
            P.REQUEST_VIEW,
            P.REQUEST_ACCOUNT,
            P.CRITERIA_VIEW,
            P.CRITERIA_EDIT,
            P.CHECK_EXCHANGE,
            P.DRAW_HOLD,
            P.CENSUS_VIEW,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.DROP_POINT_MANAGE,
            P.AGGREGATOR_VIEW,
            P.AGGREGATOR_VERIFY,
            P.LEDGER_AUDIT,
            P.MATCHING_VIEW,
            P.MATCHING_RUN,
            P.WEIGHTS_EDIT,
            P.ALLOWANCE_SET,
            P.REPORT_VIEW,
            P.WANTED_KEEP,
            P.VERDICT_REVIEW,
            P.SAMPLE_DRAW,
            P.INSTRUMENT_EDIT,
            P.USE_VIEW,
            P.COMPLAINT_WORK,
            P.CASE_CLOSE,
            P.TRAIL_VIEW,
            P.FIGURES_VIEW,
        }
    ),
    Role.CITY_SUPERVISOR: frozenset(
        {
            P.KEY_HOLD,
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.SUPPORT_VIEW,
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
            P.REQUEST_VIEW,
            P.REQUEST_RECORD,
            P.CASE_DECIDE,
            P.CHECK_EXCHANGE,
            P.APPEAL_DECIDE,
            P.CENSUS_VIEW,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.REPORT_VIEW,
            P.VISIT_MAKE,
            P.USE_VIEW,
            P.DEVICE_CASE_DECIDE,
            P.COMPLAINT_WORK,
            P.FIGURES_VIEW,
        }
    ),
    Role.DISTRICT_SUPERVISOR: frozenset(
        {
            P.KEY_HOLD,
            P.OFFICE_CONTACT,
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
            P.REQUEST_VIEW,
            P.REQUEST_RECORD,
            P.CENSUS_VIEW,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.REPORT_VIEW,
            P.VISIT_MAKE,
            P.USE_VIEW,
            P.COMPLAINT_WORK,
            P.FIGURES_VIEW,
        }
    ),
    Role.PRINCIPAL: frozenset(
        {
            P.KEY_HOLD,
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
            P.RECIPIENT_REGISTER,
            P.RECIPIENT_IMPORT,
            P.RECIPIENT_WITHDRAW,
            P.RECIPIENT_EXPORT,
            P.RECIPIENT_ERASE,
            P.REQUEST_VIEW,
            P.REQUEST_RECORD,
            P.REQUEST_ANSWER,
            P.APPEAL_FILE,
            P.IDENTITY_UNMASK,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.HANDOVER_SCHEDULE,
            P.HANDOVER_RECORD,
            P.DEVICE_RECORD,
            P.DEVICE_INSPECT,
            P.REPORT_VIEW,
            P.REPORT_SUBMIT,
            P.VERDICT_APPEAL,
            P.USE_REPORT,
            P.USE_VIEW,
            P.LOAN_KEEP,
            P.DEVICE_CASE_TELL,
        }
    ),
    Role.SCHOOL_OPERATOR: frozenset(
        {
            P.KEY_HOLD,
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
            P.RECIPIENT_REGISTER,
            P.RECIPIENT_IMPORT,
            P.RECIPIENT_EXPORT,
            P.REQUEST_VIEW,
            P.REQUEST_RECORD,
            P.APPEAL_FILE,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.DEVICE_RECORD,
            P.DEVICE_INSPECT,
            P.REPORT_VIEW,
            P.USE_VIEW,
            P.LOAN_KEEP,
            P.DEVICE_CASE_TELL,
        }
    ),
    Role.DONOR: frozenset(
        {
            P.KEY_HOLD,
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.PLEDGE_CREATE,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.HANDOVER_SCHEDULE,
            P.DEVICE_RECORD,
            P.DEVICE_INSPECT,
            P.STOCK_KEEP,
        }
    ),
    Role.AGGREGATOR: frozenset(
        {
            P.KEY_HOLD,
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.PLEDGE_CREATE,
            P.PLEDGE_VIEW,
            P.HANDOVER_VIEW,
            P.HANDOVER_SCHEDULE,
            P.DEVICE_RECORD,
            P.DEVICE_INSPECT,
            P.STOCK_KEEP,
            P.DROP_POINT_MANAGE,
            P.LEDGER_RECORD,
        }
    ),
    Role.VALIDATOR: frozenset({P.SCHOOL_VIEW, P.HANDOVER_VIEW, P.REPORT_VIEW, P.REPORT_VERIFY}),
    Role.AUDITOR: frozenset(
        {
            P.KEY_HOLD,
            P.TRAIL_VIEW,
            P.FIGURES_VIEW,
            P.CENSUS_VIEW,
            P.REPORT_VIEW,
            P.HANDOVER_VIEW,
            P.PLEDGE_VIEW,
            P.SCHOOL_VIEW,
            P.AGGREGATOR_VIEW,
            P.LEDGER_AUDIT,
            P.MATCHING_VIEW,
            P.WANTED_KEEP,
            P.CASE_OPEN,
            P.CASE_CLOSE,
            P.USE_VIEW,
            P.COMPLAINT_SENSITIVE,
        }
    ),
    # A visitor, or a signed-in person without a membership, may become a donor and nothing else.
    Role.VISITOR: frozenset({P.DONOR_REGISTER}),
    Role.SYSTEM: frozenset(P),
}

# Roles that show personal data of others: pupils and their parents, teachers, givers, complainants, colleagues in the trail. A
# donor sees the own gift only. Whoever has one of these signs in with a second factor (promise 13) and stays signed in for less
# long; a test holds that a new role is decided on.
PERSONAL = frozenset(Role) - {Role.DONOR, Role.VISITOR, Role.SYSTEM}

# Nobody proves their own work: these two roles never meet in one person (promise 7).
SUBMITTERS = frozenset({Role.PRINCIPAL, Role.SCHOOL_OPERATOR, Role.DONOR, Role.AGGREGATOR})
INCOMPATIBLE: dict[Role, frozenset[Role]] = {
    Role.VALIDATOR: SUBMITTERS | {Role.AUDITOR},
    Role.AUDITOR: SUBMITTERS | {Role.VALIDATOR, Role.COORDINATOR, Role.CITY_SUPERVISOR, Role.DISTRICT_SUPERVISOR},
    **{role: frozenset({Role.VALIDATOR, Role.AUDITOR}) for role in SUBMITTERS},
    **{role: frozenset({Role.AUDITOR}) for role in (Role.COORDINATOR, Role.CITY_SUPERVISOR, Role.DISTRICT_SUPERVISOR)},
}

# Support (promise 8): as whom a role may look on, to read only. Lower in rank, and seeing no person whom the helper does not see
# already; nobody looks on as a coordinator, a validator or an auditor.
RANK: dict[Role, int] = {
    Role.COORDINATOR: 4,
    Role.VALIDATOR: 4,
    Role.AUDITOR: 4,
    Role.CITY_SUPERVISOR: 3,
    Role.DISTRICT_SUPERVISOR: 2,
    Role.PRINCIPAL: 2,
    Role.SCHOOL_OPERATOR: 1,
    Role.AGGREGATOR: 1,
    Role.DONOR: 1,
}
MAY_VIEW_AS: dict[Role, frozenset[Role]] = {
    Role.CITY_SUPERVISOR: frozenset({Role.DISTRICT_SUPERVISOR, Role.PRINCIPAL, Role.SCHOOL_OPERATOR}),
}
# All that such a view opens.
READING: frozenset[P] = frozenset(permission for permission in P if permission.value.endswith(".view")) - {
    P.SUPPORT_VIEW
}

# Which roles a role may invite into an organisation it reaches.
MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset(
        {
            Role.COORDINATOR,
            Role.CITY_SUPERVISOR,
            Role.DISTRICT_SUPERVISOR,
            Role.VALIDATOR,
            Role.AUDITOR,
            Role.PRINCIPAL,
            Role.AGGREGATOR,
        }
    ),
    Role.CITY_SUPERVISOR: frozenset({Role.DISTRICT_SUPERVISOR, Role.PRINCIPAL}),
    Role.PRINCIPAL: frozenset({Role.SCHOOL_OPERATOR}),
    # A company's or an aggregator's people bring in their colleagues.
    Role.DONOR: frozenset({Role.DONOR}),
    Role.AGGREGATOR: frozenset({Role.AGGREGATOR}),
}
