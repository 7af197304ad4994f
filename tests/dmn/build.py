"""DMN files for tests, written short."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from engine.dmn import Models, load

DMN15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def model(*elements: str, namespace: str = "urn:test", dmn: str = DMN15, attributes: str = "") -> bytes:
    """A file with these elements."""
    head = f'<definitions xmlns="{dmn}" namespace="{namespace}" name="test" id="test" {attributes}>'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, *elements, "</definitions>"]
    return "\n".join(lines).encode()


def loaded(*elements: str) -> Models:
    """The models of one file with these elements."""
    return load({"test.dmn": model(*elements)})


def value(elements: Sequence[str], decision: str, variables: Mapping[str, object] | None = None) -> object:
    """What a decision of one file answers."""
    return loaded(*elements).evaluate(decision, variables or {}, now=NOW)


def literal(text: str, type_ref: str = "") -> str:
    """A literal expression."""
    return f"<literalExpression{_type(type_ref)}><text>{escape(text)}</text></literalExpression>"


def decision(
    name: str, logic: str = "", *, ident: str = "", type_ref: str = "", needs: Sequence[str] = ()
) -> str:
    """A decision. `needs` are references: `in:ID`, `dec:ID` or `know:ID`."""
    parts = {"in": "requiredInput", "dec": "requiredDecision", "know": "requiredKnowledge"}
    required = ""
    for need in needs:
        kind, _, href = need.partition(":")
        holder = "knowledgeRequirement" if kind == "know" else "informationRequirement"
        target = href if "#" in href else f"#{href}"
        required += f'<{holder}><{parts[kind]} href="{target}"/></{holder}>'
    variable = f"<variable name={quoteattr(name)}{_type(type_ref)}/>"
    return f"<decision{_named(ident or name, name)}>{variable}{required}{logic}</decision>"


def given(name: str, type_ref: str = "", ident: str = "") -> str:
    """Input data."""
    variable = f"<variable name={quoteattr(name)}{_type(type_ref)}/>"
    return f"<inputData id={quoteattr(ident or name)} name={quoteattr(name)}>{variable}</inputData>"


def knowledge(
    name: str, parameters: Sequence[str], body: str, *, type_ref: str = "", needs: Sequence[str] = ()
) -> str:
    """A knowledge model; a parameter is `name` or `name:type`."""
    formal = "".join(
        f"<formalParameter name={quoteattr(p.partition(':')[0])}{_type(p.partition(':')[2])}/>"
        for p in parameters
    )
    required = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{need}"/></knowledgeRequirement>' for need in needs
    )
    variable = f"<variable name={quoteattr(name)}{_type(type_ref)}/>"
    logic = f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>"
    return (
        f"<businessKnowledgeModel id={quoteattr(name)} name={quoteattr(name)}>{variable}{logic}{required}"
        "</businessKnowledgeModel>"
    )


def service(name: str, *, outputs: Sequence[str], takes: Sequence[str] = (), type_ref: str = "") -> str:
    """A decision service; `takes` are references: `in:ID` or `dec:ID`."""
    parts = {"in": "inputData", "dec": "inputDecision"}
    out = "".join(f'<outputDecision href="#{each}"/>' for each in outputs)
    into = "".join(f'<{parts[each.partition(":")[0]]} href="#{each.partition(":")[2]}"/>' for each in takes)
    variable = f"<variable name={quoteattr(name)}{_type(type_ref)}/>"
    return f"<decisionService{_named(name, name)}>{variable}{out}{into}</decisionService>"


def item(
    name: str,
    type_ref: str = "",
    *,
    allowed: str = "",
    many: bool = False,
    inner: str = "",
    constraint: str = "",
) -> str:
    """An item definition."""
    return _item("itemDefinition", name, type_ref, allowed, many, inner, constraint)


def part(name: str, type_ref: str = "", *, allowed: str = "", many: bool = False, inner: str = "") -> str:
    """A component of an item definition."""
    return _item("itemComponent", name, type_ref, allowed, many, inner, "")


def _item(tag: str, name: str, type_ref: str, allowed: str, many: bool, inner: str, constraint: str) -> str:
    base = f"<typeRef>{type_ref}</typeRef>" if type_ref else ""
    values = f"<allowedValues><text>{escape(allowed)}</text></allowedValues>" if allowed else ""
    whole = f"<typeConstraint><text>{escape(constraint)}</text></typeConstraint>" if constraint else ""
    collection = ' isCollection="true"' if many else ""
    return f"<{tag} name={quoteattr(name)}{collection}>{base}{values}{whole}{inner}</{tag}>"


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[str],
    *,
    policy: str = "",
    aggregation: str = "",
    values: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> str:
    """A decision table. A rule is one line, `in | in || out | out`; its id is `r1`, `r2`, …

    An output is `name` or `name:type`. `values`: allowed values, `defaults`: default outputs, by column.
    """
    values, defaults = values or {}, defaults or {}
    text = "".join(
        f"<input><inputExpression><text>{escape(each)}</text></inputExpression>"
        f"{_values('inputValues', values.get(each))}</input>"
        for each in inputs
    )
    for column in outputs:
        name, _, type_ref = column.partition(":")
        default = defaults.get(name)
        text += (
            f"<output{f' name={quoteattr(name)}' if name else ''}{_type(type_ref)}>"
            f"{_values('outputValues', values.get(name))}{_values('defaultOutputEntry', default)}</output>"
        )
    text += "".join(_rule(number, rule, bool(inputs)) for number, rule in enumerate(rules, 1))
    hits = f" hitPolicy={quoteattr(policy)}" if policy else ""
    adds = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    return f"<decisionTable{hits}{adds}>{text}</decisionTable>"


def _rule(number: int, rule: str, has_inputs: bool) -> str:
    left, _, right = rule.partition("||")
    cells = "".join(
        f"<inputEntry><text>{escape(cell.strip())}</text></inputEntry>"
        for cell in left.split("|")
        if has_inputs
    )
    cells += "".join(
        f"<outputEntry><text>{escape(cell.strip())}</text></outputEntry>" for cell in right.split("|")
    )
    return f'<rule id="r{number}">{cells}</rule>'


def _values(tag: str, text: str | None) -> str:
    return f"<{tag}><text>{escape(text)}</text></{tag}>" if text else ""


def _named(ident: str, name: str) -> str:
    return f" id={quoteattr(ident)} name={quoteattr(name)}"


def _type(type_ref: str) -> str:
    return f" typeRef={quoteattr(type_ref)}" if type_ref else ""
