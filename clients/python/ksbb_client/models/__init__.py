"""Contains all the data models used in inputs/outputs"""

from .area_out import AreaOut
from .class_need_out import ClassNeedOut
from .count_out import CountOut
from .criteria_clause_out import CriteriaClauseOut
from .criteria_clause_out_kind_enum import CriteriaClauseOutKindEnum
from .criteria_list_kind import CriteriaListKind
from .criteria_list_state import CriteriaListState
from .criteria_out import CriteriaOut
from .criteria_out_links import CriteriaOutLinks
from .criteria_page import CriteriaPage
from .criteria_row_out import CriteriaRowOut
from .criteria_row_out_links import CriteriaRowOutLinks
from .criteria_state import CriteriaState
from .day_out import DayOut
from .device_condition import DeviceCondition
from .device_type import DeviceType
from .donor_kind import DonorKind
from .figure_out import FigureOut
from .figures_list_by import FiguresListBy
from .figures_list_form import FiguresListForm
from .figures_list_need_class import FiguresListNeedClass
from .figures_months_device import FiguresMonthsDevice
from .figures_out import FiguresOut
from .file_in import FileIn
from .handover_state import HandoverState
from .import_row_status import ImportRowStatus
from .import_stage import ImportStage
from .import_state import ImportState
from .imports_rows_status import ImportsRowsStatus
from .matching_district_out import MatchingDistrictOut
from .matching_line_out import MatchingLineOut
from .matching_line_page import MatchingLinePage
from .matching_line_state import MatchingLineState
from .matching_lines_need_class import MatchingLinesNeedClass
from .matching_lines_state import MatchingLinesState
from .matching_page import MatchingPage
from .matching_plan_out import MatchingPlanOut
from .matching_run_in import MatchingRunIn
from .matching_run_out import MatchingRunOut
from .matching_run_out_links import MatchingRunOutLinks
from .matching_run_out_plans import MatchingRunOutPlans
from .matching_run_row_out import MatchingRunRowOut
from .matching_run_row_out_links import MatchingRunRowOutLinks
from .matching_school_out import MatchingSchoolOut
from .matching_state import MatchingState
from .matching_supply import MatchingSupply
from .month_out import MonthOut
from .months_out import MonthsOut
from .need_class import NeedClass
from .need_out import NeedOut
from .need_page import NeedPage
from .need_school_out import NeedSchoolOut
from .needs_list_device import NeedsListDevice
from .needs_list_level import NeedsListLevel
from .needs_list_need_class import NeedsListNeedClass
from .needs_list_order import NeedsListOrder
from .needs_list_status import NeedsListStatus
from .numbers_out import NumbersOut
from .paper_kind import PaperKind
from .paper_out import PaperOut
from .pledge_device_in import PledgeDeviceIn
from .pledge_giver_out import PledgeGiverOut
from .pledge_handover_out import PledgeHandoverOut
from .pledge_in import PledgeIn
from .pledge_line_out import PledgeLineOut
from .pledge_line_units_out import PledgeLineUnitsOut
from .pledge_out import PledgeOut
from .pledge_out_links import PledgeOutLinks
from .pledge_page import PledgePage
from .pledge_paper_out import PledgePaperOut
from .pledge_row_out import PledgeRowOut
from .pledge_row_out_links import PledgeRowOutLinks
from .pledge_school_out import PledgeSchoolOut
from .pledge_state import PledgeState
from .pledge_unit_state import PledgeUnitState
from .pledge_units_out import PledgeUnitsOut
from .pledges_list_state import PledgesListState
from .problem_out import ProblemOut
from .problem_out_errors_item import ProblemOutErrorsItem
from .receipt_out import ReceiptOut
from .recipient_kind import RecipientKind
from .remark_out import RemarkOut
from .row_out import RowOut
from .rows_in import RowsIn
from .rows_in_rows_item import RowsInRowsItem
from .rows_out import RowsOut
from .run_out import RunOut
from .run_out_counts import RunOutCounts
from .run_out_links import RunOutLinks
from .school_form import SchoolForm
from .school_needs_out import SchoolNeedsOut
from .school_out import SchoolOut
from .school_page import SchoolPage
from .school_status import SchoolStatus
from .schools_list_form import SchoolsListForm
from .schools_list_status import SchoolsListStatus
from .withdraw_in import WithdrawIn

__all__ = (
    "AreaOut",
    "ClassNeedOut",
    "CountOut",
    "CriteriaClauseOut",
    "CriteriaClauseOutKindEnum",
    "CriteriaListKind",
    "CriteriaListState",
    "CriteriaOut",
    "CriteriaOutLinks",
    "CriteriaPage",
    "CriteriaRowOut",
    "CriteriaRowOutLinks",
    "CriteriaState",
    "DayOut",
    "DeviceCondition",
    "DeviceType",
    "DonorKind",
    "FigureOut",
    "FiguresListBy",
    "FiguresListForm",
    "FiguresListNeedClass",
    "FiguresMonthsDevice",
    "FiguresOut",
    "FileIn",
    "HandoverState",
    "ImportRowStatus",
    "ImportStage",
    "ImportState",
    "ImportsRowsStatus",
    "MatchingDistrictOut",
    "MatchingLineOut",
    "MatchingLinePage",
    "MatchingLineState",
    "MatchingLinesNeedClass",
    "MatchingLinesState",
    "MatchingPage",
    "MatchingPlanOut",
    "MatchingRunIn",
    "MatchingRunOut",
    "MatchingRunOutLinks",
    "MatchingRunOutPlans",
    "MatchingRunRowOut",
    "MatchingRunRowOutLinks",
    "MatchingSchoolOut",
    "MatchingState",
    "MatchingSupply",
    "MonthOut",
    "MonthsOut",
    "NeedClass",
    "NeedOut",
    "NeedPage",
    "NeedSchoolOut",
    "NeedsListDevice",
    "NeedsListLevel",
    "NeedsListNeedClass",
    "NeedsListOrder",
    "NeedsListStatus",
    "NumbersOut",
    "PaperKind",
    "PaperOut",
    "PledgeDeviceIn",
    "PledgeGiverOut",
    "PledgeHandoverOut",
    "PledgeIn",
    "PledgeLineOut",
    "PledgeLineUnitsOut",
    "PledgeOut",
    "PledgeOutLinks",
    "PledgePage",
    "PledgePaperOut",
    "PledgeRowOut",
    "PledgeRowOutLinks",
    "PledgeSchoolOut",
    "PledgeState",
    "PledgeUnitState",
    "PledgeUnitsOut",
    "PledgesListState",
    "ProblemOut",
    "ProblemOutErrorsItem",
    "ReceiptOut",
    "RecipientKind",
    "RemarkOut",
    "RowOut",
    "RowsIn",
    "RowsInRowsItem",
    "RowsOut",
    "RunOut",
    "RunOutCounts",
    "RunOutLinks",
    "SchoolForm",
    "SchoolNeedsOut",
    "SchoolOut",
    "SchoolPage",
    "SchoolStatus",
    "SchoolsListForm",
    "SchoolsListStatus",
    "WithdrawIn",
)
