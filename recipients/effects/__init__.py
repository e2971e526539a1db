"""What a draft of the criteria would change, told from live data before anybody else sees it. Nothing is written.

`counts` says who enters and who leaves, everywhere and by area, kind of school and school; `ranks` whose place in the queue
of the school moves; `people` shows a few of them with their reasons, without names. What is told here is what publishing
does a moment later: a property test compares them person by person.
"""

from recipients.effects.counts import Bucket, Change, Effect, effect_of
from recipients.effects.people import Sample, Verdict, samples_of
from recipients.effects.ranks import Moves, Shift, moves_of

__all__ = ["Bucket", "Change", "Effect", "Moves", "Sample", "Shift", "Verdict", "effect_of", "moves_of", "samples_of"]
