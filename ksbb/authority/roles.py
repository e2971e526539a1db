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
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.SCHOOL_VIEW,
            P.SCHOOL_ACCEPT,
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
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
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
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
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
            P.MEMBER_VIEW,
            P.MEMBER_INVITE,
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
            P.RECIPIENT_REGISTER,
            P.RECIPIENT_IMPORT,
            P.RECIPIENT_WITHDRAW,
            P.RECIPIENT_EXPORT,
            P.RECIPIENT_ERASE,
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
            P.SCHOOL_VIEW,
            P.RECIPIENT_VIEW,
            P.RECIPIENT_REGISTER,
            P.RECIPIENT_IMPORT,
            P.RECIPIENT_EXPORT,
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
            P.TRAIL_VIEW,
            P.FIGURES_VIEW,
            P.CENSUS_VIEW,
            P.REPORT_VIEW,
            P.HANDOVER_VIEW,
            P.PLEDGE_VIEW,
            P.SCHOOL_VIEW,
            P.AGGREGATOR_VIEW,
            P.LEDGER_AUDIT,
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

# Nobody proves their own work: these two roles never meet in one person (promise 7).
SUBMITTERS = frozenset({Role.PRINCIPAL, Role.SCHOOL_OPERATOR, Role.DONOR, Role.AGGREGATOR})
INCOMPATIBLE: dict[Role, frozenset[Role]] = {
    Role.VALIDATOR: SUBMITTERS | {Role.AUDITOR},
    Role.AUDITOR: SUBMITTERS | {Role.VALIDATOR, Role.COORDINATOR, Role.CITY_SUPERVISOR, Role.DISTRICT_SUPERVISOR},
    **{role: frozenset({Role.VALIDATOR, Role.AUDITOR}) for role in SUBMITTERS},
    **{role: frozenset({Role.AUDITOR}) for role in (Role.COORDINATOR, Role.CITY_SUPERVISOR, Role.DISTRICT_SUPERVISOR)},
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
