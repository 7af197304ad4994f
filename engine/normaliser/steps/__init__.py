"""The steps of an import, in the order in which they are done.

Ids first, because everything else refers to them; then what hangs loose, what crosses borders and where
things begin; then events; then what the vendor says in its own words, tasks, loops and timers; choices after
them, because by then it is known which steps are done by people; and the drawing of what has none.
"""

from collections.abc import Callable

from engine.normaliser.sheet import Sheet
from engine.normaliser.steps import (
    borders,
    choices,
    compensation,
    event_gateways,
    event_kinds,
    executable,
    identity,
    layout,
    links,
    loops,
    loose_ends,
    messages,
    places,
    starting,
    tasks,
    timers,
    triggers,
    vendor,
)

Step = Callable[[Sheet], None]

STEPS: tuple[Step, ...] = (
    identity.apply,
    places.apply,
    loose_ends.apply,
    borders.apply,
    executable.apply,
    event_kinds.apply,
    triggers.apply,
    starting.apply,
    event_gateways.apply,
    compensation.apply,
    links.apply,
    messages.apply,
    vendor.apply,
    tasks.apply,
    loops.apply,
    timers.apply,
    choices.apply,
    layout.apply,
)
