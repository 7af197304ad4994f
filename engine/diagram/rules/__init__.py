"""The checker's rules, one file each. A new file with a `rule` in it is a new rule."""

from importlib import import_module
from pkgutil import iter_modules

from engine.diagram.rule import Rule


def _all() -> tuple[Rule, ...]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    rules = [module.rule for module in modules if isinstance(getattr(module, "rule", None), Rule)]
    return tuple(sorted(rules, key=lambda rule: rule.name))


RULES: tuple[Rule, ...] = _all()
