"""`python -m tests.runtime.matrix`: write the tables of docs/bpmn-support.md anew."""

from tests.runtime.matrix.document import write

write()
