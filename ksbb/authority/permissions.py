"""Everything that can be allowed, one name each."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """thing.verb; `GRANTS` in roles.py says who has it."""

    # accounts and schools
    MEMBER_VIEW = "member.view"
    MEMBER_INVITE = "member.invite"
    KEY_HOLD = "key.hold"  # of the API: for the roles that have something to do there (grants.py)
    SUPPORT_VIEW = "support.view"  # looking on as somebody of the own ground, to help
    OFFICE_CONTACT = "office.contact"  # of the own office; who invites writes those of all offices on the ground
    PERSON_CORRECT = "person.correct"  # two together, with the KTP before them
    USER_DISABLE = "user.disable"  # no role has it: a command of the operators, as SYSTEM
    SCHOOL_VIEW = "school.view"
    SCHOOL_ACCEPT = "school.accept"
    # recipients
    RECIPIENT_VIEW = "recipient.view"
    RECIPIENT_REGISTER = "recipient.register"
    RECIPIENT_IMPORT = "recipient.import"
    RECIPIENT_WITHDRAW = "recipient.withdraw"
    IDENTITY_UNMASK = "identity.unmask"
    RECIPIENT_EXPORT = "recipient.export"
    RECIPIENT_ERASE = "recipient.erase"
    REQUEST_VIEW = "request.view"  # what people ask about their own data
    REQUEST_RECORD = "request.record"
    REQUEST_ANSWER = "request.answer"  # for the people of the own school
    REQUEST_ACCOUNT = "request.account"  # for accounts
    CASE_DECIDE = "case.decide"
    CHECK_EXCHANGE = "check.exchange"  # lists for Disdukcapil and Dinsos, and their answers
    APPEAL_FILE = "appeal.file"
    APPEAL_DECIDE = "appeal.decide"
    DRAW_HOLD = "draw.hold"
    CENSUS_VIEW = "census.view"
    CRITERIA_VIEW = "criteria.view"
    CRITERIA_EDIT = "criteria.edit"
    # donations
    PLEDGE_CREATE = "pledge.create"
    PLEDGE_VIEW = "pledge.view"
    HANDOVER_VIEW = "handover.view"
    HANDOVER_SCHEDULE = "handover.schedule"
    HANDOVER_RECORD = "handover.record"
    DEVICE_RECORD = "device.record"
    DONOR_REGISTER = "donor.register"
    DEVICE_INSPECT = "device.inspect"  # the readiness of a used device, by whoever holds it
    STOCK_KEEP = "stock.keep"  # devices before they are allocated: named by file or form
    DROP_POINT_MANAGE = "drop_point.manage"
    AGGREGATOR_VIEW = "aggregator.view"  # all of them; everybody sees the own profile
    AGGREGATOR_VERIFY = "aggregator.verify"
    LEDGER_RECORD = "ledger.record"
    LEDGER_AUDIT = "ledger.audit"
    MATCHING_VIEW = "matching.view"
    MATCHING_RUN = "matching.run"
    WEIGHTS_EDIT = "weights.edit"
    ALLOWANCE_SET = "allowance.set"
    WANTED_KEEP = "wanted.keep"  # the list of lost and stolen devices
    LOAN_KEEP = "loan.keep"  # the school's loan book and stock-takes
    # verification
    REPORT_VIEW = "report.view"
    REPORT_SUBMIT = "report.submit"
    REPORT_VERIFY = "report.verify"
    VERDICT_APPEAL = "verdict.appeal"
    VERDICT_REVIEW = "verdict.review"  # the coordinator's word on such an appeal
    SAMPLE_DRAW = "sample.draw"
    VISIT_MAKE = "visit.make"
    CASE_OPEN = "integrity.open"
    CASE_CLOSE = "integrity.close"
    INSTRUMENT_EDIT = "instrument.edit"
    USE_REPORT = "use.report"
    USE_VIEW = "use.view"
    DEVICE_CASE_TELL = "device_case.tell"
    DEVICE_CASE_DECIDE = "device_case.decide"
    COMPLAINT_WORK = "complaint.work"
    COMPLAINT_SENSITIVE = "complaint.sensitive"  # fees, sale, abuse
    # looking over everything
    TRAIL_VIEW = "trail.view"
    FIGURES_VIEW = "figures.view"
