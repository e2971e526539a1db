"""Which devices go to which school's needs. Pure: no database, no models.

    proposal = propose(supply, demand, weights)      what an officer is shown and confirms
    cost_of(change, supply, demand, weights, …)      what pinning or forbidding one line costs

given → finding → board → cells → flow → dealing; explaining and fairness read the finished board; greedy is the yardstick.
"""

from donations.matching.explaining import Reason, Unplaced
from donations.matching.fairness import Figures, Floor
from donations.matching.given import Demand, Fit, Forbid, ImpossiblePin, Pin, Place, SupplyLine, Weights, Wish
from donations.matching.proposing import Cost, Proposal, ProposalLine, cost_of, greedy, propose

__all__ = [
    "Cost", "Demand", "Figures", "Fit", "Floor", "Forbid", "ImpossiblePin", "Pin", "Place", "Proposal", "ProposalLine", "Reason",
    "SupplyLine", "Unplaced", "Weights", "Wish", "cost_of", "greedy", "propose",
]  # fmt: skip
