"""What of BPMN runs and what is refused: every element, attribute and event kind at every position.

`python -m tests.runtime.matrix` writes docs/bpmn-support.md; the tests of this folder prove every cell of it.
"""
