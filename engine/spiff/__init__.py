"""The process runtime on SpiffWorkflow: the only folder that imports it.

SpiffWorkflow parses, types and holds tasks; `specs` and `run` move the tokens. docs/decisions/0002 says why.

`parser`  a diagram's bytes  →  `specs`, one class for each element
`run`     tokens on the move, by one room for each respect; `run.instance.Instance` holds the rooms
`timers`  when something is due
`codec`   an instance as bytes
`runtime` the port's implementation; `live` the same for plays that store nothing
"""

from engine.spiff.live import LiveRuntime
from engine.spiff.runtime import SpiffRuntime

__all__ = ["LiveRuntime", "SpiffRuntime"]
