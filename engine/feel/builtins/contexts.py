"""Context functions.

Source: DMN 1.5, 10.3.4.12 (table 83).
"""

from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
Context = dict[str, Value]


@builtin("get value(m: context, key: string)")
def get_value(run: "Run", m: Context, key: str) -> Value:
    """The entry of that name."""
    if key not in m:
        raise Undefined(f"the context has no entry '{key}'")
    return m[key]


@builtin("get value(context: context, keys: list)")
def get_value_inside(run: "Run", context_: Context, keys: list[Value]) -> Value:
    """The entry at the end of a way of names."""
    value: Value = context_
    for key in keys or [None]:
        if not isinstance(key, str) or not isinstance(value, dict) or key not in value:
            raise Undefined(f"there is no entry '{key}' on the way")
        value = value[key]
    return value


@builtin("get entries(m: context)")
def get_entries(run: "Run", m: Context) -> Value:
    """A list with a context of `key` and `value` for every entry."""
    run.meter.build(3 * len(m))
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context(entries: list)")
def context(run: "Run", entries: list[Value]) -> Value:
    """The context made of contexts of `key` and `value`."""
    made: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry:
            raise Undefined("every entry is a context with a key and a value")
        key = entry.get("key")
        if not isinstance(key, str) or key in made:
            raise Undefined("every key is a text of its own")
        made[key] = entry["value"]
    run.meter.build(len(made))
    return made


@builtin("context put(context: context, key: string, value: any)")
def context_put(run: "Run", context_: Context, key: str, value: Value) -> Value:
    """The context with the entry added or changed."""
    run.meter.build(len(context_) + 1)
    return {**context_, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def context_put_inside(run: "Run", context_: Context, keys: list[Value], value: Value) -> Value:
    """The context with the entry at the end of a way of names added or changed."""
    key = keys[0] if keys else None
    if not isinstance(key, str):
        raise Undefined("'keys' is a list of texts")
    if len(keys) == 1:
        return context_put(run, context_, key, value)
    inner = context_.get(key)
    if inner is None:
        inner = {}
    if not isinstance(inner, dict):
        raise Undefined(f"the entry '{key}' is no context")
    run.meter.enter()
    changed = context_put_inside(run, inner, keys[1:], value)
    run.meter.leave()
    return context_put(run, context_, key, changed)


@builtin("context merge(contexts: list)")
def context_merge(run: "Run", contexts: list[Value]) -> Value:
    """One context of all entries, the later ones winning."""
    merged: Context = {}
    for context_ in contexts:
        if not isinstance(context_, dict):
            raise Undefined("'contexts' is a list of contexts")
        run.meter.build(len(context_))
        merged.update(context_)
    return merged
