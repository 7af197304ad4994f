"""Names of BPMN 2.0 and of this engine's own namespace, grouped as the rules need them."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
DMN_PREFIX = "https://www.omg.org/spec/DMN/"
QUERELA = "http://querela.dev/schema/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

TASKS = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
    ]
)
SUBPROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
GATEWAYS = frozenset(
    ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"]
)
CATCH_EVENTS = frozenset(["startEvent", "intermediateCatchEvent", "boundaryEvent"])
THROW_EVENTS = frozenset(["endEvent", "intermediateThrowEvent"])
EVENTS = CATCH_EVENTS | THROW_EVENTS
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS

EVENT_DEFINITIONS = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "compensateEventDefinition": "compensate",
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
    "linkEventDefinition": "link",
}
"""Element name: what the event is about."""

GLOBAL_TASKS = frozenset(
    ["globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"]
)

OWN_ATTRIBUTES = frozenset(
    "form assignee candidateGroups due priority milestone decision result mail to key inputs outputs repeat "
    "excludes original originalLanguage imported".split()
)
OWN_ELEMENTS = frozenset("inputs input outputs output repeat original".split())
"""What the engine reads of its own namespace, and what the importer keeps there of other engines' texts."""

PLAIN_WORDS = {
    "startEvent": "start event",
    "endEvent": "end event",
    "boundaryEvent": "boundary event",
    "intermediateCatchEvent": "catching event",
    "intermediateThrowEvent": "throwing event",
    "exclusiveGateway": "exclusive gateway",
    "parallelGateway": "parallel gateway",
    "inclusiveGateway": "inclusive gateway",
    "complexGateway": "complex gateway",
    "eventBasedGateway": "event-based gateway",
    "subProcess": "subprocess",
    "adHocSubProcess": "ad-hoc subprocess",
    "callActivity": "call activity",
    "sequenceFlow": "sequence flow",
}


def one(word: str) -> str:
    """The word with its article: an error, a message."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def words(type_name: str) -> str:
    """The element type as people say it: `userTask` is a user task."""
    if type_name in PLAIN_WORDS:
        return PLAIN_WORDS[type_name]
    return "".join(f" {c.lower()}" if c.isupper() else c for c in type_name).strip()
