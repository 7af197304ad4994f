"""Whether an answer has the shape that the API's own description promises."""

from typing import Any

KINDS = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


def misfits(value: object, schema: dict[str, Any], spec: dict[str, Any], at: str = "answer") -> list[str]:
    """Where the value differs from the schema; a property that is not described is a difference too."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return misfits(value, spec["components"]["schemas"][name], spec, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(KINDS[kind](value) for kind in kinds):
        return [f"{at} is {value!r}, not {' or '.join(kinds)}"]
    if value is not None and "enum" in schema and value not in schema["enum"]:
        return [f"{at} is {value!r}, not one of {schema['enum']}"]
    if isinstance(value, list):
        return [m for n, item in enumerate(value) for m in misfits(item, schema["items"], spec, f"{at}[{n}]")]
    return _of_object(value, schema, spec, at) if isinstance(value, dict) else []


def _of_object(value: dict[str, Any], schema: dict[str, Any], spec: dict[str, Any], at: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", False)
    found = [f"{at} lacks {name}" for name in schema.get("required", []) if name not in value]
    for name, item in value.items():
        if name in known:
            found += misfits(item, known[name], spec, f"{at}.{name}")
        elif isinstance(others, dict):
            found += misfits(item, others, spec, f"{at}.{name}")
        elif not others and schema.get("type"):
            found.append(f"{at} has {name}, which is not described")
    return found
