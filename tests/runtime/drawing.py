"""Small diagrams written as text: nodes by functions, flows by chains of ids."""

import itertools
from xml.sax.saxutils import escape, quoteattr

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
QUERELA = "http://querela.dev/schema/1.0"
NAMES = ("a", "b", "c", "d", "go", "m", "q")


def node(tag: str, name: str, inside: str = "", **attributes: object) -> str:
    """An element with that id and label; attributes with `q_` in front are Querela's own."""
    attributes.setdefault("name", name)
    words = [f"id={quoteattr(name)}"]
    for key, value in attributes.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        words.append(f"{'q:' + key[2:] if key.startswith('q_') else key}={quoteattr(text)}")
    return f"<{tag} {' '.join(words)}>{inside}</{tag}>"


def many(tag: str, names: str, **attributes: object) -> str:
    return "".join(node(tag, name, **attributes) for name in names.split())


def user(names: str, inside: str = "", **attributes: object) -> str:
    return "".join(node("userTask", name, inside, **attributes) for name in names.split())


def task(names: str) -> str:
    return many("task", names)


def script(name: str, code: str, inside: str = "") -> str:
    return node("scriptTask", name, f"{inside}<script>{escape(code)}</script>")


def start(name: str = "s", event: str = "", **attributes: object) -> str:
    return node("startEvent", name, event, **attributes)


def end(name: str = "e", event: str = "", **attributes: object) -> str:
    return node("endEvent", name, event, **attributes)


def throw(name: str, event: str = "", **attributes: object) -> str:
    return node("intermediateThrowEvent", name, event, **attributes)


def catch(name: str, event: str = "", **attributes: object) -> str:
    return node("intermediateCatchEvent", name, event, **attributes)


def boundary(name: str, at: str, event: str = "", *, beside: bool = False, **attributes: object) -> str:
    return node("boundaryEvent", name, event, attachedToRef=at, cancelActivity=not beside, **attributes)


def sub(name: str, inside: str, tag: str = "subProcess", **attributes: object) -> str:
    return node(tag, name, inside, **attributes)


def handler(name: str, event: str, inside: str, *, beside: bool = False) -> str:
    """An event subprocess; its start event is called like it, with an s behind."""
    return sub(name, start(f"{name}s", event, isInterrupting=not beside) + inside, triggeredByEvent=True)


def xor(names: str, **attributes: object) -> str:
    return many("exclusiveGateway", names, **attributes)


def par(names: str) -> str:
    return many("parallelGateway", names)


def inc(names: str, **attributes: object) -> str:
    return many("inclusiveGateway", names, **attributes)


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="message_{name}"/>'


def signal(name: str) -> str:
    return f'<signalEventDefinition signalRef="signal_{name}"/>'


def error(name: str = "") -> str:
    return f'<errorEventDefinition errorRef="error_{name}"/>' if name else "<errorEventDefinition/>"


def escalation(name: str = "") -> str:
    reference = f' escalationRef="escalation_{name}"' if name else ""
    return f"<escalationEventDefinition{reference}/>"


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{escape(text)}</{kind}></timerEventDefinition>"


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{escape(text)}</condition></conditionalEventDefinition>"


def compensate(activity: str = "") -> str:
    return f"<compensateEventDefinition{f' activityRef={quoteattr(activity)}' if activity else ''}/>"


def link(name: str) -> str:
    return f'<linkEventDefinition name="{name}"/>'


TERMINATE = "<terminateEventDefinition/>"
CANCEL = "<cancelEventDefinition/>"


def loop(while_true: str = "", **attributes: object) -> str:
    inside = f"<loopCondition>{escape(while_true)}</loopCondition>" if while_true else ""
    return _plain("standardLoopCharacteristics", inside, attributes)


def multi(inside: str, **attributes: object) -> str:
    return _plain("multiInstanceLoopCharacteristics", inside, attributes)


def times(count: object) -> str:
    return f"<loopCardinality>{count}</loopCardinality>"


def undone_by(event: str, task: str) -> str:
    return (
        f'<association id="undo_{event}" associationDirection="One" sourceRef="{event}" targetRef="{task}"/>'
    )


def mapping(*, inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """Mappings as extension elements: {variable: expression}."""
    parts = []
    for many_tag, one, pairs in (("inputs", "input", inputs), ("outputs", "output", outputs)):
        if pairs:
            rows = "".join(
                f"<q:{one} source={quoteattr(source)} target={quoteattr(target)}/>"
                for target, source in pairs.items()
            )
            parts.append(f"<q:{many_tag}>{rows}</q:{many_tag}>")
    return f"<extensionElements>{''.join(parts)}</extensionElements>"


def flows(*chains: str) -> str:
    """`a b c` connects three nodes; `a b if: x > 0` gives the flow a condition. A flow's id is `a-b`."""
    written = []
    for chain in chains:
        ids, _, when = chain.partition(" if: ")
        names = ids.split()
        inside = f"<conditionExpression>{escape(when)}</conditionExpression>" if when else ""
        written += [
            f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}">{inside}</sequenceFlow>'
            for a, b in itertools.pairwise(names)
        ]
    return "".join(written)


def diagram(*processes: str, beside: str = "") -> bytes:
    """A file with processes p, p1, …; messages, signals, errors and escalations of all NAMES are declared."""
    declared = "".join(
        f'<message id="message_{n}" name="{n}"/><signal id="signal_{n}" name="{n}"/>'
        f'<error id="error_{n}" name="{n}" errorCode="{n}"/>'
        f'<escalation id="escalation_{n}" name="{n}" escalationCode="{n}"/>'
        for n in NAMES
    )
    body = "".join(
        f'<process id="p{number or ""}" isExecutable="true">{inside}</process>'
        for number, inside in enumerate(processes)
    )
    return (
        f'<definitions xmlns="{BPMN}" xmlns:q="{QUERELA}" targetNamespace="test">'
        f"{declared}{beside}{body}</definitions>"
    ).encode()


def _plain(tag: str, inside: str, attributes: dict[str, object]) -> str:
    words = "".join(
        f" {key}={quoteattr(str(value).lower() if isinstance(value, bool) else str(value))}"
        for key, value in attributes.items()
    )
    return f"<{tag}{words}>{inside}</{tag}>"
