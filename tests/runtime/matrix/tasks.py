"""Rules of tasks, and of all activities. Source: BPMN 2.0.2, 10.3 and 13.3."""

from tests.runtime.drawing import (
    catch,
    diagram,
    end,
    flows,
    message,
    node,
    par,
    script,
    start,
    task,
    user,
)
from tests.runtime.matrix.rules import About, Rule, one

A = start() + user("a")


DOUBLE = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">'
    b'<inputData id="n_" name="n"/><decision id="double" name="double"><variable name="double"/>'
    b'<informationRequirement id="r"><requiredInput href="#n_"/></informationRequirement>'
    b"<literalExpression><text>n * 2</text></literalExpression></decision></definitions>"
)


def _tasks() -> list[Rule]:
    table = About("task", "10.3.3")
    users = About("userTask", "10.3.4")
    manual = About("manualTask", "10.3.4")
    scripts = About("scriptTask", "10.3.3")
    service = About("serviceTask", "10.3.3")
    rules = About("businessRuleTask", "10.3.3")
    send = About("sendTask", "10.3.3")
    receive = About("receiveTask", "10.3.3")
    sent = diagram(
        start()
        + par("g")
        + catch("k", message("m"))
        + user("w")
        + node("sendTask", "x", messageRef="message_m")
        + user("a")
        + flows("s g k w", "g x a")
    )
    outside = '<collaboration id="k"><participant id="P" name="P"/>{}</collaboration>'
    brought = outside.format('<messageFlow id="f" name="m" sourceRef="P" targetRef="x"/>')
    operation = '<interface id="i" name="i"><operation id="o" name="o"><inMessageRef>message_m</inMessageRef>'
    operation += "</operation></interface>"
    return [
        table.rule("a task of no type is done at once", one(task("x")), "", "a", trace="s x"),
        users.rule("waits until somebody completes it", one(user("x")), "", "x"),
        users.rule(
            "takes the answers over as variables", one(user("x")), ['x {"n": 1}'], "a", result={"n": 1}
        ),
        manual.rule("waits until somebody reports it as done", one(node("manualTask", "x")), "x", "a"),
        scripts.rule(
            "sets the entries of its FEEL context", one(script("x", "{n: 1 + 1}")), "", "a", result={"n": 2}
        ),
        scripts.rule("without a script it passes", one(node("scriptTask", "x")), "", "a"),
        scripts.refused(
            "in another language", one(node("scriptTask", "x", "<script>1</script>", scriptFormat="js"))
        ),
        scripts.rule(
            "that fails is an incident",
            one(script("x", "n")),
            status="incident",
            given={"n": 1},
            clause="13.3.3",
        ),
        service.rule(
            "calls nothing outside and passes, with a warning", one(node("serviceTask", "x")), "", "a"
        ),
        rules.rule(
            "asks its decision and keeps the answer",
            one(node("businessRuleTask", "x", q_decision="double", q_result="m")),
            "",
            "a",
            given={"n": 2},
            result={"m": 4},
            decisions=DOUBLE,
        ),
        rules.refused("without a decision", one(node("businessRuleTask", "x"))),
        send.rule("sends its message when it starts, then is done", sent, "", "a w", clause="13.3.3"),
        send.rule("without a message: nobody receives it", one(node("sendTask", "x")), "", "a"),
        receive.rule(
            "waits for its message",
            one(node("receiveTask", "x", messageRef="message_m")),
            "",
            "",
            status="active",
        ),
        receive.rule(
            "is done when its message comes",
            one(node("receiveTask", "x", messageRef="message_m")),
            ">m",
            "a",
            clause="13.3.3",
        ),
        receive.rule(
            "instantiate: the process waits for its message to start",
            diagram(
                node("receiveTask", "x", messageRef="message_m", instantiate=True) + user("a") + flows("x a")
            ),
            ">m",
            "a",
        ),
        receive.refused(
            "instantiate behind a flow",
            one(node("receiveTask", "x", messageRef="message_m", instantiate=True)),
        ),
        receive.rule(
            "without a message: the one that a message flow brings, by the name or id of the flow",
            one(node("receiveTask", "x"), brought),
            ">m",
            "a",
            clause="9.4",
        ),
        receive.rule(
            "operationRef: waits for the message that the operation takes",
            one(node("receiveTask", "x", operationRef="o"), operation),
            ">m",
            "a",
            clause="8.5",
        ),
        receive.refused("without a message", one(node("receiveTask", "x"))),
    ]


def _quantities() -> list[Rule]:
    table = About("activity", "10.3, table 10.3")
    two = (
        start()
        + par("g")
        + user("a b")
        + node("userTask", "c", startQuantity=2)
        + end()
        + flows("s g a c e", "g b c")
    )
    default = node("userTask", "x", default="x-c") + user("a b c") + end()
    return [
        table.rule("startQuantity: fewer tokens wait", diagram(two), "a", "b"),
        table.rule("startQuantity: as many tokens start it once", diagram(two), "a b", "c"),
        table.refused("startQuantity that no run reaches", one(node("userTask", "x", startQuantity=2))),
        table.rule(
            "completionQuantity: as many tokens leave",
            one(node("userTask", "x", completionQuantity=2)),
            "x",
            "a a",
        ),
        table.refused("startQuantity below one", one(node("userTask", "x", startQuantity=0))),
        table.rule(
            "starts anew for each token that comes",
            diagram(start() + par("g") + task("b c") + user("d") + end() + flows("s g b d e", "g c d")),
            "",
            "d d",
            clause="13.3.1",
        ),
        table.rule(
            "without an incoming flow it starts with the process",
            diagram(user("a b") + flows("a b")),
            "",
            "a",
            clause="13.2",
        ),
        table.rule(
            "without an outgoing flow its token ends", diagram(A + flows("s a")), "a", clause="13.3.1"
        ),
        table.rule(
            "several flows without condition: a token on each",
            diagram(start() + user("x a b") + flows("s x", "x a", "x b")),
            "x",
            "a b",
            clause="13.3.1",
        ),
        table.rule(
            "conditional flows: a token on each whose condition is true",
            diagram(
                start() + user("x a b c") + flows("s x", "x a if: n > 0", "x b if: n > 1", "x c if: n > 2")
            ),
            ['x {"n": 2}'],
            "a b",
            clause="8.4.13",
        ),
        table.rule(
            "default flow: taken when no condition is true",
            diagram(start() + default + flows("s x", "x a if: n > 0", "x b if: n > 1", "x c")),
            ['x {"n": 0}'],
            "c",
            clause="8.4.13",
        ),
        table.rule(
            "default flow: not taken when a condition is true",
            diagram(start() + default + flows("s x", "x a if: n > 0", "x b if: n > 1", "x c")),
            ['x {"n": 1}'],
            "a",
            clause="8.4.13",
        ),
        table.rule(
            "no flow can be taken: an incident, never an end",
            diagram(start() + user("x a") + flows("s x", "x a if: n > 0")),
            ['x {"n": 0}'],
            "",
            status="incident",
            clause="8.4.13",
        ),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_tasks(), *_quantities()]
